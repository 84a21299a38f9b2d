-- plaza_list_after: notices of a category after a position, the nearest first; columns and filters as in plaza_list
-- param: category text
-- param: at_or_after civil
-- param: after civil
-- param: after_id int
-- param: now_1 civil
-- param: now_2 civil
-- param: region text
-- param: region_again text
-- param: field_1 text
-- param: field_1_again text
-- param: value_1 text
-- param: least_1 int
-- param: most_1 int
-- param: field_2 text
-- param: field_2_again text
-- param: value_2 text
-- param: least_2 int
-- param: most_2 int
-- param: field_3 text
-- param: field_3_again text
-- param: value_3 text
-- param: least_3 int
-- param: most_3 int
-- param: field_4 text
-- param: field_4_again text
-- param: value_4 text
-- param: least_4 int
-- param: most_4 int
-- param: limit int
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
-- index: n by_category|listed
-- index: t PRIMARY
SELECT n.id, n.title, LEFT(n.text, 120), n.category, n.region, n.language, n.approved_at, n.ends_at,
       m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, n.cover
FROM web_plaza_notice n
LEFT JOIN web_media m ON m.id = n.cover
WHERE n.category = ?
  AND n.approved_at >= ?
  AND (n.approved_at > ? OR n.id + 0 > ?)
  AND n.approved_at <= ?
  AND n.ends_at > ?
  AND (? = '' OR CONCAT(n.region, '') IN (?, ''))
  AND (? = '' OR EXISTS (SELECT 1 FROM web_plaza_value v WHERE v.notice_id = n.id AND v.field = ?
       AND (v.value = ? OR COALESCE(v.number_value, v.date_value + 0) BETWEEN ? AND ?)))
  AND (? = '' OR EXISTS (SELECT 1 FROM web_plaza_value v WHERE v.notice_id = n.id AND v.field = ?
       AND (v.value = ? OR COALESCE(v.number_value, v.date_value + 0) BETWEEN ? AND ?)))
  AND (? = '' OR EXISTS (SELECT 1 FROM web_plaza_value v WHERE v.notice_id = n.id AND v.field = ?
       AND (v.value = ? OR COALESCE(v.number_value, v.date_value + 0) BETWEEN ? AND ?)))
  AND (? = '' OR EXISTS (SELECT 1 FROM web_plaza_value v WHERE v.notice_id = n.id AND v.field = ?
       AND (v.value = ? OR COALESCE(v.number_value, v.date_value + 0) BETWEEN ? AND ?)))
ORDER BY n.approved_at, n.id
LIMIT ?
