-- 28_plaza.sql: the rules of notices, and what the public does through the web account. May be run again at any time.
--
-- Editors set plaza_notice.state: live lists it (all required fields must be there, the end not later than the category allows),
-- rejected needs a state_reason. Reports: set plaza_report.checked to 1 when looked into.
-- The contract (shared parameters and answers: 25_desk.sql):
-- web_plaza_submit(client_id, code_hash, address_key, now_time, category, region, language, ends_at, suspect, title, text,
--                  fields (one a line: code=value; codes of plaza_field), name, phone, email)
--   -> new:N, again:N, taken, busy:S, bad. New notices wait for an editor.
-- web_plaza_renew(code_hash, address_key, now_time, ends_at)    -> ok, none, busy:S, bad, gone (withdrawn, rejected, or ended 30 days ago)
-- web_plaza_withdraw(code_hash, address_key)                    -> ok, none, busy:S, bad, gone
-- web_plaza_contact(address_key, now_time, notice)              the only way to a contact, on a reader's demand, counted and budgeted:
--   -> UTF-8 text, name LF phone LF email; or none, busy:S, bad
-- web_plaza_report(address_key, now_time, notice, reason)       -> ok, none, busy:S, bad. report_limit of the category hides it at once.
-- To read with the code: web_code_ok('plaza', ...) first, then web_opened_notice, web_opened_value (29_desk_views.sql).
-- CALL plaza_contact_add(notice, name, phone, email): for staff who enter a notice.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_touch_notice$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_touch_notice(number BIGINT UNSIGNED, category VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
INSERT INTO change_log (kind, item) VALUES ('notice', number), ('notices', category), ('notices', '')$$

DROP TRIGGER IF EXISTS plaza_category_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_category_before_insert BEFORE INSERT ON plaza_category FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  CALL portal_check_code(NEW.code);
  -- Second words of the plaza's own addresses (np_route.c).
  IF NEW.code IN ('contact', 'follow', 'new', 'notice', 'receipt', 'report') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '该代码是网站保留的地址，请换一个。 / This code is an address of the portal itself: choose another one.';
  END IF;
  IF NEW.max_days NOT BETWEEN 1 AND 366 OR NEW.report_limit < 1 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '最长天数为1至366，举报上限至少1。 / max_days is 1 to 366, report_limit at least 1: correct them.';
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_category_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_category_before_update BEFORE UPDATE ON plaza_category FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  IF NEW.code <> OLD.code THEN
    CALL portal_keep_code();
  END IF;
  IF NEW.max_days NOT BETWEEN 1 AND 366 OR NEW.report_limit < 1 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '最长天数为1至366，举报上限至少1。 / max_days is 1 to 366, report_limit at least 1: correct them.';
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_category_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_category_before_delete BEFORE DELETE ON plaza_category FOR EACH ROW
BEGIN
  IF EXISTS (SELECT 1 FROM plaza_notice AS n WHERE n.category = OLD.code) OR EXISTS (SELECT 1 FROM plaza_field AS f WHERE f.category = OLD.code) THEN
    CALL portal_in_use();
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_category_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_category_after_insert AFTER INSERT ON plaza_category FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('category', '')$$

DROP TRIGGER IF EXISTS plaza_category_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_category_after_update AFTER UPDATE ON plaza_category FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('category', '')$$

DROP TRIGGER IF EXISTS plaza_category_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_category_after_delete AFTER DELETE ON plaza_category FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('category', '')$$

DROP PROCEDURE IF EXISTS portal_check_field$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_field(category VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, choices VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  IF NOT EXISTS (SELECT 1 FROM plaza_category AS c WHERE c.code = category) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个分类，请填plaza_category表里的代码。 / No such category: write a code of table plaza_category.';
  END IF;
  IF code NOT REGEXP '^[a-z][a-z0-9_]*\\z' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '字段代码以小写字母开头，只用a-z、0-9和下划线。 / Code of a field: a-z, 0-9, _, a letter first.';
  END IF;
  IF (type = 'choice') <> (choices LIKE '_%|_%') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '选择类字段须有两个以上选项，用|分隔；其他类型不填。 / choice needs two choices or more, separated by |; others none.';
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_field_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_field_before_insert BEFORE INSERT ON plaza_field FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  CALL portal_check_field(NEW.category, NEW.code, NEW.type, NEW.choices);
END$$

DROP TRIGGER IF EXISTS plaza_field_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_field_before_update BEFORE UPDATE ON plaza_field FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  IF NEW.code <> OLD.code OR NEW.category <> OLD.category THEN
    CALL portal_keep_code();
  END IF;
  CALL portal_check_field(NEW.category, NEW.code, NEW.type, NEW.choices);
END$$

DROP TRIGGER IF EXISTS plaza_field_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_field_after_insert AFTER INSERT ON plaza_field FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('category', '')$$

DROP TRIGGER IF EXISTS plaza_field_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_field_after_update AFTER UPDATE ON plaza_field FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('category', '')$$

DROP TRIGGER IF EXISTS plaza_field_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_field_after_delete AFTER DELETE ON plaza_field FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('category', '')$$

DROP PROCEDURE IF EXISTS portal_check_notice$$
-- begins: before which it must not end; counted: from when its days count.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_notice(category VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, region VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, begins DATETIME, counted DATETIME, ends DATETIME)
BEGIN
  DECLARE days INT DEFAULT NULL;
  SELECT MAX(c.max_days) INTO days FROM plaza_category AS c WHERE c.code = category;
  IF days IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个分类，请填plaza_category表里的代码。 / No such category: write a code of table plaza_category.';
  END IF;
  CALL portal_check_region(region);
  CALL portal_check_language(language);
  IF ends <= begins OR ends > counted + INTERVAL days DAY THEN
    CALL portal_refuse(CONCAT('截止时间须在今后', days, '天之内，请改正。 / The end must be within the next ', days, ' days: correct it.'));
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_notice_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_notice_before_insert BEFORE INSERT ON plaza_notice FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_text(NEW.title);
  CALL portal_check_text(NEW.text);
  IF portal_by_hand() THEN
    SET NEW.received_at = NOW(), NEW.suspect = 0;
  END IF;
  CALL portal_check_notice(NEW.category, NEW.region, NEW.language, NEW.received_at, NEW.received_at, NEW.ends_at);
  IF NEW.state <> 'new' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '信息从new开始，请先保存并填好字段，再改为live。 / A notice begins as new: save it with its fields, then set it live.';
  END IF;
  SET NEW.approved_at = NULL, NEW.approved_by = '', NEW.updated_by = portal_me();
END$$

DROP TRIGGER IF EXISTS plaza_notice_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_notice_after_insert AFTER INSERT ON plaza_notice FOR EACH ROW
INSERT INTO plaza_tally (notice_id) VALUES (NEW.id)$$

DROP TRIGGER IF EXISTS plaza_notice_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_notice_before_update BEFORE UPDATE ON plaza_notice FOR EACH ROW
BEGIN
  DECLARE missing VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  IF NEW.id <> OLD.id OR NEW.category <> OLD.category THEN
    CALL portal_keep_code();
  END IF;
  CALL portal_check_text(NEW.title);
  CALL portal_check_text(NEW.text);
  IF NEW.ends_at <> OLD.ends_at OR NEW.region <> OLD.region OR NEW.language <> OLD.language THEN
    -- An end in the past ends it now. The web account's sessions are in UTC: what its clock says comes from web_plaza_renew. Of nobody
    -- else: any session can set a variable.
    CALL portal_check_notice(NEW.category, NEW.region, NEW.language, OLD.received_at,
                             IF(NEW.ends_at = OLD.ends_at, NEW.ends_at, COALESCE(IF(portal_me() = 'newsportal_web', @newsportal_now, NULL), NOW())),
                             NEW.ends_at);
  END IF;
  IF NEW.state = 'rejected' AND TRIM(REPLACE(NEW.state_reason, '　', '')) = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '不予刊登须写明理由（state_reason）。 / Rejecting a notice needs a state_reason: write it.';
  END IF;
  -- An editor's page may be older than the writer's word.
  IF NEW.state = 'live' AND OLD.state = 'withdrawn' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '信息已撤回，不能直接刊登；确须恢复请先改为new。 / It was withdrawn and cannot go live: to bring it back, set it to new first.';
  END IF;
  IF NEW.state = 'live' AND OLD.state <> 'live' THEN
    SELECT MIN(f.name) INTO missing FROM plaza_field AS f LEFT JOIN plaza_value AS v ON v.notice_id = OLD.id AND v.field = f.code
      WHERE f.category = OLD.category AND f.required = 1 AND v.field IS NULL;
    IF missing IS NOT NULL THEN
      CALL portal_refuse(CONCAT('缺少必填字段“', LEFT(missing, 20), '”，请补全。 / The field “', LEFT(missing, 20), '” is missing: fill it in.'));
    END IF;
    SET NEW.approved_at = COALESCE(OLD.approved_at, NOW()), NEW.approved_by = portal_me();
  ELSE
    SET NEW.approved_at = OLD.approved_at;
  END IF;
  SET NEW.updated_by = portal_me();
END$$

DROP TRIGGER IF EXISTS plaza_notice_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_notice_after_update AFTER UPDATE ON plaza_notice FOR EACH ROW
BEGIN
  IF NEW.state <> OLD.state THEN
    CALL portal_note('notice', NEW.id, '', 0, 'update', 'state', OLD.state, NEW.state);
  END IF;
  IF OLD.state = 'live' OR NEW.state = 'live' THEN
    IF OLD.state = 'live' AND (NEW.state <> 'live' OR NOT (CAST(NEW.text AS BINARY) <=> CAST(OLD.text AS BINARY) AND CAST(NEW.title AS BINARY) <=> CAST(OLD.title AS BINARY))) THEN
      INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('notice:', NEW.id));
    END IF;
    CALL portal_touch_notice(NEW.id, NEW.category);
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_notice_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_notice_before_delete BEFORE DELETE ON plaza_notice FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('notice:', OLD.id));
  CALL portal_touch_notice(OLD.id, OLD.category);
  DELETE FROM plaza_value WHERE notice_id = OLD.id;
  DELETE FROM plaza_contact WHERE notice_id = OLD.id;
  DELETE FROM plaza_report WHERE notice_id = OLD.id;
  DELETE FROM plaza_tally WHERE notice_id = OLD.id;
  DELETE FROM receipt WHERE desk = 'plaza' AND item_id = OLD.id;
