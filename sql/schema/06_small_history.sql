-- 06_small_history.sql: triggers that keep what everything but articles was: channel, tag, slot, placement, correction,
-- media, page and link, one row of item_history per column that changed. May be run again at any time. They run
-- behind those of the tables' own files and do nothing but insert, so that nobody waits for them. Of an uploaded
-- file its size and SHA-256 are kept, not its bytes.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_note$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_note(what VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, number BIGINT UNSIGNED,
  code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, made INT UNSIGNED, done VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  changed VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin, before_it MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  after_it MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
INSERT INTO item_history (kind, item_id, item_code, version, action, field, old_value, new_value, changed_by)
  VALUES (what, number, code, made, done, changed, before_it, after_it, LEFT(USER(), 160))$$

DROP FUNCTION IF EXISTS portal_file_mark$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_file_mark(content MEDIUMBLOB) RETURNS VARCHAR(90) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
DETERMINISTIC NO SQL
RETURN CONCAT(LENGTH(content), ' bytes, sha256 ', SHA2(content, 256))$$

-- channel

DROP TRIGGER IF EXISTS channel_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_history_insert AFTER INSERT ON channel FOR EACH ROW
BEGIN
  CALL portal_note('channel', NEW.id, '', 0, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS channel_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_history_update AFTER UPDATE ON channel FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.name AS BINARY) <=> CAST(OLD.name AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'name', OLD.name, NEW.name);
  END IF;
  IF NOT (CAST(NEW.code AS BINARY) <=> CAST(OLD.code AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'code', OLD.code, NEW.code);
  END IF;
  IF NOT (CAST(NEW.parent AS BINARY) <=> CAST(OLD.parent AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'parent', OLD.parent, NEW.parent);
  END IF;
  IF NOT (CAST(NEW.sort_order AS BINARY) <=> CAST(OLD.sort_order AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'sort_order', OLD.sort_order, NEW.sort_order);
  END IF;
  IF NOT (CAST(NEW.language AS BINARY) <=> CAST(OLD.language AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'language', OLD.language, NEW.language);
  END IF;
  IF NOT (CAST(NEW.description AS BINARY) <=> CAST(OLD.description AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'description', OLD.description, NEW.description);
  END IF;
  IF NOT (CAST(NEW.notice AS BINARY) <=> CAST(OLD.notice AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'notice', OLD.notice, NEW.notice);
  END IF;
  IF NOT (CAST(NEW.review_levels AS BINARY) <=> CAST(OLD.review_levels AS BINARY)) THEN
    CALL portal_note('channel', NEW.id, '', 0, 'update', 'review_levels', OLD.review_levels, NEW.review_levels);
  END IF;
END$$

DROP TRIGGER IF EXISTS channel_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_history_delete AFTER DELETE ON channel FOR EACH ROW
BEGIN
  CALL portal_note('channel', OLD.id, '', 0, 'delete', '', NULL, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'name', OLD.name, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'code', OLD.code, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'parent', OLD.parent, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'sort_order', OLD.sort_order, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'language', OLD.language, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'description', OLD.description, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'notice', OLD.notice, NULL);
  CALL portal_note('channel', OLD.id, '', 0, 'delete', 'review_levels', OLD.review_levels, NULL);
END$$

-- tag

DROP TRIGGER IF EXISTS tag_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_history_insert AFTER INSERT ON tag FOR EACH ROW
BEGIN
  CALL portal_note('tag', NEW.id, '', 0, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS tag_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_history_update AFTER UPDATE ON tag FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.name AS BINARY) <=> CAST(OLD.name AS BINARY)) THEN
    CALL portal_note('tag', NEW.id, '', 0, 'update', 'name', OLD.name, NEW.name);
  END IF;
  IF NOT (CAST(NEW.description AS BINARY) <=> CAST(OLD.description AS BINARY)) THEN
    CALL portal_note('tag', NEW.id, '', 0, 'update', 'description', OLD.description, NEW.description);
  END IF;
  IF NOT (CAST(NEW.alias_of AS BINARY) <=> CAST(OLD.alias_of AS BINARY)) THEN
    CALL portal_note('tag', NEW.id, '', 0, 'update', 'alias_of', OLD.alias_of, NEW.alias_of);
  END IF;
END$$

DROP TRIGGER IF EXISTS tag_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_history_delete AFTER DELETE ON tag FOR EACH ROW
BEGIN
  CALL portal_note('tag', OLD.id, '', 0, 'delete', '', NULL, NULL);
  CALL portal_note('tag', OLD.id, '', 0, 'delete', 'name', OLD.name, NULL);
  CALL portal_note('tag', OLD.id, '', 0, 'delete', 'description', OLD.description, NULL);
  CALL portal_note('tag', OLD.id, '', 0, 'delete', 'alias_of', OLD.alias_of, NULL);
END$$

-- slot

DROP TRIGGER IF EXISTS slot_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_history_insert AFTER INSERT ON slot FOR EACH ROW
BEGIN
  CALL portal_note('slot', 0, NEW.code, 0, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS slot_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_history_update AFTER UPDATE ON slot FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.name AS BINARY) <=> CAST(OLD.name AS BINARY)) THEN
    CALL portal_note('slot', 0, NEW.code, 0, 'update', 'name', OLD.name, NEW.name);
  END IF;
  IF NOT (CAST(NEW.code AS BINARY) <=> CAST(OLD.code AS BINARY)) THEN
    CALL portal_note('slot', 0, NEW.code, 0, 'update', 'code', OLD.code, NEW.code);
  END IF;
  IF NOT (CAST(NEW.channel AS BINARY) <=> CAST(OLD.channel AS BINARY)) THEN
    CALL portal_note('slot', 0, NEW.code, 0, 'update', 'channel', OLD.channel, NEW.channel);
  END IF;
  IF NOT (CAST(NEW.capacity AS BINARY) <=> CAST(OLD.capacity AS BINARY)) THEN
    CALL portal_note('slot', 0, NEW.code, 0, 'update', 'capacity', OLD.capacity, NEW.capacity);
  END IF;
END$$

DROP TRIGGER IF EXISTS slot_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_history_delete AFTER DELETE ON slot FOR EACH ROW
BEGIN
  CALL portal_note('slot', 0, OLD.code, 0, 'delete', '', NULL, NULL);
  CALL portal_note('slot', 0, OLD.code, 0, 'delete', 'name', OLD.name, NULL);
  CALL portal_note('slot', 0, OLD.code, 0, 'delete', 'code', OLD.code, NULL);
  CALL portal_note('slot', 0, OLD.code, 0, 'delete', 'channel', OLD.channel, NULL);
  CALL portal_note('slot', 0, OLD.code, 0, 'delete', 'capacity', OLD.capacity, NULL);
END$$

-- placement

DROP TRIGGER IF EXISTS placement_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_history_insert AFTER INSERT ON placement FOR EACH ROW
BEGIN
  CALL portal_note('placement', NEW.id, '', 0, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS placement_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_history_update AFTER UPDATE ON placement FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.title AS BINARY) <=> CAST(OLD.title AS BINARY)) THEN
    CALL portal_note('placement', NEW.id, '', 0, 'update', 'title', OLD.title, NEW.title);
  END IF;
  IF NOT (CAST(NEW.slot AS BINARY) <=> CAST(OLD.slot AS BINARY)) THEN
    CALL portal_note('placement', NEW.id, '', 0, 'update', 'slot', OLD.slot, NEW.slot);
  END IF;
  IF NOT (CAST(NEW.article_id AS BINARY) <=> CAST(OLD.article_id AS BINARY)) THEN
    CALL portal_note('placement', NEW.id, '', 0, 'update', 'article_id', OLD.article_id, NEW.article_id);
  END IF;
  IF NOT (CAST(NEW.position AS BINARY) <=> CAST(OLD.position AS BINARY)) THEN
    CALL portal_note('placement', NEW.id, '', 0, 'update', 'position', OLD.position, NEW.position);
  END IF;
  IF NOT (CAST(NEW.visible_from AS BINARY) <=> CAST(OLD.visible_from AS BINARY)) THEN
    CALL portal_note('placement', NEW.id, '', 0, 'update', 'visible_from', OLD.visible_from, NEW.visible_from);
  END IF;
  IF NOT (CAST(NEW.visible_until AS BINARY) <=> CAST(OLD.visible_until AS BINARY)) THEN
    CALL portal_note('placement', NEW.id, '', 0, 'update', 'visible_until', OLD.visible_until, NEW.visible_until);
  END IF;
END$$

DROP TRIGGER IF EXISTS placement_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_history_delete AFTER DELETE ON placement FOR EACH ROW
BEGIN
  CALL portal_note('placement', OLD.id, '', 0, 'delete', '', NULL, NULL);
  CALL portal_note('placement', OLD.id, '', 0, 'delete', 'title', OLD.title, NULL);
  CALL portal_note('placement', OLD.id, '', 0, 'delete', 'slot', OLD.slot, NULL);
  CALL portal_note('placement', OLD.id, '', 0, 'delete', 'article_id', OLD.article_id, NULL);
  CALL portal_note('placement', OLD.id, '', 0, 'delete', 'position', OLD.position, NULL);
  CALL portal_note('placement', OLD.id, '', 0, 'delete', 'visible_from', OLD.visible_from, NULL);
  CALL portal_note('placement', OLD.id, '', 0, 'delete', 'visible_until', OLD.visible_until, NULL);
END$$

-- correction

DROP TRIGGER IF EXISTS correction_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_history_insert AFTER INSERT ON correction FOR EACH ROW
BEGIN
  CALL portal_note('correction', NEW.id, '', 0, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS correction_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_history_update AFTER UPDATE ON correction FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.text AS BINARY) <=> CAST(OLD.text AS BINARY)) THEN
    CALL portal_note('correction', NEW.id, '', 0, 'update', 'text', OLD.text, NEW.text);
  END IF;
  IF NOT (CAST(NEW.article_id AS BINARY) <=> CAST(OLD.article_id AS BINARY)) THEN
    CALL portal_note('correction', NEW.id, '', 0, 'update', 'article_id', OLD.article_id, NEW.article_id);
  END IF;
  IF NOT (CAST(NEW.corrected_at AS BINARY) <=> CAST(OLD.corrected_at AS BINARY)) THEN
    CALL portal_note('correction', NEW.id, '', 0, 'update', 'corrected_at', OLD.corrected_at, NEW.corrected_at);
  END IF;
END$$

DROP TRIGGER IF EXISTS correction_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_history_delete AFTER DELETE ON correction FOR EACH ROW
BEGIN
  CALL portal_note('correction', OLD.id, '', 0, 'delete', '', NULL, NULL);
  CALL portal_note('correction', OLD.id, '', 0, 'delete', 'text', OLD.text, NULL);
  CALL portal_note('correction', OLD.id, '', 0, 'delete', 'article_id', OLD.article_id, NULL);
  CALL portal_note('correction', OLD.id, '', 0, 'delete', 'corrected_at', OLD.corrected_at, NULL);
END$$

-- media

DROP TRIGGER IF EXISTS media_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_history_insert AFTER INSERT ON media FOR EACH ROW
BEGIN
  CALL portal_note('media', NEW.id, '', 0, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS media_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_history_update AFTER UPDATE ON media FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.title AS BINARY) <=> CAST(OLD.title AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'title', OLD.title, NEW.title);
  END IF;
  IF NOT (CAST(NEW.path AS BINARY) <=> CAST(OLD.path AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'path', OLD.path, NEW.path);
  END IF;
  IF NOT (CAST(NEW.alt AS BINARY) <=> CAST(OLD.alt AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'alt', OLD.alt, NEW.alt);
  END IF;
  IF NOT (CAST(NEW.caption AS BINARY) <=> CAST(OLD.caption AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'caption', OLD.caption, NEW.caption);
  END IF;
  IF NOT (CAST(NEW.credit AS BINARY) <=> CAST(OLD.credit AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'credit', OLD.credit, NEW.credit);
  END IF;
  IF NOT (CAST(NEW.licence_until AS BINARY) <=> CAST(OLD.licence_until AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'licence_until', OLD.licence_until, NEW.licence_until);
  END IF;
  IF NOT (CAST(NEW.width AS BINARY) <=> CAST(OLD.width AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'width', OLD.width, NEW.width);
  END IF;
  IF NOT (CAST(NEW.height AS BINARY) <=> CAST(OLD.height AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'height', OLD.height, NEW.height);
  END IF;
  IF NOT (CAST(NEW.focus_x AS BINARY) <=> CAST(OLD.focus_x AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'focus_x', OLD.focus_x, NEW.focus_x);
  END IF;
  IF NOT (CAST(NEW.focus_y AS BINARY) <=> CAST(OLD.focus_y AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'focus_y', OLD.focus_y, NEW.focus_y);
  END IF;
  IF NOT (CAST(NEW.content_type AS BINARY) <=> CAST(OLD.content_type AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'content_type', OLD.content_type, NEW.content_type);
  END IF;
  IF NOT (CAST(NEW.removal_id AS BINARY) <=> CAST(OLD.removal_id AS BINARY)) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'removal_id', OLD.removal_id, NEW.removal_id);
  END IF;
  IF NOT (NEW.content <=> OLD.content) THEN
    CALL portal_note('media', NEW.id, '', 0, 'update', 'content', portal_file_mark(OLD.content), portal_file_mark(NEW.content));
  END IF;
END$$

DROP TRIGGER IF EXISTS media_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_history_delete AFTER DELETE ON media FOR EACH ROW
BEGIN
  CALL portal_note('media', OLD.id, '', 0, 'delete', '', NULL, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'title', OLD.title, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'path', OLD.path, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'alt', OLD.alt, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'caption', OLD.caption, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'credit', OLD.credit, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'licence_until', OLD.licence_until, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'width', OLD.width, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'height', OLD.height, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'focus_x', OLD.focus_x, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'focus_y', OLD.focus_y, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'content_type', OLD.content_type, NULL);
  CALL portal_note('media', OLD.id, '', 0, 'delete', 'removal_id', OLD.removal_id, NULL);
  IF OLD.content IS NOT NULL THEN
    CALL portal_note('media', OLD.id, '', 0, 'delete', 'content', portal_file_mark(OLD.content), NULL);
  END IF;
END$$

-- page

DROP TRIGGER IF EXISTS page_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_history_insert AFTER INSERT ON page FOR EACH ROW
BEGIN
  CALL portal_note('page', 0, NEW.code, NEW.row_version, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS page_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_history_update AFTER UPDATE ON page FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.title AS BINARY) <=> CAST(OLD.title AS BINARY)) THEN
    CALL portal_note('page', 0, NEW.code, NEW.row_version, 'update', 'title', OLD.title, NEW.title);
  END IF;
  IF NOT (CAST(NEW.code AS BINARY) <=> CAST(OLD.code AS BINARY)) THEN
    CALL portal_note('page', 0, NEW.code, NEW.row_version, 'update', 'code', OLD.code, NEW.code);
  END IF;
  IF NOT (CAST(NEW.body AS BINARY) <=> CAST(OLD.body AS BINARY)) THEN
    CALL portal_note('page', 0, NEW.code, NEW.row_version, 'update', 'body', OLD.body, NEW.body);
  END IF;
  IF NOT (CAST(NEW.body_format AS BINARY) <=> CAST(OLD.body_format AS BINARY)) THEN
    CALL portal_note('page', 0, NEW.code, NEW.row_version, 'update', 'body_format', OLD.body_format, NEW.body_format);
  END IF;
  IF NOT (CAST(NEW.language AS BINARY) <=> CAST(OLD.language AS BINARY)) THEN
    CALL portal_note('page', 0, NEW.code, NEW.row_version, 'update', 'language', OLD.language, NEW.language);
  END IF;
  IF NOT (CAST(NEW.state AS BINARY) <=> CAST(OLD.state AS BINARY)) THEN
    CALL portal_note('page', 0, NEW.code, NEW.row_version, 'update', 'state', OLD.state, NEW.state);
  END IF;
END$$

DROP TRIGGER IF EXISTS page_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_history_delete AFTER DELETE ON page FOR EACH ROW
BEGIN
  CALL portal_note('page', 0, OLD.code, OLD.row_version + 1, 'delete', '', NULL, NULL);
  CALL portal_note('page', 0, OLD.code, OLD.row_version + 1, 'delete', 'title', OLD.title, NULL);
  CALL portal_note('page', 0, OLD.code, OLD.row_version + 1, 'delete', 'code', OLD.code, NULL);
  CALL portal_note('page', 0, OLD.code, OLD.row_version + 1, 'delete', 'body', OLD.body, NULL);
  CALL portal_note('page', 0, OLD.code, OLD.row_version + 1, 'delete', 'body_format', OLD.body_format, NULL);
  CALL portal_note('page', 0, OLD.code, OLD.row_version + 1, 'delete', 'language', OLD.language, NULL);
  CALL portal_note('page', 0, OLD.code, OLD.row_version + 1, 'delete', 'state', OLD.state, NULL);
END$$

-- link

DROP TRIGGER IF EXISTS link_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_history_insert AFTER INSERT ON link FOR EACH ROW
BEGIN
  CALL portal_note('link', NEW.id, '', 0, 'insert', '', NULL, NULL);
END$$

DROP TRIGGER IF EXISTS link_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_history_update AFTER UPDATE ON link FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.name AS BINARY) <=> CAST(OLD.name AS BINARY)) THEN
    CALL portal_note('link', NEW.id, '', 0, 'update', 'name', OLD.name, NEW.name);
  END IF;
  IF NOT (CAST(NEW.url AS BINARY) <=> CAST(OLD.url AS BINARY)) THEN
    CALL portal_note('link', NEW.id, '', 0, 'update', 'url', OLD.url, NEW.url);
  END IF;
  IF NOT (CAST(NEW.kind AS BINARY) <=> CAST(OLD.kind AS BINARY)) THEN
    CALL portal_note('link', NEW.id, '', 0, 'update', 'kind', OLD.kind, NEW.kind);
  END IF;
  IF NOT (CAST(NEW.sort_order AS BINARY) <=> CAST(OLD.sort_order AS BINARY)) THEN
    CALL portal_note('link', NEW.id, '', 0, 'update', 'sort_order', OLD.sort_order, NEW.sort_order);
  END IF;
  IF NOT (CAST(NEW.language AS BINARY) <=> CAST(OLD.language AS BINARY)) THEN
    CALL portal_note('link', NEW.id, '', 0, 'update', 'language', OLD.language, NEW.language);
  END IF;
END$$

DROP TRIGGER IF EXISTS link_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_history_delete AFTER DELETE ON link FOR EACH ROW
BEGIN
  CALL portal_note('link', OLD.id, '', 0, 'delete', '', NULL, NULL);
  CALL portal_note('link', OLD.id, '', 0, 'delete', 'name', OLD.name, NULL);
  CALL portal_note('link', OLD.id, '', 0, 'delete', 'url', OLD.url, NULL);
  CALL portal_note('link', OLD.id, '', 0, 'delete', 'kind', OLD.kind, NULL);
  CALL portal_note('link', OLD.id, '', 0, 'delete', 'sort_order', OLD.sort_order, NULL);
  CALL portal_note('link', OLD.id, '', 0, 'delete', 'language', OLD.language, NULL);
END$$

DELIMITER ;
