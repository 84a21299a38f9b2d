-- too_many: a param line without a mark, though there seem to be some
-- param: a int
-- param: b int
-- column: a int
SELECT a /* ? */ FROM c WHERE a = ? AND b = '?' -- ?
