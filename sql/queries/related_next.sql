-- related_next: when the next scheduled article of up to eight tags appears; NULL if none is scheduled
-- param: list_1 text
-- param: list_2 text
-- param: list_3 text
-- param: list_4 text
-- param: list_5 text
-- param: list_6 text
-- param: list_7 text
-- param: list_8 text
-- param: now civil
-- column: at civil
-- index: listing PRIMARY
SELECT MIN(l.published_at)
FROM web_listing l
WHERE l.list IN (?, ?, ?, ?, ?, ?, ?, ?)
  AND l.published_at > ?
