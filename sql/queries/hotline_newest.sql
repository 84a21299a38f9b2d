-- hotline_newest: the highest number of a case that can be found by its words; no row when there is none
-- column: id int
-- index: g of_case
SELECT g.case_id
FROM web_hotline_gram g
ORDER BY g.case_id DESC
LIMIT 1
