-- web_plaza_contact: the contact of a notice, for a reader who asks (28_plaza.sql says what it answers)
-- param: address_key text
-- param: now_time civil
-- param: notice int
-- column: answer text
SELECT web_plaza_contact(?, ?, ?) AS answer
