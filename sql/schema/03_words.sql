-- 03_words.sql: what is looked for in the words of an article when it is saved: the word list, mangled text, pictures
-- without a description, links to articles that readers cannot see. May be run again at any time.
--
-- An article keeps what was found in its column problems, as `title part|body part`, items separated by commas, so that
-- v_problems need not read any text. A part is looked through only when it changed. Words are sought as UTF-16 bytes:
-- measured on an article of 1,800 characters and 500 words, 3 ms, against 11 ms as UTF-8 and 56 ms by collation.

DELIMITER $$

DROP FUNCTION IF EXISTS portal_mangled$$
-- Pinyin or jyutping scraps behind a character, as copying from converted pages leaves them; UTF-8 that was read as
-- GBK or Latin 1, or the reverse; replacement characters; halves of surrogate pairs written out. The server itself
-- refuses half pairs as bytes.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_mangled(words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS INT
DETERMINISTIC NO SQL
RETURN (INSTR(CAST(words AS BINARY), '(') > 0 AND words COLLATE utf8mb4_bin REGEXP
    '[㐀-䶵一-龥]\\([a-zɡ]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü][a-zɡ]{0,5}\\)')
  OR words COLLATE utf8mb4_bin REGEXP '锟斤拷|烫烫烫|屯屯屯|鈥|銆|锛|鐨|鏄|锘|涓€|â€|Ã[©¨¤¶¼]|ï»¿'
  OR INSTR(CAST(words AS BINARY), _binary 0xEFBFBD) > 0
  OR (INSTR(CAST(words AS BINARY), '\\') + INSTR(CAST(words AS BINARY), '&#') > 0 AND words COLLATE utf8mb4_bin REGEXP '\\\\[uU][dD][89a-fA-F][0-9a-fA-F]{2}|&#(x[dD][89a-fA-F][0-9a-fA-F]{2}|5529[6-9]|55[3-9][0-9]{2}|56[0-9]{3}|57[0-2][0-9]{2}|573[0-3][0-9]|5734[0-3]);')$$

DROP FUNCTION IF EXISTS portal_links$$
-- Numbers of the articles of this portal that a text links to, at most 50, separated by commas. Addresses of others,
-- in which a host's name comes before the date, are no links of ours.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_links(body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(1100) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL
BEGIN
  DECLARE bytes MEDIUMBLOB DEFAULT CAST(body AS BINARY);
  DECLARE piece VARCHAR(60) CHARACTER SET latin1 COLLATE latin1_bin;
  DECLARE links VARCHAR(1100) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE number VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE place, found INT DEFAULT 0;
  DECLARE base VARCHAR(200) CHARACTER SET latin1 COLLATE latin1_bin;
  SET place = INSTR(bytes, '.html');
  WHILE place > 0 AND found < 50 DO
    SET piece = CONVERT(SUBSTRING(bytes, GREATEST(place - 34, 1), place - GREATEST(place - 34, 1)) USING latin1);
    IF piece REGEXP '(^|["''(=<[:space:]]|["''(=<[:space:]]/m)/[0-9]{4}/[0-9]{2}/[0-9]{2}/[1-9][0-9]{0,17}\\z' THEN
      SET number = SUBSTRING_INDEX(piece, '/', -1);
      IF FIND_IN_SET(number, links) = 0 THEN
        SET links = CONCAT_WS(',', NULLIF(links, ''), number), found = found + 1;
      END IF;
    END IF;
    SET place = LOCATE('.html', bytes, place + 5);
  END WHILE;
  RETURN links;
END$$

DROP FUNCTION IF EXISTS portal_dead_links$$
-- Those of the links that lead to no article that is live or will be, or to one that has ended.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_dead_links(links VARCHAR(1100) CHARACTER SET ascii COLLATE ascii_bin)
RETURNS VARCHAR(1100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
READS SQL DATA
BEGIN
  DECLARE number VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE dead VARCHAR(1100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT '';
  DECLARE found INT;
  WHILE CHAR_LENGTH(links) > 0 DO
    SET number = SUBSTRING_INDEX(links, ',', 1), links = SUBSTRING(links, CHAR_LENGTH(number) + 2);
    SELECT COUNT(*) INTO found FROM article AS target
      WHERE target.id = CAST(number AS UNSIGNED) AND target.state = 'live' AND target.removal_id IS NULL
        AND (target.expires_at IS NULL OR target.expires_at > NOW());
    IF found = 0 THEN
      SET dead = CONCAT_WS(',', NULLIF(dead, ''), CONCAT('body-link:', number));
    END IF;
  END WHILE;
  RETURN dead;
END$$

DROP PROCEDURE IF EXISTS portal_read_words$$
-- Goes through the word list. Replaces what is to be replaced (as it is spelled there) and says what else was found:
-- `prefix`-word:X and `prefix`-block:X, and the first word that blocks. one to three: the texts of the part. mend 0: only looks, and
-- what would be replaced is found like a word to think about.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_read_words(mend INT, part VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin,
  INOUT one MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  INOUT two VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  INOUT three VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  unchanged VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT found VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT blocked VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE done, words INT DEFAULT 0;
  DECLARE hay MEDIUMBLOB;
  DECLARE hit, instead VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE todo VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE hits CURSOR FOR
    SELECT w.word, w.action, w.replacement FROM word AS w
    WHERE w.scope IN ('all', part) AND INSTR(hay, w.folded) > 0 ORDER BY w.action, w.id LIMIT 50;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET found = '', blocked = NULL;
  SELECT COUNT(*) INTO words FROM (SELECT w.id FROM word AS w LIMIT 1) AS any_word;
  IF words > 0 THEN
    SET hay = CAST(CONVERT(LOWER(CONCAT_WS('\n', one, two, three, unchanged)) USING utf16) AS BINARY);
    OPEN hits;
    FETCH hits INTO hit, todo, instead;
    WHILE NOT done DO
      -- Bytes of neighbours may look like a word: what was found is looked at again as text.
      IF INSTR(LOWER(CONCAT_WS('\n', one, two, three, unchanged)) COLLATE utf8mb4_bin, LOWER(hit) COLLATE utf8mb4_bin) > 0 THEN
        IF todo = 'replace' AND mend THEN
          SET one = REPLACE(one, hit, instead), two = REPLACE(two, hit, instead), three = REPLACE(three, hit, instead);
          -- Spelled otherwise it stays, and a person looks at it.
          IF INSTR(LOWER(CONCAT_WS('\n', one, two, three, unchanged)) COLLATE utf8mb4_bin, LOWER(hit) COLLATE utf8mb4_bin) > 0 THEN
            SET found = LEFT(CONCAT_WS(',', NULLIF(found, ''), CONCAT(part, '-word:', hit)), 1000);
          END IF;
        ELSE
          SET found = LEFT(CONCAT_WS(',', NULLIF(found, ''), CONCAT(part, IF(todo = 'block', '-block:', '-word:'), hit)), 1000);
          IF todo = 'block' THEN
            SET blocked = COALESCE(blocked, hit);
          END IF;
        END IF;
      END IF;
      FETCH hits INTO hit, todo, instead;
    END WHILE;
    CLOSE hits;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_read_title$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_read_title(mend INT, INOUT title VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  INOUT title_short VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  INOUT title_kicker VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT found VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT blocked VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE whole MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT title;
  DECLARE short VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT title_short;
  DECLARE kicker VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT title_kicker;
  DECLARE longest INT DEFAULT CAST(portal_setting('title_length') AS UNSIGNED);
  CALL portal_read_words(mend, 'title', whole, short, kicker, tags, found, blocked);
  SET title = whole, title_short = short, title_kicker = kicker;
  IF longest > 0 AND CHAR_LENGTH(title) > longest AND title_short = '' THEN
    SET found = CONCAT_WS(',', 'title-long', NULLIF(found, ''));
  END IF;
  IF portal_mangled(CONCAT_WS('\n', title, title_short, title_kicker)) THEN
    SET found = CONCAT_WS(',', 'title-mangled', NULLIF(found, ''));
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_read_body$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_read_body(mend INT, INOUT body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  INOUT summary VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT found VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT blocked VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE none VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
  DECLARE dead VARCHAR(1100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  CALL portal_read_words(mend, 'body', body, summary, none, NULL, found, blocked);
  IF portal_mangled(body) OR portal_mangled(summary) THEN
    SET found = CONCAT_WS(',', 'body-mangled', NULLIF(found, ''));
  END IF;
  IF INSTR(CAST(body AS BINARY), '![]') > 0
     OR (INSTR(LOWER(CAST(body AS CHAR CHARACTER SET utf8mb4)) COLLATE utf8mb4_bin, '<img') > 0
         AND body REGEXP '<img(?![^>]*[[:space:]]alt[[:space:]]*=[[:space:]]*["'']?[^"''[:space:]>])[^>]*>') THEN
    SET found = CONCAT_WS(',', 'body-alt', NULLIF(found, ''));
  END IF;
  SET dead = portal_dead_links(portal_links(body));
  IF dead <> '' THEN
    SET found = LEFT(CONCAT_WS(',', NULLIF(found, ''), dead), 1000);
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_look_through$$
-- What a save of these texts would find, as the column problems keeps it. Changes nothing. lacks: is this a reprint without its particulars?
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_look_through(title VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  title_short VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  title_kicker VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  tags VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  summary VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, lacks INT,
  OUT found VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE found_title, found_body VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE blocked VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  CALL portal_read_title(0, title, title_short, title_kicker, tags, found_title, blocked);
  CALL portal_read_body(0, body, summary, found_body, blocked);
  SET found_title = IF(lacks, CONCAT_WS(',', 'source', NULLIF(found_title, '')), found_title),
      found = IF(found_title = '' AND found_body = '', '', LEFT(CONCAT(LEFT(found_title, 200), '|', found_body), 500));
END$$

DROP PROCEDURE IF EXISTS check_words$$
-- For after a change of the word list: looks through every article that is not withdrawn, from the number `newest` down (0: from the
-- newest), and lists in v_problems what is found now. Their texts and versions stay: a word to be replaced is replaced by the next save.
-- Works in pieces, commits each (and first what the session had open), and prints a line for each that says how to go on if it breaks
-- off. Reads without locks; an article that somebody else is saving is named, not waited for.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE check_words(newest BIGINT UNSIGNED)
BEGIN
  DECLARE number, last_id, free BIGINT UNSIGNED;
  DECLARE done, lacking INT DEFAULT 0;
  DECLARE looked, changed INT;
  DECLARE busy VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE line VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE short, kicker VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE labels, known, found VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE lead_in VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE piece CURSOR FOR
    SELECT a.id FROM article AS a WHERE a.id <= newest AND a.state <> 'withdrawn' ORDER BY a.id DESC LIMIT 400;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  SET newest = COALESCE(NULLIF(newest, 0), 18446744073709551615);
  WHILE newest > 0 DO
    SET looked = 0, changed = 0, busy = '', done = 0, last_id = NULL;
    START TRANSACTION;
    OPEN piece;
    FETCH piece INTO number;
    WHILE NOT done DO
      SET known = NULL, free = NULL;
      -- Somebody may have deleted it meanwhile, or hold it: neither ends the piece.
      BEGIN
        DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
        SELECT a.title, a.title_short, a.title_kicker, a.tags, a.summary, a.body, a.problems,
               a.source <> '' AND (a.source_url = '' OR a.author = '' OR a.title_original = '')
          INTO line, short, kicker, labels, lead_in, words, known, lacking FROM article AS a WHERE a.id = number;
        CALL portal_look_through(line, short, kicker, labels, lead_in, words, lacking, found);
        IF CAST(found AS BINARY) <> CAST(known AS BINARY) THEN
          SELECT a.id INTO free FROM article AS a WHERE a.id = number FOR UPDATE SKIP LOCKED;
          IF free IS NULL THEN
            SET busy = LEFT(CONCAT_WS(', ', NULLIF(busy, ''), number), 1000);
          ELSE
            -- The wish to be looked through: see article_before_update, which sees the newest text.
            UPDATE article SET problems = 'look' WHERE id = number;
            SET changed = changed + 1;
          END IF;
        END IF;
      END;
      SET looked = looked + 1, last_id = number;
      FETCH piece INTO number;
    END WHILE;
    CLOSE piece;
    COMMIT;
    SET newest = IF(looked < 400, 0, last_id - 1);
    SELECT CONCAT('已查', looked, '篇，有变化的', changed, '篇', IF(busy = '', '', CONCAT('，正在被人保存、跳过的：', busy)),
                  IF(newest = 0, '；全部查完。', CONCAT('；接着查：CALL check_words(', newest, ');')),
                  ' / ', looked, ' articles read, ', changed, ' changed in v_problems',
                  IF(busy = '', '', CONCAT(', left out because somebody is saving them: ', busy)),
                  IF(newest = 0, '; all done.', CONCAT('; to go on from there: CALL check_words(', newest, ');'))) AS progress;
  END WHILE;
END$$

DROP PROCEDURE IF EXISTS portal_write_links$$
-- Turns the rows of article_link for one article from the old list of links into the new one. A row may be missing
-- after a bulk load, hence it is put there before it is deleted: see portal_unlist.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_write_links(article BIGINT UNSIGNED, old_links VARCHAR(1100) CHARACTER SET ascii COLLATE ascii_bin,
  new_links VARCHAR(1100) CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE rest VARCHAR(1100) CHARACTER SET ascii COLLATE ascii_bin DEFAULT old_links;
  DECLARE number VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin;
  WHILE CHAR_LENGTH(rest) > 0 DO
    SET number = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(number) + 2);
    IF FIND_IN_SET(number, new_links) = 0 THEN
      INSERT INTO article_link (article_id, target_id) VALUES (article, number) ON DUPLICATE KEY UPDATE target_id = target_id;
      DELETE FROM article_link WHERE article_id = article AND target_id = CAST(number AS UNSIGNED);
    END IF;
  END WHILE;
  SET rest = new_links;
  WHILE CHAR_LENGTH(rest) > 0 DO
    SET number = SUBSTRING_INDEX(rest, ',', 1), rest = SUBSTRING(rest, CHAR_LENGTH(number) + 2);
    IF FIND_IN_SET(number, old_links) = 0 THEN
      INSERT INTO article_link (article_id, target_id) VALUES (article, number) ON DUPLICATE KEY UPDATE target_id = target_id;
    END IF;
  END WHILE;
END$$

DROP PROCEDURE IF EXISTS portal_check_word$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_word(word VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, action VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  replacement VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  IF CHAR_LENGTH(TRIM(REPLACE(word, '　', ''))) < CHAR_LENGTH(word) OR word = '' OR word REGEXP '[,:|\\x00-\\x1F]' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '词不能为空，也不能含逗号、冒号、竖线和首尾空格。 / word: not empty, no comma, colon, bar or outer spaces.';
  END IF;
  IF action <> 'replace' AND replacement <> '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '只有处理为replace时才填替换词，请改action或清空。 / A replacement goes with action replace only: change one of them.';
  END IF;
  IF action = 'replace' AND INSTR(LOWER(replacement), LOWER(word)) > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '替换词里不能含有原词，请改写。 / The replacement must not contain the word itself: reword it.';
  END IF;
END$$

DROP TRIGGER IF EXISTS word_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER word_before_insert BEFORE INSERT ON word FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_word(NEW.word, NEW.action, NEW.replacement);
  SET NEW.folded = CAST(CONVERT(LOWER(NEW.word) USING utf16) AS BINARY);
END$$

DROP TRIGGER IF EXISTS word_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER word_before_update BEFORE UPDATE ON word FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000);
  CALL portal_check_word(NEW.word, NEW.action, NEW.replacement);
  SET NEW.folded = CAST(CONVERT(LOWER(NEW.word) USING utf16) AS BINARY);
END$$

DELIMITER ;
