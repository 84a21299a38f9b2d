-- web_hotline_note: takes a citizen's note to the case of a code (26_hotline_web.sql says what it answers)
-- param: client_id text
-- param: code_hash text
-- param: address_key text
-- param: now_time civil
-- param: text text
-- param: text_original text
-- column: answer text
SELECT web_hotline_note(?, ?, ?, ?, ?, ?) AS answer
