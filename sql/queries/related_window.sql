-- related_window: the newest articles of up to eight tags, each a range of the index of its list; unused lists are
-- NULL, and nothing is read for them
-- param: list_1 text
-- param: now_1 civil
-- param: unexpired_1 civil
-- param: list_1_limit int
-- param: list_2 text
-- param: now_2 civil
-- param: unexpired_2 civil
-- param: list_2_limit int
-- param: list_3 text
-- param: now_3 civil
-- param: unexpired_3 civil
-- param: list_3_limit int
-- param: list_4 text
-- param: now_4 civil
-- param: unexpired_4 civil
-- param: list_4_limit int
-- param: list_5 text
-- param: now_5 civil
-- param: unexpired_5 civil
-- param: list_5_limit int
-- param: list_6 text
-- param: now_6 civil
-- param: unexpired_6 civil
-- param: list_6_limit int
-- param: list_7 text
-- param: now_7 civil
-- param: unexpired_7 civil
-- param: list_7_limit int
-- param: list_8 text
-- param: now_8 civil
-- param: unexpired_8 civil
-- param: list_8_limit int
-- column: tag int
-- column: id int
-- column: published_at civil
-- column: expires_at civil
-- index: listing PRIMARY
(SELECT 0, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT 1, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT 2, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT 3, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT 4, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT 5, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT 6, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT 7, l.article_id, l.published_at, l.expires_at
 FROM web_listing l
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
