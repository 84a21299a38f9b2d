-- hotline_names: what the codes of the hotline stand for: agencies, regions, kinds of cases; each in its order
-- column: what text
-- column: code text
-- column: name text
-- column: phone text
-- column: active int
-- column: sort_order int
-- allow: filesort scan (a few dozen rows)
SELECT 'agency', code, name, phone, active, sort_order FROM web_agency
UNION ALL
SELECT 'region', code, name, '', 1, sort_order FROM web_region
UNION ALL
SELECT 'kind', code, name, '', 1, sort_order FROM web_hotline_kind
ORDER BY 1, 6, 2