END$$

DROP PROCEDURE IF EXISTS portal_check_value$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_value(notice BIGINT UNSIGNED, wanted VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  INOUT said VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, OUT number DECIMAL(14,2), OUT day DATE)
BEGIN
  DECLARE kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE label VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE allowed VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE good INT DEFAULT 1;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SET number = NULL, day = NULL, said = TRIM(said);
  SELECT f.type, f.name, f.choices INTO kind, label, allowed FROM plaza_notice AS n JOIN plaza_field AS f ON f.category = n.category
    WHERE n.id = notice AND f.code = wanted;
  IF kind IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '这个分类没有这个字段，请看plaza_field表。 / The category of the notice has no such field: see table plaza_field.';
  END IF;
  CASE kind
    WHEN 'number' THEN SET good = said REGEXP '^[0-9]{1,9}\\z';
    WHEN 'price' THEN SET good = said REGEXP '^[0-9]{1,10}([.][0-9]{1,2})?\\z';
    WHEN 'date' THEN SET good = said REGEXP '^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z' AND SUBSTRING(said, 6, 2) BETWEEN '01' AND '12'
      AND SUBSTRING(said, 9, 2) BETWEEN '01' AND '31'
      AND CAST(SUBSTRING(said, 9, 2) AS UNSIGNED) <= DAY(LAST_DAY(CONCAT(LEFT(said, 7), '-01')));
    WHEN 'choice' THEN SET good = said NOT LIKE '%|%' AND LOCATE(CONCAT('|', said, '|'), CONCAT('|', allowed, '|')) > 0;
    ELSE SET good = 1;
  END CASE;
  IF said = '' OR NOT COALESCE(good, 0) THEN
    CALL portal_refuse(CONCAT('“', LEFT(label, 20), '”填写有误，请改正。 / “', LEFT(label, 20), '” is not right: correct it.'));
  END IF;
  IF kind IN ('number', 'price') THEN
    SET number = CAST(said AS DECIMAL(14,2));
  ELSEIF kind = 'date' THEN
    SET day = CAST(said AS DATE);
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_value_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_value_before_insert BEFORE INSERT ON plaza_value FOR EACH ROW
BEGIN
  DECLARE said VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NEW.value;
  DECLARE number DECIMAL(14,2);
  DECLARE day DATE;
  CALL portal_check_value(NEW.notice_id, NEW.field, said, number, day);
  SET NEW.value = said, NEW.number_value = number, NEW.date_value = day;
