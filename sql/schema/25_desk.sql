-- 25_desk.sql: routines of the desks' foundation: work days, who may see which agency, forms that come twice, codes,
-- budgets, the outbox, forgetting. May be run again at any time.
--
-- The contract for the module. The web account calls functions `web_...` in a plain SELECT with autocommit on: what one
-- answers is committed when the answer arrives. If the answer is lost, call it again with the same client_id, or ask web_outcome().
-- Parameters that all of them share:
--   client_id    CHAR(36): a UUID that is the same when the same form is sent again
--   code_hash    CHAR(64): SHA-256, in small hexadecimal digits, of the bare receipt code (np_receipt.h)
--   address_key  CHAR(64): keyed hash, in small hexadecimal digits, of the sender's range of addresses (/24, /56)
--   now_time     DATETIME: the portal's civil time
-- Answers (VARCHAR(80), ASCII, word[:number]):
--   new:N        taken; N is the number of what was made
--   again:N      the same form had been taken before; N is what it became; the code of this call works too (up to 5)
--   taken        another form has this client_id: make a new one
--   busy:S       a budget is used up; Retry-After S seconds. Nothing was stored
--   none         no such code, or no such item (alike, so that nobody learns which)
--   bad          a parameter is not of its form: a fault of the caller's
--   Others are named at the function. A rule that is broken is an error 1644 with a sentence, as for people: nothing was stored.
--
-- web_outcome(client_id)                      'hotline:12', 'claim:3', 'plaza:7', 'note:4', 'join:9', 'counter:5' or ''
-- web_code_ok(desk, code_hash, address_key)   opens an item for the web_opened_* views of this connection: 'open:N', 'none', 'busy:S';
--                                             desk is hotline, claim or plaza. Code '' closes: always do that (or call again) before
--                                             the connection goes back. Only wrong codes count for the budget.
--
-- For the sender of messages (role newsportal_sender, no other right):
-- CALL outbox_take(most)          rows id, kind, recipient, payload, tries, created (seconds since 1970); they are his for 10 minutes
-- CALL outbox_done(id, error)     error '': sent. Otherwise tried again after 1, 4, 16 ... minutes, 8 times in all
-- CALL outbox_give_up(id, error)  not tried again
--
-- For administrators: CALL forget_personal(most): what retention does, at most so many rows; answers how many it deleted.

DELIMITER $$

-- Work days -----------------------------------------------------------------------------------------------

DROP FUNCTION IF EXISTS portal_is_work_day$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_is_work_day(wanted DATE) RETURNS INT
READS SQL DATA
BEGIN
  DECLARE found INT DEFAULT NULL;
  SELECT MAX(c.is_work) INTO found FROM work_calendar AS c WHERE c.day = wanted;
  RETURN COALESCE(found, WEEKDAY(wanted) < 5);
END$$

DROP FUNCTION IF EXISTS portal_add_work_days$$
-- The last day of a limit: so many work days after a day, which itself does not count. At most 250.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_add_work_days(from_day DATE, days INT) RETURNS DATE
READS SQL DATA
BEGIN
  DECLARE wanted INT DEFAULT LEAST(GREATEST(COALESCE(days, 0), 0), 250);
  WHILE wanted > 0 AND from_day IS NOT NULL DO
    SET from_day = from_day + INTERVAL 1 DAY;
    IF portal_is_work_day(from_day) THEN
      SET wanted = wanted - 1;
    END IF;
  END WHILE;
  RETURN from_day;
END$$

DROP FUNCTION IF EXISTS portal_work_days$$
-- How many work days come after one day up to another, which counts: 0 for the same day.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_work_days(from_day DATE, to_day DATE) RETURNS INT
READS SQL DATA
BEGIN
  DECLARE days, span, moved INT DEFAULT 0;
  DECLARE rest DATE;
  SET span = DATEDIFF(to_day, from_day);
  IF span IS NULL OR span <= 0 THEN
    RETURN 0;
  END IF;
  -- Whole weeks have five, the days before them are asked one by one; then come the exceptions.
  SET days = span DIV 7 * 5, rest = from_day + INTERVAL span MOD 7 DAY;
  WHILE rest > from_day DO
    SET days = days + (WEEKDAY(rest) < 5), rest = rest - INTERVAL 1 DAY;
  END WHILE;
  SELECT SUM(CAST(c.is_work = 1 AS SIGNED) - CAST(WEEKDAY(c.day) < 5 AS SIGNED)) INTO moved FROM work_calendar AS c WHERE c.day > from_day AND c.day <= to_day;
  RETURN days + COALESCE(moved, 0);
