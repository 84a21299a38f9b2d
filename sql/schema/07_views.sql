-- 07_views.sql: everything the web account may read, and nothing else. May be run again at any time.
--
-- The views run with the rights of their owner, so the web account needs none on the tables. Each can be
-- merged into the query that uses it: the tables' own indexes serve. Only those of articles, pages, media,
-- tags and corrections of articles filter; times are compared by the queries, because "now" comes from the module.
-- Lists are always read as ranges of their primary key: its other index is for pruning alone.
-- TIMESTAMP columns are shown as DATETIME in the session's time zone, which the module sets.

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_channel AS
  SELECT id, name, code, parent, sort_order, language, description, notice FROM channel;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_article AS
  SELECT id, title, title_short, title_kicker, channel, body, body_format, summary, tags, cover,
         published_at, expires_at, source, source_url, author, editor, language, translation_group, notice,
         CAST(revised_at AS DATETIME) AS revised_at, title_original
  FROM article WHERE state = 'live' AND removal_id IS NULL;

-- The one article that the key said to portal_preview() opens, whatever its state. No other has a row here.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_preview AS
  SELECT id, title, title_short, title_kicker, channel, body, body_format, summary, tags, cover,
         published_at, expires_at, source, source_url, author, editor, language, translation_group, notice,
         CAST(revised_at AS DATETIME) AS revised_at, title_original, state, CAST(updated_at AS DATETIME) AS updated_at
  FROM article WHERE id = portal_preview_id();

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_preview_tag AS
  SELECT article_id, position, name FROM article_tag WHERE article_id = portal_preview_id();

-- Why an article that once could be read cannot be read now. Drafts have no row here.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_article_fate AS
  SELECT article.id, article.state, article.published_at, article.expires_at,
         CAST(removal.removed_at AS DATETIME) AS removed_at, removal.cause,
         IF(removal.claimant_public = 1, removal.claimant, '') AS claimant
  FROM article LEFT JOIN removal ON removal.id = article.removal_id
  WHERE article.state IN ('live', 'withdrawn') AND article.published_at IS NOT NULL;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_listing AS
  SELECT list, published_at, article_id, expires_at FROM listing FORCE INDEX (PRIMARY);

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_article_tag AS
  SELECT article_tag.article_id, article_tag.position, article_tag.name
  FROM article_tag JOIN article ON article.id = article_tag.article_id
  WHERE article.state = 'live' AND article.removal_id IS NULL;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_correction AS
  SELECT correction.id, correction.text, correction.article_id, correction.corrected_at
  FROM correction JOIN article ON article.id = correction.article_id
  WHERE article.state = 'live' AND article.removal_id IS NULL;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_tag AS
  SELECT name, description, alias_of FROM tag;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_slot AS
  SELECT code, name, channel, capacity FROM slot;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_placement AS
  SELECT slot, article_id, title, position, visible_from, visible_until FROM placement;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_source AS
  SELECT name, url FROM source;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_media AS
  SELECT id, title, path, alt, caption, credit, width, height, focus_x, focus_y, licence_until,
         CAST(licence_until + INTERVAL 1 DAY AS DATETIME) AS licence_end, content_type, content_hash
  FROM media WHERE removal_id IS NULL;

-- The bytes of an uploaded file; whoever reads them names their hash.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_media_content AS
  SELECT id, content_hash, content FROM media WHERE removal_id IS NULL;

-- Why a picture is not to be seen: removed_at is empty if it was not removed.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_media_fate AS
  SELECT media.id, CAST(removal.removed_at AS DATETIME) AS removed_at, removal.cause,
         IF(removal.claimant_public = 1, removal.claimant, '') AS claimant, media.path, media.removal_id
  FROM media LEFT JOIN removal ON removal.id = media.removal_id;

-- Files below the document root that are not to be served, or not for ever.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_media_path AS
  SELECT id, path, removal_id, licence_until, CAST(licence_until + INTERVAL 1 DAY AS DATETIME) AS licence_end
  FROM media WHERE path <> '';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_page AS
  SELECT code, title, body, body_format, language, CAST(updated_at AS DATETIME) AS updated_at
  FROM page WHERE state = 'live';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_link AS
  SELECT id, name, url, kind, sort_order, language FROM link;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_redirect AS
  SELECT path_from, path_to, status FROM redirect;

-- folded: names of tags and sources as bytes that are equal where the collation says that the names are; blanks at the end, of
-- whatever kind, are nothing to it. The queries fold in the same way.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_change_log AS
  SELECT id, kind, item, position, CAST(at AS DATETIME) AS at,
         CASE WHEN kind IN ('tag', 'source')
              THEN TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM
                        HEX(WEIGHT_STRING(LEFT(item, 80) COLLATE utf8mb4_unicode_520_ci)))
              WHEN kind = 'list' AND item LIKE 'tag:%'
              THEN TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM
                        HEX(WEIGHT_STRING(SUBSTRING(item, 5, 64) COLLATE utf8mb4_unicode_520_ci)))
              ELSE '' END AS folded
  FROM change_log;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_schema_version AS
  SELECT version FROM schema_version;
