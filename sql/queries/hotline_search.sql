-- hotline_search: cases that have six pairs or words (np_gram.h), the newest number first, below a number. The first gram is read in order,
-- the others are looked up; the rarest comes first, and where there are fewer the last one comes again
-- param: gram_1 text
-- param: gram_2 text
-- param: gram_3 text
-- param: gram_4 text
-- param: gram_5 text
-- param: gram_6 text
-- param: before_id int
-- param: now civil
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
-- index: g PRIMARY
-- index: c PRIMARY
SELECT STRAIGHT_JOIN c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
FROM web_hotline_gram g1
JOIN web_hotline_gram g2 ON g2.case_id = g1.case_id
JOIN web_hotline_gram g3 ON g3.case_id = g1.case_id
JOIN web_hotline_gram g4 ON g4.case_id = g1.case_id
JOIN web_hotline_gram g5 ON g5.case_id = g1.case_id
JOIN web_hotline_gram g6 ON g6.case_id = g1.case_id
JOIN web_hotline_case c ON c.id = g1.case_id
WHERE g1.gram = ?
  AND g2.gram = ?
  AND g3.gram = ?
  AND g4.gram = ?
  AND g5.gram = ?
  AND g6.gram = ?
  AND g1.case_id < ?
  AND c.approved_at <= ?
ORDER BY g1.case_id DESC
LIMIT ?
