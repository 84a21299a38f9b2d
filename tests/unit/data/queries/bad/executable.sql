-- executable: code for one server only
-- column: a int
SELECT a /*!80000 , b */ FROM c
