-- hotline_months: the hotline's figures by agency and month of receipt, for a span of time of receipt; what they mean stands at v_hotline_league.
-- The median is in tenths of a work day, null where nothing was answered
-- param: now civil
-- param: first civil
-- param: last civil
-- column: agency text
-- column: month text
-- column: received int
-- column: accepted int
-- column: answered int
-- column: in_time int
-- column: median_tenths int
-- column: overdue int
-- column: reopened int
-- column: rated int
-- column: solved int
-- allow: filesort temporary (groups by agency and month, and ranks within each)
SELECT r.agency, r.month, COUNT(*), COUNT(r.accepted_at), COUNT(r.answer_days), CAST(COALESCE(SUM(r.in_time), 0) AS SIGNED),
       CAST(AVG(CASE WHEN r.answer_days IS NOT NULL AND r.place IN ((r.places + 1) DIV 2, (r.places + 2) DIV 2) THEN r.answer_days END) * 10 AS SIGNED),
       CAST(COALESCE(SUM(r.overdue_from <= ?), 0) AS SIGNED), CAST(SUM(r.round > 0) AS SIGNED), COUNT(r.solved),
       CAST(COALESCE(SUM(r.solved), 0) AS SIGNED)
FROM (SELECT m.agency, DATE_FORMAT(m.received_at, '%Y-%m') AS month, m.accepted_at, m.answer_days, m.in_time, m.overdue_from, m.round, m.solved,
             COUNT(m.answer_days) OVER (PARTITION BY m.agency, DATE_FORMAT(m.received_at, '%Y-%m')) AS places,
             ROW_NUMBER() OVER (PARTITION BY m.agency, DATE_FORMAT(m.received_at, '%Y-%m') ORDER BY m.answer_days IS NULL, m.answer_days) AS place
      FROM web_hotline_measure m
      WHERE m.received_at >= ?
        AND m.received_at <= ?) AS r
GROUP BY r.agency, r.month
ORDER BY r.agency, r.month DESC