END$$

-- Agencies and regions ------------------------------------------------------------------------------------

DROP FUNCTION IF EXISTS portal_agencies$$
-- Whose cases the account of this session may see: codes separated by comma, '*' for all, '' for none. DETERMINISTIC within a
-- query, so that views ask it once.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_agencies() RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
DETERMINISTIC READS SQL DATA
BEGIN
  DECLARE found VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT agencies INTO found FROM staff WHERE account = LEFT(USER(), 96);
  IF found IS NULL THEN
    SELECT agencies INTO found FROM staff WHERE account = portal_me();
  END IF;
  RETURN COALESCE(found, '');
END$$

DROP FUNCTION IF EXISTS portal_by_hand$$
-- Is this somebody with a role at a tool of their own? Not an import (system), not what citizens send through the web account. Forms of
-- tools may send every column of a new row, so people have the right to all of them, and triggers keep what is not theirs to say.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_by_hand() RETURNS INT
READS SQL DATA
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  CALL portal_who(role_now, only_channels);
  RETURN role_now NOT IN ('', 'system');
END$$

DROP FUNCTION IF EXISTS portal_agency_codes$$
-- Tidies a typed list of agencies into codes; '*' alone is all.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_agency_codes(typed VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
READS SQL DATA
BEGIN
  DECLARE rest, piece, tidy VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE found VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  SET rest = REPLACE(REPLACE(REPLACE(REPLACE(typed, '、', ','), '，', ','), ';', ','), '；', ',');
  WHILE CHAR_LENGTH(rest) > 0 DO
    SET piece = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(piece) + 2), piece = TRIM(piece);
    IF piece <> '' THEN
      SET found = NULL;
      IF piece IN ('*', 'copyright', 'plaza') THEN
        SET found = piece;
      ELSE
        SELECT MIN(a.code) INTO found FROM agency AS a
          WHERE CONVERT(a.code USING utf8mb4) = piece COLLATE utf8mb4_bin OR a.name = piece COLLATE utf8mb4_unicode_520_ci;
      END IF;
      IF found IS NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          'agencies里有不存在的部门，请填部门代码。 / agencies names an agency that does not exist: write codes of agencies.';
      END IF;
      SET tidy = CONCAT_WS(',', NULLIF(tidy, ''), CONVERT(found USING utf8mb4));
    END IF;
  END WHILE;
  IF FIND_IN_SET('*', tidy) > 0 THEN
    RETURN '*';
  END IF;
  RETURN tidy;
END$$

