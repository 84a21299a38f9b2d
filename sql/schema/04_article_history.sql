-- 04_article_history.sql: triggers that keep what an article was: one row of article_history per column that changed.
-- May be run again at any time. They run behind those of 04_article_triggers.sql and do nothing but insert, so
-- that nobody waits for them. Every change is kept, that of a bulk load too, unless somebody who may rebuild the lists
-- says otherwise; a save that changed nothing leaves nothing. Stamps are left out: who and when is in each row.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_note_article$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_note_article(article BIGINT UNSIGNED, made INT UNSIGNED, done VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  changed VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin, before_it MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  after_it MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
INSERT INTO article_history (article_id, version, action, field, old_value, new_value, changed_by)
  VALUES (article, made, done, changed, before_it, after_it, LEFT(USER(), 160))$$

DROP TRIGGER IF EXISTS article_history_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_history_insert AFTER INSERT ON article FOR EACH ROW
BEGIN
  IF NOT portal_bulk() THEN
    CALL portal_note_article(NEW.id, NEW.row_version, 'insert', '', NULL, NULL);
  END IF;
END$$

DROP TRIGGER IF EXISTS article_history_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_history_update AFTER UPDATE ON article FOR EACH ROW
BEGIN
  IF NEW.row_version <> OLD.row_version AND NOT portal_bulk() THEN
    IF NOT (CAST(NEW.title AS BINARY) <=> CAST(OLD.title AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'title', OLD.title, NEW.title);
    END IF;
    IF NOT (CAST(NEW.title_short AS BINARY) <=> CAST(OLD.title_short AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'title_short', OLD.title_short, NEW.title_short);
    END IF;
    IF NOT (CAST(NEW.title_kicker AS BINARY) <=> CAST(OLD.title_kicker AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'title_kicker', OLD.title_kicker, NEW.title_kicker);
    END IF;
    IF NOT (CAST(NEW.channel AS BINARY) <=> CAST(OLD.channel AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'channel', OLD.channel, NEW.channel);
    END IF;
    IF NOT (CAST(NEW.body AS BINARY) <=> CAST(OLD.body AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'body', OLD.body, NEW.body);
    END IF;
    IF NOT (CAST(NEW.body_format AS BINARY) <=> CAST(OLD.body_format AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'body_format', OLD.body_format, NEW.body_format);
    END IF;
    IF NOT (CAST(NEW.summary AS BINARY) <=> CAST(OLD.summary AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'summary', OLD.summary, NEW.summary);
    END IF;
    IF NOT (CAST(NEW.tags AS BINARY) <=> CAST(OLD.tags AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'tags', OLD.tags, NEW.tags);
    END IF;
    IF NOT (CAST(NEW.cover AS BINARY) <=> CAST(OLD.cover AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'cover', OLD.cover, NEW.cover);
    END IF;
    IF NOT (CAST(NEW.state AS BINARY) <=> CAST(OLD.state AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'state', OLD.state, NEW.state);
    END IF;
    IF NOT (CAST(NEW.reviewed AS BINARY) <=> CAST(OLD.reviewed AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'reviewed', OLD.reviewed, NEW.reviewed);
    END IF;
    IF NOT (CAST(NEW.published_at AS BINARY) <=> CAST(OLD.published_at AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'published_at', OLD.published_at, NEW.published_at);
    END IF;
    IF NOT (CAST(NEW.expires_at AS BINARY) <=> CAST(OLD.expires_at AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'expires_at', OLD.expires_at, NEW.expires_at);
    END IF;
    IF NOT (CAST(NEW.source AS BINARY) <=> CAST(OLD.source AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'source', OLD.source, NEW.source);
    END IF;
    IF NOT (CAST(NEW.source_url AS BINARY) <=> CAST(OLD.source_url AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'source_url', OLD.source_url, NEW.source_url);
    END IF;
    IF NOT (CAST(NEW.title_original AS BINARY) <=> CAST(OLD.title_original AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'title_original', OLD.title_original, NEW.title_original);
    END IF;
    IF NOT (CAST(NEW.author AS BINARY) <=> CAST(OLD.author AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'author', OLD.author, NEW.author);
    END IF;
    IF NOT (CAST(NEW.editor AS BINARY) <=> CAST(OLD.editor AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'editor', OLD.editor, NEW.editor);
    END IF;
    IF NOT (CAST(NEW.language AS BINARY) <=> CAST(OLD.language AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'language', OLD.language, NEW.language);
    END IF;
    IF NOT (CAST(NEW.translation_group AS BINARY) <=> CAST(OLD.translation_group AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'translation_group', OLD.translation_group, NEW.translation_group);
    END IF;
    IF NOT (CAST(NEW.notice AS BINARY) <=> CAST(OLD.notice AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'notice', OLD.notice, NEW.notice);
    END IF;
    IF NOT (CAST(NEW.revised_at AS BINARY) <=> CAST(OLD.revised_at AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'revised_at', OLD.revised_at, NEW.revised_at);
    END IF;
    IF NOT (CAST(NEW.removal_id AS BINARY) <=> CAST(OLD.removal_id AS BINARY)) THEN
      CALL portal_note_article(OLD.id, NEW.row_version, 'update', 'removal_id', OLD.removal_id, NEW.removal_id);
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS article_history_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_history_delete AFTER DELETE ON article FOR EACH ROW
BEGIN
  IF NOT portal_bulk() THEN
    CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', '', NULL, NULL);
    CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'title', OLD.title, NULL);
    IF OLD.title_short <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'title_short', OLD.title_short, NULL);
    END IF;
    IF OLD.title_kicker <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'title_kicker', OLD.title_kicker, NULL);
    END IF;
    CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'channel', OLD.channel, NULL);
    CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'body', OLD.body, NULL);
    CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'body_format', OLD.body_format, NULL);
    IF OLD.summary <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'summary', OLD.summary, NULL);
    END IF;
    IF OLD.tags <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'tags', OLD.tags, NULL);
    END IF;
    IF OLD.cover IS NOT NULL THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'cover', OLD.cover, NULL);
    END IF;
    CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'state', OLD.state, NULL);
    IF OLD.reviewed <> 0 THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'reviewed', OLD.reviewed, NULL);
    END IF;
    IF OLD.published_at IS NOT NULL THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'published_at', OLD.published_at, NULL);
    END IF;
    IF OLD.expires_at IS NOT NULL THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'expires_at', OLD.expires_at, NULL);
    END IF;
    IF OLD.source <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'source', OLD.source, NULL);
    END IF;
    IF OLD.source_url <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'source_url', OLD.source_url, NULL);
    END IF;
    IF OLD.title_original <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'title_original', OLD.title_original, NULL);
    END IF;
    IF OLD.author <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'author', OLD.author, NULL);
    END IF;
    IF OLD.editor <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'editor', OLD.editor, NULL);
    END IF;
    IF OLD.language <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'language', OLD.language, NULL);
    END IF;
    IF OLD.translation_group IS NOT NULL THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'translation_group', OLD.translation_group, NULL);
    END IF;
    IF OLD.notice <> '' THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'notice', OLD.notice, NULL);
    END IF;
    IF OLD.revised_at IS NOT NULL THEN
      CALL portal_note_article(OLD.id, OLD.row_version + 1, 'delete', 'revised_at', OLD.revised_at, NULL);
    END IF;
  END IF;
END$$

DELIMITER ;
