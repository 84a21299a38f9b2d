-- tag_by_name: what the desk wrote about a tag, if anything; the collation decides which spellings
-- are the same word
-- param: name text
-- column: name text
-- column: description text
-- column: alias_of text
SELECT t.name, t.description, COALESCE(target.name, t.alias_of)
FROM web_tag t
LEFT JOIN web_tag target ON target.name = t.alias_of
WHERE t.name = ?
