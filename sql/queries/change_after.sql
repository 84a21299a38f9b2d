-- change_after: what was logged after a row, oldest first
-- param: id int
-- param: limit int
-- column: id int
-- column: kind text
-- column: item text
-- column: folded text
-- column: position civil
-- index: change_log PRIMARY
SELECT c.id, c.kind, c.item, c.folded, c.position
FROM web_change_log c
WHERE c.id > ?
ORDER BY c.id
LIMIT ?
