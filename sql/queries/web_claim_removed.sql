-- web_claim_removed: what an address of ours would show that is out of sight because of a claim: article:12, media:3, or nothing
-- param: address text
-- column: answer text
SELECT web_claim_removed(?) AS answer
