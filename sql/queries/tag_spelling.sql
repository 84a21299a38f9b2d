-- tag_spelling: how the oldest article that carries a tag spells it, or else an alias that leads to it
-- param: name text
-- column: name text
-- column: folded text
-- index: article_tag name
-- index: tag alias_of
SELECT COALESCE((SELECT g.name FROM web_article_tag g WHERE g.name = asked.name ORDER BY g.article_id LIMIT 1),
                (SELECT t.alias_of FROM web_tag t WHERE t.alias_of = asked.name LIMIT 1)) AS found,
       TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM HEX(WEIGHT_STRING(COALESCE(
                (SELECT g.name FROM web_article_tag g WHERE g.name = asked.name ORDER BY g.article_id LIMIT 1),
                (SELECT t.alias_of FROM web_tag t WHERE t.alias_of = asked.name LIMIT 1)))))
FROM (SELECT CONVERT(? USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS name) AS asked
HAVING found IS NOT NULL
