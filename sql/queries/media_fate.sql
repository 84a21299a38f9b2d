-- media_fate: why a picture cannot be seen
-- param: media int
-- column: removed_at civil
-- column: cause text
-- column: claimant text
-- index: media PRIMARY
SELECT removed_at, cause, claimant
FROM web_media_fate
WHERE id = ?
