-- prune: deletes rows of the change log and of lists that nobody needs any more, most of them at a time; 0 if
-- there are none or another server is at it. Not in a snapshot, which is read-only
-- param: older_than int
-- param: most int
-- column: pruned int
SELECT portal_prune(?, ?)
