-- plaza_values: what the fields of a notice say
-- param: notice int
-- column: field text
-- column: value text
-- index: v PRIMARY
SELECT v.field, v.value
FROM web_plaza_value v
WHERE v.notice_id = ?
