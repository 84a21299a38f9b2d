-- silent: a statement without rows
-- param: word text
CALL remember(?)
