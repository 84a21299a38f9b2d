-- tag_index: the tags of the newest 1,000 articles by frequency: the cost stays the same however
-- large the archive is
-- param: now civil
-- param: now_expires civil
-- column: name text
-- column: articles int
-- index: listing PRIMARY
-- allow: temporary, filesort (about 5,000 rows, whatever the size of the archive)
SELECT COALESCE(target.name, t.alias_of, t.name, g.name) AS tag_name,
       COUNT(DISTINCT g.article_id) AS articles
FROM (SELECT l.article_id
      FROM web_listing l
      WHERE l.list = 'site'
        AND l.published_at <= ?
        AND (l.expires_at IS NULL OR l.expires_at > ?)
      ORDER BY l.published_at DESC, l.article_id DESC
      LIMIT 1000) AS recent
JOIN web_article_tag g ON g.article_id = recent.article_id
LEFT JOIN web_tag t ON t.name = g.name
LEFT JOIN web_tag target ON target.name = t.alias_of
GROUP BY tag_name
ORDER BY articles DESC, tag_name
LIMIT 300
