-- change_removals: what was taken away after one row up to another, oldest first: removals, and rebuilt lists, behind
-- which there may be any; for a watcher that begins where an earlier one ended
-- param: id int
-- param: last int
-- param: limit int
-- column: id int
-- column: kind text
-- column: item text
-- column: folded text
-- column: position civil
-- column: at civil
-- index: change_log PRIMARY
SELECT c.id, c.kind, c.item, c.folded, c.position, c.at
FROM web_change_log c
WHERE c.id > ? AND c.id <= ? AND c.kind IN ('removal', 'all')
ORDER BY c.id
LIMIT ?
