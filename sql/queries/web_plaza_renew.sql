-- web_plaza_renew: gives a notice a new end (28_plaza.sql says what it answers)
-- param: code_hash text
-- param: address_key text
-- param: now_time civil
-- param: ends_at civil
-- column: answer text
SELECT web_plaza_renew(?, ?, ?, ?) AS answer
