-- 04_article_triggers.sql: the rules of an article, and what follows from each change of one.
--
-- BEFORE triggers refuse and tidy; AFTER triggers write article_tag, listing and change_log in the same
-- transaction. row_version tells the AFTER trigger whether anything changed: a save without a change is none.
-- Nothing here waits for another editor unless both change the same article (or one moves a channel or merges a
-- tag while the other publishes in it). Who may do what is in 03_workflow.sql, what is looked for in texts in
-- 03_words.sql, what is kept of former versions in 04_article_history.sql.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_check_article$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_article(title VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  body_bytes BIGINT, body_blank INT, state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  published_at DATETIME, expires_at DATETIME,
  source_url VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  CALL portal_check_title(title);
  IF body_bytes > 4194304 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '正文超过4MB，请分成几篇或删去内嵌图片。 / The body is over 4 MB: split it or take out embedded pictures.';
  END IF;
  IF state = 'live' AND published_at IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '发布前请填写发布时间（published_at）。 / Fill in published_at before setting an article live.';
  END IF;
  IF state = 'live' AND body_blank THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '正文是空的，请填写正文后再发布。 / The body is empty: fill it in before setting an article live.';
  END IF;
  IF expires_at <= published_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '下线时间须晚于发布时间，请改正。 / expires_at must be later than published_at: correct one of them.';
  END IF;
  IF source_url <> '' THEN
    CALL portal_check_url(source_url, 0);
  END IF;
  IF language <> '' THEN
    CALL portal_check_language(language);
  END IF;
END$$

DROP FUNCTION IF EXISTS portal_blank$$
-- Long texts are not looked through: nobody types thousands of blanks.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_blank(body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS INT
DETERMINISTIC NO SQL
RETURN LENGTH(body) < 2000
  AND REPLACE(REPLACE(body, '　', ''), _utf8mb4 0xC2A0 COLLATE utf8mb4_unicode_520_ci, '') NOT REGEXP '[^[:space:]]'$$

DROP PROCEDURE IF EXISTS portal_check_references$$
-- Makes a channel's name its code. Plain reads: what the editor's own transaction can see, without a lock. The
-- foreign key has the last word.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_references(INOUT wanted VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, picture BIGINT UNSIGNED)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF wanted IS NOT NULL THEN
    SET wanted = portal_channel_code(wanted);
    IF wanted IS NULL THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个栏目，请填栏目代码，如 news。 / No such channel: give its code, such as news.';
    END IF;
  END IF;
  IF picture IS NOT NULL THEN
    SELECT COUNT(*) INTO found FROM media WHERE id = picture;
    IF found = 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个编号的图片，请先在 media 表中添加。 / There is no picture of this number: add it to media first.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_removal_in_force$$
-- Only table removal decides what is removed, whatever somebody writes into removal_id. The removal that the
-- item names stays in charge as long as it is in force: it may be one that another editor committed after this
-- transaction began, which a plain read would not see. It is asked for by its key, which locks no gap. When that one has ended, others
-- may be as new: what a plain read finds is asked for again, and behind the one that ended the index is read with locks. Until the end is
-- saved, a removal of the next items waits.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_removal_in_force(kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, item BIGINT UNSIGNED,
  named BIGINT UNSIGNED, OUT in_force BIGINT UNSIGNED)
BEGIN
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  IF named IS NOT NULL THEN
    SELECT id INTO in_force FROM removal
      WHERE id = named AND item_kind = kind AND item_id = item AND restored_at IS NULL LOCK IN SHARE MODE;
  END IF;
  IF in_force IS NULL THEN
    SELECT MIN(id) INTO in_force FROM removal WHERE item_kind = kind AND item_id = item AND restored_at IS NULL;
    IF named IS NOT NULL AND in_force IS NOT NULL THEN
      SELECT MIN(again.id) INTO in_force FROM removal AS again WHERE again.id = in_force AND again.restored_at IS NULL LOCK IN SHARE MODE;
    END IF;
    IF named IS NOT NULL AND in_force IS NULL THEN
      SELECT MIN(later.id) INTO in_force FROM removal AS later FORCE INDEX (item)
        WHERE later.item_id = item AND later.item_kind = kind AND later.id > named AND later.restored_at IS NULL LOCK IN SHARE MODE;
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS article_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_before_insert BEFORE INSERT ON article FOR EACH ROW
BEGIN
  DECLARE newest INT UNSIGNED DEFAULT NULL;
  DECLARE in_force BIGINT UNSIGNED DEFAULT NULL;
  DECLARE wanted VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NEW.channel;
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE me VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT portal_me();
  DECLARE found, found_title, found_body VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT '';
  DECLARE blocked, blocked_body VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE line VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE short, kicker VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_who(role_now, only_channels);
  CALL portal_check_step(role_now, 'new', NEW.state);
  CALL portal_check_article(NEW.title, LENGTH(NEW.body), NEW.state = 'live' AND portal_blank(NEW.body),
                            NEW.state, NEW.published_at, NEW.expires_at, NEW.source_url, NEW.language);
  CALL portal_check_references(wanted, NEW.cover);
  SET NEW.channel = wanted;
  IF NEW.tags <> '' THEN
    SET NEW.tags = portal_tags(NEW.tags);
  END IF;
  SET NEW.row_version = 1;
  -- An article that was deleted and comes back with its number stays removed, and goes on counting its versions.
  IF NEW.id <> 0 THEN
    CALL portal_removal_in_force('article', NEW.id, NULL, in_force);
    SELECT MAX(h.version) INTO newest FROM article_history AS h WHERE h.article_id = NEW.id;
    SET NEW.row_version = 1 + COALESCE(newest, 0);
  END IF;
  SET NEW.removal_id = in_force, NEW.form_version = NEW.row_version MOD 65536;
  CALL portal_check_desk(only_channels, NEW.channel);
  IF NEW.state = 'live' AND role_now <> 'system' THEN
    CALL portal_check_release(me, NEW.channel, 'new', '', '');
    IF NEW.source <> '' AND (NEW.source_url = '' OR NEW.author = '' OR NEW.title_original = '') THEN
      CALL portal_check_reprint();
    END IF;
  END IF;
  IF NOT portal_bulk() THEN
    SET line = NEW.title, short = NEW.title_short, kicker = NEW.title_kicker;
    CALL portal_read_title(1, line, short, kicker, NEW.tags, found_title, blocked);
    SET NEW.title = line, NEW.title_short = short, NEW.title_kicker = kicker;
    SET words = NEW.body, line = NEW.summary;
    CALL portal_read_body(1, words, line, found_body, blocked_body);
    SET NEW.body = words, NEW.summary = line;
    CALL portal_check_blocked(role_now, NEW.state, COALESCE(blocked, blocked_body));
    IF NEW.source <> '' AND (NEW.source_url = '' OR NEW.author = '' OR NEW.title_original = '') THEN
      SET found_title = CONCAT_WS(',', 'source', NULLIF(found_title, ''));
    END IF;
  END IF;
  SET NEW.problem = found_title <> '' OR found_body <> '',
      NEW.problems = IF(NEW.problem, LEFT(CONCAT(LEFT(found_title, 200), '|', found_body), 500), '');
  -- Stamps. Imports bring their own.
  IF role_now <> 'system' THEN
    SET NEW.created_by = me, NEW.created_at = CURRENT_TIMESTAMP, NEW.updated_at = CURRENT_TIMESTAMP;
  ELSEIF NEW.created_by = '' THEN
    SET NEW.created_by = me;
  END IF;
  SET NEW.updated_by = me, NEW.reviewed = 0, NEW.reviewed_by = '', NEW.reviewed_at = NULL,
      NEW.submitted_by = IF(NEW.state = 'review', me, ''), NEW.submitted_at = IF(NEW.state = 'review', CURRENT_TIMESTAMP, NULL),
      NEW.published_by = IF(NEW.state = 'live', me, ''), NEW.released_at = IF(NEW.state = 'live', CURRENT_TIMESTAMP, NULL),
      NEW.preview_key = '', NEW.preview_until = NULL;
  IF NEW.state <> 'live' AND NOT portal_bulk() THEN
    SET NEW.preview_key = LOWER(HEX(RANDOM_BYTES(20))),
        NEW.preview_until = CURRENT_TIMESTAMP + INTERVAL portal_preview_hours() HOUR;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_blocked$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_blocked(role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin, blocked VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  IF state = 'live' AND blocked IS NOT NULL AND role_now <> 'system' THEN
    SET blocked = LEFT(blocked, 20);
    CALL portal_refuse(CONCAT('稿件含不得发布的词“', blocked, '”，请改写。 / The word “', blocked, '” must not be published: reword it.'));
  END IF;
END$$

DROP TRIGGER IF EXISTS article_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_before_update BEFORE UPDATE ON article FOR EACH ROW
BEGIN
  DECLARE may_release INT DEFAULT 0;
  DECLARE in_force BIGINT UNSIGNED DEFAULT NULL;
  DECLARE wanted VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE me VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT portal_me();
  DECLARE found_title, found_body, line VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE blocked, blocked_body VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE short, kicker VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE new_title, new_body, edited, goes_live, lacks INT;
  DECLARE wants_look INT DEFAULT NEW.problems = 'look';
  DECLARE wants_key INT DEFAULT NEW.preview_key = 'new' OR (NEW.preview_key = '' AND NEW.state <> 'live');
  IF NEW.id <> OLD.id THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '文章编号不能更改，请改回原值。 / The number of an article cannot change: restore it.';
  END IF;
  CALL portal_check_article(NEW.title, LENGTH(NEW.body), NEW.state = 'live' AND portal_blank(NEW.body),
                            NEW.state, NEW.published_at, NEW.expires_at, NEW.source_url, NEW.language);
  -- Compared as bytes: for the collation, a blank at the end would be no change.
  IF HEX(NEW.channel) <> HEX(OLD.channel) OR NOT (NEW.cover <=> OLD.cover) THEN
    SET wanted = IF(HEX(NEW.channel) <> HEX(OLD.channel), NEW.channel, NULL);
    CALL portal_check_references(wanted, IF(NEW.cover <=> OLD.cover, NULL, NEW.cover));
    SET NEW.channel = COALESCE(wanted, OLD.channel);
  END IF;
  IF HEX(NEW.tags) <> HEX(OLD.tags) THEN
    SET NEW.tags = portal_tags(NEW.tags);
  END IF;
  IF NOT (NEW.removal_id <=> OLD.removal_id) THEN
    CALL portal_removal_in_force('article', OLD.id, OLD.removal_id, in_force);
    SET NEW.removal_id = in_force;
  END IF;
  -- What nobody types is as it was, whatever a form sends along.
  SET NEW.created_at = OLD.created_at, NEW.created_by = OLD.created_by, NEW.updated_by = OLD.updated_by,
      NEW.submitted_by = OLD.submitted_by, NEW.submitted_at = OLD.submitted_at, NEW.reviewed_by = OLD.reviewed_by,
      NEW.reviewed_at = OLD.reviewed_at, NEW.published_by = OLD.published_by, NEW.released_at = OLD.released_at,
      NEW.preview_key = OLD.preview_key, NEW.preview_until = OLD.preview_until, NEW.problem = OLD.problem,
      NEW.problems = OLD.problems, NEW.reviewed = NEW.reviewed <> 0;
  -- Compared as bytes: for the collation, "abc" and "ABC" would be no change.
  SET new_title = NOT (CAST(NEW.title AS BINARY) = CAST(OLD.title AS BINARY)
                       AND CAST(NEW.title_short AS BINARY) = CAST(OLD.title_short AS BINARY)
                       AND CAST(NEW.title_kicker AS BINARY) = CAST(OLD.title_kicker AS BINARY)
                       AND CAST(NEW.tags AS BINARY) = CAST(OLD.tags AS BINARY)),
      new_body = NOT (CAST(NEW.summary AS BINARY) = CAST(OLD.summary AS BINARY) AND CAST(NEW.body AS BINARY) = CAST(OLD.body AS BINARY)),
      edited = new_title OR new_body OR NOT (
        NEW.channel = OLD.channel AND NEW.body_format = OLD.body_format AND NEW.cover <=> OLD.cover
        AND NEW.state = OLD.state AND NEW.reviewed = OLD.reviewed AND NEW.published_at <=> OLD.published_at
        AND NEW.expires_at <=> OLD.expires_at AND NEW.language = OLD.language
        AND NEW.translation_group <=> OLD.translation_group AND NEW.revised_at <=> OLD.revised_at
        AND CAST(NEW.source AS BINARY) = CAST(OLD.source AS BINARY)
        AND CAST(NEW.source_url AS BINARY) = CAST(OLD.source_url AS BINARY)
        AND CAST(NEW.title_original AS BINARY) = CAST(OLD.title_original AS BINARY)
        AND CAST(NEW.author AS BINARY) = CAST(OLD.author AS BINARY)
        AND CAST(NEW.editor AS BINARY) = CAST(OLD.editor AS BINARY)
        AND CAST(NEW.notice AS BINARY) = CAST(OLD.notice AS BINARY));
  IF edited THEN
    -- A form that sends every column sends the version it was opened with. phpMyAdmin sends what was changed, and
    -- any BIT, because it shows one in other digits than it remembers: so form_version says the same to it. A statement
    -- typed by hand that names neither leaves the row's own.
    IF NEW.row_version <> OLD.row_version OR NEW.form_version <> OLD.form_version THEN
      CALL portal_stale(OLD.updated_by, OLD.updated_at);
    END IF;
    CALL portal_who(role_now, only_channels);
    CALL portal_check_step(role_now, OLD.state, NEW.state);
    IF only_channels <> '' THEN
      CALL portal_check_desk(only_channels, OLD.channel);
      CALL portal_check_desk(only_channels, NEW.channel);
    END IF;
    SET goes_live = NEW.state = 'live' AND OLD.state <> 'live',
        lacks = NEW.source <> '' AND (NEW.source_url = '' OR NEW.author = '' OR NEW.title_original = '');
    -- `reviewed` is the word of one person about one text.
    IF NEW.reviewed AND NOT OLD.reviewed THEN
      SELECT COUNT(*) INTO may_release FROM transition AS t
        WHERE t.from_state = 'review' AND t.to_state = 'live' AND CAST(t.role AS CHAR(16)) = role_now;
      IF OLD.state <> 'review' OR OLD.submitted_by = me OR (role_now <> 'system' AND may_release = 0) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          '只有送审人以外的编辑能在review状态设reviewed为1。 / In state review, an editor other than the submitter sets reviewed to 1.';
      END IF;
      SET NEW.reviewed_by = me, NEW.reviewed_at = CURRENT_TIMESTAMP;
    ELSEIF NOT NEW.reviewed OR (NOT goes_live AND (new_title OR new_body) AND OLD.state = 'review') THEN
      SET NEW.reviewed = 0, NEW.reviewed_by = IF(NEW.state IN ('draft', 'review'), '', OLD.reviewed_by),
          NEW.reviewed_at = IF(NEW.state IN ('draft', 'review'), NULL, OLD.reviewed_at);
    END IF;
    IF NEW.state = 'review' AND OLD.state <> 'review' THEN
      SET NEW.submitted_by = me, NEW.submitted_at = CURRENT_TIMESTAMP, NEW.reviewed = 0, NEW.reviewed_by = '', NEW.reviewed_at = NULL;
    END IF;
    IF goes_live THEN
      IF role_now <> 'system' THEN
        CALL portal_check_release(me, NEW.channel, OLD.state, OLD.submitted_by, NEW.reviewed_by);
      END IF;
      SET NEW.published_by = me, NEW.released_at = CURRENT_TIMESTAMP;
      IF NEW.reviewed_by = '' AND OLD.state = 'review' AND OLD.submitted_by <> me THEN
        SET NEW.reviewed_by = me, NEW.reviewed_at = CURRENT_TIMESTAMP;
      END IF;
    ELSEIF NEW.state = 'live' AND NEW.channel <> OLD.channel AND role_now <> 'system' THEN
      CALL portal_check_move(OLD.channel, NEW.channel, OLD.reviewed_by);
    END IF;
    IF NEW.state = 'live' AND lacks AND role_now <> 'system'
       AND (goes_live OR NOT (OLD.source <> '' AND (OLD.source_url = '' OR OLD.author = '' OR OLD.title_original = ''))) THEN
      CALL portal_check_reprint();
    END IF;
    -- The words of what changed; of everything when it goes live, because the word list may have changed meanwhile.
    SET found_title = SUBSTRING_INDEX(OLD.problems, '|', 1), found_body = IF(OLD.problem, SUBSTRING_INDEX(OLD.problems, '|', -1), '');
    IF NOT portal_bulk() THEN
      IF new_title OR goes_live THEN
        SET line = NEW.title, short = NEW.title_short, kicker = NEW.title_kicker;
        CALL portal_read_title(1, line, short, kicker, NEW.tags, found_title, blocked);
        SET NEW.title = line, NEW.title_short = short, NEW.title_kicker = kicker;
      ELSE
        SET found_title = TRIM(BOTH ',' FROM REPLACE(CONCAT(',', found_title, ','), ',source,', ','));
      END IF;
      IF new_body OR goes_live THEN
        SET words = NEW.body, line = NEW.summary;
        CALL portal_read_body(1, words, line, found_body, blocked_body);
        SET NEW.body = words, NEW.summary = line;
      END IF;
      CALL portal_check_blocked(role_now, NEW.state, COALESCE(blocked, blocked_body));
      SET found_title = IF(lacks, CONCAT_WS(',', 'source', NULLIF(found_title, '')), found_title);
    END IF;
    SET NEW.problem = found_title <> '' OR found_body <> '',
        NEW.problems = IF(NEW.problem, LEFT(CONCAT(LEFT(found_title, 200), '|', found_body), 500), '');
    -- What readers are told as "updated": their text changed while it was out. Whoever types another value,
    -- or none, has decided otherwise.
    IF OLD.state = 'live' AND NEW.state = 'live' AND NEW.revised_at <=> OLD.revised_at
       AND (new_body OR CAST(NEW.title AS BINARY) <> CAST(OLD.title AS BINARY)) THEN
      SET NEW.revised_at = CURRENT_TIMESTAMP;
    END IF;
    SET NEW.updated_by = me;
  ELSEIF wants_look THEN
    -- check_words says so. Whoever else does gets what is true, too.
    CALL portal_look_through(NEW.title, NEW.title_short, NEW.title_kicker, NEW.tags, NEW.summary, NEW.body,
                             NEW.source <> '' AND (NEW.source_url = '' OR NEW.author = '' OR NEW.title_original = ''), line);
    SET NEW.problems = line, NEW.problem = line <> '';
  END IF;
  -- A link to look at what is not live yet; it lasts as long as the work on it goes on.
  IF wants_key OR (edited AND NEW.state <> 'live') THEN
    IF wants_key OR COALESCE(OLD.preview_until <= CURRENT_TIMESTAMP, 1) THEN
      SET NEW.preview_key = LOWER(HEX(RANDOM_BYTES(20)));
    END IF;
    SET NEW.preview_until = CURRENT_TIMESTAMP + INTERVAL portal_preview_hours() HOUR;
  END IF;
  IF edited OR NOT (NEW.removal_id <=> OLD.removal_id) THEN
    SET NEW.row_version = OLD.row_version + 1, NEW.updated_at = CURRENT_TIMESTAMP;
  ELSE
    SET NEW.row_version = OLD.row_version, NEW.updated_at = OLD.updated_at;
  END IF;
  SET NEW.form_version = NEW.row_version MOD 65536;
END$$

DROP TRIGGER IF EXISTS article_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_before_delete BEFORE DELETE ON article FOR EACH ROW
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  CALL portal_who(role_now, only_channels);
  CALL portal_check_step(role_now, OLD.state, 'deleted');
  CALL portal_check_desk(only_channels, OLD.channel);
END$$

DROP TRIGGER IF EXISTS article_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_after_insert AFTER INSERT ON article FOR EACH ROW
BEGIN
  IF NOT portal_bulk() THEN
    INSERT INTO change_log (kind, item) VALUES ('article', NEW.id);
    IF NEW.translation_group IS NOT NULL THEN
      INSERT INTO change_log (kind, item) VALUES ('translation', NEW.translation_group);
    END IF;
    IF NEW.tags <> '' THEN
      CALL portal_pass_tag_gates(NEW.tags, NEW.state = 'live' AND NEW.removal_id IS NULL);
      CALL portal_write_tags(NEW.id, '', NEW.tags);
    END IF;
    IF INSTR(CAST(NEW.body AS BINARY), '.html') > 0 THEN
      CALL portal_write_links(NEW.id, '', portal_links(NEW.body));
    END IF;
    IF NEW.state = 'live' AND NEW.removal_id IS NULL THEN
      CALL portal_write_listing(NEW.id, 0, NULL, '', NULL, NULL,
                                1, NEW.channel, NEW.tags, NEW.published_at, NEW.expires_at);
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS article_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_after_update AFTER UPDATE ON article FOR EACH ROW
BEGIN
  DECLARE was_on INT DEFAULT OLD.state = 'live' AND OLD.removal_id IS NULL;
  DECLARE is_on INT DEFAULT NEW.state = 'live' AND NEW.removal_id IS NULL;
  DECLARE retagged INT DEFAULT HEX(NEW.tags) <> HEX(OLD.tags);
  DECLARE relisted INT DEFAULT was_on <> is_on OR (is_on AND (retagged OR NEW.channel <> OLD.channel
    OR NEW.published_at <> OLD.published_at OR NOT (NEW.expires_at <=> OLD.expires_at)));
  IF NEW.row_version <> OLD.row_version AND NOT portal_bulk() THEN
    INSERT INTO change_log (kind, item) VALUES ('article', NEW.id);
    -- Table removal logs its own; a removed article is not taken away once more by a change of state.
    IF was_on AND NEW.state <> 'live' THEN
      INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('article:', NEW.id));
    END IF;
    IF NEW.translation_group IS NOT NULL THEN
      INSERT INTO change_log (kind, item) VALUES ('translation', NEW.translation_group);
    END IF;
    IF OLD.translation_group IS NOT NULL AND NOT (OLD.translation_group <=> NEW.translation_group) THEN
      INSERT INTO change_log (kind, item) VALUES ('translation', OLD.translation_group);
    END IF;
    IF retagged OR relisted THEN
      CALL portal_pass_tag_gates(IF(retagged, CONCAT_WS(',', NULLIF(OLD.tags, ''), NULLIF(NEW.tags, '')), NEW.tags),
                                 relisted);
    END IF;
    IF retagged THEN
      CALL portal_write_tags(NEW.id, OLD.tags, NEW.tags);
    END IF;
    IF CAST(NEW.body AS BINARY) <> CAST(OLD.body AS BINARY)
       AND (INSTR(CAST(NEW.body AS BINARY), '.html') > 0 OR INSTR(CAST(OLD.body AS BINARY), '.html') > 0) THEN
      CALL portal_write_links(NEW.id, portal_links(OLD.body), portal_links(NEW.body));
    END IF;
    IF relisted THEN
      CALL portal_write_listing(NEW.id, was_on, OLD.channel, OLD.tags, OLD.published_at, OLD.expires_at,
                                is_on, NEW.channel, NEW.tags, NEW.published_at, NEW.expires_at);
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS article_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER article_after_delete AFTER DELETE ON article FOR EACH ROW
BEGIN
  IF NOT portal_bulk() THEN
    INSERT INTO change_log (kind, item) VALUES ('article', OLD.id);
    IF OLD.state = 'live' AND OLD.removal_id IS NULL THEN
      INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('article:', OLD.id));
    END IF;
    IF OLD.translation_group IS NOT NULL THEN
      INSERT INTO change_log (kind, item) VALUES ('translation', OLD.translation_group);
    END IF;
    IF OLD.tags <> '' THEN
      CALL portal_pass_tag_gates(OLD.tags, OLD.state = 'live' AND OLD.removal_id IS NULL);
      CALL portal_write_tags(OLD.id, OLD.tags, '');
    END IF;
    IF INSTR(CAST(OLD.body AS BINARY), '.html') > 0 THEN
      CALL portal_write_links(OLD.id, portal_links(OLD.body), '');
    END IF;
    IF OLD.state = 'live' AND OLD.removal_id IS NULL THEN
      CALL portal_write_listing(OLD.id, 1, OLD.channel, OLD.tags, OLD.published_at, OLD.expires_at,
                                0, NULL, '', NULL, NULL);
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS removal_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER removal_before_insert BEFORE INSERT ON removal FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_removal(NEW.item_kind, NEW.item_id, NEW.cause);
END$$

DROP TRIGGER IF EXISTS removal_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER removal_before_update BEFORE UPDATE ON removal FOR EACH ROW
BEGIN
  IF NEW.id <> OLD.id OR NEW.item_kind <> OLD.item_kind OR NEW.item_id <> OLD.item_id THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '删除记录的对象不能更改，请另建一条。 / A removal keeps its item: write another row instead.';
  END IF;
  IF REPLACE(NEW.cause, '　', '') = '' THEN
    CALL portal_check_removal(NEW.item_kind, NULL, NEW.cause);
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_removal$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_removal(kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, item BIGINT UNSIGNED,
  cause VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF REPLACE(cause, '　', '') = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '请填写删除原因，读者会看到。 / Fill in the cause of the removal: readers see it.';
  END IF;
  IF kind = 'article' THEN
    SELECT COUNT(*) INTO found FROM article WHERE id = item;
  ELSE
    SELECT COUNT(*) INTO found FROM media WHERE id = item;
  END IF;
  IF found = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个编号的文章或图片，请核对编号。 / No article or picture has this number: check item_kind and item_id.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_apply_removal$$
-- Writes the removal in force into the item itself, which makes views and lists cheap; the article's own
-- triggers then take it out of (or back into) the lists. They look up table removal for the truth. Bringing it back
-- (not `gone`) is no removal for the log: the item's own row tells of it.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_apply_removal(kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, item BIGINT UNSIGNED,
  number BIGINT UNSIGNED, gone INT)
BEGIN
  IF kind = 'media' THEN
    CALL portal_apply_media_removal(item, number, gone);
  ELSE
    IF gone THEN
      INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT(kind, ':', item));
    END IF;
    UPDATE article SET removal_id = IF(gone, number, NULL) WHERE id = item;
  END IF;
END$$

DROP TRIGGER IF EXISTS removal_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER removal_after_insert AFTER INSERT ON removal FOR EACH ROW
CALL portal_apply_removal(NEW.item_kind, NEW.item_id, NEW.id, NEW.restored_at IS NULL)$$

DROP TRIGGER IF EXISTS removal_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER removal_after_update AFTER UPDATE ON removal FOR EACH ROW
CALL portal_apply_removal(NEW.item_kind, NEW.item_id, NEW.id, NEW.restored_at IS NULL)$$

DROP TRIGGER IF EXISTS removal_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER removal_after_delete AFTER DELETE ON removal FOR EACH ROW
CALL portal_apply_removal(OLD.item_kind, OLD.item_id, OLD.id, 0)$$

DELIMITER ;
