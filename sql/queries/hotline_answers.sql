-- hotline_answers: cases that are answered, the newest answer first. Read backward from the newest reply; a case that was
-- answered twice comes twice
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
-- index: r PRIMARY
SELECT STRAIGHT_JOIN c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
FROM web_hotline_reply r
JOIN web_hotline_case c ON c.id = r.case_id
WHERE r.kind = 'final'
  AND c.approved_at <= ?
  AND c.state IN ('answered', 'closed')
ORDER BY r.id DESC
LIMIT ?
