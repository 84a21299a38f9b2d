-- teaser_by_id: what a list shows of up to sixteen articles, in no order; unused numbers are NULL
-- param: id_1 int
-- param: id_2 int
-- param: id_3 int
-- param: id_4 int
-- param: id_5 int
-- param: id_6 int
-- param: id_7 int
-- param: id_8 int
-- param: id_9 int
-- param: id_10 int
-- param: id_11 int
-- param: id_12 int
-- param: id_13 int
-- param: id_14 int
-- param: id_15 int
-- param: id_16 int
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
-- index: article PRIMARY
SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, a.published_at,
       m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, a.expires_at
FROM web_article a
LEFT JOIN web_media m ON m.id = a.cover
WHERE a.id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
