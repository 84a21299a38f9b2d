-- web_hotline_join: takes somebody's word that a case is his, too (26_hotline_web.sql says what it answers)
-- param: client_id text
-- param: address_key text
-- param: now_time civil
-- param: case_id int
-- param: email text
-- column: answer text
SELECT web_hotline_join(?, ?, ?, ?, ?) AS answer
