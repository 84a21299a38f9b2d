-- 26_hotline.sql: the rules of the hotline: who may do what to a case, deadlines, threads. May be run again at any time.
--
-- Called by editors' and officers' statements. The rules look at facts (a transfer's row, a final reply's row, a rating's row),
-- never at a variable that somebody could set, and read them with SELECT ... INTO, which locks nothing but the case that a row is added to
-- (20_desk_tables.sql). Who is at work is asked as in 03_people.sql. Personal data is read here for messages only.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_touch_case$$
-- What a case's page, the lists and the figures show has changed.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_touch_case(number BIGINT UNSIGNED)
INSERT INTO change_log (kind, item) VALUES ('case', number), ('cases', ''), ('league', '')$$

DROP FUNCTION IF EXISTS portal_is_supervisor$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_is_supervisor() RETURNS INT
READS SQL DATA
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  CALL portal_who(role_now, only_channels);
  RETURN role_now IN ('chief', 'admin', 'system') OR (role_now = 'officer' AND portal_agencies() = '*');
END$$

DROP PROCEDURE IF EXISTS portal_check_officer$$
-- Refuses whoever may not work on a case of an agency: officers of other agencies, editors, people without a role.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_officer(agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  case_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  IF NOT portal_is_supervisor() THEN
    CALL portal_who(role_now, only_channels);
    IF role_now <> 'officer' OR agency = '' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) = 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '这件诉求不归您的部门，请由负责部门办理。 / This case is not of your agency: leave it to the one whose it is.';
    END IF;
    IF case_state = 'supervised' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '这件诉求已转督办，请由督办人员答复。 / This case is with the supervisors: they answer it.';
    END IF;
  END IF;
END$$

DROP FUNCTION IF EXISTS portal_has_final$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_has_final(number BIGINT UNSIGNED, wanted INT) RETURNS INT
READS SQL DATA
BEGIN
  DECLARE found INT DEFAULT 0;
  SELECT COUNT(*) INTO found FROM hotline_reply AS r WHERE r.case_id = number AND r.round = wanted AND r.kind = 'final';
  RETURN found > 0;
END$$

DROP PROCEDURE IF EXISTS portal_case_limits$$
-- Until when a case of a kind must be accepted and answered.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_case_limits(wanted VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, from_time DATETIME, OUT accept_until DATE, OUT answer_until DATE)
BEGIN
  DECLARE to_accept, to_answer INT DEFAULT 0;
  SELECT MAX(k.accept_days), MAX(k.answer_days) INTO to_accept, to_answer FROM hotline_kind AS k WHERE k.code = wanted;
  SET accept_until = portal_add_work_days(DATE(from_time), to_accept), answer_until = portal_add_work_days(DATE(from_time), to_answer);
END$$

DROP PROCEDURE IF EXISTS portal_check_case$$
-- What holds of every case.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_case(state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  prominence VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, reason VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF (prominence <> 'public' OR state = 'rejected') AND TRIM(REPLACE(reason, '　', '')) = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '不公开或不受理须写明公开理由（public_reason）。 / Hiding or rejecting a case needs a public_reason: write it.';
  END IF;
  SELECT COUNT(*) INTO found FROM hotline_kind AS k WHERE k.code = kind;
  IF found = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个类别，请填hotline_kind表里的代码。 / No such kind: write a code of table hotline_kind.';
  END IF;
END$$

DROP TRIGGER IF EXISTS hotline_case_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_case_before_insert BEFORE INSERT ON hotline_case FOR EACH ROW
BEGIN
  DECLARE accept_until, answer_until DATE;
  CALL portal_check_text(NEW.title);
  CALL portal_check_text(NEW.public_text);
  CALL portal_check_case(NEW.state, NEW.prominence, NEW.public_reason, NEW.kind);
  CALL portal_check_agency(NEW.agency, 1);
  CALL portal_check_region(NEW.region);
  IF NEW.state <> 'new' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '诉求从new开始，请先保存再改状态。 / A case begins as new: save it first, then change its state.';
  END IF;
  CALL portal_case_limits(NEW.kind, NEW.received_at, accept_until, answer_until);
  SET NEW.accept_due = accept_until, NEW.answer_due = answer_until,
      NEW.accepted_at = NULL, NEW.answered_at = NULL, NEW.answer_days = NULL, NEW.in_time = NULL, NEW.closed_at = NULL,
      NEW.reopened_at = NULL, NEW.round = 0, NEW.extensions = 0, NEW.updated_by = portal_me(),
      NEW.approved_by = IF(NEW.approved_at IS NULL, '', portal_me());
END$$

DROP TRIGGER IF EXISTS hotline_case_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_case_after_insert AFTER INSERT ON hotline_case FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('league', '');
  IF NEW.approved_at IS NOT NULL THEN
    CALL portal_touch_case(NEW.id);
    CALL portal_index_case(NEW.id, portal_case_words(NEW.approved_at, NEW.prominence, NEW.title, NEW.public_text));
  END IF;
  IF NEW.suspect = 0 THEN
    CALL portal_send_agency('case-new', NEW.agency, NEW.id);
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_case_step$$
-- Is a case's way from one state to another open?
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_case_step(number BIGINT UNSIGNED, agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, round INT,
  from_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, to_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE said INT DEFAULT NULL;
  IF to_state IN ('answered', 'closed') AND NOT portal_has_final(number, round) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有最终答复不能办结，请先加一行最终答复。 / No final reply, no closing: add a row of kind final to the replies first.';
  END IF;
  IF to_state IN ('reopened', 'supervised') THEN
    SELECT MAX(r.solved) INTO said FROM hotline_rating AS r WHERE r.case_id = number AND r.round = round;
    IF NOT (COALESCE(said, 1) = 0 AND from_state IN ('answered', 'closed')) AND NOT (to_state = 'supervised' AND portal_is_supervisor()) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '重开由市民评价决定，督办由督办人员决定。 / Citizens reopen a case by their rating; supervisors take one over.';
    END IF;
  ELSE
    IF to_state = 'accepted' AND agency = '' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '请先指定部门（agency）再受理。 / Assign an agency before accepting the case.';
    END IF;
    IF NOT (to_state = 'accepted' AND from_state IN ('new', 'rejected') OR to_state = 'rejected' AND from_state IN ('new', 'accepted')
            OR to_state = 'new' AND from_state IN ('accepted', 'rejected') OR to_state = 'answered' AND from_state <> 'rejected'
            OR to_state = 'closed' AND from_state <> 'rejected') THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '状态不能这样改，请看state栏的说明。 / The state cannot change like that: see the comment of column state.';
    END IF;
    CALL portal_check_officer(agency, from_state);
  END IF;
END$$

DROP TRIGGER IF EXISTS hotline_case_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_case_before_update BEFORE UPDATE ON hotline_case FOR EACH ROW
BEGIN
  DECLARE accept_until, answer_until DATE;
  DECLARE newest BIGINT UNSIGNED;
  DECLARE named VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE replied DATETIME DEFAULT NULL;
  IF NEW.id <> OLD.id THEN
    CALL portal_keep_code();
  END IF;
  IF NOT (CAST(NEW.title AS BINARY) <=> CAST(OLD.title AS BINARY)) OR NOT (CAST(NEW.public_text AS BINARY) <=> CAST(OLD.public_text AS BINARY)) THEN
    CALL portal_check_text(NEW.title);
    CALL portal_check_text(NEW.public_text);
  END IF;
  IF NEW.state <> OLD.state OR NEW.prominence <> OLD.prominence OR NEW.public_reason <> OLD.public_reason OR NEW.kind <> OLD.kind THEN
    CALL portal_check_case(NEW.state, NEW.prominence, NEW.public_reason, NEW.kind);
  END IF;
  IF NEW.region <> OLD.region THEN
    CALL portal_check_region(NEW.region);
  END IF;
  IF NEW.agency <> OLD.agency THEN
    IF OLD.agency = '' THEN
      CALL portal_check_agency(NEW.agency, 0);
      SET NEW.handler = IF(NEW.handler = OLD.handler, '', NEW.handler);
    ELSE
      SELECT MAX(t.id) INTO newest FROM hotline_transfer AS t WHERE t.case_id = OLD.id;
      SELECT MAX(t.to_agency) INTO named FROM hotline_transfer AS t WHERE t.id = newest;
      IF NOT (NEW.agency <=> named) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          '不归您办？请在转办表加一行，写明归谁和理由。 / Not yours? Add a row to the transfers: name whose it is, and why.';
      END IF;
    END IF;
  END IF;
  -- Another kind has other limits until somebody took the case up, or its time ran out; later days need an extension with its reason.
  IF NEW.kind <> OLD.kind AND OLD.accepted_at IS NULL AND OLD.answered_at IS NULL AND OLD.extensions = 0 AND OLD.accept_due >= CURDATE() THEN
    CALL portal_case_limits(NEW.kind, OLD.received_at, accept_until, answer_until);
    SET NEW.accept_due = accept_until, NEW.answer_due = answer_until;
  END IF;
  IF NOT (NEW.approved_at <=> OLD.approved_at) THEN
    SET NEW.approved_by = IF(NEW.approved_at IS NULL, '', portal_me());
  END IF;
  IF NEW.state <> OLD.state THEN
    -- A transfer is a step of the agency whose the case was.
    CALL portal_check_case_step(OLD.id, IF(OLD.agency = '', NEW.agency, OLD.agency), OLD.round, OLD.state, NEW.state);
    IF NEW.state = 'accepted' THEN
      SET NEW.accepted_at = COALESCE(OLD.accepted_at, NOW()), NEW.handler = COALESCE(NULLIF(NEW.handler, ''), portal_me());
    ELSEIF NEW.state IN ('answered', 'closed') AND OLD.state NOT IN ('answered', 'closed') THEN
      SELECT MAX(r.replied_at) INTO replied FROM hotline_reply AS r WHERE r.case_id = OLD.id AND r.round = OLD.round AND r.kind = 'final';
      SET NEW.answered_at = COALESCE(replied, NOW()),
          NEW.accepted_at = COALESCE(OLD.accepted_at, NEW.answered_at);
      IF OLD.answer_days IS NULL THEN
        SET NEW.answer_days = portal_work_days(DATE(OLD.received_at), DATE(NEW.answered_at)), NEW.in_time = DATE(NEW.answered_at) <= OLD.answer_due;
      END IF;
    ELSEIF NEW.state = 'reopened' OR (NEW.state = 'supervised' AND OLD.state IN ('answered', 'closed')) THEN
      SET NEW.reopened_at = IF(NEW.reopened_at <=> OLD.reopened_at, NOW(), NEW.reopened_at), NEW.round = OLD.round + 1, NEW.closed_at = NULL;
      CALL portal_case_limits(NEW.kind, NEW.reopened_at, accept_until, answer_until);
      SET NEW.answer_due = answer_until;
    END IF;
    IF NEW.state = 'closed' THEN
      SET NEW.closed_at = NOW();
    END IF;
  END IF;
  SET NEW.updated_by = portal_me();
END$$

DROP PROCEDURE IF EXISTS portal_note_case$$
-- One column of a case in the histories, if it changed. Never its text: what was masked later stood in it.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_note_case(number BIGINT UNSIGNED, name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
  before_it VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, after_it VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  IF NOT (before_it <=> after_it) THEN
    CALL portal_note('case', number, '', 0, 'update', name, before_it, after_it);
  END IF;
END$$

DROP TRIGGER IF EXISTS hotline_case_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_case_after_update AFTER UPDATE ON hotline_case FOR EACH ROW
BEGIN
  CALL portal_note_case(NEW.id, 'kind', OLD.kind, NEW.kind);
  CALL portal_note_case(NEW.id, 'agency', OLD.agency, NEW.agency);
  CALL portal_note_case(NEW.id, 'region', OLD.region, NEW.region);
  CALL portal_note_case(NEW.id, 'state', OLD.state, NEW.state);
  CALL portal_note_case(NEW.id, 'prominence', OLD.prominence, NEW.prominence);
  CALL portal_note_case(NEW.id, 'public_reason', OLD.public_reason, NEW.public_reason);
  CALL portal_note_case(NEW.id, 'approved_at', OLD.approved_at, NEW.approved_at);
  CALL portal_note_case(NEW.id, 'handler', OLD.handler, NEW.handler);
  IF NOT (OLD.title <=> NEW.title AND OLD.public_text <=> NEW.public_text) THEN
    CALL portal_note('case', NEW.id, '', 0, 'update', 'public_text', NULL, NULL);
  END IF;
  -- Out of sight: copies of it must go even where nothing else does.
  IF OLD.approved_at IS NOT NULL AND OLD.prominence <> NEW.prominence OR OLD.approved_at IS NOT NULL AND NEW.approved_at IS NULL
    OR OLD.approved_at IS NOT NULL AND NOT (CAST(OLD.public_text AS BINARY) <=> CAST(NEW.public_text AS BINARY)
                                            AND CAST(OLD.title AS BINARY) <=> CAST(NEW.title AS BINARY)) THEN
    INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('case:', NEW.id));
  END IF;
  IF NOT (CAST(portal_case_words(OLD.approved_at, OLD.prominence, OLD.title, OLD.public_text) AS BINARY)
          <=> CAST(portal_case_words(NEW.approved_at, NEW.prominence, NEW.title, NEW.public_text) AS BINARY)) THEN
    CALL portal_index_case(NEW.id, portal_case_words(NEW.approved_at, NEW.prominence, NEW.title, NEW.public_text));
  END IF;
  IF OLD.approved_at IS NULL AND NEW.approved_at IS NULL THEN
    INSERT INTO change_log (kind, item) VALUES ('league', '');
  ELSE
    CALL portal_touch_case(NEW.id);
  END IF;
  IF NEW.agency <> OLD.agency THEN
    CALL portal_send_agency('case-new', NEW.agency, NEW.id);
  END IF;
END$$

DROP TRIGGER IF EXISTS hotline_case_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_case_before_delete BEFORE DELETE ON hotline_case FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('case:', OLD.id));
  CALL portal_touch_case(OLD.id);
  DELETE FROM hotline_person WHERE case_id = OLD.id;
  DELETE FROM hotline_note_person WHERE case_id = OLD.id;
  DELETE FROM hotline_join_person WHERE case_id = OLD.id;
  DELETE FROM hotline_note WHERE case_id = OLD.id;
  DELETE FROM hotline_join WHERE case_id = OLD.id;
  DELETE FROM hotline_reply WHERE case_id = OLD.id;
  DELETE FROM hotline_transfer WHERE case_id = OLD.id;
  DELETE FROM hotline_extension WHERE case_id = OLD.id;
  DELETE FROM hotline_rating WHERE case_id = OLD.id;
  DELETE FROM hotline_tally WHERE case_id = OLD.id;
  CALL portal_index_case(OLD.id, NULL);
  DELETE FROM receipt WHERE desk = 'hotline' AND item_id = OLD.id;
END$$

DROP TRIGGER IF EXISTS hotline_person_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_person_before_update BEFORE UPDATE ON hotline_person FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
  '市民原文不能更改，请改公开文本。 / What a citizen sent cannot change: edit the public text instead.'$$

DROP PROCEDURE IF EXISTS portal_read_case$$
-- A case that somebody adds a row to; refused if there is none. Read with the lock that the row's AFTER trigger would take: what is added
-- (a round, a date, whose case it was) is said of the case as it is, not as it was when a colleague or a citizen had not yet saved.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_read_case(number BIGINT UNSIGNED, OUT case_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  OUT case_agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, OUT case_round INT, OUT due DATE)
BEGIN
  SELECT MAX(c.state), MAX(c.agency), MAX(c.round), MAX(c.answer_due) INTO case_state, case_agency, case_round, due
    FROM hotline_case AS c WHERE c.id = number FOR UPDATE;
  IF case_state IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个编号的诉求，请核对case_id。 / No case has this number: check case_id.';
  END IF;
END$$

DROP TRIGGER IF EXISTS hotline_reply_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_reply_before_insert BEFORE INSERT ON hotline_reply FOR EACH ROW
BEGIN
  DECLARE known_as VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  DECLARE case_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_round INT;
  DECLARE due DATE;
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_text(NEW.text);
  CALL portal_read_case(NEW.case_id, case_state, case_agency, case_round, due);
  IF case_state IN ('closed', 'rejected') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '已办结或不受理的诉求不再答复，请改原答复。 / A closed or rejected case takes no more replies: edit the one that is there.';
  END IF;
  CALL portal_check_officer(case_agency, case_state);
  SELECT MAX(a.name) INTO known_as FROM agency AS a WHERE a.code = case_agency;
  IF case_agency = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '请先指定部门（agency）再答复。 / Assign an agency before replying to the case.';
  END IF;
  SET NEW.agency = case_agency, NEW.round = case_round, NEW.created_by = portal_me(), NEW.revised_at = NULL,
      NEW.office = COALESCE(NULLIF(NEW.office, ''), known_as, ''), NEW.replied_at = IF(portal_by_hand(), NOW(), NEW.replied_at);
END$$

DROP PROCEDURE IF EXISTS portal_tell_citizens$$
-- Of a final reply: who asked, and who joined.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_tell_citizens(number BIGINT UNSIGNED)
BEGIN
  DECLARE mail VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  DECLARE done INT DEFAULT 0;
  DECLARE others CURSOR FOR SELECT j.email FROM hotline_join_person AS j WHERE j.case_id = number;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SELECT MAX(p.email) INTO mail FROM hotline_person AS p WHERE p.case_id = number;
  CALL portal_send('case-reply', mail, CONCAT('number=', number));
  OPEN others;
  FETCH others INTO mail;
  WHILE NOT done DO
    CALL portal_send('case-joined', mail, CONCAT('number=', number));
    FETCH others INTO mail;
  END WHILE;
  CLOSE others;
END$$

DROP TRIGGER IF EXISTS hotline_reply_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_reply_after_insert AFTER INSERT ON hotline_reply FOR EACH ROW
BEGIN
  DECLARE case_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_round INT;
  DECLARE due DATE;
  -- The state is asked first: by the key alone an update locks its row, with more in WHERE it may lock a gap of by_state, and with
  -- it every citizen who sends in a new case.
  CALL portal_read_case(NEW.case_id, case_state, case_agency, case_round, due);
  IF NEW.kind = 'final' THEN
    IF case_state <> 'answered' THEN
      UPDATE hotline_case SET state = 'answered' WHERE id = NEW.case_id;
    END IF;
    CALL portal_tell_citizens(NEW.case_id);
  ELSEIF case_state = 'new' THEN
    UPDATE hotline_case SET state = 'accepted' WHERE id = NEW.case_id;
  END IF;
  CALL portal_note('reply', NEW.id, '', 0, 'insert', '', NULL, NULL);
  CALL portal_touch_case(NEW.case_id);
END$$

DROP TRIGGER IF EXISTS hotline_reply_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_reply_before_update BEFORE UPDATE ON hotline_reply FOR EACH ROW
BEGIN
  DECLARE case_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_round INT;
  IF NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.kind <> OLD.kind THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '答复的种类和所属诉求不能更改，请另加一行。 / A reply keeps its case and kind: add another row instead.';
  END IF;
  CALL portal_check_text(NEW.text);
  SELECT MAX(c.state), MAX(c.round) INTO case_state, case_round FROM hotline_case AS c WHERE c.id = OLD.case_id;
  CALL portal_check_officer(OLD.agency, IF(OLD.round = case_round, case_state, ''));
  IF NOT (CAST(NEW.text AS BINARY) <=> CAST(OLD.text AS BINARY)) THEN
    SET NEW.revised_at = NOW();
  END IF;
END$$

DROP TRIGGER IF EXISTS hotline_reply_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_reply_after_update AFTER UPDATE ON hotline_reply FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.text AS BINARY) <=> CAST(OLD.text AS BINARY)) THEN
    CALL portal_note('reply', NEW.id, '', 0, 'update', 'text', OLD.text, NEW.text);
    INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('case:', NEW.case_id));
  END IF;
  IF NEW.office <> OLD.office THEN
    CALL portal_note('reply', NEW.id, '', 0, 'update', 'office', OLD.office, NEW.office);
  END IF;
  IF NEW.role <> OLD.role THEN
    CALL portal_note('reply', NEW.id, '', 0, 'update', 'role', OLD.role, NEW.role);
  END IF;
  CALL portal_touch_case(NEW.case_id);
