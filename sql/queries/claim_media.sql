-- claim_media: what a picture shows that readers can see
-- param: media int
-- column: alt text
-- index: media PRIMARY
SELECT m.alt
FROM web_media m
WHERE m.id = ?
