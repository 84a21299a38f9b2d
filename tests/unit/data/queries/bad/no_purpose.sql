-- param: id int
SELECT a FROM b WHERE a = ?
