-- claim_hours: within how many hours a claim is decided
-- column: hours int
-- index: setting PRIMARY
SELECT CAST(hours AS SIGNED)
FROM web_claim_hours
