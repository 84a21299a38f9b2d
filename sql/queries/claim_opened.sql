-- claim_opened: the claim whose code was given in this connection (web_code_ok)
-- column: id int
-- column: work text
-- column: right_kind text
-- column: state text
-- column: cause text
-- column: received_at civil
-- column: due_at civil
-- column: decided_at civil
-- column: restored_at civil
-- column: counter_at civil
SELECT id, work, right_kind, state, cause, received_at, due_at, decided_at, restored_at, counter_at
FROM web_opened_claim
