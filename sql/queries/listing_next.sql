-- listing_next: when the next scheduled article of a list appears; no row if none is scheduled
-- param: list text
-- param: now civil
-- column: at civil
-- index: listing PRIMARY
SELECT l.published_at
FROM web_listing l
WHERE l.list = ?
  AND l.published_at > ?
ORDER BY l.published_at
LIMIT 1
