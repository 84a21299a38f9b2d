-- change_latest: the newest rows of the change log, newest first, and the clock that dated them; for the start
-- of the watcher
-- param: count int
-- column: id int
-- column: at civil
-- column: now civil
-- index: change_log PRIMARY
SELECT c.id, c.at, UTC_TIMESTAMP()
FROM web_change_log c
ORDER BY c.id DESC
LIMIT ?
