-- no_type: a column needs one
-- column: a
SELECT a FROM c
