-- claim_opened_items: the addresses of the claim whose code was given in this connection
-- column: address text
-- column: item_kind text
-- column: is_gone int
-- allow: filesort (at most some dozens of one claim)
SELECT address, item_kind, CAST(is_gone AS SIGNED)
FROM web_opened_claim_item
ORDER BY id
