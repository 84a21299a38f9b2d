-- hotline_totals: the hotline's figures for a span of time of receipt; what they mean stands at v_hotline_league
-- param: now civil
-- param: first civil
-- param: last civil
-- column: received int
-- column: accepted int
-- column: answered int
-- column: in_time int
-- column: overdue int
-- column: rated int
-- column: solved int
SELECT COUNT(*), COUNT(m.accepted_at), COUNT(m.answer_days), CAST(COALESCE(SUM(m.in_time), 0) AS SIGNED),
       CAST(COALESCE(SUM(m.overdue_from <= ?), 0) AS SIGNED), COUNT(m.solved), CAST(COALESCE(SUM(m.solved), 0) AS SIGNED)
FROM web_hotline_measure m
WHERE m.received_at >= ?
  AND m.received_at <= ?
