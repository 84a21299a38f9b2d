-- redirect_by_path: where a path that is no page any more has gone; asked for without its last slash, too, as a page may be
-- param: path text
-- param: slashed text
-- column: path_to text
-- column: status int
SELECT path_to, status
FROM web_redirect
WHERE path_from IN (?, ?)
ORDER BY path_from
LIMIT 1
