-- 26_hotline_web.sql: what citizens do to the hotline through the web account. May be run again at any time.
--
-- The contract (parameters that all desks share, and answers: 25_desk.sql):
--
-- web_hotline_submit(client_id, code_hash, address_key, now_time,
--     kind, agency, region,                 codes; agency and region may be ''
--     is_private,                           1: the citizen wishes to be answered with the code only
--     suspect,                              1: honeypot or too fast; stored, told to nobody
--     title, public_text,                   as masked (np_mask.h)
--     title_original, text_original, name, phone, email)     as sent; the contact may be ''
--   -> new:N, again:N, taken, busy:S, bad; sentences for what is not there. The case is `new` and not listed until approved.
-- web_hotline_note(client_id, code_hash, address_key, now_time, text, text_original)   a note to the case of the code
--   -> new:N, again:N, taken, busy:S, bad, none, full (20 notes are enough)
-- web_hotline_rate(code_hash, address_key, now_time, solved, score)    solved 0 or 1, score 1 to 5; once per closing
--   -> ok:answered (stays), ok:reopened, ok:supervised (the same again: the same), rated (already, otherwise), early (no final reply yet), none, busy:S, bad
-- web_hotline_join(client_id, address_key, now_time, case_id, email)   email '' or told of the final reply
--   -> new:N, again:N, taken, busy:S, bad, none (no such case is listed, or it has ended)
-- To read with the code: web_code_ok('hotline', ...) first, then web_opened_case and the like (29_desk_views.sql).

DELIMITER $$

