-- claim_article: the title of an article that readers can see
-- param: id int
-- param: now civil
-- param: now_expires civil
-- column: title text
-- column: language text
-- index: article PRIMARY
SELECT a.title, a.language
FROM web_article a
WHERE a.id = ?
  AND a.published_at <= ?
  AND (a.expires_at IS NULL OR a.expires_at > ?)
