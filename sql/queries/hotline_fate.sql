-- hotline_fate: why an approved case is not shown to everybody; from when it counts as approved
-- param: case_hidden int
-- column: prominence text
-- column: public_reason text
-- column: approved_at civil
-- index: hotline_case PRIMARY
SELECT prominence, public_reason, approved_at
FROM web_hotline_fate
WHERE id = ?