DROP PROCEDURE IF EXISTS portal_check_agency$$
-- An agency that gets cases. may_be_empty: a case that nobody has assigned yet.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_agency(wanted VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, may_be_empty INT)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF NOT (wanted = '' AND may_be_empty) THEN
    SELECT COUNT(*) INTO found FROM agency AS a WHERE a.code = wanted AND a.active = 1;
    IF found = 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个部门，或已停用，请填agency表里的代码。 / No such agency is in use: write a code of table agency.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_region$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_region(wanted VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF wanted <> '' THEN
    SELECT COUNT(*) INTO found FROM region AS r WHERE r.code = wanted;
    IF found = 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个地区，请填region表里的代码。 / No such region: write a code of table region.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_text$$
-- What citizens read must not be blank.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_text(text TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  IF TRIM(REPLACE(REPLACE(REPLACE(text, '　', ''), '\n', ''), '\r', '')) = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '标题、正文和理由不能为空，请填写。 / Title, text and reason must not be empty: fill them in.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_keep_code$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_keep_code()
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
    '代码不能更改，编号和归属也不能，请改回原值。 / Codes, numbers and what a row belongs to cannot change: restore them.';
END$$

DROP PROCEDURE IF EXISTS portal_in_use$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_in_use()
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
    '还有内容在用它，不能删除。 / It is in use and cannot be deleted.';
END$$

DROP TRIGGER IF EXISTS agency_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER agency_before_insert BEFORE INSERT ON agency FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  CALL portal_check_code(NEW.code);
  IF NEW.code IN ('copyright', 'plaza') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '该代码是网站自己的窗口，请换一个。 / This code is a desk of the portal itself: choose another one.';
  END IF;
END$$

DROP TRIGGER IF EXISTS agency_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER agency_before_update BEFORE UPDATE ON agency FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  IF NEW.code <> OLD.code THEN
    CALL portal_keep_code();
  END IF;
END$$

DROP TRIGGER IF EXISTS agency_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER agency_before_delete BEFORE DELETE ON agency FOR EACH ROW
BEGIN
  DECLARE found INT DEFAULT 0;
  SELECT COUNT(*) INTO found FROM (SELECT 1 FROM hotline_case AS c WHERE c.agency = OLD.code LIMIT 1) AS some_case;
  IF found = 0 THEN
    SELECT COUNT(*) INTO found FROM staff AS s WHERE FIND_IN_SET(CONVERT(OLD.code USING utf8mb4), s.agencies) > 0;
  END IF;
  IF found > 0 THEN
    CALL portal_in_use();
  END IF;
END$$

DROP TRIGGER IF EXISTS agency_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER agency_after_insert AFTER INSERT ON agency FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('agency', '')$$

DROP TRIGGER IF EXISTS agency_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER agency_after_update AFTER UPDATE ON agency FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('agency', '')$$

DROP TRIGGER IF EXISTS agency_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER agency_after_delete AFTER DELETE ON agency FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('agency', '')$$

DROP TRIGGER IF EXISTS region_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER region_before_insert BEFORE INSERT ON region FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  CALL portal_check_code(NEW.code);
END$$

DROP TRIGGER IF EXISTS region_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER region_before_update BEFORE UPDATE ON region FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  IF NEW.code <> OLD.code THEN
    CALL portal_keep_code();
  END IF;
END$$

DROP TRIGGER IF EXISTS region_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER region_before_delete BEFORE DELETE ON region FOR EACH ROW
BEGIN
  DECLARE found INT DEFAULT 0;
  SELECT COUNT(*) INTO found FROM
    ((SELECT 1 FROM hotline_case AS c WHERE c.region = OLD.code LIMIT 1) UNION ALL
     (SELECT 1 FROM plaza_notice AS n WHERE n.region = OLD.code LIMIT 1)) AS some_item;
  IF found > 0 THEN
    CALL portal_in_use();
  END IF;
END$$

DROP TRIGGER IF EXISTS region_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER region_after_insert AFTER INSERT ON region FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('agency', '')$$

DROP TRIGGER IF EXISTS region_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER region_after_update AFTER UPDATE ON region FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('agency', '')$$

DROP TRIGGER IF EXISTS region_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER region_after_delete AFTER DELETE ON region FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('agency', '')$$

-- Forms, codes, budgets -----------------------------------------------------------------------------------

DROP PROCEDURE IF EXISTS portal_budget$$
-- Takes one of a purpose's budget of this hour; wait is 0, or after how many seconds to try again. The total is exact: the
-- row of the hour is locked by the INSERT until the answer, and then read as it is now. What one range of addresses sent is counted without a lock, so that forms sent at
-- the same moment may be one or two more than most_here.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_budget(wanted VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  address CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, most_here INT, most_all INT, OUT wait INT)
BEGIN
  DECLARE this_hour DATETIME DEFAULT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:00:00');
  DECLARE so_far, here INT DEFAULT 0;
  DECLARE oldest BIGINT;
  SET wait = 0;
  INSERT INTO submission_budget (purpose, hour) VALUES (wanted, this_hour) ON DUPLICATE KEY UPDATE taken = taken;
  SELECT b.taken INTO so_far FROM submission_budget AS b WHERE b.purpose = wanted AND b.hour = this_hour LOCK IN SHARE MODE;
  IF so_far >= most_all THEN
    SET wait = 3600 - TIMESTAMPDIFF(SECOND, this_hour, UTC_TIMESTAMP());
  ELSE
    SELECT COUNT(*), MIN(UNIX_TIMESTAMP(newest.created_at)) INTO here, oldest FROM
      (SELECT t.created_at FROM submission_trace AS t
       WHERE t.address_key = address AND t.purpose = wanted AND t.created_at > CURRENT_TIMESTAMP - INTERVAL 1 HOUR
       ORDER BY t.created_at DESC LIMIT 1000) AS newest;
    IF here >= most_here THEN
      SET wait = oldest + 3601 - UNIX_TIMESTAMP();
    END IF;
  END IF;
  IF wait <> 0 THEN
    SET wait = GREATEST(wait, 1);
    UPDATE submission_budget SET refused = refused + 1 WHERE purpose = wanted AND hour = this_hour;
  ELSE
    UPDATE submission_budget SET taken = taken + 1 WHERE purpose = wanted AND hour = this_hour;
    INSERT INTO submission_trace (address_key, purpose) VALUES (address, wanted);
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_form$$
-- A form comes. answer: 'new' (go on, then portal_form_done), or what to answer at once. code '' for forms without a code of their own.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_form(client CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, wanted VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  said CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, code CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  address CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, OUT answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin)
sending: BEGIN
  DECLARE twice, wait, codes INT DEFAULT 0;
  DECLARE known_desk VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE known_content CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE known BIGINT UNSIGNED;
  DECLARE CONTINUE HANDLER FOR 1062 SET twice = 1;   -- a code that is known already
  SET answer = 'bad';
  IF COALESCE(client, '') NOT REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\z'
    OR COALESCE(address, '') NOT REGEXP '^[0-9a-f]{64}\\z' OR COALESCE(code, 'x') NOT REGEXP '^([0-9a-f]{64})?\\z' THEN
    LEAVE sending;
  END IF;
  -- Whoever sends the same form a moment later waits here for the first one's end. One by one: after a mere INSERT all who waited would
  -- share the lock, and count the codes together. Number 0: this is the first.
  INSERT INTO submission (client_id, desk, content) VALUES (client, wanted, said) ON DUPLICATE KEY UPDATE item_id = item_id;
  SELECT s.desk, s.content, s.item_id INTO known_desk, known_content, known
    FROM submission AS s WHERE s.client_id = client LOCK IN SHARE MODE;
  IF known > 0 THEN
    IF known_desk <> wanted OR known_content <> said THEN
      SET answer = 'taken';
      LEAVE sending;
    END IF;
    IF code <> '' THEN
      SELECT COUNT(*) INTO codes FROM receipt AS r WHERE r.desk = wanted AND r.item_id = known;
      IF codes < 5 THEN
        INSERT INTO receipt (code_hash, desk, item_id) VALUES (code, wanted, known);
      END IF;
    END IF;
    SET answer = CONCAT('again:', known);
    LEAVE sending;
  END IF;
  CALL portal_budget(wanted, address, CAST(portal_setting('desk_hour_address') AS UNSIGNED),
                     CAST(portal_setting('desk_hour_total') AS UNSIGNED), wait);
  IF wait > 0 THEN
    DELETE FROM submission WHERE client_id = client;
    SET answer = CONCAT('busy:', wait);
  ELSE
    SET answer = 'new';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_form_done$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_form_done(client CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, wanted VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  code CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, number BIGINT UNSIGNED)
BEGIN
  UPDATE submission SET item_id = number WHERE client_id = client;
  IF code <> '' THEN
    INSERT INTO receipt (code_hash, desk, item_id) VALUES (code, wanted, number);
  END IF;
END$$

DROP FUNCTION IF EXISTS web_outcome$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_outcome(client_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
READS SQL DATA
RETURN COALESCE((SELECT CONCAT(s.desk, ':', s.item_id) FROM submission AS s WHERE s.client_id = client_id), '')$$

DROP FUNCTION IF EXISTS portal_opened$$
-- The number of the item of a desk that the code said in this session opens; NULL if none. Views ask it once a query.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_opened(wanted VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin) RETURNS BIGINT UNSIGNED
DETERMINISTIC READS SQL DATA
BEGIN
  DECLARE said VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT LEFT(@newsportal_code, 64);
  IF COALESCE(said, '') NOT REGEXP '^[0-9a-f]{64}\\z' THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT r.item_id FROM receipt AS r WHERE r.code_hash = CONVERT(said USING ascii) AND r.desk = wanted);
END$$

DROP PROCEDURE IF EXISTS portal_open$$
-- Says a code, which closes what was open before. answer: 'open' with the number, 'none', or 'busy:S' when too many were wrong. Wrong and unknown take the same way.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_open(wanted VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  address VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin, OUT number BIGINT UNSIGNED,
  OUT answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin)
opening: BEGIN
  DECLARE tries, most INT DEFAULT 0;
  DECLARE oldest BIGINT;
  SET @newsportal_code = NULL, number = NULL, answer = 'none';
  IF COALESCE(code, '') = '' THEN
    LEAVE opening;
  END IF;
  IF code NOT REGEXP '^[0-9a-f]{64}\\z' OR COALESCE(address, '') NOT REGEXP '^[0-9a-f]{64}\\z' THEN
    SET answer = 'bad';
    LEAVE opening;
  END IF;
  SET most = CAST(portal_setting('desk_code_tries') AS UNSIGNED);
  SELECT COUNT(*), MIN(UNIX_TIMESTAMP(newest.created_at)) INTO tries, oldest FROM
    (SELECT t.created_at FROM submission_trace AS t
     WHERE t.address_key = address AND t.purpose = 'wrong-code' AND t.created_at > CURRENT_TIMESTAMP - INTERVAL 1 HOUR
     ORDER BY t.created_at DESC LIMIT 1000) AS newest;
  IF tries >= most THEN
    SET answer = CONCAT('busy:', GREATEST(oldest + 3601 - UNIX_TIMESTAMP(), 1));
    LEAVE opening;
  END IF;
  SELECT MAX(r.item_id) INTO number FROM receipt AS r WHERE r.code_hash = code AND r.desk = wanted;
  IF number IS NULL THEN
    INSERT INTO submission_trace (address_key, purpose) VALUES (address, 'wrong-code');
  ELSE
    SET answer = 'open';
  END IF;
END$$

DROP FUNCTION IF EXISTS web_code_ok$$
-- DETERMINISTIC is not true, see portal_prune; it is said of every function here that writes.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_code_ok(desk VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, code_hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  address_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin) RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE number BIGINT UNSIGNED;
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  CALL portal_open(desk, code_hash, address_key, number, answer);
  IF answer <> 'open' THEN
    RETURN answer;
  END IF;
  SET @newsportal_code = code_hash;
  RETURN CONCAT('open:', number);
END$$

-- Outbox --------------------------------------------------------------------------------------------------

DROP PROCEDURE IF EXISTS portal_send$$
-- A message, if there is an address.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_send(what VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  to_whom VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  said VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  IF COALESCE(to_whom, '') <> '' THEN
    INSERT INTO outbox (kind, recipient, payload) VALUES (what, to_whom, said);
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_send_agency$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_send_agency(what VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin, office VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  number BIGINT UNSIGNED)
BEGIN
  DECLARE mailbox VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  SELECT MAX(a.email) INTO mailbox FROM agency AS a WHERE a.code = office;
  CALL portal_send(what, mailbox, CONCAT('number=', number));
END$$

DROP PROCEDURE IF EXISTS outbox_take$$
-- Several senders may ask at once, and a cursor's locks end with its OPEN: whose UPDATE finds a row still due has it. One
-- transaction for all would hold gaps of the index meanwhile, and citizens' forms would wait for it, or die in a deadlock.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE outbox_take(most INT)
BEGIN
  DECLARE taken_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP;
  DECLARE mine VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE one BIGINT UNSIGNED;
  DECLARE done, seen INT DEFAULT 0;
  DECLARE due CURSOR FOR SELECT o.id FROM outbox AS o WHERE o.next_try <= taken_at ORDER BY o.next_try, o.id LIMIT most FOR UPDATE SKIP LOCKED;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET most = LEAST(GREATEST(COALESCE(most, 0), 0), 50);
  REPEAT   -- when others had them all
    SET done = 0, seen = 0;
    OPEN due;
    FETCH due INTO one;
    WHILE NOT done DO
      UPDATE outbox SET tries = tries + 1, next_try = taken_at + INTERVAL 10 MINUTE WHERE id = one AND next_try <= taken_at;
      IF ROW_COUNT() > 0 THEN
        SET mine = CONCAT_WS(',', NULLIF(mine, ''), one);
      END IF;
      SET seen = seen + 1;
      FETCH due INTO one;
    END WHILE;
    CLOSE due;
  UNTIL seen = 0 OR mine <> '' END REPEAT;
  SELECT taken.id, taken.kind, taken.recipient, taken.payload, taken.tries, CAST(UNIX_TIMESTAMP(taken.created_at) AS SIGNED) AS created
    FROM outbox AS taken
    WHERE taken.next_try = taken_at + INTERVAL 10 MINUTE AND FIND_IN_SET(taken.id, mine) > 0 ORDER BY taken.id;
END$$

DROP PROCEDURE IF EXISTS outbox_done$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE outbox_done(message BIGINT UNSIGNED, error VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
UPDATE outbox SET sent_at = IF(error = '', CURRENT_TIMESTAMP, NULL), last_error = error,
    next_try = IF(error = '' OR tries >= 8, NULL, CURRENT_TIMESTAMP + INTERVAL POW(4, tries - 1) MINUTE)
  WHERE id = message AND sent_at IS NULL$$

DROP PROCEDURE IF EXISTS outbox_give_up$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE outbox_give_up(message BIGINT UNSIGNED, error VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
UPDATE outbox SET last_error = error, next_try = NULL WHERE id = message AND sent_at IS NULL$$

-- Forgetting ----------------------------------------------------------------------------------------------

DROP PROCEDURE IF EXISTS portal_forget$$
-- Deletes at most so many rows that have had their time: traces, budgets, forms and receipts' doubles after 7 days, sent messages after 7
-- and given-up ones after 30, looked-into reports of readers after 30, personal data desk_personal_days after its case, claim or notice has
-- ended (or came and was suspect, and nobody took it up). Candidates are read without locks
-- and deleted by their keys; personal data goes for good (no history has it). Called by portal_prune.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_forget(most INT, OUT forgotten INT)
BEGIN
  DECLARE number BIGINT UNSIGNED;
  DECLARE what VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE client VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE at_hour DATETIME;
  DECLARE done INT DEFAULT 0;
  DECLARE remaining INT DEFAULT LEAST(GREATEST(COALESCE(most, 0), 0), 10000);
  DECLARE days INT DEFAULT GREATEST(CAST(portal_setting('desk_personal_days') AS UNSIGNED), 1);
  DECLARE old_time TIMESTAMP DEFAULT CURRENT_TIMESTAMP - INTERVAL 7 DAY;
  DECLARE old_traces CURSOR FOR
    SELECT oldest.id FROM (SELECT t.id, t.created_at FROM submission_trace AS t ORDER BY t.id LIMIT remaining) AS oldest
    WHERE oldest.created_at < old_time;
  DECLARE old_forms CURSOR FOR SELECT s.client_id FROM submission AS s WHERE s.created_at < old_time ORDER BY s.created_at LIMIT remaining;
  DECLARE old_hours CURSOR FOR
    SELECT b.purpose, b.hour FROM submission_budget AS b WHERE b.hour < UTC_TIMESTAMP() - INTERVAL 7 DAY LIMIT remaining;
  DECLARE old_messages CURSOR FOR
    SELECT oldest.id FROM (SELECT o.id, o.sent_at, o.created_at FROM outbox AS o WHERE o.next_try IS NULL ORDER BY o.id LIMIT remaining) AS oldest
    WHERE oldest.sent_at < old_time OR oldest.created_at < CURRENT_TIMESTAMP - INTERVAL 30 DAY;
  -- Also what was added by note or join after a case's own row had gone (a rating reopens old cases, too).
  DECLARE old_cases CURSOR FOR
    SELECT known.case_id FROM (SELECT p.case_id FROM hotline_person AS p UNION SELECT n.case_id FROM hotline_note_person AS n
                               UNION SELECT j.case_id FROM hotline_join_person AS j) AS known STRAIGHT_JOIN hotline_case AS c ON c.id = known.case_id
    WHERE (c.state IN ('answered', 'closed', 'rejected') OR (c.state = 'new' AND c.suspect = 1)) AND c.received_at < CURRENT_TIMESTAMP - INTERVAL days DAY
      AND COALESCE(c.closed_at, c.answered_at, c.received_at) < CURRENT_TIMESTAMP - INTERVAL days DAY LIMIT remaining;
  DECLARE old_claims CURSOR FOR
    SELECT k.claim_id FROM claim_contact AS k STRAIGHT_JOIN claim AS c ON c.id = k.claim_id
    WHERE (c.state IN ('removed', 'rejected', 'restored') OR (c.state = 'received' AND c.suspect = 1))
      AND COALESCE(c.restored_at, c.decided_at, c.received_at) < CURRENT_TIMESTAMP - INTERVAL days DAY LIMIT remaining;
  DECLARE old_counters CURSOR FOR
    SELECT p.counter_id FROM claim_counter_contact AS p STRAIGHT_JOIN claim_counter AS k ON k.id = p.counter_id JOIN claim AS c ON c.id = k.claim_id
    WHERE (c.state IN ('removed', 'rejected', 'restored') OR (k.state = 'received' AND k.suspect = 1))
      AND k.received_at < CURRENT_TIMESTAMP - INTERVAL days DAY
      AND COALESCE(c.restored_at, c.decided_at, c.received_at) < CURRENT_TIMESTAMP - INTERVAL days DAY LIMIT remaining;
  DECLARE old_notices CURSOR FOR
    SELECT k.notice_id FROM plaza_contact AS k STRAIGHT_JOIN plaza_notice AS n ON n.id = k.notice_id
    WHERE n.ends_at < CURRENT_TIMESTAMP - INTERVAL 30 DAY OR (n.state IN ('withdrawn', 'rejected') AND n.received_at < CURRENT_TIMESTAMP - INTERVAL 30 DAY)
    LIMIT remaining;
  DECLARE old_reports CURSOR FOR
    SELECT oldest.id FROM (SELECT r.id, r.reported_at FROM plaza_report AS r WHERE r.checked = 1 ORDER BY r.id LIMIT remaining) AS oldest
    WHERE oldest.reported_at < CURRENT_TIMESTAMP - INTERVAL 30 DAY;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET forgotten = 0;

  OPEN old_traces;
  FETCH old_traces INTO number;
  WHILE NOT done DO
    DELETE FROM submission_trace WHERE id = number;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_traces INTO number;
  END WHILE;
  CLOSE old_traces;

  SET done = 0;
  OPEN old_forms;
  FETCH old_forms INTO client;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM submission WHERE client_id = client;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_forms INTO client;
  END WHILE;
  CLOSE old_forms;

  SET done = 0;
  OPEN old_hours;
  FETCH old_hours INTO what, at_hour;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM submission_budget WHERE purpose = what AND hour = at_hour;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_hours INTO what, at_hour;
  END WHILE;
  CLOSE old_hours;

  SET done = 0;
  OPEN old_messages;
  FETCH old_messages INTO number;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM outbox WHERE id = number;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_messages INTO number;
  END WHILE;
  CLOSE old_messages;

  SET done = 0;
  OPEN old_cases;
  FETCH old_cases INTO number;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM hotline_person WHERE case_id = number;
    DELETE FROM hotline_note_person WHERE case_id = number;
    DELETE FROM hotline_join_person WHERE case_id = number;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_cases INTO number;
  END WHILE;
  CLOSE old_cases;

  SET done = 0;
  OPEN old_claims;
  FETCH old_claims INTO number;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM claim_contact WHERE claim_id = number;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_claims INTO number;
  END WHILE;
  CLOSE old_claims;

  SET done = 0;
  OPEN old_counters;
  FETCH old_counters INTO number;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM claim_counter_contact WHERE counter_id = number;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_counters INTO number;
  END WHILE;
  CLOSE old_counters;

  SET done = 0;
  OPEN old_notices;
  FETCH old_notices INTO number;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM plaza_contact WHERE notice_id = number;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_notices INTO number;
  END WHILE;
  CLOSE old_notices;

  SET done = 0;
  OPEN old_reports;
  FETCH old_reports INTO number;
  WHILE NOT done AND remaining > 0 DO
    DELETE FROM plaza_report WHERE id = number;
    SET forgotten = forgotten + 1, remaining = remaining - 1;
    FETCH old_reports INTO number;
  END WHILE;
  CLOSE old_reports;
END$$

DROP PROCEDURE IF EXISTS forget_personal$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE forget_personal(most INT)
BEGIN
  DECLARE forgotten INT;
  CALL portal_forget(most, forgotten);
  SELECT forgotten AS deleted;
END$$

DELIMITER ;
