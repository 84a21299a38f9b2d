-- plaza_opened: the notice that web_code_ok opened in this connection, for its writer
-- column: id int
-- column: title text
-- column: text text
-- column: category text
-- column: state text
-- column: state_reason text
-- column: received_at civil
-- column: ends_at civil
-- column: is_hidden int
-- column: contact_shown int
SELECT n.id, n.title, n.text, n.category, n.state, n.state_reason, n.received_at, n.ends_at, n.is_hidden, CAST(n.contact_shown AS SIGNED)
FROM web_opened_notice n
