-- too_few: a mark without a param line
-- param: a int
-- column: a int
SELECT a FROM c WHERE a = ? AND b = ?
