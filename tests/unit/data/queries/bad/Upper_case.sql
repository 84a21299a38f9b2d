-- Upper_case: file names become C names
-- column: a int
SELECT a FROM c
