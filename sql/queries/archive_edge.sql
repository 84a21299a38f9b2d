-- archive_edge: the newest article of the site before a time, and the oldest from another time on
-- param: before civil
-- param: unexpired_at civil
-- param: at_or_after civil
-- param: now civil
-- param: unexpired_again civil
-- column: is_newer int
-- column: published_at civil
-- column: expires_at civil
-- index: listing PRIMARY
(SELECT 0, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at < ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 1, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at, l.article_id
 LIMIT 1)