DROP FUNCTION IF EXISTS web_hotline_submit$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_hotline_submit(client_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, now_time DATETIME, kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, region VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, is_private INT, suspect INT,
  title VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, public_text TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  title_original VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  text_original TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, name VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  phone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, email VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  IF COALESCE(code_hash, '') = '' OR now_time IS NULL THEN
    RETURN 'bad';
  END IF;
  CALL portal_form(client_id, 'hotline', SHA2(CONCAT_WS('\n', kind, agency, region, is_private, title_original, text_original, name, phone, email), 256),
                   code_hash, address_key, answer);
  IF answer = 'new' THEN
    INSERT INTO hotline_case (title, public_text, kind, agency, region, prominence, public_reason, received_at, suspect)
      VALUES (title, public_text, kind, agency, region, IF(is_private = 1, 'code_only', 'public'),
              IF(is_private = 1, '市民要求不公开。 / The citizen asked for an answer in private.', ''), now_time, suspect = 1);
    SET number = LAST_INSERT_ID();
    INSERT INTO hotline_person (case_id, name, phone, email, title_original, text_original)
      VALUES (number, name, phone, email, title_original, text_original);
    CALL portal_form_done(client_id, 'hotline', code_hash, number);
    IF suspect <> 1 THEN
      CALL portal_send('case-receipt', email, CONCAT('number=', number));
    END IF;
    SET answer = CONCAT('new:', number);
  END IF;
  RETURN answer;
END$$

DROP FUNCTION IF EXISTS web_hotline_note$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_hotline_note(client_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, now_time DATETIME, text TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  text_original TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number, note BIGINT UNSIGNED;
  DECLARE office VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE notes INT;
  CALL portal_open('hotline', code_hash, address_key, number, answer);
  IF answer <> 'open' THEN
    RETURN answer;
  END IF;
  CALL portal_check_text(text);
  CALL portal_form(client_id, 'note', SHA2(CONCAT_WS('\n', number, text_original), 256), '', address_key, answer);
  IF answer = 'new' THEN
    -- With locks: what a code opens was read before the budget's lock was had, and a plain read would be as old as that.
    SELECT COUNT(*) INTO notes FROM hotline_note AS n WHERE n.case_id = number LOCK IN SHARE MODE;
    IF notes >= 20 THEN
      DELETE FROM submission WHERE submission.client_id = client_id;
      RETURN 'full';
    END IF;
    INSERT INTO hotline_note (text, case_id, noted_at) VALUES (text, number, now_time);
    SET note = LAST_INSERT_ID();
    INSERT INTO hotline_note_person (note_id, case_id, text_original) VALUES (note, number, text_original);
    CALL portal_form_done(client_id, 'note', '', note);
    SELECT MAX(c.agency) INTO office FROM hotline_case AS c WHERE c.id = number;
    CALL portal_send_agency('case-note', office, number);
    SET answer = CONCAT('new:', note);
  END IF;
  RETURN answer;
END$$

DROP FUNCTION IF EXISTS portal_rated_before$$
-- The same rating again is answered as it was: whoever sends it twice has had no answer. 'rated': it was another one; 'early': none.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_rated_before(number BIGINT UNSIGNED, solved_now INT, score_now INT)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
READS SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin DEFAULT 'early';
  SELECT IF(r.solved <> solved_now OR r.score <> score_now, 'rated',
            CONCAT('ok:', IF(r.solved OR r.round > 1, 'answered', IF(r.round = 0, 'reopened', 'supervised'))))
    INTO answer FROM hotline_rating AS r WHERE r.case_id = number ORDER BY r.round DESC LIMIT 1 LOCK IN SHARE MODE;
  RETURN answer;
END$$

DROP FUNCTION IF EXISTS web_hotline_rate$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_hotline_rate(code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  now_time DATETIME, solved INT, score INT) RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  DECLARE now_is VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE this_round INT;
  DECLARE twice INT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR 1062 SET twice = 1;
  IF COALESCE(solved, 2) NOT IN (0, 1) OR COALESCE(score, 0) NOT BETWEEN 1 AND 5 OR now_time IS NULL THEN
    RETURN 'bad';
  END IF;
  CALL portal_open('hotline', code_hash, address_key, number, answer);
  IF answer <> 'open' THEN
    RETURN answer;
  END IF;
  SELECT c.state, c.round INTO now_is, this_round FROM hotline_case AS c WHERE c.id = number;
  IF COALESCE(now_is, '') NOT IN ('answered', 'closed') THEN
    RETURN portal_rated_before(number, solved, score);
  END IF;
  INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (number, this_round, solved, score, now_time);
  IF twice THEN
    RETURN portal_rated_before(number, solved, score);
  END IF;
  INSERT INTO hotline_tally (case_id, score, solved) VALUES (number, score, solved)
    ON DUPLICATE KEY UPDATE score = VALUES(score), solved = VALUES(solved);
  CALL portal_touch_case(number);
  -- Once it is reopened, the second time it goes to the supervisors; what they answered stays. The case was read without a
  -- lock: whoever rates the same round is kept out by the rating's key, and what an officer did meanwhile stays.
  IF solved = 0 AND this_round < 2 THEN
    SET now_is = IF(this_round = 0, 'reopened', 'supervised');
    UPDATE hotline_case SET state = now_is, reopened_at = now_time
      WHERE id = number AND round = this_round AND state IN ('answered', 'closed');
    IF ROW_COUNT() > 0 THEN
      RETURN CONCAT('ok:', now_is);
    END IF;
  END IF;
  RETURN 'ok:answered';
END$$

DROP FUNCTION IF EXISTS web_hotline_join$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_hotline_join(client_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  now_time DATETIME, case_id BIGINT UNSIGNED, email VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  IF NOT EXISTS (SELECT 1 FROM hotline_case AS c WHERE c.id = case_id AND c.approved_at <= now_time AND c.prominence = 'public'
                 AND c.state IN ('new', 'accepted', 'reopened', 'supervised')) THEN
    RETURN 'none';
  END IF;
  CALL portal_form(client_id, 'join', SHA2(CONCAT_WS('\n', case_id, email), 256), '', address_key, answer);
  IF answer = 'new' THEN
    INSERT INTO hotline_join (case_id, joined_at) VALUES (case_id, now_time);
    SET number = LAST_INSERT_ID();
    IF email <> '' THEN
      INSERT INTO hotline_join_person (join_id, case_id, email) VALUES (number, case_id, email);
    END IF;
    INSERT INTO hotline_tally (case_id, joins) VALUES (case_id, 1) ON DUPLICATE KEY UPDATE joins = joins + 1;
    CALL portal_form_done(client_id, 'join', '', number);
    CALL portal_touch_case(case_id);
    SET answer = CONCAT('new:', number);
  END IF;
  RETURN answer;
END$$

DELIMITER ;
