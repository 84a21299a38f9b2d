-- plaza_values: what the fields of up to twenty notices say; unused numbers are 0
-- param: notice_1 int
-- param: notice_2 int
-- param: notice_3 int
-- param: notice_4 int
-- param: notice_5 int
-- param: notice_6 int
-- param: notice_7 int
-- param: notice_8 int
-- param: notice_9 int
-- param: notice_10 int
-- param: notice_11 int
-- param: notice_12 int
-- param: notice_13 int
-- param: notice_14 int
-- param: notice_15 int
-- param: notice_16 int
-- param: notice_17 int
-- param: notice_18 int
-- param: notice_19 int
-- param: notice_20 int
-- column: notice int
-- column: field text
-- column: value text
-- index: v PRIMARY
SELECT v.notice_id, v.field, v.value
FROM web_plaza_value v
WHERE v.notice_id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
