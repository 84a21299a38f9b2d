-- 05_media_removal.sql: what a removal of a picture takes along. May be run again at any time. The triggers of removal (04) and of media (06) call it.
--
-- One file may have several rows of media: a title and a caption for each language. A removal names one of them, but what is removed is the
-- file: its bytes go for all, so all rows of it go, or their pages would show broken pictures. Rows are of one file that have the same path,
-- or no path and the same mark of what was uploaded. media.removal_id names the removal that is in force for a row: its own, else one
-- of another row of the file, the oldest. Where the named row has been deleted since, the removal holds what it held.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_media_removal_of_file$$
-- The oldest removal in force that names another row of this file, or holds one although the named row is gone. Plain reads do not see one
-- that a colleague has not yet saved: whoever removes a file holds all its rows, so one of them is asked for by its key, and waited for.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_media_removal_of_file(item BIGINT UNSIGNED, file VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  mark CHAR(16) CHARACTER SET ascii COLLATE ascii_bin, OUT in_force BIGINT UNSIGNED)
BEGIN
  DECLARE other, held BIGINT UNSIGNED DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  IF file <> '' THEN
    SELECT MIN(m.id) INTO other FROM media AS m WHERE m.path = file AND m.id <> item;
    SELECT MIN(r.id) INTO in_force FROM media AS m JOIN removal AS r ON r.item_kind = 'media' AND r.item_id = m.id AND r.restored_at IS NULL
      WHERE m.path = file AND m.id <> item;
    IF in_force IS NULL THEN
      SELECT MIN(r.id) INTO in_force FROM media AS m JOIN removal AS r ON r.id = m.removal_id AND r.item_kind = 'media' AND r.restored_at IS NULL
        LEFT JOIN media AS named ON named.id = r.item_id
        WHERE m.path = file AND m.id <> item AND named.id IS NULL;
    END IF;
  ELSEIF mark <> '' THEN
    SELECT MIN(m.id) INTO other FROM media AS m WHERE m.content_hash = mark AND m.path = '' AND m.id <> item;
    SELECT MIN(r.id) INTO in_force FROM media AS m JOIN removal AS r ON r.item_kind = 'media' AND r.item_id = m.id AND r.restored_at IS NULL
      WHERE m.content_hash = mark AND m.path = '' AND m.id <> item;
    IF in_force IS NULL THEN
      SELECT MIN(r.id) INTO in_force FROM media AS m JOIN removal AS r ON r.id = m.removal_id AND r.item_kind = 'media' AND r.restored_at IS NULL
        LEFT JOIN media AS named ON named.id = r.item_id
        WHERE m.content_hash = mark AND m.path = '' AND m.id <> item AND named.id IS NULL;
    END IF;
  END IF;
  IF in_force IS NOT NULL THEN
    SELECT MIN(now_is.id) INTO in_force FROM removal AS now_is WHERE now_is.id = in_force AND now_is.restored_at IS NULL LOCK IN SHARE MODE;
  END IF;
  IF in_force IS NULL AND other IS NOT NULL THEN
    SELECT beside.removal_id INTO held FROM media AS beside WHERE beside.id = other LOCK IN SHARE MODE;
    IF held IS NOT NULL THEN
      SELECT MIN(now_is.id) INTO in_force FROM removal AS now_is WHERE now_is.id = held AND now_is.restored_at IS NULL LOCK IN SHARE MODE;
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_media_in_force$$
-- `named` is what the row named until now (NULL where it has another file now): that stays in charge as long as it is in force, for the
-- reason that portal_removal_in_force gives.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_media_in_force(item BIGINT UNSIGNED, file VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  mark CHAR(16) CHARACTER SET ascii COLLATE ascii_bin, named BIGINT UNSIGNED, OUT in_force BIGINT UNSIGNED)
BEGIN
  DECLARE other BIGINT UNSIGNED DEFAULT NULL;
  DECLARE others, same INT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  CALL portal_removal_in_force('media', item, named, in_force);
  IF in_force IS NULL AND named IS NOT NULL THEN
    SELECT item_id INTO other FROM removal WHERE id = named AND item_kind = 'media' AND restored_at IS NULL LOCK IN SHARE MODE;
    IF other IS NOT NULL THEN
      SELECT COUNT(*), COALESCE(SUM(path = file AND (file <> '' OR content_hash = mark AND mark <> '')), 0) INTO others, same
        FROM media WHERE id = other;
      SET in_force = IF(others = 0 OR same > 0, named, NULL);
    END IF;
  END IF;
  IF in_force IS NULL THEN
    CALL portal_media_removal_of_file(item, file, mark, in_force);
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_media_stays$$
-- A row that a removal names keeps its file while it is removed: with another one, the file would be seen again, unnamed.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_media_stays(item BIGINT UNSIGNED)
BEGIN
  DECLARE in_force BIGINT UNSIGNED DEFAULT NULL;
  SELECT MIN(id) INTO in_force FROM removal WHERE item_kind = 'media' AND item_id = item AND restored_at IS NULL;
  IF in_force IS NOT NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '图片已被移除，不能换文件，请另建一行。 / This picture was removed: put another file into another row.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_apply_media_removal$$
