-- star_distinct: the same
-- column: a int
select distinct
* FROM c
