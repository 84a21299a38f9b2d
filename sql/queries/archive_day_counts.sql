-- archive_day_counts: how many articles of the site each day between two times has, and when the first of them
-- expires; days without any have no row
-- param: first civil
-- param: last civil
-- param: now_expires civil
-- column: day int
-- column: articles int
-- column: next_end civil
-- index: listing PRIMARY
-- allow: temporary, filesort (31 rows, made from the index of one month)
SELECT DAYOFMONTH(l.published_at) AS day_number, COUNT(*), MIN(l.expires_at)
FROM web_listing l
WHERE l.list = 'site'
  AND l.published_at >= ?
  AND l.published_at <= ?
  AND (l.expires_at IS NULL OR l.expires_at > ?)
GROUP BY day_number
ORDER BY day_number
