-- tag_spelling: how the oldest article that carries a tag spells it
-- param: name text
-- column: name text
SELECT name
FROM web_article_tag
WHERE name = ?
ORDER BY article_id
LIMIT 1
