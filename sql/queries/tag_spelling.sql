-- tag_spelling: how the oldest article that carries a tag spells it, or else an alias that leads to it
-- param: name text
-- param: same_name text
-- column: name text
-- column: folded text
-- index: article_tag name
-- index: tag alias_of
SELECT found.name, TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM HEX(WEIGHT_STRING(found.name)))
FROM (SELECT COALESCE((SELECT g.name FROM web_article_tag g WHERE g.name = ? ORDER BY g.article_id LIMIT 1),
                      (SELECT t.alias_of FROM web_tag t WHERE t.alias_of = ? LIMIT 1)) AS name) AS found
WHERE found.name IS NOT NULL
