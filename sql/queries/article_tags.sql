-- article_tags: an article's tags in the editor's order, spelled as their pages are
-- param: article int
-- column: name text
-- index: article_tag PRIMARY
-- allow: filesort (a handful of rows)
SELECT COALESCE(t.alias_of, t.name, g.name)
FROM web_article_tag g
LEFT JOIN web_tag t ON t.name = g.name
WHERE g.article_id = ?
ORDER BY g.position
