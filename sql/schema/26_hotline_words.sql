-- 26_hotline_words.sql: the words by which listed cases are found. May be run again at any time.
--
-- Neither server has a full-text parser for Chinese and Korean that the other has too, so the index is a table of our own (hotline_gram),
-- kept by the triggers of the case in its transaction: what is found is what is shown. np_gram.h cuts what readers look for the same way;
-- upper and lower case, wide and narrow letters are equal by the column's collation.
--
-- No transaction waits for another: rows are put in by their key, and taken out one by one, each by its whole key, after a plain
-- read, since a DELETE that searches locks the gaps around what it finds.

DELIMITER $$

DROP FUNCTION IF EXISTS portal_case_words$$
-- What readers may see of a case, as far as it is looked for; NULL when they see nothing of it. 620 characters at most: servers end
-- a recursion after 1,000 steps.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_case_words(approved_at DATETIME, prominence VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  title VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, public_text TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(640) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
DETERMINISTIC NO SQL
RETURN CASE WHEN approved_at IS NULL OR prominence NOT IN ('public', 'text_hidden') THEN NULL
            WHEN prominence = 'public' THEN CONCAT(title, '\n', LEFT(public_text, 500)) ELSE title END$$

DROP PROCEDURE IF EXISTS portal_index_case$$
-- The words of a case are these and no others. NULL: none.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_index_case(number BIGINT UNSIGNED, words VARCHAR(640) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE done INT DEFAULT 0;
  -- Ranges, since the servers' regular expressions differ in which signs belong to a script. np_gram.c has the same.
  DECLARE cjk VARCHAR(240) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT
    '\\x{1100}-\\x{11FF}\\x{3005}\\x{3007}\\x{3041}-\\x{3096}\\x{30A1}-\\x{30FA}\\x{30FC}\\x{3131}-\\x{318E}\\x{3400}-\\x{4DBF}\\x{4E00}-\\x{9FFF}\\x{AC00}-\\x{D7A3}\\x{F900}-\\x{FAFF}\\x{20000}-\\x{323AF}';
  DECLARE pair, other VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE old_gram VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE old_grams CURSOR FOR SELECT g.gram FROM hotline_gram AS g WHERE g.case_id = number;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN old_grams;
  FETCH old_grams INTO old_gram;
  WHILE NOT done DO
    -- By the other index it would lock what stands beside the case there.
    DELETE g FROM hotline_gram AS g FORCE INDEX (PRIMARY) WHERE g.gram = old_gram AND g.case_id = number;
    FETCH old_grams INTO old_gram;
  END WHILE;
  CLOSE old_grams;
  IF CHAR_LENGTH(words) > 0 THEN
    SET pair = CONCAT('^[', cjk, ']{2}$'), other = CONCAT('^(?:(?![', cjk, '])[\\p{L}\\p{N}])');
    INSERT IGNORE INTO hotline_gram (gram, case_id)
      WITH RECURSIVE place AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM place WHERE n < CHAR_LENGTH(words)),
      piece AS (SELECT CASE
          WHEN SUBSTRING(words, n, 2) REGEXP pair THEN SUBSTRING(words, n, 2)
          WHEN SUBSTRING(words, n, 1) REGEXP other AND (n = 1 OR SUBSTRING(words, n - 1, 1) NOT REGEXP other)
            THEN REGEXP_SUBSTR(SUBSTRING(words, n, 24), CONCAT(other, '+')) END AS gram
        FROM place)
      SELECT gram, number FROM piece WHERE CHAR_LENGTH(gram) >= 2;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_rebuild_words$$
-- All cases anew: after a bulk load, or when the way in which words are cut has changed.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_rebuild_words()
BEGIN
  DECLARE done INT DEFAULT 0;
  DECLARE number BIGINT UNSIGNED;
  DECLARE words VARCHAR(640) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE cases CURSOR FOR SELECT c.id FROM hotline_case AS c ORDER BY c.id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN cases;
  FETCH cases INTO number;
  WHILE NOT done DO
    SELECT portal_case_words(c.approved_at, c.prominence, c.title, c.public_text) INTO words FROM hotline_case AS c WHERE c.id = number;
    CALL portal_index_case(number, words);
    FETCH cases INTO number;
  END WHILE;
  CLOSE cases;
END$$

DELIMITER ;
