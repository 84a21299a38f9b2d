-- late_prose: words belong to the purpose
-- column: a int
-- and this is not there any more
SELECT a FROM c
