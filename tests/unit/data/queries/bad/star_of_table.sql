-- star_of_table: the same
-- column: a int
SELECT a, d.* FROM c JOIN d
