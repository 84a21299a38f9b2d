-- page_by_code: one static page
-- param: code text
-- column: code text
-- column: title text
-- column: body text
-- column: body_format text
-- column: language text
-- column: updated_at civil
SELECT code, title, body, body_format, language, updated_at
FROM web_page
WHERE code = ?
