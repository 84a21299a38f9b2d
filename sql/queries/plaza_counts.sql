-- plaza_counts: how many notices each category has now, and when the next of them ends
-- param: now_1 civil
-- param: now_2 civil
-- column: category text
-- column: count int
-- column: next_end civil
-- index: n by_end
-- allow: filesort (as many rows as there are notices that have not ended)
SELECT n.category, COUNT(*), MIN(n.ends_at)
FROM web_plaza_notice n
WHERE n.ends_at > ?
  AND n.approved_at <= ?
GROUP BY n.category
