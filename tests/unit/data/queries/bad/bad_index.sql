-- bad_index: a table and an index
-- column: a int
-- index: c
SELECT a FROM c
