-- listing_around: the articles of a list just above and just below one of them
-- param: list text
-- param: at_or_after civil
-- param: after civil
-- param: after_id int
-- param: now civil
-- param: unexpired_at civil
-- param: list_again text
-- param: at_or_before civil
-- param: before civil
-- param: before_id int
-- param: unexpired_again civil
-- column: is_newer int
-- column: id int
-- column: title text
-- column: published_at civil
-- column: expires_at civil
-- index: listing PRIMARY
-- index: article PRIMARY
(SELECT STRAIGHT_JOIN 1, a.id, a.title, l.published_at, l.expires_at
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 WHERE l.list = ?
   AND l.published_at >= ?
   AND (l.published_at > ? OR l.article_id > ?)
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at, l.article_id
 LIMIT 1)
UNION ALL
(SELECT STRAIGHT_JOIN 0, a.id, a.title, l.published_at, l.expires_at
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.published_at < ? OR l.article_id < ?)
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
