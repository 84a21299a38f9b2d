-- twice: the same column again
-- column: a int
-- column: a int
SELECT a, a FROM c
