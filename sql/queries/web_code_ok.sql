-- web_code_ok: opens an item for the web_opened_ views of this connection; an empty hash closes it (25_desk.sql)
-- param: desk text
-- param: code_hash text
-- param: address_key text
-- column: answer text
SELECT web_code_ok(?, ?, ?) AS answer