END$$

DROP TRIGGER IF EXISTS hotline_transfer_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_transfer_before_insert BEFORE INSERT ON hotline_transfer FOR EACH ROW
BEGIN
  DECLARE case_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_round INT;
  DECLARE due DATE;
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_read_case(NEW.case_id, case_state, case_agency, case_round, due);
  CALL portal_check_officer(case_agency, case_state);
  IF case_state NOT IN ('new', 'accepted', 'reopened', 'supervised') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '已答复、办结或不受理的诉求不能转办。 / An answered, closed or rejected case cannot be transferred.';
  END IF;
  IF NEW.to_agency = '' OR NEW.to_agency = case_agency THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '转办须写明归哪个部门（to_agency），不能是原部门。 / A transfer names the other agency whose it is: fill in to_agency.';
  END IF;
  CALL portal_check_agency(NEW.to_agency, 0);
  CALL portal_check_text(NEW.reason);
  SET NEW.from_agency = case_agency, NEW.created_by = portal_me(), NEW.moved_at = IF(portal_by_hand(), NOW(), NEW.moved_at);
END$$

DROP TRIGGER IF EXISTS hotline_transfer_after_insert$$
-- What the first agency had accepted, the second has not: as new it is in that one's inbox. Imports bring their own states.
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_transfer_after_insert AFTER INSERT ON hotline_transfer FOR EACH ROW
UPDATE hotline_case SET agency = NEW.to_agency, handler = '', state = IF(state = 'accepted' AND portal_by_hand(), 'new', state) WHERE id = NEW.case_id$$

