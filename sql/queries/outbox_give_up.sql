-- outbox_give_up: a message cannot be sent, now or later
-- param: id int
-- param: error text
CALL outbox_give_up(?, ?)
