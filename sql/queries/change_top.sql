-- change_top: the highest number in the change log; NULL when it is empty
-- column: id int
SELECT MAX(c.id)
FROM web_change_log c
