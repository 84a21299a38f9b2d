-- star: what it gives changes with the table
-- column: a int
SELECT * FROM c
