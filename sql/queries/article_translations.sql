-- article_translations: the same story in other languages
-- param: translation_group int
-- param: id int
-- param: now civil
-- param: now_expires civil
-- column: id int
-- column: title text
-- column: channel text
-- column: language text
-- column: published_at civil
-- column: expires_at civil
-- allow: filesort (a handful of rows)
SELECT a.id, a.title, a.channel, a.language, a.published_at, a.expires_at
FROM web_article a
WHERE a.translation_group = ?
  AND a.id <> ?
  AND a.published_at <= ?
  AND (a.expires_at IS NULL OR a.expires_at > ?)
ORDER BY a.id
LIMIT 8
