-- web_claim_resolve: what an address of ours shows: article:12, media:3, or nothing
-- param: address text
-- column: answer text
SELECT web_claim_resolve(?) AS answer
