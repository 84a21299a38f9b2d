-- channel_list: all channels; a small table, so the tree is put together in memory
-- column: id int
-- column: name text
-- column: code text
-- column: parent text
-- column: language text
-- column: description text
-- column: notice text
-- allow: filesort (a few dozen rows)
SELECT id, name, code, parent, language, description, notice
FROM web_channel
ORDER BY sort_order, id