DROP TRIGGER IF EXISTS hotline_transfer_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_transfer_before_update BEFORE UPDATE ON hotline_transfer FOR EACH ROW
CALL portal_keep_code()$$

DROP TRIGGER IF EXISTS hotline_extension_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_extension_before_insert BEFORE INSERT ON hotline_extension FOR EACH ROW
BEGIN
  DECLARE case_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE case_round INT;
  DECLARE due DATE;
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_read_case(NEW.case_id, case_state, case_agency, case_round, due);
  CALL portal_check_officer(case_agency, case_state);
  IF case_state NOT IN ('new', 'accepted', 'reopened', 'supervised') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '已答复、办结或不受理的诉求不能延期。 / An answered, closed or rejected case cannot be extended.';
  END IF;
  SET NEW.extended_at = IF(portal_by_hand(), NOW(), NEW.extended_at);
  IF due < DATE(NEW.extended_at) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '已经逾期的诉求不能延期，请尽快答复。 / An overdue case cannot be extended: answer it.';
  END IF;
  IF NEW.work_days NOT BETWEEN 1 AND 30 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '延期须为1至30个工作日。 / An extension is of 1 to 30 work days.';
  END IF;
  CALL portal_check_text(NEW.reason);
  SET NEW.due_before = due, NEW.due_after = portal_add_work_days(due, NEW.work_days), NEW.agency = case_agency, NEW.created_by = portal_me();
