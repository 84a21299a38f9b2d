-- translation_next: when the next scheduled article of a translation group appears; NULL if none is scheduled
-- param: translation_group int
-- param: id int
-- param: now civil
-- column: at civil
-- index: article translation_group
SELECT MIN(a.published_at)
FROM web_article a
WHERE a.translation_group = ?
  AND a.id <> ?
  AND a.published_at > ?
