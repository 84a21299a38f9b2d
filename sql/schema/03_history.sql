-- 03_history.sql: bringing back what was: CALL restore_article(number, version) and CALL restore_page(code, version).
-- May be run again at any time. Whoever calls them does what an edit by hand would do: the rules of workflow hold, and
-- the restored text is a new version, so that nothing is lost by restoring either.

DELIMITER $$

DROP FUNCTION IF EXISTS portal_past$$
-- What a column of an article was in a version: the value before the first change after it, or that of today.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_past(article BIGINT UNSIGNED, wanted INT UNSIGNED, name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
  today MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
READS SQL DATA
BEGIN
  DECLARE found INT DEFAULT 0;
  DECLARE past MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT 1, old_value INTO found, past FROM article_history
    WHERE article_id = article AND version > wanted AND field = name ORDER BY version, id LIMIT 1;
  RETURN IF(found, past, today);
END$$

DROP FUNCTION IF EXISTS portal_past_channel$$
-- The channel of a version, by the code that it has now: articles follow a new code without a word in their history.
-- A channel that is gone cannot take the article back: then that of today.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_past_channel(article BIGINT UNSIGNED, wanted INT UNSIGNED, today VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
RETURNS VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
READS SQL DATA
BEGIN
  DECLARE past VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT portal_past(article, wanted, 'channel', today);
  DECLARE present VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE number BIGINT UNSIGNED DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT code INTO present FROM channel_place WHERE code = past;
  IF present IS NULL THEN
    SELECT h.item_id INTO number FROM item_history AS h
      WHERE h.kind = 'channel' AND h.field = 'code' AND h.action = 'update' AND CAST(h.old_value AS BINARY) = CAST(past AS BINARY)
      ORDER BY h.id DESC LIMIT 1;
    SELECT code INTO present FROM channel_place WHERE channel_id = number;
  END IF;
  RETURN COALESCE(present, today, past);
END$$

DROP FUNCTION IF EXISTS portal_past_cover$$
-- The picture of a version; if that is gone, the one of today.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_past_cover(article BIGINT UNSIGNED, wanted INT UNSIGNED, today BIGINT UNSIGNED) RETURNS BIGINT UNSIGNED
READS SQL DATA
BEGIN
  DECLARE past BIGINT UNSIGNED DEFAULT portal_past(article, wanted, 'cover', today);
  DECLARE found INT DEFAULT 0;
  SELECT COUNT(*) INTO found FROM media WHERE id = past;
  RETURN IF(past IS NULL OR found > 0, past, today);
END$$

DROP FUNCTION IF EXISTS portal_past_page$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_past_page(page_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, wanted INT UNSIGNED,
  name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin, today MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
READS SQL DATA
BEGIN
  DECLARE found INT DEFAULT 0;
  DECLARE past MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT 1, old_value INTO found, past FROM item_history
    WHERE kind = 'page' AND item_id = 0 AND item_code = page_code AND version > wanted AND field = name ORDER BY version, id LIMIT 1;
  RETURN IF(found, past, today);
END$$

DROP PROCEDURE IF EXISTS portal_no_version$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_no_version()
BEGIN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
    '历史里没有这个版本，请在历史视图中核对。 / History has no such version: look it up in v_article_history or v_page_history.';
END$$

DROP PROCEDURE IF EXISTS restore_article$$
-- Gives an article the words, picture, tags, source and place of an older version. State and times stay as they are
-- today: restoring publishes and withdraws nothing, and what a picture or channel that is gone cannot give. An article that was deleted comes back as a draft under its number.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE restore_article(article BIGINT UNSIGNED, wanted INT UNSIGNED)
BEGIN
  DECLARE oldest, newest INT UNSIGNED;
  DECLARE here INT DEFAULT 0;
  SELECT MIN(version), MAX(version) INTO oldest, newest FROM article_history WHERE article_id = article;
  SELECT COUNT(*) INTO here FROM article WHERE id = article;
  IF wanted IS NULL OR wanted = 0 OR oldest IS NULL OR oldest > wanted + 1 OR wanted >= newest + here THEN
    CALL portal_no_version();
  END IF;
  IF here = 1 THEN
    UPDATE article SET
      title = portal_past(article, wanted, 'title', title),
      title_short = portal_past(article, wanted, 'title_short', title_short),
      title_kicker = portal_past(article, wanted, 'title_kicker', title_kicker),
      channel = portal_past_channel(article, wanted, channel),
      body = portal_past(article, wanted, 'body', body),
      body_format = portal_past(article, wanted, 'body_format', body_format),
      summary = portal_past(article, wanted, 'summary', summary),
      tags = portal_past(article, wanted, 'tags', tags),
      cover = portal_past_cover(article, wanted, cover),
      source = portal_past(article, wanted, 'source', source),
      source_url = portal_past(article, wanted, 'source_url', source_url),
      title_original = portal_past(article, wanted, 'title_original', title_original),
      author = portal_past(article, wanted, 'author', author),
      editor = portal_past(article, wanted, 'editor', editor),
      language = portal_past(article, wanted, 'language', language),
      translation_group = portal_past(article, wanted, 'translation_group', translation_group),
      notice = portal_past(article, wanted, 'notice', notice)
      WHERE id = article;
  ELSE
    INSERT INTO article (id, title, title_short, title_kicker, channel, body, body_format, summary, tags, cover, published_at,
                         expires_at, source, source_url, title_original, author, editor, language, translation_group, notice)
      VALUES (article, portal_past(article, wanted, 'title', '?'), portal_past(article, wanted, 'title_short', ''),
              portal_past(article, wanted, 'title_kicker', ''), portal_past_channel(article, wanted, NULL),
              portal_past(article, wanted, 'body', ''), portal_past(article, wanted, 'body_format', 'auto'),
              portal_past(article, wanted, 'summary', ''), portal_past(article, wanted, 'tags', ''),
              portal_past_cover(article, wanted, NULL), portal_past(article, wanted, 'published_at', NULL),
              portal_past(article, wanted, 'expires_at', NULL), portal_past(article, wanted, 'source', ''),
              portal_past(article, wanted, 'source_url', ''), portal_past(article, wanted, 'title_original', ''),
              portal_past(article, wanted, 'author', ''), portal_past(article, wanted, 'editor', ''),
              portal_past(article, wanted, 'language', ''), portal_past(article, wanted, 'translation_group', NULL),
              portal_past(article, wanted, 'notice', ''));
  END IF;
END$$

DROP PROCEDURE IF EXISTS restore_page$$
-- Gives a page the title and text of an older version. Its state stays; a page that was deleted comes back as a draft.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE restore_page(page_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, wanted INT UNSIGNED)
BEGIN
  DECLARE oldest, newest INT UNSIGNED;
  DECLARE here INT DEFAULT 0;
  SELECT MIN(version), MAX(version) INTO oldest, newest FROM item_history
    WHERE kind = 'page' AND item_id = 0 AND item_code = page_code;
  SELECT COUNT(*) INTO here FROM page WHERE code = page_code;
  IF wanted IS NULL OR wanted = 0 OR oldest IS NULL OR oldest > wanted + 1 OR wanted >= newest + here THEN
    CALL portal_no_version();
  END IF;
  IF here = 1 THEN
    UPDATE page SET
      title = portal_past_page(page_code, wanted, 'title', title),
      body = portal_past_page(page_code, wanted, 'body', body),
      body_format = portal_past_page(page_code, wanted, 'body_format', body_format),
      language = portal_past_page(page_code, wanted, 'language', language)
      WHERE code = page_code;
  ELSE
    INSERT INTO page (title, code, body, body_format, language)
      VALUES (portal_past_page(page_code, wanted, 'title', '?'), page_code, portal_past_page(page_code, wanted, 'body', ''),
              portal_past_page(page_code, wanted, 'body_format', 'auto'), portal_past_page(page_code, wanted, 'language', ''));
  END IF;
END$$

DELIMITER ;
