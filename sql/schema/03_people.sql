-- 03_people.sql: who is at work: the account of the session, its role, the channels it looks after, and a refusal in
-- words made on the spot. May be run again at any time. Called by the triggers; nobody else has the right to.
--
-- A trigger runs as its definer, and CURRENT_ROLE() in it is the definer's, on both servers: only USER() tells who is
-- there. So the role is looked up: in table staff if it says one, otherwise in the server's own list of granted roles,
-- so that GRANT newsportal_editor TO li is all that making an editor takes. Whoever is in neither has no role and
-- may not write articles, whatever other rights the account has. What people can do to tables is decided by the
-- database roles alone; the role found here only narrows that.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_refuse$$
-- Refuses with a sentence that names something. It is cut to what every tool shows.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_refuse(sentence VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  SET sentence = LEFT(sentence, 128);
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = sentence;
END$$

DROP FUNCTION IF EXISTS portal_me$$
-- The account without its host: the same person at another desk.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_me() RETURNS VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
DETERMINISTIC NO SQL
RETURN LEFT(USER(), LEAST(80, CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1))$$

DROP FUNCTION IF EXISTS portal_known_as$$
-- How colleagues call an account in a refusal, short enough to leave room for the rest.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_known_as(who VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
READS SQL DATA
BEGIN
  DECLARE found VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  SELECT MAX(name) INTO found FROM staff WHERE account IN (who, CONCAT(who, '@localhost'));
  RETURN LEFT(COALESCE(NULLIF(found, ''), NULLIF(who, ''), '?'), 20);
END$$

DROP FUNCTION IF EXISTS portal_setting$$
-- SELECT ... INTO locks nothing; a subquery in RETURN would, where a trigger asks, and an open edit of a setting would hold up everybody.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_setting(wanted VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin)
RETURNS VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
READS SQL DATA
BEGIN
  DECLARE found VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  SELECT MAX(s.value) INTO found FROM setting AS s WHERE s.code = wanted;
  RETURN COALESCE(found, '');
END$$

DROP FUNCTION IF EXISTS portal_granted_role$$
-- The highest of the portal's roles that the server has granted to an account, or failing that has granted to its other
-- roles; '' if none. Accounts of one name at several hosts are told apart as the server does, the most exact host first;
-- where a host is written in a way that LIKE does not understand, the lowest role is taken for safety. The two
-- servers keep their lists in different tables; sql/install.sh gives newsportal_owner the right to read them.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_granted_role(who VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  host_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin
READS SQL DATA
BEGIN
  DECLARE place VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE highest VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  /*M!100500
  SELECT MAX(m.Host), MAX(CASE m.Role WHEN 'newsportal_admin' THEN '5' WHEN 'newsportal_chief' THEN '4' WHEN 'newsportal_editor' THEN '3'
                    WHEN 'newsportal_reporter' THEN '1' WHEN 'newsportal_officer' THEN '0' END) INTO place, highest
    FROM mysql.roles_mapping AS m WHERE m.Host = host_name AND m.User = who;
  IF place IS NULL THEN
    SELECT m.Host INTO place FROM mysql.roles_mapping AS m
      WHERE m.User = who AND CONVERT(host_name USING utf8mb4) LIKE CONVERT(m.Host USING utf8mb4) COLLATE utf8mb4_unicode_520_ci
      ORDER BY LOCATE('%', m.Host) > 0, CHAR_LENGTH(m.Host) DESC LIMIT 1;
  END IF;
  IF place IS NULL THEN
    SELECT IF(COUNT(*) > 0, '1', NULL) INTO highest FROM mysql.roles_mapping AS m WHERE m.User = who AND m.Host <> '';
  ELSEIF highest IS NULL THEN
    WITH RECURSIVE held (name) AS (
      SELECT CAST(m.Role AS CHAR(128)) FROM mysql.roles_mapping AS m WHERE m.User = who AND m.Host = place
      UNION SELECT CAST(more.Role AS CHAR(128)) FROM held JOIN mysql.roles_mapping AS more ON more.User = held.name AND more.Host = '')
    SELECT MAX(CASE held.name WHEN 'newsportal_admin' THEN '5' WHEN 'newsportal_chief' THEN '4' WHEN 'newsportal_editor' THEN '3'
                    WHEN 'newsportal_reporter' THEN '1' WHEN 'newsportal_officer' THEN '0' END) INTO highest FROM held;
  END IF; */
  /*!80000
  SELECT MAX(m.TO_HOST), MAX(CASE m.FROM_USER WHEN 'newsportal_admin' THEN '5' WHEN 'newsportal_chief' THEN '4' WHEN 'newsportal_editor' THEN '3'
                    WHEN 'newsportal_reporter' THEN '1' WHEN 'newsportal_officer' THEN '0' END) INTO place, highest
    FROM mysql.role_edges AS m WHERE m.TO_HOST = host_name AND m.TO_USER = who;
  IF place IS NULL THEN
    SELECT m.TO_HOST INTO place FROM mysql.role_edges AS m
      WHERE m.TO_USER = who AND CONVERT(host_name USING utf8mb4) LIKE CONVERT(m.TO_HOST USING utf8mb4) COLLATE utf8mb4_unicode_520_ci
      ORDER BY LOCATE('%', m.TO_HOST) > 0, CHAR_LENGTH(m.TO_HOST) DESC LIMIT 1;
  END IF;
  IF place IS NULL THEN
    SELECT IF(COUNT(*) > 0, '1', NULL) INTO highest FROM mysql.role_edges AS m WHERE m.TO_USER = who;
  ELSEIF highest IS NULL THEN
    WITH RECURSIVE held (name, host) AS (
      SELECT CAST(m.FROM_USER AS CHAR(32)), CAST(m.FROM_HOST AS CHAR(255)) FROM mysql.role_edges AS m
        WHERE m.TO_USER = who AND m.TO_HOST = place
      UNION SELECT CAST(more.FROM_USER AS CHAR(32)), CAST(more.FROM_HOST AS CHAR(255)) FROM held
        JOIN mysql.role_edges AS more ON more.TO_USER = held.name AND more.TO_HOST = held.host)
    SELECT MAX(CASE held.name WHEN 'newsportal_admin' THEN '5' WHEN 'newsportal_chief' THEN '4' WHEN 'newsportal_editor' THEN '3'
                    WHEN 'newsportal_reporter' THEN '1' WHEN 'newsportal_officer' THEN '0' END) INTO highest FROM held;
  END IF; */
  RETURN CASE highest WHEN '5' THEN 'admin' WHEN '4' THEN 'chief' WHEN '3' THEN 'editor' WHEN '1' THEN 'reporter'
                      WHEN '0' THEN 'officer' ELSE '' END;
END$$

DROP PROCEDURE IF EXISTS portal_who$$
-- The role of whoever is at work (reporter, editor, chief, officer, admin, system, or '' for none) and the codes of the
-- channels that it may write in ('' for all). Plain reads, which lock nothing.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_who(OUT role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  OUT only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT role, channels INTO role_now, only_channels FROM staff WHERE account = LEFT(USER(), 96);
  IF role_now IS NULL THEN
    SELECT role, channels INTO role_now, only_channels FROM staff WHERE account = portal_me();
  END IF;
  SET only_channels = COALESCE(only_channels, '');
  IF COALESCE(role_now, 'granted') = 'granted' THEN
    SET role_now = portal_granted_role(portal_me(), SUBSTRING_INDEX(USER(), '@', -1));
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_desk$$
-- Refuses a channel that is not looked after. wanted NULL: the front page.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_desk(only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  wanted VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE found INT DEFAULT 0;
  DECLARE lists VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin;
  IF only_channels <> '' THEN
    SELECT MAX(path) INTO lists FROM channel_place WHERE code = wanted;
    SELECT COUNT(*) INTO found FROM channel_place AS own
      WHERE FIND_IN_SET(own.code, only_channels) > 0 AND FIND_IN_SET(CONCAT('channel:', own.channel_id), lists) > 0;
    IF found = 0 THEN
      CALL portal_refuse(CONCAT('您只负责这些栏目：', LEFT(only_channels, 25), '，请改选。 / Your channels are ',
                                LEFT(only_channels, 25), ': choose one of them.'));
    END IF;
  END IF;
END$$

DROP FUNCTION IF EXISTS portal_bulk$$
-- Is this a bulk load (see portal_rebuild_listing)? Only those who may rebuild the lists afterwards may say so.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_bulk() RETURNS INT
READS SQL DATA
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  IF COALESCE(@newsportal_bulk, 0) = 0 THEN
    RETURN 0;
  END IF;
  CALL portal_who(role_now, only_channels);
  RETURN role_now IN ('admin', 'system');
END$$

DROP TRIGGER IF EXISTS staff_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER staff_before_insert BEFORE INSERT ON staff FOR EACH ROW
SET NEW.channels = portal_codes(NEW.channels), NEW.agencies = portal_agency_codes(NEW.agencies)$$

DROP TRIGGER IF EXISTS staff_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER staff_before_update BEFORE UPDATE ON staff FOR EACH ROW
SET NEW.channels = IF(NEW.channels = OLD.channels, OLD.channels, portal_codes(NEW.channels)), NEW.agencies = portal_agency_codes(NEW.agencies)$$

DROP FUNCTION IF EXISTS portal_codes$$
-- Tidies a typed list of channels into codes: "新闻、life" becomes "news,life". Unknown ones are refused. None of them is renamed until
-- this is saved: who renames one looks for its people (portal_rename_in_staff), and would not find these.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_codes(typed VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
READS SQL DATA
BEGIN
  DECLARE rest, piece, tidy VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE number INT UNSIGNED;
  DECLARE path VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin;
  SET rest = REPLACE(REPLACE(REPLACE(REPLACE(typed, '、', ','), '，', ','), ';', ','), '；', ',');
  WHILE CHAR_LENGTH(rest) > 0 DO
    SET piece = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(piece) + 2);
    IF TRIM(piece) <> '' THEN
      SET piece = portal_channel_code(piece), path = NULL;
      IF piece IS NOT NULL THEN
        CALL portal_lock_place(piece, number, path);
      END IF;
      IF path IS NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          'channels里有不存在的栏目，请填栏目代码。 / channels names a channel that does not exist: write codes of channels.';
      END IF;
      SET tidy = CONCAT_WS(',', NULLIF(tidy, ''), piece);
    END IF;
  END WHILE;
  RETURN tidy;
END$$

DROP PROCEDURE IF EXISTS portal_rename_in_staff$$
-- A channel has another code. Read with locks: somebody may just be getting it. Row by row by the key, as a client with --safe-updates demands of triggers too.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_rename_in_staff(old_code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  new_code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE who VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE done INT DEFAULT 0;
  DECLARE people CURSOR FOR SELECT known.account FROM staff AS known WHERE FIND_IN_SET(old_code, known.channels) > 0 FOR UPDATE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN people;
  FETCH people INTO who;
  WHILE NOT done DO
    UPDATE staff SET channels = TRIM(BOTH ',' FROM REPLACE(CONCAT(',', channels, ','), CONCAT(',', old_code, ','), CONCAT(',', new_code, ',')))
      WHERE account = who;
    FETCH people INTO who;
  END WHILE;
  CLOSE people;
END$$

DROP TRIGGER IF EXISTS setting_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER setting_before_update BEFORE UPDATE ON setting FOR EACH ROW
BEGIN
  IF NEW.code <> OLD.code THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '设置的代码不能更改，请改回原值。 / The code of a setting cannot change: restore it.';
  END IF;
  IF NEW.code LIKE '%\_url' AND NEW.value <> '' THEN
    CALL portal_check_url(NEW.value, 0);
    SET NEW.value = TRIM(TRAILING '/' FROM NEW.value);
  ELSEIF NEW.code NOT LIKE '%\_url' AND NEW.value NOT REGEXP '^[0-9]{1,6}\\z' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '该设置是数字，请只填数字。 / This setting is a number: write digits only.';
  END IF;
  -- Readers see it.
  IF NEW.code = 'claim_hours' AND NEW.value <> OLD.value THEN
    INSERT INTO change_log (kind, item) VALUES ('claims', '');
  END IF;
END$$

DELIMITER ;
