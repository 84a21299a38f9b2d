-- web_plaza_report: a reader's report of a notice (28_plaza.sql says what it answers)
-- param: address_key text
-- param: now_time civil
-- param: notice_none int
-- param: reason text
-- column: answer text
SELECT web_plaza_report(?, ?, ?, ?) AS answer
