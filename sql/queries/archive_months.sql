-- archive_months: the newest article of the site in each of 24 spans of time; one look into the index a span, where
-- counting them would read every article. A span that ends before it begins is empty
-- param: first_1 civil
-- param: last_1 civil
-- param: unexpired_1 civil
-- param: first_2 civil
-- param: last_2 civil
-- param: unexpired_2 civil
-- param: first_3 civil
-- param: last_3 civil
-- param: unexpired_3 civil
-- param: first_4 civil
-- param: last_4 civil
-- param: unexpired_4 civil
-- param: first_5 civil
-- param: last_5 civil
-- param: unexpired_5 civil
-- param: first_6 civil
-- param: last_6 civil
-- param: unexpired_6 civil
-- param: first_7 civil
-- param: last_7 civil
-- param: unexpired_7 civil
-- param: first_8 civil
-- param: last_8 civil
-- param: unexpired_8 civil
-- param: first_9 civil
-- param: last_9 civil
-- param: unexpired_9 civil
-- param: first_10 civil
-- param: last_10 civil
-- param: unexpired_10 civil
-- param: first_11 civil
-- param: last_11 civil
-- param: unexpired_11 civil
-- param: first_12 civil
-- param: last_12 civil
-- param: unexpired_12 civil
-- param: first_13 civil
-- param: last_13 civil
-- param: unexpired_13 civil
-- param: first_14 civil
-- param: last_14 civil
-- param: unexpired_14 civil
-- param: first_15 civil
-- param: last_15 civil
-- param: unexpired_15 civil
-- param: first_16 civil
-- param: last_16 civil
-- param: unexpired_16 civil
-- param: first_17 civil
-- param: last_17 civil
-- param: unexpired_17 civil
-- param: first_18 civil
-- param: last_18 civil
-- param: unexpired_18 civil
-- param: first_19 civil
-- param: last_19 civil
-- param: unexpired_19 civil
-- param: first_20 civil
-- param: last_20 civil
-- param: unexpired_20 civil
-- param: first_21 civil
-- param: last_21 civil
-- param: unexpired_21 civil
-- param: first_22 civil
-- param: last_22 civil
-- param: unexpired_22 civil
-- param: first_23 civil
-- param: last_23 civil
-- param: unexpired_23 civil
-- param: first_24 civil
-- param: last_24 civil
-- param: unexpired_24 civil
-- column: span int
-- column: published_at civil
-- column: expires_at civil
-- index: listing PRIMARY
(SELECT 0, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 1, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 2, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 3, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 4, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 5, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 6, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 7, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 8, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 9, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 10, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 11, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 12, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 13, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 14, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 15, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 16, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 17, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 18, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 19, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 20, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 21, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 22, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
UNION ALL
(SELECT 23, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = 'site'
   AND l.published_at >= ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT 1)