-- Row by row by the key, as --safe-updates demands; the rows' own triggers look up what is in force. `gone`: the removal is in force.
-- The named row comes first, and is held from then on. A colleague may just be adding another row of the file: behind the first one, which who
-- adds one waits for, the index is read with locks. A file that would stand next to this one there, and no other, waits until this is saved.
-- No FOR UPDATE: it is in the way of citizens' claims, too (20_desk_tables.sql).
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_apply_media_removal(item BIGINT UNSIGNED, number BIGINT UNSIGNED, gone INT)
BEGIN
  DECLARE file VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE mark CHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE one, lowest BIGINT UNSIGNED DEFAULT item;
  DECLARE done INT DEFAULT 0;
  DECLARE items CURSOR FOR SELECT m.id FROM media AS m WHERE m.id = lowest AND m.id <> item
    UNION SELECT m.id FROM media AS m WHERE m.removal_id = number AND m.id <> item
    UNION (SELECT beside.id FROM media AS beside FORCE INDEX (path) WHERE beside.path = file AND beside.id > lowest AND beside.id <> item AND file <> '' LOCK IN SHARE MODE)
    UNION (SELECT beside.id FROM media AS beside FORCE INDEX (content_hash)
           WHERE beside.content_hash = mark AND beside.id > lowest AND beside.id <> item AND beside.path = '' AND mark <> '' AND file = '' LOCK IN SHARE MODE);
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  IF gone THEN
    INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('media:', item));
  END IF;
  UPDATE media SET removal_id = IF(gone, number, NULL) WHERE id = item;
  SELECT COALESCE(MAX(own.path), ''), COALESCE(MAX(own.content_hash), '') INTO file, mark FROM media AS own WHERE own.id = item LOCK IN SHARE MODE;
  IF file <> '' THEN
    SELECT LEAST(COALESCE(MIN(m.id), item), item) INTO lowest FROM media AS m WHERE m.path = file;
  ELSEIF mark <> '' THEN
    SELECT LEAST(COALESCE(MIN(m.id), item), item) INTO lowest FROM media AS m WHERE m.content_hash = mark AND m.path = '';
  END IF;
  OPEN items;
  FETCH items INTO one;
  WHILE NOT done DO
    IF gone THEN
      INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('media:', one));
    END IF;
    UPDATE media SET removal_id = IF(gone, number, NULL) WHERE id = one;
    FETCH items INTO one;
  END WHILE;
  CLOSE items;
  -- Articles show files in their texts without knowing the row.
  IF file <> '' THEN
    INSERT INTO change_log (kind, item) VALUES ('file', file);
  END IF;
END$$

DELIMITER ;
