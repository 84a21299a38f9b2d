-- tag_index_range: what the tag index is made from: the newest 1,000 articles of the site, from when, and the
-- first moment at which one of them expires
-- param: now civil
-- param: now_expires civil
-- column: first civil
-- column: next_end civil
-- column: articles int
-- index: listing PRIMARY
SELECT MIN(recent.published_at), MIN(recent.expires_at), COUNT(*)
FROM (SELECT l.published_at, l.expires_at
      FROM web_listing l
      WHERE l.list = 'site'
        AND l.published_at <= ?
        AND (l.expires_at IS NULL OR l.expires_at > ?)
      ORDER BY l.published_at DESC, l.article_id DESC
      LIMIT 1000) AS recent