END$$

DROP TRIGGER IF EXISTS hotline_extension_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_extension_after_insert AFTER INSERT ON hotline_extension FOR EACH ROW
UPDATE hotline_case SET answer_due = NEW.due_after, extensions = extensions + 1 WHERE id = NEW.case_id$$

DROP TRIGGER IF EXISTS hotline_extension_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_extension_before_update BEFORE UPDATE ON hotline_extension FOR EACH ROW
CALL portal_keep_code()$$

DROP TRIGGER IF EXISTS hotline_kind_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_kind_before_update BEFORE UPDATE ON hotline_kind FOR EACH ROW
BEGIN
  CALL portal_check_text(NEW.name);
  IF NEW.code <> OLD.code THEN
    CALL portal_keep_code();
  END IF;
END$$

DROP TRIGGER IF EXISTS hotline_kind_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER hotline_kind_after_update AFTER UPDATE ON hotline_kind FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('agency', '')$$

DROP FUNCTION IF EXISTS portal_case_by_phone$$
-- A case and its caller in one statement: both are there, or neither. Answers its number.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_case_by_phone(kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  region VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, title VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  public_text TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, text_original TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  caller VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, phone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS BIGINT UNSIGNED
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE number BIGINT UNSIGNED;
  INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES (title, public_text, kind, agency, region);
  SET number = LAST_INSERT_ID();
  INSERT INTO hotline_person (case_id, name, phone, title_original, text_original)
    VALUES (number, COALESCE(caller, ''), COALESCE(phone, ''), title, COALESCE(text_original, ''));
  RETURN number;
END$$

DROP PROCEDURE IF EXISTS hotline_by_phone$$
-- A case that came by telephone, entered by an officer: title and text as readers may see them, then the words and the caller as they are.
-- Shows its number. No code: whoever calls is told by telephone.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE hotline_by_phone(kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  region VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, title VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  public_text TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, text_original TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  caller VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, phone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE number BIGINT UNSIGNED;
  SET number = portal_case_by_phone(kind, agency, region, title, public_text, text_original, caller, phone);
  SELECT number;
END$$

DELIMITER ;
