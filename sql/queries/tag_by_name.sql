-- tag_by_name: what the desk wrote about a tag, if anything; the collation decides which spellings
-- are the same word
-- param: name text
-- column: name text
-- column: description text
-- column: alias_of text
SELECT name, description, alias_of
FROM web_tag
WHERE name = ?
