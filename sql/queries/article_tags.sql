-- article_tags: an article's tags in the editor's order, spelled as their pages are; tags that the
-- desk made one come with equal name_folded
-- param: article int
-- column: name text
-- column: name_folded text
-- column: tag_folded text
-- index: article_tag PRIMARY
SELECT COALESCE(target.name, t.alias_of, t.name, g.name),
       TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM
            HEX(WEIGHT_STRING(COALESCE(target.name, t.alias_of, t.name, g.name)))),
       TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM HEX(WEIGHT_STRING(g.name)))
FROM web_article_tag g
LEFT JOIN web_tag t ON t.name = g.name
LEFT JOIN web_tag target ON target.name = t.alias_of
WHERE g.article_id = ?
ORDER BY g.position
