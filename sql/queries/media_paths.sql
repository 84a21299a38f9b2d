-- media_paths: files below the document root that were removed, or whose licence ends or has ended
-- column: id int
-- column: path text
-- column: is_removed int
-- column: licence_end civil
-- index: media removal_id
-- index: media licence_until
SELECT id, path, 1, licence_end FROM web_media_path WHERE removal_id IS NOT NULL
UNION ALL
SELECT id, path, 0, licence_end FROM web_media_path WHERE licence_until IS NOT NULL AND removal_id IS NULL
