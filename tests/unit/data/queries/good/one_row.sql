-- one_row: everything that may stand in a query file, which goes on
-- over a second line; and names a place: here
-- param: id int
-- param: now civil
-- param: word text
-- param: key bytes
-- column: id int
-- column: title text
-- column: picture bytes
-- column: at civil
-- index: article PRIMARY
-- index: media PRIMARY
-- allow: filesort (three rows)

SELECT id, title, -- is this "it"?
       picture, at	/* ; ? */
FROM article # why?
WHERE id = ? AND at <= ? AND note <> 'it''s \'so\'; or ?'
  AND word = ? AND `odd?``name` = ? AND title <> "a\\?""b"
  AND 2 * 3 = 6 AND COUNT(*) > 0;
