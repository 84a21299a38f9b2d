-- plaza_fate: what became of a notice that was approved
-- param: notice int
-- column: category text
-- column: state text
-- column: is_hidden int
-- column: approved_at civil
-- index: n PRIMARY
SELECT category, state, is_hidden, approved_at
FROM web_plaza_fate
WHERE id = ?
