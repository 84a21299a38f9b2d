-- web_plaza_withdraw: takes a notice back (28_plaza.sql says what it answers)
-- param: code_hash text
-- param: address_key text
-- column: answer text
SELECT web_plaza_withdraw(?, ?) AS answer