END$$

DROP TRIGGER IF EXISTS plaza_value_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_value_before_update BEFORE UPDATE ON plaza_value FOR EACH ROW
BEGIN
  DECLARE said VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NEW.value;
  DECLARE number DECIMAL(14,2);
  DECLARE day DATE;
  IF NEW.notice_id <> OLD.notice_id OR NEW.field <> OLD.field THEN
    CALL portal_keep_code();
  END IF;
  CALL portal_check_value(NEW.notice_id, NEW.field, said, number, day);
  SET NEW.value = said, NEW.number_value = number, NEW.date_value = day;
END$$

DROP TRIGGER IF EXISTS plaza_value_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_value_after_update AFTER UPDATE ON plaza_value FOR EACH ROW
CALL portal_touch_notice(NEW.notice_id, (SELECT n.category FROM plaza_notice AS n WHERE n.id = NEW.notice_id))$$

DROP TRIGGER IF EXISTS plaza_value_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_value_after_insert AFTER INSERT ON plaza_value FOR EACH ROW
BEGIN
  IF (SELECT n.state FROM plaza_notice AS n WHERE n.id = NEW.notice_id) = 'live' THEN
    CALL portal_touch_notice(NEW.notice_id, (SELECT n.category FROM plaza_notice AS n WHERE n.id = NEW.notice_id));
  END IF;
