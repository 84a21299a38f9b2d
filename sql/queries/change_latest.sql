-- change_latest: rows of the change log below a number, newest first, and the clock that dated them; for the start
-- of the watcher, which looks for a row of a certain age
-- param: below int
-- param: count int
-- column: id int
-- column: at civil
-- column: now civil
-- index: change_log PRIMARY
SELECT c.id, c.at, CAST(NOW() AS DATETIME)
FROM web_change_log c
WHERE c.id < ?
ORDER BY c.id DESC
LIMIT ?
