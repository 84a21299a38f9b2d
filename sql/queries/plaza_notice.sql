-- plaza_notice: one notice that readers may see, or that ended since a moment, with its whole text
-- param: notice int
-- param: now civil
-- param: ended_since civil
-- column: id int
-- column: title text
-- column: summary text
-- column: category text
-- column: region text
-- column: language text
-- column: approved_at civil
-- column: ends_at civil
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
-- column: text text
-- index: n PRIMARY
-- index: t PRIMARY
SELECT n.id, n.title, LEFT(n.text, 120), n.category, n.region, n.language, n.approved_at, n.ends_at,
       m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, n.cover, n.text
FROM web_plaza_notice n
LEFT JOIN web_media m ON m.id = n.cover
WHERE n.id = ?
  AND n.approved_at <= ?
  AND n.ends_at > ?
