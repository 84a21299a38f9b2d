-- 03_routines.sql: what the triggers share, and the rebuild. May be run again at any time.
--
-- Rules for everything in here and in the trigger files:
--   * Every text variable states its charset and collation; otherwise it takes the database's default and
--     comparisons fail with error 1267.
--   * OLD.* is always the row as it is now, while a plain SELECT sees the transaction's snapshot, which may be
--     older. So keys of rows to delete are computed from OLD.*, never read from listing or article_tag.
--   * Rows of listing and article_tag are deleted by their whole primary key: a range would lock the gaps
--     beside it and another editor's new article would wait.
--   * A refusal is SIGNAL '45000', Chinese then English, at most 128 characters, and says what to do.

DELIMITER $$

DROP FUNCTION IF EXISTS portal_tags$$
-- Tidies a typed list of tags: "长江、 大桥;长江" becomes "长江,大桥". Equal by collation means equal.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_tags(typed VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
DETERMINISTIC NO SQL
BEGIN
  DECLARE rest, piece, one, tidy VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT '';
  DECLARE seen TEXT CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE weight TEXT CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE tags_found INT DEFAULT 0;
  IF typed REGEXP '[\\x00-\\x1F\\x7F]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '标签含有换行或控制字符，请用逗号分隔。 / Tags contain a line break or control character: separate them by commas.';
  END IF;
  SET rest = REPLACE(REPLACE(REPLACE(REPLACE(typed, '、', ','), '，', ','), ';', ','), '；', ',');
  SET rest = REPLACE(REPLACE(rest, '　', ' '), _utf8mb4 0xC2A0 COLLATE utf8mb4_unicode_520_ci, ' ');
  WHILE CHAR_LENGTH(rest) > 0 DO
    SET piece = SUBSTRING_INDEX(rest, ',', 1);
    SET rest = SUBSTRING(rest, CHAR_LENGTH(piece) + 2);
    SET one = TRIM(piece);
    IF one <> '' THEN
      IF CHAR_LENGTH(one) > 64 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          '标签太长（最多64字），请缩短或用逗号分开。 / A tag has more than 64 characters: shorten or split it.';
      END IF;
      IF INSTR(one COLLATE utf8mb4_bin, '/') > 0 OR INSTR(one COLLATE utf8mb4_bin, '\\') > 0 OR REPLACE(one, '.', '') = '' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          '标签不能含斜线（/ 和 \\），也不能只有点，请改写。 / A tag must not contain slashes (/ or \\) or only dots: reword it.';
      END IF;
      -- By weight, because FIND_IN_SET takes only strings of the same length for equal (ABC and ＡＢＣ are).
      SET weight = HEX(WEIGHT_STRING(one));
      IF FIND_IN_SET(weight, seen) = 0 THEN
        SET seen = CONCAT(seen, ',', weight);
        SET tidy = IF(tidy = '', one, CONCAT(tidy, ',', one));
        SET tags_found = tags_found + 1;
      END IF;
    END IF;
  END WHILE;
  IF tags_found > 30 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '标签太多（最多30个），请删去一些。 / More than 30 tags: remove some.';
  END IF;
  RETURN tidy;
END$$

DROP PROCEDURE IF EXISTS portal_check_code$$
-- Refuses a malformed code. Anchored patterns let a final line break pass, hence the negated class.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_code(code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  IF code = '' OR code REGEXP '[^a-z0-9-]' OR code LIKE '-%' OR code LIKE '%-' OR code NOT REGEXP '[a-z-]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '代码只能用小写字母、数字和中间的连字符，不能全是数字。 / Code: a-z, 0-9, inner hyphens; not only digits.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_number$$
-- A number that somebody typed. The server counts on from the highest one ever sent, even if that is taken back: with the last
-- number of all in a row, nobody could add another one.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_number(number BIGINT UNSIGNED, most BIGINT UNSIGNED)
BEGIN
  IF number > most THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '编号太大，请留空，由系统自动编号。 / The number is too large: leave it empty, it is given automatically.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_language$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_language(language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  IF language <> '' AND language NOT REGEXP '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\\z' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '语言请写 zh-Hans、ko、en 等，或留空。 / Language: write zh-Hans, ko, en or the like, or leave it empty.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_title$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_title(title VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  -- A session without strict mode makes NULL an empty text after the triggers have seen it.
  IF title IS NULL OR REPLACE(title, '　', '') = '' OR title REGEXP '[\\x00-\\x1F\\x7F]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '标题（名称）不能为空，也不能换行，请填写一行。 / Title or name: write one line, not empty.';
  END IF;
END$$

DROP FUNCTION IF EXISTS portal_channel_code$$
-- The code of the channel that somebody means: by its code, or by its name if only one channel has that name.
-- NULL if there is none. Blanks around it are no part of it, though the foreign key would let them pass.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_channel_code(typed VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
RETURNS VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin
READS SQL DATA
BEGIN
  DECLARE meant VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE found VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SET meant = TRIM(REPLACE(REPLACE(typed, '　', ' '), _utf8mb4 0xC2A0 COLLATE utf8mb4_bin, ' '));
  IF meant <> '' THEN
    SELECT code INTO found FROM channel_place WHERE code = meant;
    IF found IS NULL THEN
      SELECT IF(COUNT(*) = 1, MIN(code), NULL) INTO found FROM channel
        WHERE name = meant COLLATE utf8mb4_unicode_520_ci;
    END IF;
  END IF;
  RETURN found;
END$$

DROP PROCEDURE IF EXISTS portal_check_url$$
-- An address that the portal will print as a link. Local ones begin with a single slash.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_url(url VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, local_too INT)
BEGIN
  IF url REGEXP '[\\x00-\\x20\\x7F]'
     OR NOT (url REGEXP '^https?://[^/]' OR (local_too AND url LIKE '/%' AND url NOT LIKE '//%')) THEN
    IF local_too THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '请写 http://、https:// 网址，或 /page/about/ 等路径，不含空格。 / Write http://..., https://... or a path like /page/about/, no spaces.';
    END IF;
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '网址须以 http:// 或 https:// 开头，不含空格。 / Address: begin with http:// or https://, no spaces.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_lock_place$$
-- The path of a channel in the newest tree, locked against moving until the end of the transaction; NULL if there
-- is no such channel. Readers of a path share the lock. Whoever publishes in a channel that another
-- transaction is moving is refused at once, because that one may stay open for long. The mover in turn
-- waits for those who have published and not committed: MariaDB obeys SKIP LOCKED in a trigger only for
-- tables that the statement does not write (MySQL 9.7 never does, there the other one waits too), and in a
-- trigger no handler sees a lock wait time-out. The two servers spell the shared lock differently.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_lock_place(wanted VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT found_id INT UNSIGNED, OUT found_path VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE known INT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT channel_id, path INTO found_id, found_path FROM channel_place WHERE code = wanted
    /*M!100600 LOCK IN SHARE MODE SKIP LOCKED */ /*!80000 FOR SHARE SKIP LOCKED */;
  IF found_path IS NULL THEN
    SELECT COUNT(*) INTO known FROM channel_place WHERE code = wanted;
    IF known > 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '栏目正在被移动或改名，请稍后再保存。 / The channel is being moved or renamed: save again a little later.';
    END IF;
  END IF;
END$$

DROP FUNCTION IF EXISTS portal_tag_gate$$
-- Equal tags, however spelled, have the same gate.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_tag_gate(name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS SMALLINT UNSIGNED
DETERMINISTIC NO SQL
RETURN CRC32(HEX(WEIGHT_STRING(name))) MOD 1024$$

DROP PROCEDURE IF EXISTS portal_pass_tag_gates$$
-- For those who save an article: shares the gates of its tags until the end of the transaction, so that no tag
-- is merged from under rows not yet committed. Whoever needs a tag that another transaction is merging is
-- refused at once (on MySQL waits: see portal_lock_place). Table tag itself is read without a lock, because a
-- lock on a name that has no row yet would keep others from adding it. Such a read may be older than the last
-- merge, and then the number of merges is older too: whoever would write lists from it must begin anew.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_pass_tag_gates(tags VARCHAR(1001) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, listed INT)
BEGIN
  DECLARE one VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE gates VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE wanted, open_gates INT DEFAULT 0;
  DECLARE merges_now, merges_seen BIGINT UNSIGNED;
  WHILE CHAR_LENGTH(tags) > 0 DO
    SET one = SUBSTRING_INDEX(tags, ',', 1), tags = SUBSTRING(tags, CHAR_LENGTH(one) + 2);
    IF FIND_IN_SET(portal_tag_gate(one), gates) = 0 THEN
      SET gates = CONCAT_WS(',', NULLIF(gates, ''), portal_tag_gate(one)), wanted = wanted + 1;
    END IF;
  END WHILE;
  IF wanted > 0 THEN
    -- All gates by one statement: MariaDB skips for the first one only that reads the table in a trigger.
    WITH RECURSIVE piece (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM piece WHERE n < wanted)
    SELECT COUNT(*), SUM(g.merges) INTO open_gates, merges_now
      FROM piece STRAIGHT_JOIN tag_gate AS g FORCE INDEX (PRIMARY)
      ON g.gate = CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(gates, ',', n), ',', -1) AS UNSIGNED)
      /*M!100600 LOCK IN SHARE MODE SKIP LOCKED */ /*!80000 FOR SHARE SKIP LOCKED */;
    IF open_gates < wanted THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '该文章的标签正在被合并，请稍后再保存。 / A tag of this article is being merged: save again a little later.';
    END IF;
    IF listed THEN
      WITH RECURSIVE piece (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM piece WHERE n < wanted)
      SELECT SUM(g.merges) INTO merges_seen FROM piece STRAIGHT_JOIN tag_gate AS g FORCE INDEX (PRIMARY)
        ON g.gate = CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(gates, ',', n), ',', -1) AS UNSIGNED);
      IF merges_seen <> merges_now THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          '标签刚被合并，请先提交或回滚，再保存。 / Tags were merged meanwhile: commit or roll back, then save again.';
      END IF;
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_close_tag_gates$$
-- For those who merge tags or part them again: waits for everybody who has saved one of these tags and not
-- committed. Ascending, so that two of them cannot wait for each other.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_close_tag_gates(one VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  old_other VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  new_other VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE gate_a, gate_b, gate_c, wanted, last_one INT;
  DECLARE merges_now, merges_seen INT UNSIGNED;
  SET gate_a = portal_tag_gate(one);
  SET gate_b = COALESCE(portal_tag_gate(old_other), gate_a), gate_c = COALESCE(portal_tag_gate(new_other), gate_a);
  SET wanted = LEAST(gate_a, gate_b, gate_c), last_one = GREATEST(gate_a, gate_b, gate_c);
  WHILE wanted IS NOT NULL DO
    SELECT merges INTO merges_now FROM tag_gate WHERE gate = wanted FOR UPDATE;
    SELECT merges INTO merges_seen FROM tag_gate WHERE gate = wanted;
    IF merges_seen <> merges_now THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '标签刚被合并，请先提交或回滚，再保存。 / Tags were merged meanwhile: commit or roll back, then save again.';
    END IF;
    UPDATE tag_gate SET merges = merges + 1 WHERE gate = wanted;
    SET wanted = CASE WHEN wanted = last_one THEN NULL
                      WHEN gate_a > wanted AND gate_a < last_one THEN gate_a
                      WHEN gate_b > wanted AND gate_b < last_one THEN gate_b
                      WHEN gate_c > wanted AND gate_c < last_one THEN gate_c
                      ELSE last_one END;
  END WHILE;
END$$

DROP FUNCTION IF EXISTS portal_tag_lists$$
-- The lists of a tidy text of tags: an alias stands in the list of its target. Two tags that fall together
-- make one list, spelled as the first of them.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_tag_lists(tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(2100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
READS SQL DATA
BEGIN
  DECLARE lists VARCHAR(2100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE one, other VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE seen TEXT CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE weight TEXT CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  WHILE CHAR_LENGTH(tags) > 0 DO
    SET one = SUBSTRING_INDEX(tags, ',', 1), tags = SUBSTRING(tags, CHAR_LENGTH(one) + 2), other = NULL;
    SELECT alias_of INTO other FROM tag WHERE name = one;
    SET one = COALESCE(other, one);
    SET weight = HEX(WEIGHT_STRING(one));
    IF FIND_IN_SET(weight, seen) = 0 THEN
      SET seen = CONCAT(seen, ',', weight);
      SET lists = CONCAT(lists, IF(lists = '', '', ','), 'tag:', one);
    END IF;
  END WHILE;
  RETURN lists;
END$$

DROP PROCEDURE IF EXISTS portal_unlist$$
-- Deletes a row of listing. One that has an end may have been pruned already, and deleting a row that is not there
-- locks the gap where others' new articles go: it is put there first, which locks nothing but the row itself.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_unlist(one VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  at_time DATETIME, article BIGINT UNSIGNED, end_time DATETIME)
BEGIN
  IF end_time IS NOT NULL THEN
    INSERT INTO listing (list, published_at, article_id, expires_at) VALUES (one, at_time, article, end_time)
      ON DUPLICATE KEY UPDATE expires_at = end_time;
  END IF;
  DELETE FROM listing WHERE list = one AND published_at = at_time AND article_id = article;
END$$

DROP PROCEDURE IF EXISTS portal_move_tag$$
-- After a tag became an alias, ceased to be one or got another target: takes the articles that carry it from
-- the list where it stood to the one where it stands, except where another tag of the article holds the
-- place. The articles are read with locks, because this transaction's own snapshot may be older than the
-- last of them. That locks the gaps of the index too, and the one before the tag is where the next article of
-- the tag that sorts before it goes. So two fences are put around the tag's entries for as long as it takes:
-- rows that nobody ever sees, and the gaps between them belong to nobody else.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_move_tag(moved VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  stood VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  stands VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE article BIGINT UNSIGNED;
  DECLARE article_tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE at_time, end_time DATETIME;
  DECLARE lists VARCHAR(2100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE one VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE kept, done, articles INT DEFAULT 0;
  DECLARE carriers CURSOR FOR
    SELECT article_id FROM article_tag FORCE INDEX (name)
    WHERE name = moved AND article_id > 0 AND article_id < 18446744073709551615 LOCK IN SHARE MODE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;

  INSERT INTO article_tag (article_id, position, name) VALUES (0, 0, moved), (18446744073709551615, 0, moved);
  OPEN carriers;
  FETCH carriers INTO article;
  WHILE NOT done DO
    SET article_tags = NULL;
    SELECT tags, published_at, expires_at INTO article_tags, at_time, end_time FROM article FORCE INDEX (PRIMARY)
      WHERE id = article AND state = 'live' AND removal_id IS NULL LOCK IN SHARE MODE;
    IF article_tags IS NOT NULL THEN
      SET lists = portal_tag_lists(article_tags), kept = 0;
      WHILE CHAR_LENGTH(lists) > 0 DO
        SET one = SUBSTRING_INDEX(lists, ',', 1), lists = SUBSTRING(lists, CHAR_LENGTH(one) + 2);
        SET kept = kept OR one = CONCAT('tag:', stood);
      END WHILE;
      IF NOT kept THEN
        CALL portal_unlist(CONCAT('tag:', stood), at_time, article, end_time);
      END IF;
      INSERT INTO listing (list, published_at, article_id, expires_at)
        VALUES (CONCAT('tag:', stands), at_time, article, end_time) ON DUPLICATE KEY UPDATE expires_at = end_time;
      SET articles = articles + 1;
      IF articles <= 300 THEN
        INSERT INTO change_log (kind, item) VALUES ('article', article);
      END IF;
    END IF;
    SET done = 0;
    FETCH carriers INTO article;
  END WHILE;
  CLOSE carriers;
  DELETE FROM article_tag WHERE article_id = 0 AND position = 0;
  DELETE FROM article_tag WHERE article_id = 18446744073709551615 AND position = 0;
  INSERT INTO change_log (kind, item) VALUES ('list', CONCAT('tag:', stood)), ('list', CONCAT('tag:', stands));
  IF articles > 300 THEN
    INSERT INTO change_log (kind, item) VALUES ('all', '');
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_write_tags$$
-- Turns the rows of article_tag for one article from the old tidy list into the new one.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_write_tags(article BIGINT UNSIGNED,
  old_tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  new_tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE old_one, new_one VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE place INT DEFAULT 1;
  WHILE CHAR_LENGTH(old_tags) > 0 OR CHAR_LENGTH(new_tags) > 0 DO
    SET old_one = SUBSTRING_INDEX(old_tags, ',', 1), old_tags = SUBSTRING(old_tags, CHAR_LENGTH(old_one) + 2);
    SET new_one = SUBSTRING_INDEX(new_tags, ',', 1), new_tags = SUBSTRING(new_tags, CHAR_LENGTH(new_one) + 2);
    IF new_one = '' THEN
      DELETE FROM article_tag WHERE article_id = article AND position = place;
    ELSEIF old_one = '' THEN
      INSERT INTO article_tag (article_id, position, name) VALUES (article, place, new_one);
    ELSEIF HEX(old_one) <> HEX(new_one) THEN
      UPDATE article_tag SET name = new_one WHERE article_id = article AND position = place;
    END IF;
    SET place = place + 1;
  END WHILE;
END$$

DROP PROCEDURE IF EXISTS portal_write_listing$$
-- Turns the rows of listing for one article from the old state into the new one and logs every list that
-- changed, with the publishing time at which it did: a retimed article with both. A row that should be there
-- may have been pruned, hence INSERT where an UPDATE would do. `old_on` and `new_on`: does the article stand in lists (live and not removed).
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_write_listing(article BIGINT UNSIGNED,
  old_on INT, old_channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  old_tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  old_at DATETIME, old_end DATETIME,
  new_on INT, new_channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  new_tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  new_at DATETIME, new_end DATETIME)
BEGIN
  DECLARE old_path, new_path VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE old_lists, new_lists, rest VARCHAR(2500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE one VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE rekeyed INT DEFAULT NOT (old_on AND new_on AND old_at <=> new_at);
  DECLARE retimed INT DEFAULT rekeyed OR NOT (old_end <=> new_end);
  DECLARE channel_number INT UNSIGNED;
  DECLARE kept INT;

  -- The tree is needed unless only tags changed. The shared lock makes this read the newest tree and lasts
  -- until the end of the transaction, so that no channel moves from under rows not yet committed.
  IF retimed OR NOT (old_channel <=> new_channel) THEN
    IF new_on THEN
      CALL portal_lock_place(new_channel, channel_number, new_path);
      IF new_path IS NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          '该栏目刚被改名或删除，请重新选择栏目。 / This channel was just renamed or deleted: choose a channel again.';
      END IF;
      SET new_lists = CONCAT('site,', new_path);
    END IF;
    IF old_on THEN
      IF new_on AND old_channel = new_channel THEN
        SET old_path = new_path;
      ELSE
        CALL portal_lock_place(old_channel, channel_number, old_path);
      END IF;
      -- Gone is the old code only where renaming a channel reaches its articles as an UPDATE of theirs.
      SET old_lists = CONCAT('site,', COALESCE(old_path, new_path));
    END IF;
  END IF;
  IF old_on AND old_tags <> '' THEN
    SET old_lists = CONCAT_WS(',', NULLIF(old_lists, ''), portal_tag_lists(old_tags));
  END IF;
  IF new_on AND new_tags <> '' THEN
    SET new_lists = CONCAT_WS(',', NULLIF(new_lists, ''), portal_tag_lists(new_tags));
  END IF;

  SET rest = old_lists;
  WHILE CHAR_LENGTH(rest) > 0 DO
    SET one = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(one) + 2);
    SET kept = FIND_IN_SET(one COLLATE utf8mb4_bin, new_lists);
    IF rekeyed OR NOT kept THEN
      CALL portal_unlist(one, old_at, article, old_end);
    ELSEIF retimed THEN
      INSERT INTO listing (list, published_at, article_id, expires_at) VALUES (one, old_at, article, new_end)
        ON DUPLICATE KEY UPDATE expires_at = new_end;
    END IF;
    IF retimed OR NOT kept THEN
      INSERT INTO change_log (kind, item, position) VALUES ('list', one, old_at);
    END IF;
  END WHILE;

  SET rest = new_lists;
  WHILE CHAR_LENGTH(rest) > 0 DO
    SET one = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(one) + 2);
    SET kept = FIND_IN_SET(one COLLATE utf8mb4_bin, old_lists);
    IF rekeyed OR NOT kept THEN
      INSERT INTO listing (list, published_at, article_id, expires_at) VALUES (one, new_at, article, new_end)
        ON DUPLICATE KEY UPDATE expires_at = new_end;
      INSERT INTO change_log (kind, item, position) VALUES ('list', one, new_at);
    END IF;
  END WHILE;
END$$

DROP PROCEDURE IF EXISTS portal_move_channel$$
-- Gives a channel and everything below it a new place in the tree and moves the rows of its articles from
-- the lists above the old place to those above the new one. Locks the places of the moved channels, and so
-- waits for transactions that have published in one of them.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_move_channel(moved INT UNSIGNED, moved_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  new_parent VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE old_path, new_path, below_path VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE rest, todo VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE self, one VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE new_parent_id, above, below INT UNSIGNED DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET below = NULL;

  SET self = CONCAT('channel:', moved);
  SELECT path INTO old_path FROM channel_place WHERE code = moved_code FOR UPDATE;
  IF new_parent IS NOT NULL THEN
    CALL portal_lock_place(new_parent, new_parent_id, new_path);
    IF FIND_IN_SET(self, new_path) > 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '上级栏目不能在本栏目之下，请另选上级。 / The parent stands below this channel: choose another parent.';
    END IF;
  END IF;
  SET new_path = CONCAT_WS(',', self, new_path);

  -- Every channel below, level by level; each locked before the next is read, so none can be missed.
  SET todo = moved;
  WHILE todo <> '' DO
    SET above = SUBSTRING_INDEX(todo, ',', 1);
    SET todo = SUBSTRING(todo, CHAR_LENGTH(above) + 2);
    SET below = 0;
    WHILE below IS NOT NULL DO
      SELECT channel_id, path INTO below, below_path FROM channel_place FORCE INDEX (parent_id)
        WHERE parent_id = above AND channel_id > below ORDER BY channel_id LIMIT 1 FOR UPDATE;
      IF below IS NOT NULL THEN
        SET below_path = CONCAT(LEFT(below_path, CHAR_LENGTH(below_path) - CHAR_LENGTH(old_path)), new_path);
        IF CHAR_LENGTH(below_path) - CHAR_LENGTH(REPLACE(below_path, ',', '')) > 4 THEN
          SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
            '栏目最多五级，请选择更高的上级。 / Channels may be five levels deep: choose a higher parent.';
        END IF;
        UPDATE channel_place SET path = below_path WHERE channel_id = below;
        SET todo = CONCAT_WS(',', NULLIF(todo, ''), below);
      END IF;
    END WHILE;
  END WHILE;
  IF CHAR_LENGTH(new_path) - CHAR_LENGTH(REPLACE(new_path, ',', '')) > 4 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '栏目最多五级，请选择更高的上级。 / Channels may be five levels deep: choose a higher parent.';
  END IF;
  UPDATE channel_place SET path = new_path, parent_id = new_parent_id WHERE channel_id = moved;

  -- The channel's own list holds every article below it. Lists that stand above both places stay. Reading
  -- it locks it as a range, up to the oldest row of the list that sorts next: this is the one place that does.
  SET rest = old_path;
  WHILE rest <> '' DO
    SET one = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(one) + 2);
    IF FIND_IN_SET(one, new_path) = 0 THEN
      DELETE gone FROM listing AS own STRAIGHT_JOIN listing AS gone
        ON gone.list = one AND gone.published_at = own.published_at AND gone.article_id = own.article_id
        WHERE own.list = self;
      INSERT INTO change_log (kind, item) VALUES ('list', one);
    END IF;
  END WHILE;
  SET rest = new_path;
  WHILE rest <> '' DO
    SET one = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(one) + 2);
    IF FIND_IN_SET(one, old_path) = 0 THEN
      INSERT INTO listing (list, published_at, article_id, expires_at)
        SELECT one, own.published_at, own.article_id, own.expires_at FROM listing AS own WHERE own.list = self
        ON DUPLICATE KEY UPDATE listing.expires_at = own.expires_at;
      INSERT INTO change_log (kind, item) VALUES ('list', one);
    END IF;
  END WHILE;
END$$

DROP FUNCTION IF EXISTS portal_prune$$
-- Deletes at most so many rows that nobody needs any more, and says how many: those of change_log older than so
-- many seconds, oldest first and never the newest of all; then those of listing whose article ended more than a day
-- ago; then those of the histories that are older than setting history_days, or of an article that has more than
-- history_versions; then what the desks keep for a time only (portal_forget, 25_desk.sql). The portal's civil time is unknown here, but no zone is more than 12 hours behind UTC. A function, because
-- the web account calls it, and its driver reads rows. One at a time in a database: who comes second gets 0. Not
-- in a transaction of the caller's, whose locks would stay.
--
-- Waits for nobody, and nobody waits for more than this statement: candidates are read without locks (under names
-- of their own, because a table that is written is read with locks), rows of listing that an editor holds are
-- skipped, and what was read is looked at again under the lock, for an editor may have given the article a new
-- end meanwhile. MariaDB skips only in the first statement that reads the table, hence one cursor for all. MySQL 9.7
-- does not skip in a function (portal_lock_place), and refuses a cursor with a lock, error 1142, where a function is
-- called by a prepared statement: there the cursor reads without locks, and DELETE looks again. It may wait up to
-- innodb_lock_wait_timeout, and a wait in vain undoes the whole call. No handler sees that one: the caller closes the
-- connection, which releases the name.
--
-- change_log has no index by time. Its rows are as old as their numbers, nearly: so many of the oldest numbers
-- are looked at and no more. Histories likewise; and which articles have too many versions is asked of those alone
-- that were edited last, because no other can have got more of them.
--
-- DETERMINISTIC is not true, but with the binary log on the servers refuse a function that writes without it.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_prune(older_than_seconds INT, most INT)
RETURNS INT
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE gate VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE one VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE old_id, newest, article BIGINT UNSIGNED;
  DECLARE age BIGINT UNSIGNED DEFAULT GREATEST(COALESCE(older_than_seconds, 0), 0);
  DECLARE at_time, ended_before DATETIME;
  DECLARE pruned, done, forgotten INT DEFAULT 0;
  DECLARE remaining INT DEFAULT GREATEST(COALESCE(most, 0), 0);
  DECLARE history_age, versions INT UNSIGNED DEFAULT 0;
  DECLARE old_changes CURSOR FOR
    SELECT oldest.id FROM (SELECT seen.id, seen.at FROM change_log AS seen ORDER BY seen.id LIMIT remaining) AS oldest
    WHERE UNIX_TIMESTAMP(oldest.at) + age < UNIX_TIMESTAMP() AND oldest.id < newest;
  DECLARE ended CURSOR FOR
    SELECT held.list, held.published_at, held.article_id
    FROM (SELECT seen.list, seen.published_at, seen.article_id FROM listing AS seen FORCE INDEX (expires_at)
          WHERE seen.expires_at < ended_before ORDER BY seen.expires_at LIMIT remaining) AS candidate
    STRAIGHT_JOIN listing AS held FORCE INDEX (PRIMARY) ON held.list = candidate.list
      AND held.published_at = candidate.published_at AND held.article_id = candidate.article_id
    WHERE held.expires_at < ended_before /*M!100600 FOR UPDATE SKIP LOCKED */;
  DECLARE old_articles CURSOR FOR
    SELECT oldest.id FROM (SELECT seen.id, seen.changed_at FROM article_history AS seen ORDER BY seen.id LIMIT remaining) AS oldest
    WHERE oldest.changed_at < CURRENT_TIMESTAMP - INTERVAL history_age DAY;
  DECLARE old_items CURSOR FOR
    SELECT oldest.id FROM (SELECT seen.id, seen.changed_at FROM item_history AS seen ORDER BY seen.id LIMIT remaining) AS oldest
    WHERE oldest.changed_at < CURRENT_TIMESTAMP - INTERVAL history_age DAY;
  DECLARE too_many CURSOR FOR
    SELECT kept.id FROM
      (SELECT last_ones.article_id, MAX(last_ones.version) AS newest FROM
        (SELECT seen.article_id, seen.version FROM article_history AS seen ORDER BY seen.id DESC LIMIT 500) AS last_ones
       GROUP BY last_ones.article_id) AS busy
    STRAIGHT_JOIN article_history AS kept FORCE INDEX (article) ON kept.article_id = busy.article_id
      AND kept.version + versions <= busy.newest
    LIMIT remaining;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    DO RELEASE_LOCK(gate);
    RESIGNAL;
  END;

  -- A lock's name may have 64 characters, as a database's may.
  SET gate = CONCAT('newsportal_prune:', IF(CHAR_LENGTH(DATABASE()) > 47, LEFT(SHA2(DATABASE(), 256), 47), DATABASE()));
  IF remaining = 0 OR COALESCE(GET_LOCK(gate, 0), 0) <> 1 THEN
    RETURN 0;
  END IF;

  SELECT MAX(top.id) INTO newest FROM change_log AS top;
  OPEN old_changes;
  FETCH old_changes INTO old_id;
  WHILE NOT done DO
    DELETE FROM change_log WHERE id = old_id;
    SET pruned = pruned + ROW_COUNT();
    FETCH old_changes INTO old_id;
  END WHILE;
  CLOSE old_changes;

  SET remaining = remaining - pruned, done = 0, ended_before = UTC_TIMESTAMP() - INTERVAL 36 HOUR;
  IF remaining > 0 THEN
    OPEN ended;
    FETCH ended INTO one, at_time, article;
    WHILE NOT done DO
      DELETE FROM listing WHERE list = one AND published_at = at_time AND article_id = article AND expires_at < ended_before;
      SET pruned = pruned + ROW_COUNT(), remaining = remaining - 1;
      FETCH ended INTO one, at_time, article;
    END WHILE;
    CLOSE ended;
  END IF;

  SET history_age = CAST(portal_setting('history_days') AS UNSIGNED), versions = CAST(portal_setting('history_versions') AS UNSIGNED);
  IF remaining > 0 AND history_age > 0 THEN
    SET done = 0;
    OPEN old_articles;
    FETCH old_articles INTO old_id;
    WHILE NOT done DO
      DELETE FROM article_history WHERE id = old_id;
      SET pruned = pruned + ROW_COUNT(), remaining = remaining - 1;
      FETCH old_articles INTO old_id;
    END WHILE;
    CLOSE old_articles;
  END IF;
  IF remaining > 0 AND history_age > 0 THEN
    SET done = 0;
    OPEN old_items;
    FETCH old_items INTO old_id;
    WHILE NOT done DO
      DELETE FROM item_history WHERE id = old_id;
      SET pruned = pruned + ROW_COUNT(), remaining = remaining - 1;
      FETCH old_items INTO old_id;
    END WHILE;
    CLOSE old_items;
  END IF;
  IF remaining > 0 AND versions > 0 THEN
    SET done = 0;
    OPEN too_many;
    FETCH too_many INTO old_id;
    WHILE NOT done DO
      DELETE FROM article_history WHERE id = old_id;
      SET pruned = pruned + ROW_COUNT(), remaining = remaining - 1;
      FETCH too_many INTO old_id;
    END WHILE;
    CLOSE too_many;
  END IF;
  IF remaining > 0 THEN
    CALL portal_forget(remaining, forgotten);
    SET pruned = pruned + forgotten;
  END IF;
  DO RELEASE_LOCK(gate);
  RETURN pruned;
END$$

-- Three procedures make channel_place, removal_id, article_tag, article_link and listing anew from channel, removal and article, and tell
-- the web servers to renew everything. For use after a bulk load, a restored dump or an upgrade, when nobody edits. Readers read
-- meanwhile: each list is as it was or as it is to be, never half. They work in pieces, commit each, and print a line for each, which says
-- how to go on if the work breaks off there. Run twice, they make the same.
--
-- Bulk loads: `SET @newsportal_bulk = 1` in the loading session makes the triggers of article check and tidy rows
-- as ever but write no lists, tags, log rows and history, and read no texts, until `SET @newsportal_bulk = NULL`.
-- Whoever uses it must call portal_rebuild_listing at the end. Only administrators and imports are obeyed (portal_bulk).

DROP PROCEDURE IF EXISTS portal_rebuild_range$$
-- The lists from first_list on and before next_list (NULL: to the end). Articles are read in their own order (their rows are wide), once
-- for each kind of list, and the narrow rows made of them are sorted: list by list, each row would be looked for on its own.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_rebuild_range(first_list VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  next_list VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DELETE FROM listing WHERE list >= first_list AND (next_list IS NULL OR list < next_list);
  IF 'site' >= first_list AND (next_list IS NULL OR 'site' < next_list) THEN
    INSERT INTO listing (list, published_at, article_id, expires_at)
      SELECT 'site', published_at, id, expires_at FROM article
      WHERE state = 'live' AND removal_id IS NULL ORDER BY published_at, id;
  END IF;
  IF first_list < 'site' THEN
    INSERT INTO listing (list, published_at, article_id, expires_at)
      WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 5)
      SELECT place.list, a.published_at, a.id, a.expires_at
      FROM article AS a STRAIGHT_JOIN
        (SELECT p.code, SUBSTRING_INDEX(SUBSTRING_INDEX(p.path, ',', n), ',', -1) AS list
         FROM channel_place AS p JOIN counting ON n <= 1 + CHAR_LENGTH(p.path) - CHAR_LENGTH(REPLACE(p.path, ',', ''))) AS place
        ON place.code = a.channel
      WHERE a.state = 'live' AND a.removal_id IS NULL
        AND place.list >= first_list AND (next_list IS NULL OR place.list < next_list) ORDER BY 1, 2, 3;
  END IF;
  IF next_list IS NULL OR next_list > 'tag:' THEN
    -- Tags that fall together give one row, spelled as the first of them.
    INSERT INTO listing (list, published_at, article_id, expires_at)
      SELECT CONCAT('tag:', COALESCE(k.alias_of, t.name)) AS list, a.published_at, a.id, a.expires_at
      FROM article AS a STRAIGHT_JOIN article_tag AS t ON t.article_id = a.id LEFT JOIN tag AS k ON k.name = t.name
      WHERE a.state = 'live' AND a.removal_id IS NULL AND CONCAT('tag:', COALESCE(k.alias_of, t.name)) >= first_list
        AND (next_list IS NULL OR CONCAT('tag:', COALESCE(k.alias_of, t.name)) < next_list) ORDER BY 1, 2, 3, t.position
      ON DUPLICATE KEY UPDATE listing.article_id = listing.article_id;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_rebuild_lists$$
-- The lists from first_list on, in order, as many at once as have half a million rows together; those that should not be are emptied.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_rebuild_lists(first_list VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE one VARCHAR(72) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE done, entries, pending, lists INT DEFAULT 0;
  DECLARE every_list CURSOR FOR
    SELECT todo.list, SUM(todo.size) FROM (
      SELECT 'site' AS list, COUNT(*) AS size FROM article
      UNION ALL SELECT CONCAT('channel:', inside.channel_id), SUM(many.size)
        FROM channel_place AS inside JOIN channel_place AS p ON FIND_IN_SET(CONCAT('channel:', inside.channel_id), p.path) > 0
        JOIN (SELECT channel, COUNT(*) AS size FROM article GROUP BY channel) AS many ON many.channel = p.code GROUP BY inside.channel_id
      UNION ALL SELECT CONCAT('tag:', COALESCE(k.alias_of, t.name)), t.size
        FROM (SELECT name, COUNT(*) AS size FROM article_tag GROUP BY name) AS t LEFT JOIN tag AS k ON k.name = t.name) AS todo
    WHERE todo.list >= first_list GROUP BY todo.list ORDER BY todo.list;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  OPEN every_list;
  FETCH every_list INTO one, entries;
  WHILE NOT done DO
    SET pending = pending + entries, lists = lists + 1;
    FETCH every_list INTO one, entries;
    IF NOT done AND pending >= 500000 THEN
      CALL portal_rebuild_range(first_list, one);
      COMMIT;
      SELECT CONCAT(lists, ' lists. To go on from there: CALL portal_rebuild_lists(', QUOTE(one), ');') AS progress;
      START TRANSACTION;
      SET first_list = one, pending = 0;
    END IF;
  END WHILE;
  CLOSE every_list;
  CALL portal_rebuild_range(first_list, NULL);

  INSERT INTO tag_gate (gate)
    WITH RECURSIVE digit (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM digit WHERE n < 31)
    SELECT high.n * 32 + low.n FROM digit AS high JOIN digit AS low
    WHERE high.n * 32 + low.n NOT IN (SELECT present.gate FROM tag_gate AS present) ORDER BY 1;
  INSERT INTO change_log (kind, item) VALUES ('all', '');
  COMMIT;
  SELECT CONCAT(lists, ' lists: all done.') AS progress;
END$$

DROP PROCEDURE IF EXISTS portal_rebuild_articles$$
-- What single articles have of their own, from the article first_id on: whether they are removed, tags, links. Then the lists.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_rebuild_articles(first_id BIGINT UNSIGNED)
BEGIN
  DECLARE last_id BIGINT UNSIGNED;
  DECLARE bulk_before INT DEFAULT @newsportal_bulk;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    SET @newsportal_bulk = bulk_before;
    RESIGNAL;
  END;
  WHILE first_id IS NOT NULL DO
    SELECT MAX(piece.id) INTO last_id FROM (SELECT id FROM article WHERE id >= first_id ORDER BY id LIMIT 4999, 1) AS piece;
    -- The last piece takes what is left of articles that are gone, too.
    SET last_id = COALESCE(last_id, 18446744073709551615);
    START TRANSACTION;
    SET @newsportal_bulk = 1;
    -- The items' own triggers look up which removal is in force; any other value makes them do so.
    UPDATE article SET removal_id = 0 WHERE id BETWEEN first_id AND last_id AND (removal_id IS NOT NULL OR id IN
      (SELECT item_id FROM removal WHERE item_kind = 'article' AND restored_at IS NULL));
    SET @newsportal_bulk = bulk_before;

    DELETE FROM article_tag WHERE article_id BETWEEN first_id AND last_id;
    INSERT INTO article_tag (article_id, position, name)
      WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 30)
      SELECT a.id, n, SUBSTRING_INDEX(SUBSTRING_INDEX(a.tags, ',', n), ',', -1)
      FROM article AS a JOIN counting ON n <= 1 + CHAR_LENGTH(a.tags) - CHAR_LENGTH(REPLACE(a.tags, ',', ''))
      WHERE a.id BETWEEN first_id AND last_id AND a.tags <> '' ORDER BY a.id, n;

    -- One article after the other, those that link at all: a body is read once.
    DELETE FROM article_link WHERE article_id BETWEEN first_id AND last_id;
    INSERT INTO article_link (article_id, target_id)
      WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 50)
      SELECT linking.id, CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(linking.links, ',', n), ',', -1) AS UNSIGNED)
      FROM (SELECT a.id, portal_links(a.body) AS links FROM article AS a
            WHERE a.id BETWEEN first_id AND last_id AND INSTR(CAST(a.body AS BINARY), '.html') > 0) AS linking
      JOIN counting ON n <= 1 + CHAR_LENGTH(linking.links) - CHAR_LENGTH(REPLACE(linking.links, ',', ''))
      WHERE linking.links <> '';
    COMMIT;
    IF last_id < 18446744073709551615 THEN
      SET first_id = last_id + 1;
      SELECT CONCAT('Articles up to ', last_id, '. To go on from there: CALL portal_rebuild_articles(', first_id, ');') AS progress;
    ELSE
      SET first_id = NULL;
    END IF;
  END WHILE;
  CALL portal_rebuild_lists('');
END$$

DROP PROCEDURE IF EXISTS portal_rebuild_listing$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_rebuild_listing()
BEGIN
  DECLARE level_number INT DEFAULT 1;
  DECLARE bulk_before INT DEFAULT @newsportal_bulk;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    SET @newsportal_bulk = bulk_before;
    RESIGNAL;
  END;
  START TRANSACTION;
  SET @newsportal_bulk = 1;
  -- The removed ones first: then the other rows of their files (05_media_removal.sql).
  UPDATE media SET removal_id = 0 WHERE removal_id IS NOT NULL OR id IN
    (SELECT item_id FROM removal WHERE item_kind = 'media' AND restored_at IS NULL);
  UPDATE media AS other JOIN (SELECT DISTINCT path FROM media WHERE removal_id IS NOT NULL AND path <> '') AS gone ON gone.path = other.path
    SET other.removal_id = 0 WHERE other.removal_id IS NULL;
  UPDATE media AS other JOIN (SELECT DISTINCT content_hash FROM media WHERE removal_id IS NOT NULL AND path = '' AND content_hash <> '') AS gone
    ON gone.content_hash = other.content_hash SET other.removal_id = 0 WHERE other.removal_id IS NULL AND other.path = '';
  SET @newsportal_bulk = bulk_before;

  DELETE FROM channel_place;
  INSERT INTO channel_place (code, channel_id, parent_id, path)
    SELECT code, id, NULL, CONCAT('channel:', id) FROM channel WHERE parent IS NULL;
  WHILE level_number < 5 DO
    INSERT INTO channel_place (code, channel_id, parent_id, path)
      SELECT c.code, c.id, above.channel_id, CONCAT('channel:', c.id, ',', above.path)
      FROM channel_place AS above JOIN channel AS c ON c.parent = above.code
      WHERE CHAR_LENGTH(above.path) - CHAR_LENGTH(REPLACE(above.path, ',', '')) = level_number - 1;
    SET level_number = level_number + 1;
  END WHILE;
  COMMIT;
  CALL portal_rebuild_articles(0);
END$$

DELIMITER ;
