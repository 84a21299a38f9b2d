-- hotline_after_region: cases of one region that are listed, after a position, the nearest first
-- param: region text
-- param: at_or_after civil
-- param: after civil
-- param: after_id int
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
-- index: c by_region
SELECT c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
FROM web_hotline_case c
WHERE c.region = ?
  AND c.approved_at >= ?
  AND (c.approved_at > ? OR c.id > ?)
  AND c.approved_at <= ?
ORDER BY c.approved_at, c.id
LIMIT ?
