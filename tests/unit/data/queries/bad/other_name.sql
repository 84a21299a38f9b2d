-- another_name: says who it is not
-- column: a int
SELECT a FROM b
