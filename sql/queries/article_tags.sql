-- article_tags: an article's tags in the editor's order, spelled as their pages are; tags that the
-- desk made one appear once
-- param: article int
-- column: name text
-- index: article_tag PRIMARY
-- allow: filesort (a handful of rows)
SELECT COALESCE(target.name, t.alias_of, t.name, g.name) AS tag_name
FROM web_article_tag g
LEFT JOIN web_tag t ON t.name = g.name
LEFT JOIN web_tag target ON target.name = t.alias_of
WHERE g.article_id = ?
GROUP BY tag_name
ORDER BY MIN(g.position)
