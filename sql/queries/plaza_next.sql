-- plaza_next: when the next notice comes into the lists by its hour alone
-- param: now civil
-- column: approved_at civil
-- index: n listed
SELECT n.approved_at
FROM web_plaza_notice n
WHERE n.approved_at > ?
ORDER BY n.approved_at
LIMIT 1
