-- outbox_done: a message was sent (error ''), or is to be tried again later
-- param: id int
-- param: error text
CALL outbox_done(?, ?)
