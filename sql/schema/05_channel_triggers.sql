-- 05_channel_triggers.sql: the channel tree: its rules, its places, and the lists that move with it.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_check_channel$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_channel(name VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, above VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE found INT DEFAULT 0;
  CALL portal_check_title(name);
  CALL portal_check_code(code);
  CALL portal_check_language(language);
  IF above = code THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '栏目不能是自己的上级，请另选上级。 / A channel cannot be its own parent: choose another one.';
  END IF;
  IF above IS NULL THEN
    SELECT COUNT(*) INTO found FROM reserved_word WHERE word = code;
    IF found > 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '该代码是网站保留的地址，请换一个。 / This code is an address of the portal itself: choose another one.';
    END IF;
  ELSE
    SELECT COUNT(*) INTO found FROM channel_place AS place WHERE place.code = above;
    IF found = 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个上级栏目，请填写已有栏目的代码。 / There is no such parent: write the code of a channel.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_tree$$
-- The tree belongs to those who look after all channels; how many reviews there are has a small range.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_tree(levels INT, tree INT)
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  IF levels > 2 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '审核级数只能是0、1或2，请改正。 / review_levels is 0, 1 or 2: correct it.';
  END IF;
  IF tree THEN
    CALL portal_who(role_now, only_channels);
    IF only_channels <> '' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '栏目的增删改名由负责全部栏目的人办理，请联系总编。 / Adding or renaming channels is for who has them all: ask the chief.';
    END IF;
  END IF;
END$$

DROP FUNCTION IF EXISTS portal_is_handed_on$$
-- 1 while rename_channel takes a channel from under the old code of its parent, or puts it under the new one: it stays where it is. That is
-- told by channel_place, which nobody but these triggers and procedures can write, never by something that a session can set: the old code
-- stands there no longer, or the channel's place is under the new parent already. Asked for by the key with a lock, because another
-- session's renaming may be newer than what this transaction's plain reads see; a shared one, which lets others publish there.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_is_handed_on(moved INT UNSIGNED, old_parent VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  new_parent VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) RETURNS INT
READS SQL DATA
BEGIN
  DECLARE above INT UNSIGNED DEFAULT NULL;
  DECLARE own INT UNSIGNED DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  IF new_parent IS NULL AND old_parent IS NOT NULL THEN
    SELECT place.channel_id INTO above FROM channel_place AS place WHERE place.code = old_parent LOCK IN SHARE MODE;
    RETURN above IS NULL;
  ELSEIF old_parent IS NULL AND new_parent IS NOT NULL THEN
    SELECT place.parent_id INTO own FROM channel_place AS place WHERE place.channel_id = moved LOCK IN SHARE MODE;
    IF own IS NOT NULL THEN
      SELECT place.channel_id INTO above FROM channel_place AS place WHERE place.code = new_parent;
      RETURN above <=> own;
    END IF;
  END IF;
  RETURN 0;
END$$

DROP TRIGGER IF EXISTS channel_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_before_insert BEFORE INSERT ON channel FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  SET NEW.parent = COALESCE(portal_channel_code(NEW.parent), NULLIF(NEW.parent, '')), NEW.code_ref = NEW.code;
  CALL portal_check_channel(NEW.name, NEW.code, NEW.parent, NEW.language);
  CALL portal_check_tree(NEW.review_levels, 1);
END$$

DROP TRIGGER IF EXISTS channel_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_after_insert AFTER INSERT ON channel FOR EACH ROW
BEGIN
  DECLARE above_path VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE above_id INT UNSIGNED DEFAULT NULL;
  IF NEW.parent IS NOT NULL THEN
    CALL portal_lock_place(NEW.parent, above_id, above_path);
    IF CHAR_LENGTH(above_path) - CHAR_LENGTH(REPLACE(above_path, ',', '')) > 3 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '栏目最多五级，请选择更高的上级。 / Channels may be five levels deep: choose a higher parent.';
    END IF;
  END IF;
  INSERT INTO channel_place (code, channel_id, parent_id, path)
    VALUES (NEW.code, NEW.id, above_id, CONCAT_WS(',', CONCAT('channel:', NEW.id), above_path));
  CALL portal_claim_address(portal_channel_address(NEW.id), NULL);
  INSERT INTO change_log (kind, item) VALUES ('channel', NEW.id), ('navigation', '');
END$$

DROP TRIGGER IF EXISTS channel_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_before_update BEFORE UPDATE ON channel FOR EACH ROW
BEGIN
  DECLARE found INT DEFAULT 0;
  IF NEW.id <> OLD.id THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '栏目编号不能更改，请改回原值。 / The number of a channel cannot change: restore it.';
  END IF;
  SET NEW.parent = NULLIF(NEW.parent, ''), NEW.code_ref = NEW.code;
  IF NOT (HEX(NEW.parent) <=> HEX(OLD.parent)) THEN
    SET NEW.parent = COALESCE(portal_channel_code(NEW.parent), NEW.parent);
  END IF;
  IF portal_is_handed_on(OLD.id, OLD.parent, NEW.parent) = 0 THEN
    CALL portal_check_channel(NEW.name, NEW.code, NEW.parent, NEW.language);
  END IF;
  CALL portal_check_tree(NEW.review_levels, NEW.code <> OLD.code OR NOT (NEW.parent <=> OLD.parent));
  IF NEW.code <> OLD.code THEN
    SELECT COUNT(*) INTO found FROM channel WHERE parent = OLD.code;
    IF found > 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '该栏目有下级栏目，请用CALL rename_channel(旧代码, 新代码)改。 / It has channels below it: CALL rename_channel(old, new).';
    END IF;
    -- Here, not in the AFTER trigger: articles follow by the foreign key in between, and where that fires
    -- their triggers, they must find the new code.
    UPDATE channel_place SET code = NEW.code WHERE code = OLD.code;
  END IF;
END$$

DROP TRIGGER IF EXISTS channel_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_after_update AFTER UPDATE ON channel FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('channel', NEW.id);
  IF HEX(NEW.name) <> HEX(OLD.name) OR NEW.code <> OLD.code OR NOT (NEW.parent <=> OLD.parent)
     OR NEW.sort_order <> OLD.sort_order OR NEW.language <> OLD.language THEN
    INSERT INTO change_log (kind, item) VALUES ('navigation', '');
  END IF;
  IF NEW.code <> OLD.code THEN
    UPDATE slot SET channel = NEW.code WHERE channel = OLD.code;
    CALL portal_rename_in_staff(OLD.code, NEW.code);
  END IF;
  IF portal_is_handed_on(OLD.id, OLD.parent, NEW.parent) = 0 THEN
    IF NOT (NEW.parent <=> OLD.parent) THEN
      CALL portal_move_channel(NEW.id, NEW.code, NEW.parent);
    END IF;
    IF NEW.code <> OLD.code OR NOT (NEW.parent <=> OLD.parent) THEN
      CALL portal_move_addresses(NEW.id, OLD.parent, OLD.code);
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS rename_channel$$
-- Gives a channel another code when there are channels below it, which a plain UPDATE cannot: they name their parent. A transaction of its
-- own, so that nobody ever sees half of it; what the session had open is committed first. Redirects, lists and links follow as with
-- any new code (portal_move_addresses goes by places, which stay).
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE rename_channel(old_code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  new_code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE number INT UNSIGNED DEFAULT NULL;
  DECLARE children, rest TEXT CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  SELECT MAX(place.channel_id) INTO number FROM channel_place AS place WHERE place.code = old_code;
  IF number IS NULL OR COALESCE(new_code, '') = '' OR old_code = new_code THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '请写明已有栏目的代码和新的代码。 / Write the code of a channel, and the new one.';
  END IF;
  CALL portal_check_code(new_code);
  -- From here on the triggers know what this is (portal_is_handed_on).
  UPDATE channel_place SET code = new_code WHERE code = old_code;
  SELECT COALESCE(GROUP_CONCAT(below.id ORDER BY below.id SEPARATOR ','), '') INTO children FROM channel AS below WHERE below.parent = old_code;
  SET rest = children;
  WHILE rest <> '' DO
    UPDATE channel SET parent = NULL WHERE id = CAST(SUBSTRING_INDEX(rest, ',', 1) AS UNSIGNED);
    SET rest = IF(LOCATE(',', rest) > 0, SUBSTRING(rest, LOCATE(',', rest) + 1), '');
  END WHILE;
  UPDATE channel SET code = new_code WHERE id = number;
  SET rest = children;
  WHILE rest <> '' DO
    UPDATE channel SET parent = new_code WHERE id = CAST(SUBSTRING_INDEX(rest, ',', 1) AS UNSIGNED);
    SET rest = IF(LOCATE(',', rest) > 0, SUBSTRING(rest, LOCATE(',', rest) + 1), '');
  END WHILE;
  COMMIT;
END$$

DROP TRIGGER IF EXISTS channel_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_before_delete BEFORE DELETE ON channel FOR EACH ROW
BEGIN
  DECLARE used BIGINT UNSIGNED DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  CALL portal_check_tree(0, 1);
  SELECT id INTO used FROM article WHERE channel = OLD.code LIMIT 1;
  IF used IS NOT NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '栏目里还有文章，请先移到别的栏目。 / The channel has articles: move them to another channel first.';
  END IF;
  SELECT id INTO used FROM channel WHERE parent = OLD.code LIMIT 1;
  IF used IS NOT NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '该栏目有下级栏目，请先移走或删除下级。 / Move or delete the channels below this one first.';
  END IF;
  SELECT capacity INTO used FROM slot WHERE channel = OLD.code LIMIT 1;
  IF used IS NOT NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '该栏目有推荐位，请先删除推荐位。 / The channel has slots: delete them first.';
  END IF;
END$$

DROP TRIGGER IF EXISTS channel_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER channel_after_delete AFTER DELETE ON channel FOR EACH ROW
BEGIN
  CALL portal_forget_address(portal_channel_address(OLD.id));
  DELETE FROM channel_place WHERE code = OLD.code;
  INSERT INTO change_log (kind, item) VALUES ('channel', OLD.id), ('navigation', '');
END$$

DELIMITER ;
