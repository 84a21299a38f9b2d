-- placement_next: the next moment at which time alone changes what the slots of the front page or of a
-- channel show: a placement begins or ends, a placed article appears or expires; NULL if none will
-- param: channel text
-- param: now civil
-- param: now_until civil
-- param: now_published civil
-- param: now_expires civil
-- column: at civil
-- index: article PRIMARY
WITH placed AS (
  SELECT STRAIGHT_JOIN p.visible_from, p.visible_until, a.published_at, a.expires_at
  FROM web_slot s
  JOIN web_placement p ON p.slot = s.code
  LEFT JOIN web_article a ON a.id = p.article_id
  WHERE s.channel = ?)
SELECT CAST(NULLIF(MIN(LEAST(
         CASE WHEN visible_from > ? THEN visible_from ELSE TIMESTAMP'9999-12-31 23:59:59' END,
         CASE WHEN visible_until > ? THEN visible_until ELSE TIMESTAMP'9999-12-31 23:59:59' END,
         CASE WHEN published_at > ? THEN published_at ELSE TIMESTAMP'9999-12-31 23:59:59' END,
         CASE WHEN expires_at > ? THEN expires_at ELSE TIMESTAMP'9999-12-31 23:59:59' END)),
       TIMESTAMP'9999-12-31 23:59:59') AS DATETIME)
FROM placed
