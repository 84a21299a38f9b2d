-- redirect_by_path: where a path that is no page any more has gone
-- param: path text
-- column: path_to text
-- column: status int
SELECT path_to, status
FROM web_redirect
WHERE path_from = ?
