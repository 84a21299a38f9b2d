-- preview_tags: the tags of the article that the key said to preview_open opens; otherwise as article_tags
-- param: article int
-- column: name text
-- column: name_folded text
-- column: tag_folded text
-- index: article_tag PRIMARY
SELECT COALESCE(target.name, t.alias_of, t.name, g.name),
       TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM
            HEX(WEIGHT_STRING(COALESCE(target.name, t.alias_of, t.name, g.name)))),
       TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM HEX(WEIGHT_STRING(g.name)))
FROM web_preview_tag g
LEFT JOIN web_tag t ON t.name = g.name
LEFT JOIN web_tag target ON target.name = t.alias_of
WHERE g.article_id = ?
ORDER BY g.position
