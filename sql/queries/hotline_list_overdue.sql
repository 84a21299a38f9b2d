-- hotline_list_overdue: cases in four states that are listed and late, before a position, newest first
-- param: state_1 text
-- param: now_1 civil
-- param: at_or_before_1 civil
-- param: before_1 civil
-- param: before_id_1 int
-- param: part_limit_1 int
-- param: state_2 text
-- param: now_2 civil
-- param: at_or_before_2 civil
-- param: before_2 civil
-- param: before_id_2 int
-- param: part_limit_2 int
-- param: state_3 text
-- param: now_3 civil
-- param: at_or_before_3 civil
-- param: before_3 civil
-- param: before_id_3 int
-- param: part_limit_3 int
-- param: state_4 text
-- param: now_4 civil
-- param: at_or_before_4 civil
-- param: before_4 civil
-- param: before_id_4 int
-- param: part_limit_4 int
-- param: limit int
-- column: id int
-- column: title text
-- column: kind text
-- column: agency text
-- column: region text
-- column: state text
-- column: approved_at civil
-- column: received_at civil
-- column: answered_at civil
-- column: overdue_from civil
-- column: joins int
-- index: c listed_state
-- allow: filesort temporary scan (merges four short ranges)
(SELECT c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
 FROM web_hotline_case c
 WHERE c.state = ?
   AND c.overdue_from <= ?
   AND c.approved_at <= ?
   AND (c.approved_at < ? OR c.id < ?)
 ORDER BY c.approved_at DESC, c.id DESC
 LIMIT ?)
UNION ALL
(SELECT c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
 FROM web_hotline_case c
 WHERE c.state = ?
   AND c.overdue_from <= ?
   AND c.approved_at <= ?
   AND (c.approved_at < ? OR c.id < ?)
 ORDER BY c.approved_at DESC, c.id DESC
 LIMIT ?)
UNION ALL
(SELECT c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
 FROM web_hotline_case c
 WHERE c.state = ?
   AND c.overdue_from <= ?
   AND c.approved_at <= ?
   AND (c.approved_at < ? OR c.id < ?)
 ORDER BY c.approved_at DESC, c.id DESC
 LIMIT ?)
UNION ALL
(SELECT c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
 FROM web_hotline_case c
 WHERE c.state = ?
   AND c.overdue_from <= ?
   AND c.approved_at <= ?
   AND (c.approved_at < ? OR c.id < ?)
 ORDER BY c.approved_at DESC, c.id DESC
 LIMIT ?)
ORDER BY 7 DESC, 1 DESC
LIMIT ?
