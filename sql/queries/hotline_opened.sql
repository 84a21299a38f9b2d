-- hotline_opened: the case that a code opened in this connection, with what its page shows beside the thread; is_rated: this closing is
-- column: id int
-- column: title text
-- column: kind text
-- column: agency text
-- column: region text
-- column: state text
-- column: approved_at civil
-- column: received_at civil
-- column: answered_at civil
-- column: overdue_from civil
-- column: joins int
-- column: public_text text
-- column: prominence text
-- column: public_reason text
-- column: accepted_at civil
-- column: answer_due civil
-- column: score int
-- column: solved int
-- column: is_rated int
-- index: c PRIMARY
SELECT c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED),
       c.public_text, c.prominence, c.public_reason, c.accepted_at, c.answer_due, c.score, c.solved, CAST(c.is_rated AS SIGNED)
FROM web_opened_case c
