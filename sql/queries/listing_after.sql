-- listing_after: the articles of a list that are newer than a position, nearest first
-- param: list text
-- param: at_or_after civil
-- param: after civil
-- param: after_id int
-- param: now civil
-- param: unexpired_at civil
-- param: limit int
-- column: id int
-- column: title text
-- column: title_short text
-- column: summary text
-- column: channel text
-- column: language text
-- column: source text
-- column: published_at civil
-- column: picture text
-- column: picture_alt text
-- column: picture_width int
-- column: picture_height int
-- column: focus_x int
-- column: focus_y int
-- column: picture_hash text
-- column: picture_type text
-- column: picture_until civil
-- column: picture_id int
-- column: cover int
-- column: expires_at civil
-- index: listing PRIMARY
-- index: article PRIMARY
SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
       m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at
FROM web_listing l
JOIN web_article a ON a.id = l.article_id
LEFT JOIN web_media m ON m.id = a.cover
WHERE l.list = ?
  AND l.published_at >= ?
  AND (l.published_at > ? OR l.article_id > ?)
  AND l.published_at <= ?
  AND (l.expires_at IS NULL OR l.expires_at > ?)
ORDER BY l.published_at, l.article_id
LIMIT ?
