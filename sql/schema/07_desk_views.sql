-- 07_desk_views.sql: what the newsroom looks at: today, the schedule, what waits for review, one's own articles, recent
-- changes, histories, preview links, problems. May be run again at any time. Read by people, never by the web account.
--
-- Each is short however large the archive is: it reads one range of an index, or the newest rows and no more. "Now" is
-- NOW() of the session, the portal's civil time if the server's clock is set as sql/install.sh advises.
-- What is no plain column is given its collation: a tool's connection may have another, and could not filter by it.

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_today AS
  SELECT title, id, channel, published_at, CONVERT(IF(published_at <= NOW(), 'out', 'waiting') USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS now_is, author, editor, published_by
  FROM article
  WHERE state = 'live' AND removal_id IS NULL AND published_at >= CURDATE() AND published_at < CURDATE() + INTERVAL 1 DAY
  ORDER BY published_at DESC LIMIT 500;

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_schedule AS
  SELECT title, id, channel, published_at, expires_at, author, editor, published_by
  FROM article WHERE state = 'live' AND removal_id IS NULL AND published_at > NOW() ORDER BY published_at LIMIT 500;

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_review AS
  SELECT waiting.title, waiting.id, waiting.channel, channel.review_levels, waiting.submitted_by, waiting.submitted_at, waiting.reviewed_by,
         waiting.updated_at, waiting.problems,
         CONCAT(base.value, '/preview/', waiting.id, '-', waiting.preview_key, '/') AS link
  FROM (SELECT title, id, channel, submitted_by, submitted_at, reviewed_by, updated_at, problems, preview_key
        FROM article WHERE state = 'review' ORDER BY id DESC LIMIT 500) AS waiting
  JOIN channel ON channel.code_ref = waiting.channel JOIN setting AS base ON base.code = 'base_url'
  ORDER BY waiting.submitted_at, waiting.id;

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_my_articles AS
  SELECT title, id, channel, state, published_at, updated_by, updated_at, row_version, problems
  FROM article FORCE INDEX (created_by)
  WHERE created_by = CONVERT(LEFT(USER(), LEAST(80, CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)) USING utf8mb4)
  ORDER BY id DESC LIMIT 200;

-- One row per save: of articles the columns that it changed, of other things likewise.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_recent_changes AS
  SELECT MAX(recent.changed_at) AS changed_at, MAX(recent.changed_by) AS changed_by, recent.kind, recent.item, MAX(recent.action) AS action,
         GROUP_CONCAT(NULLIF(recent.field, '') ORDER BY recent.id SEPARATOR ', ') AS fields, MAX(recent.version) AS version
  FROM (
    (SELECT 'article' AS kind, CAST(article_id AS CHAR(32)) AS item, version, action, field, changed_by, changed_at, id
     FROM article_history ORDER BY id DESC LIMIT 500)
    UNION ALL
    (SELECT kind, IF(item_id = 0, item_code, item_id), version, action, field, changed_by, changed_at, id
     FROM item_history ORDER BY id DESC LIMIT 200)
  ) AS recent
  GROUP BY recent.kind, recent.item, recent.version, recent.changed_by, recent.changed_at
  ORDER BY changed_at DESC, MAX(recent.id) DESC LIMIT 200;

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_preview AS
  SELECT draft.title, draft.id, draft.state, CONCAT(base.value, '/preview/', draft.id, '-', draft.preview_key, '/') AS link,
         CONCAT(IF(mobile.value = '', CONCAT(base.value, '/m'), mobile.value), '/preview/', draft.id, '-', draft.preview_key, '/')
           AS link_mobile,
         draft.preview_until AS works_until, draft.updated_by, draft.updated_at
  FROM (SELECT id, title, state, preview_key, preview_until, updated_by, updated_at FROM article FORCE INDEX (preview_until)
        WHERE preview_until > NOW() AND (state IN ('draft', 'review') OR (state = 'live' AND published_at > NOW()))
        ORDER BY preview_until DESC LIMIT 500) AS draft
  JOIN setting AS base ON base.code = 'base_url' JOIN setting AS mobile ON mobile.code = 'mobile_url'
  ORDER BY works_until DESC, id DESC;

-- Histories: who, when, which column, before, after. Ask for one item: WHERE article_id = 12 ORDER BY id.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_article_history AS
  SELECT article_id, version, changed_by, changed_at, action, field, old_value, new_value, id FROM article_history;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_channel_history AS
  SELECT item_id AS channel_id, changed_by, changed_at, action, field, old_value, new_value, id FROM item_history WHERE kind = 'channel';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_tag_history AS
  SELECT item_id AS tag_id, changed_by, changed_at, action, field, old_value, new_value, id FROM item_history WHERE kind = 'tag';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_slot_history AS
  SELECT item_code AS slot, changed_by, changed_at, action, field, old_value, new_value, id
  FROM item_history WHERE kind = 'slot' AND item_id = 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_placement_history AS
  SELECT item_id AS placement_id, changed_by, changed_at, action, field, old_value, new_value, id FROM item_history WHERE kind = 'placement';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_correction_history AS
  SELECT item_id AS correction_id, changed_by, changed_at, action, field, old_value, new_value, id FROM item_history WHERE kind = 'correction';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_media_history AS
  SELECT item_id AS media_id, changed_by, changed_at, action, field, old_value, new_value, id FROM item_history WHERE kind = 'media';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_page_history AS
  SELECT item_code AS page, version, changed_by, changed_at, action, field, old_value, new_value, id
  FROM item_history WHERE kind = 'page' AND item_id = 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_link_history AS
  SELECT item_id AS link_id, changed_by, changed_at, action, field, old_value, new_value, id FROM item_history WHERE kind = 'link';

-- What a chief should see. Each kind shows its newest 200: who mends them sees the next.
-- Empty columns have names: MySQL keeps AS `` in the view, and a dump with it cannot be loaded.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_problems AS
  SELECT title,
         CONVERT(kind USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS kind,
         CONVERT(item USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS item,
         CONVERT(problem USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS problem,
         CONVERT(detail USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS detail,
         CONVERT(place USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS place,
         CONVERT(state USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS state,
         CONVERT(who USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS who
  FROM (
  -- Found in articles when they were saved.
  SELECT flawed.title, 'article' AS kind, CAST(flawed.id AS CHAR(32)) AS item, problem.name AS problem,
         IF(CONCAT(',', flawed.found) LIKE CONCAT('%,', problem.code, ':%'),
            SUBSTRING_INDEX(SUBSTRING_INDEX(CONCAT(',', flawed.found, ','), CONCAT(',', problem.code, ':'), -1), ',', 1), '') AS detail,
         flawed.channel AS place, flawed.state, flawed.updated_by AS who
  FROM (SELECT id, title, channel, state, updated_by, REPLACE(problems, '|', ',') AS found
        FROM article FORCE INDEX (problem) WHERE problem = 1 AND state <> 'withdrawn' ORDER BY id DESC LIMIT 200) AS flawed
  JOIN problem ON CONCAT(',', flawed.found, ',') LIKE CONCAT('%,', problem.code, ',%')
               OR CONCAT(',', flawed.found, ',') LIKE CONCAT('%,', problem.code, ':%')
  UNION ALL
  -- Links that went dead since: their targets were withdrawn, have ended or were removed.
  SELECT article.title, 'article', article.id, problem.name, gone.id, article.channel, article.state, article.updated_by
  FROM ((SELECT id FROM article WHERE state = 'withdrawn' ORDER BY published_at DESC LIMIT 500)
        UNION
        (SELECT id FROM article FORCE INDEX (expires_at) WHERE expires_at <= NOW() ORDER BY expires_at DESC LIMIT 500)
        UNION
        (SELECT item_id FROM removal WHERE item_kind = 'article' AND restored_at IS NULL ORDER BY id DESC LIMIT 500)) AS gone
  STRAIGHT_JOIN article_link FORCE INDEX (target) ON article_link.target_id = gone.id
  STRAIGHT_JOIN article ON article.id = article_link.article_id AND article.state = 'live'
  JOIN problem ON problem.code = 'body-link'
  WHERE CONCAT(',', REPLACE(article.problems, '|', ','), ',') NOT LIKE CONCAT('%,body-link:', gone.id, ',%')
  UNION ALL
  -- Or were deleted; of those only the newest links know.
  SELECT article.title, 'article', article.id, problem.name, linked.target_id, article.channel, article.state, article.updated_by
  FROM (SELECT article_id, target_id FROM article_link FORCE INDEX (target) ORDER BY target_id DESC, article_id DESC LIMIT 1000) AS linked
  LEFT JOIN article AS target ON target.id = linked.target_id
  JOIN article ON article.id = linked.article_id AND article.state = 'live'
  JOIN problem ON problem.code = 'body-link'
  WHERE target.id IS NULL
    AND CONCAT(',', REPLACE(article.problems, '|', ','), ',') NOT LIKE CONCAT('%,body-link:', linked.target_id, ',%')
  UNION ALL
  SELECT COALESCE(article.title, '?'), 'placement', placement.id, problem.name, placement.article_id, placement.slot,
         COALESCE(article.state, 'deleted'), COALESCE(article.updated_by, '')
  FROM placement LEFT JOIN article ON article.id = placement.article_id
  JOIN problem ON problem.code = IF(article.state = 'live' AND article.removal_id IS NULL, 'placed-ended', 'placed-hidden')
  WHERE (article.id IS NULL OR article.state <> 'live' OR article.removal_id IS NOT NULL OR article.expires_at <= NOW())
    AND (placement.visible_until IS NULL OR placement.visible_until > NOW())
  UNION ALL
  SELECT unseen.title, 'media', unseen.id, problem.name, unseen.path, '' AS place, '' AS state, '' AS who
  FROM (SELECT id, title, path FROM media FORCE INDEX (alt) WHERE alt = '' ORDER BY id DESC LIMIT 200) AS unseen
  JOIN problem ON problem.code = 'media-alt'
  UNION ALL
  SELECT lapsed.title, 'media', lapsed.id, problem.name, lapsed.licence_until, '' AS place, '' AS state, '' AS who
  FROM (SELECT id, title, licence_until FROM media WHERE licence_until < CURDATE() ORDER BY licence_until DESC LIMIT 200) AS lapsed
  JOIN problem ON problem.code = 'media-licence'
  UNION ALL
  SELECT link.name, 'link', link.id, problem.name, link.url, link.kind, '' AS state, '' AS who
  FROM link JOIN problem ON problem.code = 'link-dead'
  LEFT JOIN page ON page.code = CONVERT(SUBSTRING_INDEX(SUBSTRING_INDEX(link.url, '/', 3), '/', -1) USING ascii) AND page.state = 'live'
  LEFT JOIN article ON article.id = CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(link.url, '/', -1), '.', 1) AS UNSIGNED)
    AND article.state = 'live' AND article.removal_id IS NULL AND (article.expires_at IS NULL OR article.expires_at > NOW())
  WHERE (link.url LIKE '/page/%/' AND page.code IS NULL)
     OR (link.url REGEXP '^/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]+[.]html' AND article.id IS NULL)
  ) AS every;
