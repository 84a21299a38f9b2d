-- hotline_search_counts: how many cases have each of six pairs or words, counted up to a limit
-- param: gram_1 text
-- param: count_1 int
-- param: gram_2 text
-- param: count_2 int
-- param: gram_3 text
-- param: count_3 int
-- param: gram_4 text
-- param: count_4 int
-- param: gram_5 text
-- param: count_5 int
-- param: gram_6 text
-- param: count_6 int
-- column: place int
-- column: cases int
-- index: g PRIMARY
-- allow: scan temporary (counted from six short ranges)
SELECT 1, COUNT(*) FROM (SELECT g1.case_id FROM web_hotline_gram g1 WHERE g1.gram = ? LIMIT ?) AS r1
UNION ALL
SELECT 2, COUNT(*) FROM (SELECT g2.case_id FROM web_hotline_gram g2 WHERE g2.gram = ? LIMIT ?) AS r2
UNION ALL
SELECT 3, COUNT(*) FROM (SELECT g3.case_id FROM web_hotline_gram g3 WHERE g3.gram = ? LIMIT ?) AS r3
UNION ALL
SELECT 4, COUNT(*) FROM (SELECT g4.case_id FROM web_hotline_gram g4 WHERE g4.gram = ? LIMIT ?) AS r4
UNION ALL
SELECT 5, COUNT(*) FROM (SELECT g5.case_id FROM web_hotline_gram g5 WHERE g5.gram = ? LIMIT ?) AS r5
UNION ALL
SELECT 6, COUNT(*) FROM (SELECT g6.case_id FROM web_hotline_gram g6 WHERE g6.gram = ? LIMIT ?) AS r6
