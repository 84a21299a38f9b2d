-- hotline_next: when the next case comes into the lists by its hour alone
-- param: now civil
-- column: approved_at civil
-- index: c listed
SELECT c.approved_at
FROM web_hotline_case c
WHERE c.approved_at > ?
ORDER BY c.approved_at
LIMIT 1
