-- change_between: rows of the change log that were committed late, in up to 16 gaps of numbers; a range that
-- ends before it begins is empty
-- param: from_1 int
-- param: to_1 int
-- param: from_2 int
-- param: to_2 int
-- param: from_3 int
-- param: to_3 int
-- param: from_4 int
-- param: to_4 int
-- param: from_5 int
-- param: to_5 int
-- param: from_6 int
-- param: to_6 int
-- param: from_7 int
-- param: to_7 int
-- param: from_8 int
-- param: to_8 int
-- param: from_9 int
-- param: to_9 int
-- param: from_10 int
-- param: to_10 int
-- param: from_11 int
-- param: to_11 int
-- param: from_12 int
-- param: to_12 int
-- param: from_13 int
-- param: to_13 int
-- param: from_14 int
-- param: to_14 int
-- param: from_15 int
-- param: to_15 int
-- param: from_16 int
-- param: to_16 int
-- param: limit int
-- column: id int
-- column: kind text
-- column: item text
-- column: folded text
-- column: position civil
-- index: change_log PRIMARY
SELECT c.id, c.kind, c.item, c.folded, c.position
FROM web_change_log c
WHERE c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
   OR c.id BETWEEN ? AND ?
ORDER BY c.id
LIMIT ?
