-- two_statements: one file, one statement
-- column: a int
SELECT a FROM c; DELETE FROM c
