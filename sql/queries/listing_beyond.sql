-- listing_beyond: whether a list goes on above a position by more than so many articles
-- param: list text
-- param: at_or_after civil
-- param: after civil
-- param: after_id int
-- param: now civil
-- param: unexpired_at civil
-- param: skip int
-- column: article_id int
-- column: published_at civil
-- index: listing PRIMARY
SELECT l.article_id, l.published_at
FROM web_listing l
WHERE l.list = ?
  AND l.published_at >= ?
  AND (l.published_at > ? OR l.article_id > ?)
  AND l.published_at <= ?
  AND (l.expires_at IS NULL OR l.expires_at > ?)
ORDER BY l.published_at, l.article_id
LIMIT ?, 1
