-- media_content: a part of an uploaded file, from a byte on (the first is 1); nothing when it is another file by now
-- param: from int
-- param: length int
-- param: media int
-- param: hash text
-- column: content bytes
-- index: media PRIMARY
SELECT SUBSTRING(content, ?, ?)
FROM web_media_content
WHERE id = ? AND content_hash = ?
