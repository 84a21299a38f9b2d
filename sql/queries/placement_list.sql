-- placement_list: what editors placed in the slots of the front page or of a channel and is to be
-- seen now; a placement of an article that is not to be seen drops out here
-- param: channel text
-- param: now civil
-- param: now_until civil
-- param: now_published civil
-- param: now_expires civil
-- column: slot text
-- column: placed_title text
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
-- allow: filesort (a handful of rows)
-- index: article PRIMARY
SELECT STRAIGHT_JOIN p.slot, p.title, a.id, a.title, a.title_short, a.summary, a.channel, a.language,
       a.source, a.published_at, m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id,
       a.cover, a.expires_at
FROM web_slot s
JOIN web_placement p ON p.slot = s.code
JOIN web_article a ON a.id = p.article_id
LEFT JOIN web_media m ON m.id = a.cover
WHERE s.channel = ?
  AND (p.visible_from IS NULL OR p.visible_from <= ?)
  AND (p.visible_until IS NULL OR p.visible_until > ?)
  AND a.published_at <= ?
  AND (a.expires_at IS NULL OR a.expires_at > ?)
ORDER BY p.slot, p.position, p.visible_from DESC, p.article_id DESC
