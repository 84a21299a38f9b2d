-- tag_by_name: what the desk wrote about a tag; always one row, with NULL for all that it did not write. The
-- collation decides which spellings are the same word, and folded names are equal where it says so
-- param: name text
-- column: name text
-- column: description text
-- column: alias_of text
-- column: asked_folded text
-- column: folded text
SELECT t.name, t.description, COALESCE(target.name, t.alias_of),
       TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM HEX(WEIGHT_STRING(asked.name))),
       TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM
            HEX(WEIGHT_STRING(COALESCE(target.name, t.alias_of, t.name, asked.name))))
FROM (SELECT CONVERT(? USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS name) AS asked
LEFT JOIN web_tag t ON t.name = asked.name
LEFT JOIN web_tag target ON target.name = t.alias_of
