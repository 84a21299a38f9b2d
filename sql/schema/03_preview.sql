-- 03_preview.sql: links that show a draft to whoever has them, for some days. May be run again at any time.
--
-- Every save of an article that is not live renews its link (160 random bits; view v_preview prints it); CALL
-- preview(number) makes a new one at any time, and the old one is dead. The web account cannot look for keys: it says
-- a key with portal_preview(), which answers what to do, and then finds that article, and no other, in the views
-- web_preview and web_preview_tag. A key is `number-40 hexadecimal digits`.

DELIMITER $$

DROP FUNCTION IF EXISTS portal_preview_hours$$
-- At most a year, whatever the setting says.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_preview_hours() RETURNS INT
READS SQL DATA
RETURN LEAST(CAST(portal_setting('preview_hours') AS UNSIGNED), 8760)$$

DROP FUNCTION IF EXISTS portal_preview_id$$
-- The number of the article that the key of this session opens; NULL if it opens none. Views ask it once a query.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_preview_id() RETURNS BIGINT UNSIGNED
DETERMINISTIC READS SQL DATA
BEGIN
  DECLARE found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE said VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT LEFT(@newsportal_preview, 80);
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  IF said REGEXP '^[1-9][0-9]{0,17}-[0-9a-f]{40}\\z' THEN
    SELECT id INTO found FROM article
      WHERE id = CAST(SUBSTRING_INDEX(said, '-', 1) AS UNSIGNED) AND preview_key = SUBSTRING_INDEX(said, '-', -1)
        AND preview_until > CURRENT_TIMESTAMP AND removal_id IS NULL AND state <> 'withdrawn';
  END IF;
  RETURN found;
END$$

DROP FUNCTION IF EXISTS portal_preview$$
-- Takes a key and says what becomes of it: '' for nothing (wrong, ended, withdrawn, removed), 'draft' for an article
-- that readers cannot see yet, otherwise the path of the page that readers see. now_time is the portal's civil time.
-- Also an ended key leads to a page that readers can see. DETERMINISTIC is not true, see portal_prune.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_preview(said TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, now_time DATETIME)
RETURNS VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
DETERMINISTIC READS SQL DATA
BEGIN
  DECLARE answer VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT '';
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SET said = LEFT(said, 80), @newsportal_preview = said;
  IF said REGEXP '^[1-9][0-9]{0,17}-[0-9a-f]{40}\\z' THEN
    SELECT CASE WHEN state = 'live' AND published_at <= now_time AND (expires_at IS NULL OR expires_at > now_time)
                THEN CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html')
                WHEN preview_until > CURRENT_TIMESTAMP AND state <> 'withdrawn' THEN 'draft' ELSE '' END INTO answer
      FROM article
      WHERE id = CAST(SUBSTRING_INDEX(said, '-', 1) AS UNSIGNED) AND preview_key = SUBSTRING_INDEX(said, '-', -1)
        AND removal_id IS NULL;
  END IF;
  IF answer <> 'draft' THEN
    SET @newsportal_preview = NULL;
  END IF;
  RETURN answer;
END$$

DROP PROCEDURE IF EXISTS preview$$
-- A new link for an article; the old one ends. Shows both addresses.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE preview(article BIGINT UNSIGNED)
BEGIN
  DECLARE found INT DEFAULT 0;
  SELECT COUNT(*) INTO found FROM article WHERE id = article AND state <> 'withdrawn';
  IF found = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个编号的文章，或已撤下，请核对编号。 / No article has this number, or it is withdrawn: check the number.';
  END IF;
  -- The wish for a new key: see article_before_update.
  UPDATE article SET preview_key = 'new' WHERE id = article;
  SELECT a.title, portal_preview_link('', a.id, a.preview_key) AS link, portal_preview_link('m', a.id, a.preview_key) AS link_mobile,
         a.preview_until AS works_until
    FROM article AS a WHERE a.id = article;
END$$

DROP FUNCTION IF EXISTS portal_preview_link$$
-- variant 'm': the mobile edition.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_preview_link(variant VARCHAR(1) CHARACTER SET ascii COLLATE ascii_bin, article BIGINT UNSIGNED,
  code VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
READS SQL DATA
RETURN IF(code = '', '', CONCAT(
  IF(variant = '', portal_setting('base_url'),
     COALESCE(NULLIF(portal_setting('mobile_url'), ''), CONCAT(portal_setting('base_url'), '/m'))),
  '/preview/', article, '-', code, '/'))$$

DELIMITER ;
