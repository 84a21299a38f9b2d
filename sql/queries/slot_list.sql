-- slot_list: the hand-placed positions of the front page (channel '') or of a channel
-- param: channel text
-- column: code text
-- column: name text
-- column: capacity int
-- allow: filesort (a handful of rows)
SELECT code, name, capacity
FROM web_slot
WHERE channel = ?
ORDER BY code
