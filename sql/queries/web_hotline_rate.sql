-- web_hotline_rate: takes a citizen's rating of the answer to the case of a code (26_hotline_web.sql says what it answers)
-- param: code_hash text
-- param: address_key text
-- param: now_time civil
-- param: solved int
-- param: score int
-- column: answer text
SELECT web_hotline_rate(?, ?, ?, ?, ?) AS answer