END$$

DROP TRIGGER IF EXISTS plaza_report_after_update$$
-- The last open report that is checked brings a hidden notice back.
CREATE DEFINER = newsportal_owner@localhost
TRIGGER plaza_report_after_update AFTER UPDATE ON plaza_report FOR EACH ROW
BEGIN
  IF NEW.notice_id <> OLD.notice_id THEN
    CALL portal_keep_code();
  END IF;
  IF NEW.checked <> OLD.checked THEN
    -- One assignment after the other: the second sees what the first made.
    UPDATE plaza_tally SET reports = IF(NEW.checked, GREATEST(reports, 1) - 1, reports + 1), is_hidden = IF(reports = 0, 0, is_hidden)
      WHERE notice_id = NEW.notice_id;
    CALL portal_touch_notice(NEW.notice_id, COALESCE((SELECT n.category FROM plaza_notice AS n WHERE n.id = NEW.notice_id), ''));
  END IF;
END$$

DROP PROCEDURE IF EXISTS plaza_contact_add$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE plaza_contact_add(notice BIGINT UNSIGNED, contact VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  telephone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, mail VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  IF NOT EXISTS (SELECT 1 FROM plaza_notice AS n WHERE n.id = notice) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个编号的信息，请核对编号。 / No notice has this number: check it.';
  END IF;
  SET contact = COALESCE(contact, ''), telephone = COALESCE(telephone, ''), mail = COALESCE(mail, '');
  INSERT INTO plaza_contact (notice_id, name, phone, email) VALUES (notice, contact, telephone, mail)
    ON DUPLICATE KEY UPDATE name = contact, phone = telephone, email = mail;
END$$

DROP FUNCTION IF EXISTS web_plaza_submit$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_plaza_submit(client_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, now_time DATETIME, category VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  region VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, ends_at DATETIME,
  suspect INT, title VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, text TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  fields TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, name VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  phone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, email VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  DECLARE rest, line TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE missing VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  IF COALESCE(code_hash, '') = '' OR now_time IS NULL OR ends_at IS NULL THEN
    RETURN 'bad';
  END IF;
  CALL portal_form(client_id, 'plaza', SHA2(CONCAT_WS('\n', category, region, ends_at, title, text, fields, name, phone, email), 256),
                   code_hash, address_key, answer);
  IF answer = 'new' THEN
    INSERT INTO plaza_notice (title, text, category, region, language, ends_at, received_at, suspect)
      VALUES (title, text, category, region, language, ends_at, now_time, suspect = 1);
    SET number = LAST_INSERT_ID(), rest = fields;
    INSERT INTO plaza_contact (notice_id, name, phone, email) VALUES (number, name, phone, email);
    WHILE rest <> '' DO
      SET line = SUBSTRING_INDEX(rest, '\n', 1), rest = SUBSTRING(rest, CHAR_LENGTH(line) + 2);
      IF line LIKE '_%=_%' THEN
        INSERT INTO plaza_value (notice_id, field, value)
          VALUES (number, SUBSTRING_INDEX(line, '=', 1), SUBSTRING(line, LOCATE('=', line) + 1));
      END IF;
    END WHILE;
    SELECT MIN(f.name) INTO missing FROM plaza_field AS f LEFT JOIN plaza_value AS v ON v.notice_id = number AND v.field = f.code
      WHERE f.category = category AND f.required = 1 AND v.field IS NULL;
    IF missing IS NOT NULL THEN
      CALL portal_refuse(CONCAT('缺少必填字段“', LEFT(missing, 20), '”，请补全。 / The field “', LEFT(missing, 20), '” is missing: fill it in.'));
    END IF;
    CALL portal_form_done(client_id, 'plaza', code_hash, number);
    IF suspect <> 1 THEN
      CALL portal_send('notice-receipt', email, CONCAT('number=', number));
    END IF;
    SET answer = CONCAT('new:', number);
  END IF;
  RETURN answer;
END$$

DROP FUNCTION IF EXISTS web_plaza_renew$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_plaza_renew(code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  now_time DATETIME, ends_at DATETIME) RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE place VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  IF now_time IS NULL OR ends_at IS NULL OR ends_at <= now_time THEN
    RETURN 'bad';
  END IF;
  CALL portal_open('plaza', code_hash, address_key, number, answer);
  IF answer <> 'open' THEN
    RETURN answer;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM plaza_notice AS n WHERE n.id = number AND n.state IN ('new', 'live') AND n.ends_at > now_time - INTERVAL 30 DAY) THEN
    RETURN 'gone';
  END IF;
  SET place = (SELECT n.category FROM plaza_notice AS n WHERE n.id = number);
  CALL portal_check_notice(place, '', '', now_time, now_time, ends_at);
  SET @newsportal_now = now_time;
  UPDATE plaza_notice SET plaza_notice.ends_at = ends_at WHERE id = number;
  SET @newsportal_now = NULL;
  RETURN 'ok';
END$$

DROP FUNCTION IF EXISTS web_plaza_withdraw$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_plaza_withdraw(code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  CALL portal_open('plaza', code_hash, address_key, number, answer);
  IF answer <> 'open' THEN
    RETURN answer;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM plaza_notice AS n WHERE n.id = number AND n.state IN ('new', 'live')) THEN
    RETURN 'gone';
  END IF;
  UPDATE plaza_notice SET state = 'withdrawn' WHERE id = number;
  RETURN 'ok';
END$$

DROP FUNCTION IF EXISTS web_plaza_contact$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_plaza_contact(address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, now_time DATETIME, notice BIGINT UNSIGNED)
RETURNS VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  DECLARE wait INT;
  IF COALESCE(address_key, '') NOT REGEXP '^[0-9a-f]{64}\\z' THEN
    RETURN 'bad';
  END IF;
  CALL portal_budget('contact', address_key, CAST(portal_setting('desk_contact_address') AS UNSIGNED),
                     CAST(portal_setting('desk_hour_total') AS UNSIGNED) * 10, wait);
  IF wait > 0 THEN
    RETURN CONCAT('busy:', wait);
  END IF;
  SET answer = (SELECT CONCAT_WS('\n', k.name, k.phone, k.email) FROM plaza_notice AS n JOIN plaza_tally AS t ON t.notice_id = n.id
                JOIN plaza_contact AS k ON k.notice_id = n.id
                WHERE n.id = notice AND n.state = 'live' AND n.approved_at <= now_time AND n.ends_at > now_time AND t.is_hidden = 0);
  IF answer IS NULL THEN
    RETURN 'none';
  END IF;
  UPDATE plaza_tally SET contact_shown = contact_shown + 1 WHERE notice_id = notice;
  RETURN answer;
END$$

DROP FUNCTION IF EXISTS web_plaza_report$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_plaza_report(address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, now_time DATETIME, notice BIGINT UNSIGNED,
  reason VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci) RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE place VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE most, wait, so_far, was_hidden INT;
  IF COALESCE(address_key, '') NOT REGEXP '^[0-9a-f]{64}\\z' OR now_time IS NULL THEN
    RETURN 'bad';
  END IF;
  CALL portal_check_text(reason);
  SET place = (SELECT n.category FROM plaza_notice AS n WHERE n.id = notice AND n.state = 'live' AND n.approved_at <= now_time AND n.ends_at > now_time);
  IF place IS NULL THEN
    RETURN 'none';
  END IF;
  -- One report of a notice an hour from one range of addresses: a crowd hides it, not one reader. The range's own budget is counted without a lock, and a
  -- burst would get past it; the total of a purpose is exact, so this purpose is that notice's and that range's alone.
  CALL portal_budget(CONCAT('r-', LEFT(SHA2(CONCAT(address_key, notice), 256), 14)), address_key, 1, 1, wait);
  IF wait > 0 THEN
    RETURN CONCAT('busy:', wait);
  END IF;
  CALL portal_budget('report', address_key, CAST(portal_setting('desk_hour_address') AS UNSIGNED),
                     CAST(portal_setting('desk_hour_total') AS UNSIGNED), wait);
  IF wait > 0 THEN
    RETURN CONCAT('busy:', wait);
  END IF;
  SET most = (SELECT c.report_limit FROM plaza_category AS c WHERE c.code = place);
  INSERT INTO plaza_report (reason, notice_id, reported_at) VALUES (reason, notice, now_time);
  UPDATE plaza_tally SET reports = reports + 1 WHERE notice_id = notice;
  SELECT t.reports, t.is_hidden INTO so_far, was_hidden FROM plaza_tally AS t WHERE t.notice_id = notice LOCK IN SHARE MODE;
  IF NOT was_hidden AND so_far >= most THEN
    UPDATE plaza_tally SET is_hidden = 1 WHERE notice_id = notice;
    INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('notice:', notice));
    CALL portal_touch_notice(notice, place);
  END IF;
  RETURN 'ok';
END$$

DELIMITER ;
