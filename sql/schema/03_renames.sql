-- 03_renames.sql: what follows when something gets another address: a redirect from the old one, links that lead
-- there, and other redirects that did. May be run again at any time. Called by the triggers of channel and page;
-- merge_tag and rename_tag are called by people.
--
-- An old address leads to the new one in one step, however often something moves, and belongs to it as long as it
-- exists: nothing else gets it, though the thing itself may come back to it. Articles need no redirect when they move, because their
-- address holds their number; a tag that is an alias leads to the other one by itself.

DELIMITER $$

DROP FUNCTION IF EXISTS portal_channel_address$$
-- The path of the channel's page, from its places: /news/local/
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_channel_address(wanted INT UNSIGNED)
RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
READS SQL DATA
BEGIN
  DECLARE address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '/';
  DECLARE one VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET wanted = NULL;
  WHILE wanted IS NOT NULL DO
    SELECT code, parent_id INTO one, wanted FROM channel_place WHERE channel_id = wanted;
    SET address = CONCAT('/', one, address);
  END WHILE;
  RETURN address;
END$$

DROP PROCEDURE IF EXISTS portal_claim_address$$
-- Something is about to be found at an address. If a redirect is there, the address is an old one: only what it leads
-- to (present) may take it back. present NULL: something new.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_claim_address(wanted VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  present VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE leads VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT path_to INTO leads FROM redirect WHERE path_from = wanted;
  IF leads IS NOT NULL THEN
    IF leads <=> present THEN
      DELETE FROM redirect WHERE path_from = wanted;
    ELSE
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '这个地址以前属于别的内容，旧链接仍指向它，请换代码。 / The address belonged to something else before: choose another code.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_write_address$$
-- Something moved from one address to another: redirects and links follow, each by its own key, so that other rows
-- stay free for others.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_write_address(old_one VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  new_one VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE number INT UNSIGNED;
  DECLARE done INT DEFAULT 0;
  DECLARE earlier CURSOR FOR SELECT known.id FROM redirect AS known WHERE known.path_to = old_one;
  DECLARE links CURSOR FOR SELECT known.id FROM link AS known WHERE known.url = old_one;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  CALL portal_claim_address(new_one, old_one);
  OPEN earlier;
  FETCH earlier INTO number;
  WHILE NOT done DO
    UPDATE redirect SET path_to = new_one WHERE id = number;
    FETCH earlier INTO number;
  END WHILE;
  CLOSE earlier;
  -- Somebody may have written a redirect from there that meant nothing as long as there was a page.
  INSERT INTO redirect (path_from, path_to) VALUES (old_one, new_one) ON DUPLICATE KEY UPDATE path_to = new_one, status = 301;
  SET done = 0;
  OPEN links;
  FETCH links INTO number;
  WHILE NOT done DO
    UPDATE link SET url = new_one WHERE id = number;
    FETCH links INTO number;
  END WHILE;
  CLOSE links;
END$$

DROP PROCEDURE IF EXISTS portal_forget_address$$
-- Something was deleted: redirects that led to it would lead to nothing.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_forget_address(address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE number INT UNSIGNED;
  DECLARE done INT DEFAULT 0;
  DECLARE earlier CURSOR FOR SELECT known.id FROM redirect AS known WHERE known.path_to = address;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN earlier;
  FETCH earlier INTO number;
  WHILE NOT done DO
    DELETE FROM redirect WHERE id = number;
    FETCH earlier INTO number;
  END WHILE;
  CLOSE earlier;
END$$

DROP PROCEDURE IF EXISTS portal_move_addresses$$
-- After a channel got another code or parent: its own address and those of all channels below it.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_move_addresses(moved INT UNSIGNED, old_parent VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  old_code VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE old_one, new_one, below_one VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE below INT UNSIGNED;
  DECLARE done INT DEFAULT 0;
  DECLARE under CURSOR FOR
    SELECT place.channel_id FROM channel_place AS place WHERE FIND_IN_SET(CONCAT('channel:', moved), place.path) > 1
    ORDER BY CHAR_LENGTH(place.path);
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET new_one = portal_channel_address(moved);
  SET old_one = CONCAT(IF(old_parent IS NULL, '/',
    portal_channel_address((SELECT above.channel_id FROM channel_place AS above WHERE above.code = old_parent))), old_code, '/');
  CALL portal_write_address(old_one, new_one);
  OPEN under;
  FETCH under INTO below;
  WHILE NOT done DO
    SET below_one = portal_channel_address(below);
    CALL portal_write_address(CONCAT(old_one, SUBSTRING(below_one, CHAR_LENGTH(new_one) + 1)), below_one);
    FETCH under INTO below;
  END WHILE;
  CLOSE under;
END$$

DROP PROCEDURE IF EXISTS portal_merge_tag$$
-- What merge_tag does, within the caller's transaction.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_merge_tag(one VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  other VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE number INT UNSIGNED;
  DECLARE done, turned INT DEFAULT 0;
  DECLARE aliases CURSOR FOR SELECT known.id FROM tag AS known WHERE known.alias_of = one;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  IF portal_tags(one) = '' OR portal_tags(other) = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '请写明两个标签的名称。 / Write the names of both tags.';
  END IF;
  SELECT COUNT(*) INTO turned FROM tag AS known WHERE known.name = other AND known.alias_of = one;
  IF turned > 0 AND one <> other THEN
    UPDATE tag SET alias_of = NULL WHERE name = other;
  END IF;
  OPEN aliases;
  FETCH aliases INTO number;
  WHILE NOT done DO
    UPDATE tag SET alias_of = other WHERE id = number;
    FETCH aliases INTO number;
  END WHILE;
  CLOSE aliases;
  INSERT INTO tag (name, alias_of) VALUES (one, other) ON DUPLICATE KEY UPDATE alias_of = other;
END$$

DROP PROCEDURE IF EXISTS merge_tag$$
-- Makes one tag an alias of another: /tag/one/ leads to /tag/other/, whose list takes its articles, and so do those that
-- led to it before. If the other one has led here until now, the two change places. A transaction of its own, as rename_channel.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE merge_tag(one VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  other VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  CALL portal_merge_tag(one, other);
  COMMIT;
END$$

DROP PROCEDURE IF EXISTS rename_tag$$
-- Gives a tag another name: the new one takes its description and its articles, the old one leads there. A transaction of its own.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE rename_tag(one VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  other VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  IF one <> other THEN
    INSERT INTO tag (name, description)
      SELECT other, known.description FROM (SELECT COALESCE(MAX(description), '') AS description FROM tag WHERE name = one) AS known
      ON DUPLICATE KEY UPDATE tag.description = IF(tag.description = '', known.description, tag.description);
    CALL portal_merge_tag(one, other);
  ELSE
    UPDATE tag SET name = other WHERE name = one;
  END IF;
  COMMIT;
END$$

DELIMITER ;
