-- media_by_id: one picture that was not removed, without its bytes
-- param: media int
-- column: path text
-- column: content_hash text
-- column: content_type text
-- column: licence_end civil
-- index: media PRIMARY
SELECT path, content_hash, content_type, licence_end
FROM web_media
WHERE id = ?
