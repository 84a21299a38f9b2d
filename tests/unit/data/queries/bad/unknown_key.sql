-- unknown_key: a slip of the pen
-- column: a int
-- colum: b int
SELECT a, b FROM c
