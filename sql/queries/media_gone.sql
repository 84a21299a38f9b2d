-- media_gone: which of some pictures were removed, by number or by file; unused parameters are 0 and ''
-- param: id_1 int
-- param: id_2 int
-- param: id_3 int
-- param: id_4 int
-- param: id_5 int
-- param: id_6 int
-- param: id_7 int
-- param: id_8 int
-- param: path_1 text
-- param: path_2 text
-- param: path_3 text
-- param: path_4 text
-- param: path_5 text
-- param: path_6 text
-- param: path_7 text
-- param: path_8 text
-- column: id int
-- column: path text
-- column: removed_at civil
-- column: cause text
-- column: claimant text
-- index: media removal_id
SELECT m.id, m.path, m.removed_at, m.cause, m.claimant
FROM web_media_fate m
WHERE m.removal_id IS NOT NULL
  AND (m.id IN (?, ?, ?, ?, ?, ?, ?, ?)
       OR (m.path <> '' AND m.path IN (?, ?, ?, ?, ?, ?, ?, ?)))
