-- plaza_names: categories of notices, the fields of each, regions; each in its order
-- column: what text
-- column: code text
-- column: name text
-- column: category text
-- column: type text
-- column: choices text
-- column: required int
-- column: max_days int
-- column: description text
-- column: sort_order int
-- allow: filesort scan (a few dozen rows)
SELECT 'category', code, name, '', '', '', 0, CAST(max_days AS SIGNED), description, sort_order FROM web_plaza_category
UNION ALL
SELECT 'field', code, name, category, type, choices, required, 0, '', sort_order FROM web_plaza_field
UNION ALL
SELECT 'region', code, name, '', '', '', 0, 0, '', sort_order FROM web_region
ORDER BY 1, 4, 10, 2
