-- claim_ledger: claims of rights holders as everybody may know them, before a position, newest first
-- param: at_or_before civil
-- param: before civil
-- param: before_id int
-- param: limit int
-- column: id int
-- column: received_at civil
-- column: right_kind text
-- column: state text
-- column: items int
-- column: days int
-- column: restored_at civil
-- column: counter_at civil
-- column: claimant text
-- index: c received_at
SELECT c.id, c.received_at, c.right_kind, c.state, CAST(COALESCE(c.items, 0) AS SIGNED), c.days, c.restored_at, c.counter_at, c.claimant
FROM web_claim_ledger c
WHERE c.received_at <= ?
  AND (c.received_at < ? OR c.id < ?)
ORDER BY c.received_at DESC, c.id DESC
LIMIT ?
