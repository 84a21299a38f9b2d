-- listing_blocks: the newest articles of up to eight lists, each a range of its own; unused lists are NULL, and nothing
-- is read for them
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
-- column: id int
-- column: title text
-- column: title_short text
-- column: summary text
-- column: channel text
-- column: language text
-- column: source text
-- column: published_at civil
-- column: picture text
-- column: picture_alt text
-- column: picture_width int
-- column: picture_height int
-- column: focus_x int
-- column: focus_y int
-- column: picture_hash text
-- column: picture_type text
-- column: picture_until civil
-- column: picture_id int
-- column: cover int
-- column: expires_at civil
-- column: block int
-- index: listing PRIMARY
-- index: article PRIMARY
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 0
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 1
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 2
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 3
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 4
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 5
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 6
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
UNION ALL
(SELECT STRAIGHT_JOIN a.id, a.title, a.title_short, a.summary, a.channel, a.language, a.source, l.published_at,
        m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, a.cover, l.expires_at, 7
 FROM web_listing l
 JOIN web_article a ON a.id = l.article_id
 LEFT JOIN web_media m ON m.id = a.cover
 WHERE l.list = ?
   AND l.published_at <= ?
   AND (l.expires_at IS NULL OR l.expires_at > ?)
 ORDER BY l.published_at DESC, l.article_id DESC
 LIMIT ?)
