-- 06_small_triggers.sql: rules and log rows of the small tables: tag, slot, placement, correction, source, media, page,
-- link, redirect. Each logs its key as it was and as it is, so that pages made from either are renewed.

DELIMITER $$

-- tag: a name means the same as in an article; an alias leads to a tag that is no alias itself.

DROP PROCEDURE IF EXISTS portal_check_tag$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_tag(name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, other VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF HEX(name) <> HEX(portal_tags(name)) OR name = '' OR name LIKE '%,%' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '标签名称不能为空或含分隔符和首尾空格，请改写。 / Tag name: not empty, no separators or outer spaces; reword it.';
  END IF;
  IF other IS NOT NULL THEN
    IF HEX(other) <> HEX(portal_tags(other)) OR other LIKE '%,%' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        'alias_of只能是一个标签名称，不含分隔符和首尾空格。 / alias_of: one tag name, no separators or outer spaces.';
    END IF;
    SELECT COUNT(*) INTO found FROM tag WHERE tag.name = other AND tag.alias_of IS NOT NULL;
    IF other = name OR found > 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '同义标签须直接指向最终的标签，不能是自己。 / alias_of: name the final tag, neither this one nor an alias.';
    END IF;
    SELECT COUNT(*) INTO found FROM tag WHERE tag.alias_of = name;
    IF found > 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '有标签以本标签为同义，请先改它们。 / Other tags are aliases of this one: change those first.';
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS tag_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_before_insert BEFORE INSERT ON tag FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  SET NEW.alias_of = NULLIF(NEW.alias_of, '');
  IF NEW.alias_of IS NOT NULL THEN
    CALL portal_close_tag_gates(NEW.name, NULL, NEW.alias_of);
  END IF;
  CALL portal_check_tag(NEW.name, NEW.alias_of);
END$$

DROP TRIGGER IF EXISTS tag_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_before_update BEFORE UPDATE ON tag FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  SET NEW.alias_of = NULLIF(NEW.alias_of, '');
  -- Articles hold names, not numbers: under another name the row would describe nothing.
  IF NEW.name <> OLD.name THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '请CALL rename_tag(旧名, 新名)，或新增新名并设本标签alias_of。 / CALL rename_tag(old, new), or insert new and set alias_of here.';
  END IF;
  IF NOT (HEX(NEW.alias_of) <=> HEX(OLD.alias_of)) THEN
    CALL portal_close_tag_gates(OLD.name, OLD.alias_of, NEW.alias_of);
  END IF;
  CALL portal_check_tag(NEW.name, NEW.alias_of);
END$$

DROP TRIGGER IF EXISTS tag_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_before_delete BEFORE DELETE ON tag FOR EACH ROW
BEGIN
  IF OLD.alias_of IS NOT NULL THEN
    CALL portal_close_tag_gates(OLD.name, OLD.alias_of, NULL);
  END IF;
END$$

DROP TRIGGER IF EXISTS tag_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_after_insert AFTER INSERT ON tag FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('tag', NEW.name);
  IF NEW.alias_of IS NOT NULL THEN
    CALL portal_move_tag(NEW.name, NEW.name, NEW.alias_of);
  END IF;
END$$

DROP TRIGGER IF EXISTS tag_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_after_update AFTER UPDATE ON tag FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('tag', NEW.name);
  IF HEX(NEW.name) <> HEX(OLD.name) THEN
    INSERT INTO change_log (kind, item) VALUES ('tag', OLD.name);
  END IF;
  IF NOT (HEX(NEW.alias_of) <=> HEX(OLD.alias_of)) THEN
    CALL portal_move_tag(NEW.name, COALESCE(OLD.alias_of, NEW.name), COALESCE(NEW.alias_of, NEW.name));
  END IF;
END$$

DROP TRIGGER IF EXISTS tag_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER tag_after_delete AFTER DELETE ON tag FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('tag', OLD.name);
  IF OLD.alias_of IS NOT NULL THEN
    CALL portal_move_tag(OLD.name, OLD.alias_of, OLD.name);
  END IF;
END$$

-- slot and placement: a slot's page changes with each placement; which slots it has, with each slot (kind slots).

DROP PROCEDURE IF EXISTS portal_check_slot$$
-- place '': the front page, or the channel that it has. A channel is not renamed from under a slot that is not yet saved.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_slot(name VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, place VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE number INT UNSIGNED DEFAULT NULL;
  DECLARE path VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  CALL portal_check_title(name);
  CALL portal_check_code(code);
  IF place <> '' THEN
    CALL portal_lock_place(place, number, path);
    IF path IS NULL THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个栏目代码，请填写栏目代码或留空（首页）。 / No such channel: write its code, or nothing for the front page.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_front_desk$$
-- front: a channel's code, '' for the front page.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_front_desk(front VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  CALL portal_who(role_now, only_channels);
  IF only_channels <> '' THEN
    CALL portal_check_desk(only_channels, NULLIF(front, ''));
  END IF;
END$$

DROP TRIGGER IF EXISTS slot_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_before_insert BEFORE INSERT ON slot FOR EACH ROW
BEGIN
  SET NEW.code_ref = NEW.code;
  CALL portal_check_slot(NEW.name, NEW.code, NEW.channel);
  CALL portal_check_front_desk(NEW.channel);
END$$

DROP TRIGGER IF EXISTS slot_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_before_update BEFORE UPDATE ON slot FOR EACH ROW
BEGIN
  SET NEW.code_ref = NEW.code;
  CALL portal_check_slot(NEW.name, NEW.code, IF(NEW.channel = OLD.channel, '', NEW.channel));
  CALL portal_check_front_desk(OLD.channel);
  CALL portal_check_front_desk(NEW.channel);
END$$

DROP TRIGGER IF EXISTS slot_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_before_delete BEFORE DELETE ON slot FOR EACH ROW
BEGIN
  DECLARE used INT DEFAULT 0;
  CALL portal_check_front_desk(OLD.channel);
  SELECT COUNT(*) INTO used FROM placement WHERE slot = OLD.code;
  IF used > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '推荐位里还有文章，请先删除推荐。 / The slot has placements: delete them first.';
  END IF;
END$$

DROP TRIGGER IF EXISTS slot_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_after_insert AFTER INSERT ON slot FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('slot', NEW.code), ('slots', NEW.channel)$$

DROP TRIGGER IF EXISTS slot_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_after_update AFTER UPDATE ON slot FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('slot', NEW.code), ('slots', NEW.channel);
  IF HEX(NEW.code) <> HEX(OLD.code) THEN
    INSERT INTO change_log (kind, item) VALUES ('slot', OLD.code);
  END IF;
  IF HEX(NEW.channel) <> HEX(OLD.channel) THEN
    INSERT INTO change_log (kind, item) VALUES ('slots', OLD.channel);
  END IF;
END$$

DROP TRIGGER IF EXISTS slot_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER slot_after_delete AFTER DELETE ON slot FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('slot', OLD.code), ('slots', OLD.channel)$$

DROP PROCEDURE IF EXISTS portal_check_slot_desk$$
-- Who looks after some channels places articles on their fronts, and nowhere else.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_slot_desk(place VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE front VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  SELECT MAX(s.channel) INTO front FROM slot AS s WHERE s.code = place;
  CALL portal_check_front_desk(front);
END$$

DROP PROCEDURE IF EXISTS portal_check_placement$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_placement(place VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, article BIGINT UNSIGNED, visible_from DATETIME, visible_until DATETIME)
BEGIN
  DECLARE found INT DEFAULT 0;
  SELECT COUNT(*) INTO found FROM slot WHERE code = place;
  IF found = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个推荐位，请从推荐位表中选择。 / There is no such slot: choose a code from table slot.';
  END IF;
  IF article IS NOT NULL THEN
    SELECT COUNT(*) INTO found FROM article WHERE id = article;
    IF found = 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个编号的文章，请核对编号。 / No article has this number: check article_id.';
    END IF;
  END IF;
  IF visible_until <= visible_from THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '结束时间须晚于开始时间，请改正。 / visible_until must be later than visible_from: correct one of them.';
  END IF;
END$$

DROP TRIGGER IF EXISTS placement_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_before_insert BEFORE INSERT ON placement FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_placement(NEW.slot, NEW.article_id, NEW.visible_from, NEW.visible_until);
  CALL portal_check_slot_desk(NEW.slot);
END$$

DROP TRIGGER IF EXISTS placement_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_before_update BEFORE UPDATE ON placement FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_placement(NEW.slot, IF(NEW.article_id = OLD.article_id, NULL, NEW.article_id),
                              NEW.visible_from, NEW.visible_until);
  CALL portal_check_slot_desk(OLD.slot);
  IF NEW.slot <> OLD.slot THEN
    CALL portal_check_slot_desk(NEW.slot);
  END IF;
END$$

DROP TRIGGER IF EXISTS placement_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_before_delete BEFORE DELETE ON placement FOR EACH ROW
CALL portal_check_slot_desk(OLD.slot)$$

DROP TRIGGER IF EXISTS placement_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_after_insert AFTER INSERT ON placement FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('slot', NEW.slot)$$

DROP TRIGGER IF EXISTS placement_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_after_update AFTER UPDATE ON placement FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('slot', NEW.slot);
  IF NEW.slot <> OLD.slot THEN
    INSERT INTO change_log (kind, item) VALUES ('slot', OLD.slot);
  END IF;
END$$

DROP TRIGGER IF EXISTS placement_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER placement_after_delete AFTER DELETE ON placement FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('slot', OLD.slot)$$

-- correction: part of its article's page and of no other. An article that is deleted leaves its corrections behind,
-- as it leaves its placements: it may come back with its number.

DROP PROCEDURE IF EXISTS portal_check_correction$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_correction(words VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, article BIGINT UNSIGNED)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF TRIM(REPLACE(words, '　', '')) = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '请写明哪里有误、正确的是什么。 / Write what was wrong and what is right.';
  END IF;
  IF article IS NOT NULL THEN
    SELECT COUNT(*) INTO found FROM article WHERE id = article;
    IF found = 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '没有这个编号的文章，请核对更正的article_id。 / No article has this number: check article_id of the correction.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_article_desk$$
-- Who looks after some channels corrects their articles, and no others. One that is gone has no channel: everybody may tidy up.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_article_desk(article BIGINT UNSIGNED)
BEGIN
  DECLARE role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE only_channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE place VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  CALL portal_who(role_now, only_channels);
  IF only_channels <> '' THEN
    SELECT MAX(a.channel) INTO place FROM article AS a WHERE a.id = article;
    IF place IS NOT NULL THEN
      CALL portal_check_desk(only_channels, place);
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS correction_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_before_insert BEFORE INSERT ON correction FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_correction(NEW.text, NEW.article_id);
  CALL portal_check_article_desk(NEW.article_id);
END$$

DROP TRIGGER IF EXISTS correction_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_before_update BEFORE UPDATE ON correction FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_correction(NEW.text, IF(NEW.article_id = OLD.article_id, NULL, NEW.article_id));
  CALL portal_check_article_desk(OLD.article_id);
  IF NEW.article_id <> OLD.article_id THEN
    CALL portal_check_article_desk(NEW.article_id);
  END IF;
END$$

DROP TRIGGER IF EXISTS correction_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_before_delete BEFORE DELETE ON correction FOR EACH ROW
CALL portal_check_article_desk(OLD.article_id)$$

DROP TRIGGER IF EXISTS correction_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_after_insert AFTER INSERT ON correction FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('correction', NEW.article_id)$$

DROP TRIGGER IF EXISTS correction_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_after_update AFTER UPDATE ON correction FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('correction', NEW.article_id);
  IF NEW.article_id <> OLD.article_id THEN
    INSERT INTO change_log (kind, item) VALUES ('correction', OLD.article_id);
  END IF;
END$$

DROP TRIGGER IF EXISTS correction_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER correction_after_delete AFTER DELETE ON correction FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('correction', OLD.article_id)$$

-- source

DROP TRIGGER IF EXISTS source_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER source_before_insert BEFORE INSERT ON source FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_title(NEW.name);
  IF NEW.url <> '' THEN
    CALL portal_check_url(NEW.url, 0);
  END IF;
END$$

DROP TRIGGER IF EXISTS source_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER source_before_update BEFORE UPDATE ON source FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_title(NEW.name);
  IF NEW.url <> '' THEN
    CALL portal_check_url(NEW.url, 0);
  END IF;
END$$

DROP TRIGGER IF EXISTS source_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER source_after_insert AFTER INSERT ON source FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('source', NEW.name)$$

DROP TRIGGER IF EXISTS source_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER source_after_update AFTER UPDATE ON source FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('source', NEW.name);
  IF HEX(NEW.name) <> HEX(OLD.name) THEN
    INSERT INTO change_log (kind, item) VALUES ('source', OLD.name);
  END IF;
END$$

DROP TRIGGER IF EXISTS source_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER source_after_delete AFTER DELETE ON source FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('source', OLD.name)$$

-- media: removal_id follows table removal as it does for articles, for all rows of one file alike (05_media_removal.sql).

DROP PROCEDURE IF EXISTS portal_check_media$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_media(title VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, path VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, has_content INT, focus_x INT, focus_y INT)
BEGIN
  CALL portal_check_title(title);
  IF path = '' AND NOT has_content THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '请填写图片路径，或上传文件到 content。 / Fill in the path of the picture or upload a file into content.';
  END IF;
  IF path LIKE '/%' OR path LIKE '%..%' OR path REGEXP '[\\x00-\\x1F\\x7F\\\\:?#]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '路径须在网站目录之下，如 pictures/river.svg。 / Path: a file below the document root, as pictures/river.svg.';
  END IF;
  IF focus_x > 1000 OR focus_y > 1000 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '焦点须在0到1000之间，请改正。 / The focus lies between 0 and 1000: correct focus_x or focus_y.';
  END IF;
END$$

DROP FUNCTION IF EXISTS portal_file_type$$
-- The type of an uploaded file, read from its first bytes and from nothing else; '' for what readers are never sent.
-- An SVG can hold scripts: it comes from the file system only, where an administrator has put it.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_file_type(head VARBINARY(32)) RETURNS VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL
BEGIN
  DECLARE digits VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT HEX(head);
  RETURN CASE
    WHEN digits LIKE '89504E470D0A1A0A%' THEN 'image/png'
    WHEN digits LIKE 'FFD8FF%' THEN 'image/jpeg'
    WHEN digits LIKE '474946383761%' OR digits LIKE '474946383961%' THEN 'image/gif'
    WHEN digits LIKE '52494646________57454250%' THEN 'image/webp'
    WHEN digits LIKE '________6674797061766966%' OR digits LIKE '________6674797061766973%' THEN 'image/avif'
    WHEN digits LIKE '255044462D%' THEN 'application/pdf'
    ELSE '' END;
END$$

DROP PROCEDURE IF EXISTS portal_jpeg_size$$
-- Width and height of a JPEG: the segments are passed one by one up to the frame header. Nothing is found in what is
-- no JPEG or has more than 60 of them; then both stay as they are. A telephone held upright says so in an Exif tag (0x0112, from
-- 5 on), and what readers see is as high as the frame is wide.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_jpeg_size(content MEDIUMBLOB, INOUT width INT UNSIGNED, INOUT height INT UNSIGNED)
BEGIN
  DECLARE at_byte, marker, seen, lying INT DEFAULT 0;
  DECLARE segment VARCHAR(18) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE exif VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin;
  SET at_byte = 3;
  segments: WHILE seen < 60 AND at_byte < LENGTH(content) DO
    SET segment = HEX(SUBSTRING(content, at_byte, 9)), seen = seen + 1;
    IF segment NOT LIKE 'FF________________' THEN
      LEAVE segments;
    END IF;
    SET marker = CONV(SUBSTRING(segment, 3, 2), 16, 10);
    IF marker BETWEEN 192 AND 207 AND marker NOT IN (196, 200, 204) THEN
      SET height = CONV(SUBSTRING(segment, 11, 4), 16, 10), width = CONV(SUBSTRING(segment, 15, 4), 16, 10);
      IF lying THEN
        SET marker = width, width = height, height = marker;
      END IF;
      LEAVE segments;
    END IF;
    IF marker = 225 THEN
      SET exif = HEX(SUBSTRING(content, at_byte + 4, 512));
      SET lying = lying OR (exif LIKE '4578696600004D4D%' AND exif REGEXP '011200030000000100(05|06|07|08)')
                        OR (exif LIKE '4578696600004949%' AND exif REGEXP '1201030001000000(05|06|07|08)00');
    END IF;
    SET at_byte = at_byte + IF(marker = 255, 1, 2 + CONV(SUBSTRING(segment, 5, 4), 16, 10));
  END WHILE;
END$$

DROP PROCEDURE IF EXISTS portal_picture_size$$
-- Width and height of an uploaded picture, from its head; what is not found stays as it is. An AVIF names the sizes of all its
-- parts, the whole is the largest.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_picture_size(content MEDIUMBLOB, type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin,
  INOUT width INT UNSIGNED, INOUT height INT UNSIGNED)
BEGIN
  DECLARE digits VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin DEFAULT HEX(LEFT(content, 30));
  DECLARE head VARBINARY(4096) DEFAULT LEFT(content, 4096);
  DECLARE at_byte, parts INT DEFAULT 0;
  DECLARE bits BIGINT UNSIGNED;
  IF type = 'image/png' AND LENGTH(content) > 24 THEN
    SET width = CONV(HEX(SUBSTRING(content, 17, 4)), 16, 10), height = CONV(HEX(SUBSTRING(content, 21, 4)), 16, 10);
  ELSEIF type = 'image/jpeg' THEN
    CALL portal_jpeg_size(content, width, height);
  ELSEIF type = 'image/gif' AND LENGTH(content) > 10 THEN
    SET width = CONV(HEX(REVERSE(SUBSTRING(head, 7, 2))), 16, 10), height = CONV(HEX(REVERSE(SUBSTRING(head, 9, 2))), 16, 10);
  ELSEIF type = 'image/webp' AND LENGTH(content) > 29 THEN
    IF digits LIKE '________________________56503858%' THEN
      SET width = 1 + CONV(HEX(REVERSE(SUBSTRING(head, 25, 3))), 16, 10), height = 1 + CONV(HEX(REVERSE(SUBSTRING(head, 28, 3))), 16, 10);
    ELSEIF digits LIKE '________________________5650384C________2F%' THEN
      SET bits = CONV(HEX(REVERSE(SUBSTRING(head, 22, 4))), 16, 10);
      SET width = 1 + (bits & 16383), height = 1 + ((bits >> 14) & 16383);
    ELSEIF digits LIKE '________________________56503820%9D012A________' THEN
      SET width = CONV(HEX(REVERSE(SUBSTRING(head, 27, 2))), 16, 10) & 16383, height = CONV(HEX(REVERSE(SUBSTRING(head, 29, 2))), 16, 10) & 16383;
    END IF;
  ELSEIF type = 'image/avif' THEN
    SET at_byte = LOCATE(_binary 'ispe', head);
    WHILE at_byte > 0 AND at_byte < 4081 AND parts < 20 DO
      SET width = GREATEST(width, CAST(CONV(HEX(SUBSTRING(head, at_byte + 8, 4)), 16, 10) AS UNSIGNED)),
          height = GREATEST(height, CAST(CONV(HEX(SUBSTRING(head, at_byte + 12, 4)), 16, 10) AS UNSIGNED));
      SET at_byte = LOCATE(_binary 'ispe', head, at_byte + 16), parts = parts + 1;
    END WHILE;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_file$$
-- An uploaded file: its type, its mark, its measures if nobody typed any; or the sentence of refusal.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_file(content MEDIUMBLOB, OUT type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin,
  OUT hash CHAR(16) CHARACTER SET ascii COLLATE ascii_bin, INOUT width INT UNSIGNED, INOUT height INT UNSIGNED)
BEGIN
  DECLARE most INT DEFAULT LEAST(COALESCE(NULLIF(CAST(portal_setting('picture_kb') AS UNSIGNED), 0), 10240), 15360);
  SET type = '', hash = '';
  IF COALESCE(LENGTH(content), 0) > 0 THEN
    SET type = portal_file_type(LEFT(content, 32));
    IF type = '' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '只能上传 png、jpeg、webp、avif、gif、pdf 文件。 / Upload a png, jpeg, webp, avif, gif or pdf file; this is none.';
    END IF;
    IF LENGTH(content) > most * 1024 THEN
      CALL portal_refuse(CONCAT('文件超过', most, 'KB，请缩小后再上传。 / The file has over ', most, ' KB: make it smaller and upload it again.'));
    END IF;
    SET hash = LEFT(SHA2(content, 256), 16);
    IF width = 0 AND height = 0 THEN
      CALL portal_picture_size(content, type, width, height);
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS media_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_before_insert BEFORE INSERT ON media FOR EACH ROW
BEGIN
  DECLARE in_force BIGINT UNSIGNED DEFAULT NULL;
  DECLARE file_type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE file_hash CHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE file_width INT UNSIGNED DEFAULT NEW.width;
  DECLARE file_height INT UNSIGNED DEFAULT NEW.height;
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_media(NEW.title, NEW.path, COALESCE(LENGTH(NEW.content), 0) > 0, NEW.focus_x, NEW.focus_y);
  CALL portal_check_file(NEW.content, file_type, file_hash, file_width, file_height);
  SET NEW.content_type = file_type, NEW.content_hash = file_hash, NEW.width = file_width, NEW.height = file_height;
  CALL portal_media_in_force(NEW.id, NEW.path, NEW.content_hash, NULL, in_force);
  SET NEW.removal_id = in_force;
END$$

DROP TRIGGER IF EXISTS media_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_before_update BEFORE UPDATE ON media FOR EACH ROW
BEGIN
  DECLARE in_force BIGINT UNSIGNED DEFAULT NULL;
  DECLARE file_type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin DEFAULT OLD.content_type;
  DECLARE file_hash CHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT OLD.content_hash;
  DECLARE file_width INT UNSIGNED DEFAULT NEW.width;
  DECLARE file_height INT UNSIGNED DEFAULT NEW.height;
  IF NEW.id <> OLD.id THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '图片编号不能更改，请改回原值。 / The number of a picture cannot change: restore it.';
  END IF;
  CALL portal_check_media(NEW.title, NEW.path, COALESCE(LENGTH(NEW.content), 0) > 0, NEW.focus_x, NEW.focus_y);
  -- Measures that came with the old file are not those of the new one.
  IF NOT (NEW.content <=> OLD.content) THEN
    IF OLD.content IS NOT NULL AND NEW.width = OLD.width AND NEW.height = OLD.height THEN
      SET file_width = 0, file_height = 0;
    END IF;
    CALL portal_check_file(NEW.content, file_type, file_hash, file_width, file_height);
  END IF;
  SET NEW.content_type = file_type, NEW.content_hash = file_hash, NEW.width = file_width, NEW.height = file_height;
  IF NEW.path <> OLD.path OR NEW.content_hash <> OLD.content_hash THEN
    CALL portal_check_media_stays(OLD.id);
    CALL portal_media_in_force(OLD.id, NEW.path, NEW.content_hash, NULL, in_force);
    SET NEW.removal_id = in_force;
  ELSEIF NOT (NEW.removal_id <=> OLD.removal_id) THEN
    CALL portal_media_in_force(OLD.id, NEW.path, NEW.content_hash, OLD.removal_id, in_force);
    SET NEW.removal_id = in_force;
  END IF;
END$$

DROP TRIGGER IF EXISTS media_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_before_delete BEFORE DELETE ON media FOR EACH ROW
BEGIN
  DECLARE used BIGINT UNSIGNED DEFAULT NULL;
  SELECT MIN(a.id) INTO used FROM article AS a WHERE a.cover = OLD.id;
  IF used IS NOT NULL THEN
    CALL portal_refuse(CONCAT('图片是文章', used, '的封面，请先换下。 / The picture is the cover of article ', used, ': change that first.'));
  END IF;
END$$

DROP TRIGGER IF EXISTS media_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_after_insert AFTER INSERT ON media FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('media', NEW.id)$$

DROP TRIGGER IF EXISTS media_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_after_update AFTER UPDATE ON media FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('media', NEW.id);
  -- Table removal logs its own; this one has got a file that was removed before.
  IF NEW.removal_id IS NOT NULL AND (NEW.path <> OLD.path OR NEW.content_hash <> OLD.content_hash) THEN
    INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('media:', NEW.id));
  END IF;
END$$

DROP TRIGGER IF EXISTS media_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER media_after_delete AFTER DELETE ON media FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('media', OLD.id), ('removal', CONCAT('media:', OLD.id))$$

-- page

DROP TRIGGER IF EXISTS page_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_before_insert BEFORE INSERT ON page FOR EACH ROW
BEGIN
  DECLARE newest INT UNSIGNED DEFAULT NULL;
  SET NEW.updated_by = portal_me();
  -- A page that comes back goes on counting, so that its history stays in order. (A subquery in SET would lock the gap that
  -- everybody else's history goes into; SELECT ... INTO locks nothing.)
  SELECT MAX(h.version) INTO newest FROM item_history AS h WHERE h.kind = 'page' AND h.item_id = 0 AND h.item_code = NEW.code;
  SET NEW.row_version = 1 + COALESCE(newest, 0), NEW.form_version = NEW.row_version MOD 65536;
  CALL portal_check_title(NEW.title);
  CALL portal_check_code(NEW.code);
  CALL portal_check_language(NEW.language);
  IF LENGTH(NEW.body) > 4194304 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '正文超过4MB，请分成几页或删去内嵌图片。 / The body is over 4 MB: split it or take out embedded pictures.';
  END IF;
END$$

DROP TRIGGER IF EXISTS page_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_before_update BEFORE UPDATE ON page FOR EACH ROW
BEGIN
  IF HEX(NEW.code) = HEX(OLD.code) AND NEW.state = OLD.state AND NEW.body_format = OLD.body_format AND NEW.language = OLD.language
     AND CAST(NEW.title AS BINARY) = CAST(OLD.title AS BINARY) AND CAST(NEW.body AS BINARY) = CAST(OLD.body AS BINARY) THEN
    SET NEW.row_version = OLD.row_version, NEW.updated_by = OLD.updated_by, NEW.updated_at = OLD.updated_at;
  ELSE
    -- Two columns, one meaning: see article_before_update.
    IF NEW.row_version <> OLD.row_version OR NEW.form_version <> OLD.form_version THEN
      CALL portal_stale(OLD.updated_by, OLD.updated_at);
    END IF;
    SET NEW.row_version = OLD.row_version + 1, NEW.updated_by = portal_me();
  END IF;
  SET NEW.form_version = NEW.row_version MOD 65536;
  CALL portal_check_title(NEW.title);
  CALL portal_check_code(NEW.code);
  CALL portal_check_language(NEW.language);
  IF LENGTH(NEW.body) > 4194304 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '正文超过4MB，请分成几页或删去内嵌图片。 / The body is over 4 MB: split it or take out embedded pictures.';
  END IF;
END$$

DROP TRIGGER IF EXISTS page_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_after_insert AFTER INSERT ON page FOR EACH ROW
BEGIN
  CALL portal_claim_address(CONCAT('/page/', NEW.code, '/'), NULL);
  INSERT INTO change_log (kind, item) VALUES ('page', NEW.code);
END$$

DROP TRIGGER IF EXISTS page_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_after_update AFTER UPDATE ON page FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('page', NEW.code);
  IF HEX(NEW.code) <> HEX(OLD.code) THEN
    INSERT INTO change_log (kind, item) VALUES ('page', OLD.code);
    CALL portal_write_address(CONCAT('/page/', OLD.code, '/'), CONCAT('/page/', NEW.code, '/'));
  END IF;
  IF OLD.state = 'live' AND (NEW.state <> 'live' OR HEX(NEW.code) <> HEX(OLD.code)) THEN
    INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('page:', OLD.code));
  END IF;
END$$

DROP TRIGGER IF EXISTS page_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER page_after_delete AFTER DELETE ON page FOR EACH ROW
BEGIN
  CALL portal_forget_address(CONCAT('/page/', OLD.code, '/'));
  INSERT INTO change_log (kind, item) VALUES ('page', OLD.code);
  IF OLD.state = 'live' THEN
    INSERT INTO change_log (kind, item) VALUES ('removal', CONCAT('page:', OLD.code));
  END IF;
END$$

-- link: all links together are one part of every page, so the log names none.

DROP TRIGGER IF EXISTS link_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_before_insert BEFORE INSERT ON link FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_title(NEW.name);
  CALL portal_check_url(NEW.url, 1);
  CALL portal_check_language(NEW.language);
END$$

DROP TRIGGER IF EXISTS link_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_before_update BEFORE UPDATE ON link FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_title(NEW.name);
  CALL portal_check_url(NEW.url, 1);
  CALL portal_check_language(NEW.language);
END$$

DROP TRIGGER IF EXISTS link_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_after_insert AFTER INSERT ON link FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('link', '')$$

DROP TRIGGER IF EXISTS link_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_after_update AFTER UPDATE ON link FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('link', '')$$

DROP TRIGGER IF EXISTS link_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER link_after_delete AFTER DELETE ON link FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('link', '')$$

-- redirect: one hop, never a chain or a ring.

DROP PROCEDURE IF EXISTS portal_check_redirect$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_redirect(path_from VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, path_to VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, status INT)
BEGIN
  DECLARE found INT DEFAULT 0;
  IF path_from NOT LIKE '/%' OR path_from LIKE '//%' OR path_from REGEXP '[\\x00-\\x20\\x7F?#]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '旧路径须以一个 / 开头，不含空格、? 和 #。 / path_from: begin with one /, no spaces, ? or #.';
  END IF;
  CALL portal_check_url(path_to, 1);
  IF path_from = path_to THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '新地址不能与旧路径相同，请改正。 / path_to must differ from path_from: correct one of them.';
  END IF;
  IF status NOT IN (301, 302) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '状态码只能是301或302，请改正。 / The status is 301 or 302: correct it.';
  END IF;
  SELECT COUNT(*) INTO found FROM redirect WHERE redirect.path_from = path_to;
  IF found = 0 THEN
    SELECT COUNT(*) INTO found FROM redirect WHERE redirect.path_to = path_from;
  END IF;
  IF found > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '转址不能接着转址，请直接指向最终地址。 / A redirect must not lead to another one: name the final address.';
  END IF;
END$$

DROP TRIGGER IF EXISTS redirect_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER redirect_before_insert BEFORE INSERT ON redirect FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_redirect(NEW.path_from, NEW.path_to, NEW.status);
END$$

DROP TRIGGER IF EXISTS redirect_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER redirect_before_update BEFORE UPDATE ON redirect FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_redirect(NEW.path_from, NEW.path_to, NEW.status);
END$$

DROP TRIGGER IF EXISTS redirect_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER redirect_after_insert AFTER INSERT ON redirect FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('redirect', NEW.path_from)$$

DROP TRIGGER IF EXISTS redirect_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER redirect_after_update AFTER UPDATE ON redirect FOR EACH ROW
BEGIN
  INSERT INTO change_log (kind, item) VALUES ('redirect', NEW.path_from);
  IF HEX(NEW.path_from) <> HEX(OLD.path_from) THEN
    INSERT INTO change_log (kind, item) VALUES ('redirect', OLD.path_from);
  END IF;
END$$

DROP TRIGGER IF EXISTS redirect_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER redirect_after_delete AFTER DELETE ON redirect FOR EACH ROW
INSERT INTO change_log (kind, item) VALUES ('redirect', OLD.path_from)$$

DELIMITER ;
