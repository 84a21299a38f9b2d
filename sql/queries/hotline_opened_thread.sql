-- hotline_opened_thread: what was said and done about the case that a code opened in this connection, in order; notes are the citizen's own
-- At the same second: transfer, extension, interim reply, final reply, note: what has its final reply is moved and extended no more, and
-- a citizen's note speaks of what stands there. Ids say in which order within one table, not between tables.
-- column: what text
-- column: at civil
-- column: text text
-- column: kind text
-- column: office text
-- column: role text
-- column: is_template int
-- column: revised_at civil
-- column: from_agency text
-- column: to_agency text
-- column: due_before civil
-- column: due_after civil
-- column: step int
-- column: id int
-- allow: filesort (the thread of one case)
SELECT 'reply', r.replied_at, r.text, r.kind, r.office, r.role, r.is_template, r.revised_at, '', '', CAST(NULL AS DATETIME), CAST(NULL AS DATETIME), IF(r.kind = 'final', 4, 3), r.id
FROM web_opened_reply r
UNION ALL
SELECT 'transfer', t.moved_at, t.reason, '', '', '', 0, CAST(NULL AS DATETIME), t.from_agency, t.to_agency, CAST(NULL AS DATETIME), CAST(NULL AS DATETIME), 1, t.id
FROM web_opened_transfer t
UNION ALL
SELECT 'extension', e.extended_at, e.reason, '', '', '', 0, CAST(NULL AS DATETIME), '', '', e.due_before, e.due_after, 2, e.id
FROM web_opened_extension e
UNION ALL
SELECT 'note', n.noted_at, n.text, '', '', '', 0, CAST(NULL AS DATETIME), '', '', CAST(NULL AS DATETIME), CAST(NULL AS DATETIME), 5, n.id
FROM web_opened_note n
ORDER BY 2, 13, 14
