-- 03_workflow.sql: which step an article may take, who has to have looked at it, and what a reprint must tell.
-- May be run again at any time. Called by the triggers of article. The steps are rows of table transition, the number
-- of reviews is channel.review_levels. The role system (imports) is above all of this; what holds for every row
-- whoever writes it (titles, times, references) is in 04_article_triggers.sql.

DELIMITER $$

DROP PROCEDURE IF EXISTS portal_check_step$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_step(role_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  from_now VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  to_now VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  DECLARE found INT DEFAULT 0;
  DECLARE choices VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  IF role_now <> 'system' THEN
    SELECT COUNT(*) INTO found FROM transition WHERE from_state = from_now AND to_state = to_now AND role = role_now;
    IF found = 0 THEN
      IF role_now IN ('', 'officer') THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
          '您的账号没有采编角色，请管理员授予。 / Your account has no role in the newsroom: ask the administrator for one.';
      END IF;
      IF to_now = 'deleted' THEN
        CALL portal_refuse(CONCAT('您不能删除', from_now, '状态的文章，请先撤下或找总编。 / You may not delete an article in state ',
                                  from_now, ': withdraw it or ask the chief.'));
      END IF;
      SELECT GROUP_CONCAT(to_state ORDER BY to_state SEPARATOR ', ') INTO choices FROM transition
        WHERE from_state = from_now AND role = role_now AND to_state <> 'deleted';
      IF choices IS NULL THEN
        CALL portal_refuse(CONCAT('您不能改动', from_now, '状态的文章，请找编辑。 / You may not change an article in state ', from_now,
                                  ': ask an editor.'));
      END IF;
      IF from_now = to_now THEN
        CALL portal_refuse(CONCAT('您不能改动', from_now, '状态的文章，可先改为：', choices, '。 / In state ', from_now,
                                  ' you may only set: ', choices, '.'));
      END IF;
      IF from_now = 'new' THEN
        CALL portal_refuse(CONCAT('您的新稿状态可选：', choices, '。 / A new article of yours may be: ', choices, '.'));
      END IF;
      CALL portal_refuse(CONCAT('您不能把状态从', from_now, '改为', to_now, '，可选：', choices, '。 / From ', from_now, ' you may choose: ',
                                choices, '.'));
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_release$$
-- Before an article goes live: the reviews that its channel asks for. Who submitted it is no reviewer of it.
-- One level: somebody else has ticked `reviewed` or sets it live. Two: somebody else has ticked it, and a third
-- person sets it live. who is the one who sets it live.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_release(who VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  place VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, from_now VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  submitter VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, reviewer VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE levels INT DEFAULT 0;
  SELECT MAX(review_levels) INTO levels FROM channel WHERE code = place;
  IF levels > 0 THEN
    IF from_now <> 'review' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '本栏目须先审后发，请把状态设为review。 / This channel reviews before publishing: set state to review.';
    END IF;
    IF levels = 1 AND who = submitter AND reviewer = '' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '送审人不能自己签发，请另一位审核（reviewed=1）或签发。 / Not by the submitter: another person reviews it or sets it live.';
    END IF;
    IF levels > 1 AND reviewer = '' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '本栏目须两人审核，请先由一位把reviewed设为1。 / Two people review here: first one of them sets reviewed to 1.';
    END IF;
    IF levels > 1 AND who IN (submitter, reviewer) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '送审人和一审人不能签发，请第三人设为live。 / Not by submitter or first reviewer: a third person sets it live.';
    END IF;
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_move$$
-- A live article that goes to a channel with more reviews would get there without them; one of them it may have had.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_move(old_place VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  new_place VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, reviewer VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
BEGIN
  DECLARE had, wanted INT DEFAULT 0;
  SELECT MAX(review_levels) INTO had FROM channel WHERE code = old_place;
  SELECT MAX(review_levels) INTO wanted FROM channel WHERE code = new_place;
  IF wanted > GREATEST(had, reviewer <> '') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '该栏目须先审后发，请先撤下并送审，再移入。 / That channel reviews first: withdraw it, set state to review, then move it.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_check_reprint$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_check_reprint()
BEGIN
  IF portal_setting('reprint_rule') = '1' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '转载稿发布前请填source_url、author、title_original。 / A reprint needs source_url, author and title_original to go live.';
  END IF;
END$$

DROP PROCEDURE IF EXISTS portal_stale$$
-- A form that was opened before somebody else saved. What it holds cannot be kept here: whatever a trigger writes
-- is undone by its refusal. It stays in the form; the other version is in the row and in its history.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_stale(who VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, at_time TIMESTAMP)
BEGIN
  CALL portal_refuse(CONCAT(portal_known_as(who), '于', DATE_FORMAT(at_time, '%m-%d %H:%i'), '改过此文，请另存您的文字后重新打开。 / ',
                            portal_known_as(who), ' changed it at ', DATE_FORMAT(at_time, '%m-%d %H:%i'), ': keep your text, reopen.'));
END$$

DELIMITER ;
