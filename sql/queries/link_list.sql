-- link_list: footer links, friend links, links to the app and those of the front page's boxes, for one language or for all
-- param: language text
-- column: name text
-- column: url text
-- column: kind text
-- allow: filesort (a few dozen rows)
SELECT name, url, kind
FROM web_link
WHERE language IN ('', ?)
ORDER BY kind, sort_order, id
