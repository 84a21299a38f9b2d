-- 27_claim.sql: the rules of claims, and what claimants do through the web account. May be run again at any time.
--
-- Work of the copyright desk (chief editors): set claim.state, and nothing else is needed. States confirmed, hidden and removed write a row
-- of table removal for every item that was found; rejected, restored and received end those rows. An item that is added to such
-- a claim later is removed at once; deleting an item's row brings the item back.
--
-- The contract (shared parameters and answers: 25_desk.sql):
-- web_claim_resolve(address)   -> 'article:12', 'media:3', or '' for nothing that readers can see here
-- web_claim_submit(client_id, code_hash, address_key, now_time, right_kind, suspect, work, statement, claimant, claimant_public,
--                  addresses (one a line), name, phone, email)     right_kind: copyright portrait privacy trademark other
--   -> new:N, again:N, taken, busy:S, bad. A claim by form is `received` and hides nothing. At most 50 addresses are kept.
-- An address of another site gets "other: " before it, as the form writes it: by whoever, if setting base_url tells our host.
-- web_claim_removed(address)   -> as web_claim_resolve, but only for what is out of sight because of a claim
-- web_claim_counter(client_id, address_key, now_time, suspect, statement, addresses (one a line), name, phone, email)
--   -> new:N, again:N, taken, busy:S, bad, none: one of the addresses is not removed because of a claim. A row of claim_counter for every claim
--   that holds one of them back; N is the first. At most 10 addresses. Nothing is published, and no code is made: the desk decides by
--   claim_counter.state, and what it accepts goes to claim.counter_statement.
-- To read with the code: web_code_ok('claim', ...) first, then web_opened_claim, web_opened_claim_item (29_desk_views.sql).
-- CALL claim_contact_add(claim, name, phone, email): for staff who enter a claim that came by telephone.

DELIMITER $$

DROP FUNCTION IF EXISTS portal_host$$
-- The host of an absolute address in small letters, without its port; with what stands before an @, so that it is nobody's. '' for none.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_host(address VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
DETERMINISTIC NO SQL
BEGIN
  DECLARE host VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT LOWER(TRIM(address));
  IF NOT (host LIKE 'http://_%' OR host LIKE 'https://_%') THEN
    RETURN '';
  END IF;
  SET host = SUBSTRING(host, LOCATE('://', host) + 3);
  SET host = SUBSTRING_INDEX(SUBSTRING_INDEX(SUBSTRING_INDEX(host, '/', 1), '?', 1), '#', 1);
  RETURN CASE WHEN INSTR(host, '@') > 0 THEN host
              WHEN host LIKE '[%' THEN CONCAT(SUBSTRING_INDEX(host, ']', 1), ']')
              ELSE SUBSTRING_INDEX(host, ':', 1) END;
END$$

DROP FUNCTION IF EXISTS portal_is_foreign$$
-- 1: an absolute address of another site, as setting base_url says, and mobile_url or, where that is empty, m. before the same domain.
-- Without base_url nobody here knows our name, and any host is taken for ours.
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_is_foreign(address VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci) RETURNS INT
READS SQL DATA
BEGIN
  DECLARE host VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT portal_host(address);
  DECLARE ours, mobile VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  IF host <> '' THEN
    SET ours = portal_host(portal_setting('base_url'));
  END IF;
  IF ours = '' OR host = ours THEN
    RETURN 0;
  END IF;
  SET mobile = portal_host(portal_setting('mobile_url'));
  IF mobile <> '' THEN
    RETURN host <> mobile;
  END IF;
  RETURN host NOT IN (CONCAT('m.', ours), CONCAT('m.', IF(ours LIKE 'www.%', SUBSTRING(ours, 5), ours)));
END$$

DROP PROCEDURE IF EXISTS portal_resolve$$
-- What an address of ours shows: /2021/11/18/12.html, with or without /m and our host; /pictures/a.jpg; /media/3 or /media/3-....
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_resolve(address VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, OUT number BIGINT UNSIGNED)
BEGIN
  DECLARE place VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT TRIM(address);
  SET kind = 'unknown', number = NULL;
  SET place = SUBSTRING_INDEX(SUBSTRING_INDEX(place, '#', 1), '?', 1);
  IF portal_is_foreign(place) THEN
    SET place = '';
  ELSEIF place REGEXP '^[Hh][Tt][Tt][Pp][Ss]?://' THEN
    SET place = SUBSTRING(place, LOCATE('/', CONCAT(place, '/'), 9));
  END IF;
  SET place = IF(place LIKE '/m/%', SUBSTRING(place, 3), place);
  IF place REGEXP '^/[0-9]{4}/[0-9]{2}/[0-9]{2}/[1-9][0-9]{0,17}[.]html\\z' THEN
    SELECT a.id INTO number FROM article AS a
      WHERE a.id = CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(place, '/', -1), '.', 1) AS UNSIGNED)
        AND a.state IN ('live', 'withdrawn') AND a.published_at IS NOT NULL;
    SET kind = 'article';
  ELSEIF place REGEXP '^/media/[1-9][0-9]{0,17}([-./].*)?\\z' THEN
    SELECT m.id INTO number FROM media AS m WHERE m.id = CAST(SUBSTRING(place, 8) AS UNSIGNED);
    SET kind = 'media';
  ELSEIF place LIKE '/_%' THEN
    SELECT MIN(m.id) INTO number FROM media AS m WHERE m.path = SUBSTRING(place, 2);
    SET kind = 'media';
  END IF;
  IF number IS NULL THEN
    SET kind = 'unknown';
  END IF;
END$$

DROP FUNCTION IF EXISTS web_claim_resolve$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_claim_resolve(address VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
READS SQL DATA
BEGIN
  DECLARE kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  CALL portal_resolve(address, kind, number);
  RETURN IF(kind = 'unknown', '', CONCAT(kind, ':', number));
END$$

DROP FUNCTION IF EXISTS portal_claim_acts$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_claim_acts(state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin) RETURNS INT
DETERMINISTIC NO SQL
RETURN state IN ('confirmed', 'hidden', 'removed')$$

DROP FUNCTION IF EXISTS portal_claim_cause$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION portal_claim_cause(cause VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin) RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
DETERMINISTIC NO SQL
RETURN CASE WHEN cause <> '' THEN cause
            WHEN state = 'hidden' THEN '权利人投诉，核实期间暂不展示。 / Out of sight while a claim of rights is checked.'
            ELSE '应权利人要求删除。 / Removed at the request of the rights holder.' END$$

DROP TRIGGER IF EXISTS claim_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_before_insert BEFORE INSERT ON claim FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_text(NEW.work);
  CALL portal_check_text(NEW.statement);
  CALL portal_check_text(NEW.claimant);
  IF NEW.state <> 'received' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '投诉从received开始，请先保存再改状态。 / A claim begins as received: save it first, then change its state.';
  END IF;
  SET NEW.due_at = NEW.received_at + INTERVAL CAST(portal_setting('claim_hours') AS UNSIGNED) HOUR, NEW.decided_at = NULL,
      NEW.restored_at = NULL, NEW.counter_at = IF(COALESCE(NEW.counter_statement, '') = '', NULL, NOW()),
      NEW.suspect = IF(portal_by_hand(), 0, NEW.suspect), NEW.created_by = portal_me(), NEW.updated_by = portal_me();
END$$

DROP TRIGGER IF EXISTS claim_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_after_insert AFTER INSERT ON claim FOR EACH ROW
BEGIN
  INSERT INTO claim_tally (claim_id) VALUES (NEW.id);
  INSERT INTO change_log (kind, item) VALUES ('claims', '');
END$$

DROP TRIGGER IF EXISTS claim_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_before_update BEFORE UPDATE ON claim FOR EACH ROW
BEGIN
  IF NEW.id <> OLD.id THEN
    CALL portal_keep_code();
  END IF;
  CALL portal_check_text(NEW.work);
  CALL portal_check_text(NEW.statement);
  CALL portal_check_text(NEW.claimant);
  IF NEW.state <> OLD.state THEN
    IF NOT (OLD.state = 'received' AND NEW.state IN ('confirmed', 'hidden', 'removed', 'rejected')
            OR OLD.state IN ('confirmed', 'hidden') AND NEW.state IN ('confirmed', 'hidden', 'removed', 'rejected', 'restored')
            OR OLD.state = 'removed' AND NEW.state = 'restored'
            OR OLD.state IN ('rejected', 'restored') AND NEW.state IN ('confirmed', 'hidden', 'removed')) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '投诉状态不能这样改；已移除的，改为restored才会回来。 / A claim cannot go there; only removed ones come back, by restored.';
    END IF;
    IF NEW.state IN ('confirmed', 'removed', 'rejected') AND OLD.decided_at IS NULL THEN
      SET NEW.decided_at = NOW();
    END IF;
    SET NEW.restored_at = IF(NEW.state = 'restored', NOW(), NULL);
  END IF;
  IF NOT (NEW.counter_statement <=> OLD.counter_statement) THEN
    SET NEW.counter_at = IF(COALESCE(NEW.counter_statement, '') = '', NULL, NOW());
  END IF;
  SET NEW.updated_by = portal_me();
END$$

DROP PROCEDURE IF EXISTS portal_claim_acts_on$$
-- The removal of one item follows its claim. The item is looked at again under the lock: a colleague may have taken it out, or found what its
-- address shows. known counts those that show something of ours.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_claim_acts_on(one BIGINT UNSIGNED, acts INT, why VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  who VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, shown INT, INOUT known INT)
BEGIN
  DECLARE number, removal BIGINT UNSIGNED DEFAULT NULL;
  DECLARE kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT 'unknown';
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SELECT i.item_kind, i.item_id, i.removal_id INTO kind, number, removal FROM claim_item AS i WHERE i.id = one FOR UPDATE;
  IF kind <> 'unknown' THEN
    SET known = known + 1;
  END IF;
  IF acts AND removal IS NOT NULL THEN
    UPDATE removal SET cause = why, claimant = who, claimant_public = shown WHERE id = removal;
  ELSEIF acts AND kind <> 'unknown' THEN
    INSERT INTO removal (item_kind, item_id, cause, claimant, claimant_public) VALUES (kind, number, why, who, shown);
    UPDATE claim_item SET removal_id = LAST_INSERT_ID() WHERE id = one;
  ELSEIF removal IS NOT NULL THEN
    UPDATE removal SET restored_at = CURRENT_TIMESTAMP WHERE id = removal AND restored_at IS NULL;
    UPDATE claim_item SET removal_id = NULL WHERE id = one;
  END IF;
END$$

DROP TRIGGER IF EXISTS claim_after_update$$
-- The removals of the claim's items follow its state. Row by row by the key, as --safe-updates demands. The items are read without a lock,
-- which would lock the place behind them too, where those of the next citizen's claim go. If these are not all that the tally knows,
-- some came after this transaction had begun: only then it is done again with locks, and what has been done stays as it is.
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_after_update AFTER UPDATE ON claim FOR EACH ROW
BEGIN
  DECLARE one BIGINT UNSIGNED;
  DECLARE why VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE done, known, all_known INT DEFAULT 0;
  DECLARE items CURSOR FOR SELECT i.id FROM claim_item AS i WHERE i.claim_id = OLD.id ORDER BY i.id;
  DECLARE items_now CURSOR FOR SELECT n.id FROM claim_item AS n WHERE n.claim_id = OLD.id ORDER BY n.id FOR UPDATE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET why = portal_claim_cause(NEW.cause, NEW.state);
  IF NEW.state <> OLD.state OR NEW.cause <> OLD.cause OR NEW.claimant <> OLD.claimant OR NEW.claimant_public <> OLD.claimant_public THEN
    OPEN items;
    FETCH items INTO one;
    WHILE NOT done DO
      CALL portal_claim_acts_on(one, portal_claim_acts(NEW.state), why, NEW.claimant, NEW.claimant_public, known);
      FETCH items INTO one;
    END WHILE;
    CLOSE items;
    SELECT COALESCE(MAX(t.items), 0) INTO all_known FROM claim_tally AS t WHERE t.claim_id = OLD.id LOCK IN SHARE MODE;
    IF known <> all_known THEN
      SET done = 0;
      OPEN items_now;
      FETCH items_now INTO one;
      WHILE NOT done DO
        CALL portal_claim_acts_on(one, portal_claim_acts(NEW.state), why, NEW.claimant, NEW.claimant_public, known);
        FETCH items_now INTO one;
      END WHILE;
      CLOSE items_now;
    END IF;
  END IF;
  IF NEW.state <> OLD.state THEN
    CALL portal_note('claim', NEW.id, '', 0, 'update', 'state', OLD.state, NEW.state);
  END IF;
  IF NEW.claimant_public <> OLD.claimant_public THEN
    CALL portal_note('claim', NEW.id, '', 0, 'update', 'claimant_public', OLD.claimant_public, NEW.claimant_public);
  END IF;
  INSERT INTO change_log (kind, item) VALUES ('claims', '');
END$$

DROP TRIGGER IF EXISTS claim_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_before_delete BEFORE DELETE ON claim FOR EACH ROW
BEGIN
  DECLARE one BIGINT UNSIGNED;
  DECLARE done INT DEFAULT 0;
  DECLARE left_over INT DEFAULT 0;
  DECLARE items CURSOR FOR SELECT i.id FROM claim_item AS i WHERE i.claim_id = OLD.id;
  DECLARE items_now CURSOR FOR SELECT n.id FROM claim_item AS n WHERE n.claim_id = OLD.id FOR UPDATE;
  DECLARE counters CURSOR FOR SELECT k.id FROM claim_counter AS k WHERE k.claim_id = OLD.id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN items;
  FETCH items INTO one;
  WHILE NOT done DO
    DELETE FROM claim_item WHERE id = one;
    FETCH items INTO one;
  END WHILE;
  CLOSE items;
  SET done = 0;
  SELECT COALESCE(MAX(t.items), 0) INTO left_over FROM claim_tally AS t WHERE t.claim_id = OLD.id LOCK IN SHARE MODE;
  IF left_over > 0 THEN   -- as in claim_after_update
    OPEN items_now;
    FETCH items_now INTO one;
    WHILE NOT done DO
      DELETE FROM claim_item WHERE id = one;
      FETCH items_now INTO one;
    END WHILE;
    CLOSE items_now;
    SET done = 0;
  END IF;
  OPEN counters;
  FETCH counters INTO one;
  WHILE NOT done DO
    DELETE FROM claim_counter WHERE id = one;
    FETCH counters INTO one;
  END WHILE;
  CLOSE counters;
  DELETE FROM claim_contact WHERE claim_id = OLD.id;
  DELETE FROM claim_tally WHERE claim_id = OLD.id;
  DELETE FROM receipt WHERE desk = 'claim' AND item_id = OLD.id;
  INSERT INTO change_log (kind, item) VALUES ('claims', '');
END$$

DROP PROCEDURE IF EXISTS portal_claim_item$$
-- Looks an item up; writes its removal if its claim acts. Whoever decides on the claim at the same moment is waited for, or waits.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_claim_item(claim BIGINT UNSIGNED, address VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  INOUT kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, INOUT number BIGINT UNSIGNED, OUT removal BIGINT UNSIGNED)
BEGIN
  DECLARE now_is VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE why VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE who VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE shown INT;
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SET removal = NULL;
  SELECT c.state, portal_claim_cause(c.cause, c.state), c.claimant, c.claimant_public INTO now_is, why, who, shown
    FROM claim AS c WHERE c.id = claim LOCK IN SHARE MODE;
  IF now_is IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个编号的投诉，请核对claim_id。 / No claim has this number: check claim_id.';
  END IF;
  IF kind = 'unknown' THEN
    CALL portal_resolve(address, kind, number);
    SET number = COALESCE(number, 0);
  END IF;
  IF kind <> 'unknown' AND portal_claim_acts(now_is) THEN
    INSERT INTO removal (item_kind, item_id, cause, claimant, claimant_public) VALUES (kind, number, why, who, shown);
    SET removal = LAST_INSERT_ID();
  END IF;
END$$

DROP TRIGGER IF EXISTS claim_item_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_item_before_insert BEFORE INSERT ON claim_item FOR EACH ROW
BEGIN
  DECLARE kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NEW.item_kind;
  DECLARE number, made BIGINT UNSIGNED DEFAULT NEW.item_id;
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_text(NEW.address);
  CALL portal_claim_item(NEW.claim_id, NEW.address, kind, number, made);
  SET NEW.item_kind = kind, NEW.item_id = number, NEW.removal_id = made;
  IF kind = 'unknown' AND portal_is_foreign(NEW.address) THEN
    SET NEW.address = LEFT(CONCAT('other: ', TRIM(NEW.address)), 500);
  END IF;
END$$

DROP TRIGGER IF EXISTS claim_item_after_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_item_after_insert AFTER INSERT ON claim_item FOR EACH ROW
BEGIN
  IF NEW.item_kind <> 'unknown' THEN
    UPDATE claim_tally SET items = items + 1 WHERE claim_id = NEW.claim_id;
    INSERT INTO change_log (kind, item) VALUES ('claims', '');
  END IF;
END$$

DROP TRIGGER IF EXISTS claim_item_before_update$$
-- The item stays; an address that was unknown may be found by typing item_kind and item_id, or by saving it again.
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_item_before_update BEFORE UPDATE ON claim_item FOR EACH ROW
BEGIN
  DECLARE kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NEW.item_kind;
  DECLARE number, made BIGINT UNSIGNED DEFAULT NEW.item_id;
  IF NEW.id <> OLD.id OR NEW.claim_id <> OLD.claim_id
    OR (OLD.item_kind <> 'unknown' AND (NEW.item_kind <> OLD.item_kind OR NEW.item_id <> OLD.item_id)) THEN
    CALL portal_keep_code();
  END IF;
  IF OLD.item_kind = 'unknown' THEN
    CALL portal_claim_item(NEW.claim_id, NEW.address, kind, number, made);
    SET NEW.item_kind = kind, NEW.item_id = number, NEW.removal_id = made;
    IF kind = 'unknown' AND portal_is_foreign(NEW.address) THEN
      SET NEW.address = LEFT(CONCAT('other: ', TRIM(NEW.address)), 500);
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS claim_item_after_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_item_after_update AFTER UPDATE ON claim_item FOR EACH ROW
BEGIN
  IF OLD.item_kind = 'unknown' AND NEW.item_kind <> 'unknown' THEN
    UPDATE claim_tally SET items = items + 1 WHERE claim_id = NEW.claim_id;
    INSERT INTO change_log (kind, item) VALUES ('claims', '');
  END IF;
END$$

DROP TRIGGER IF EXISTS claim_item_after_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_item_after_delete AFTER DELETE ON claim_item FOR EACH ROW
BEGIN
  IF OLD.removal_id IS NOT NULL THEN
    UPDATE removal SET restored_at = CURRENT_TIMESTAMP WHERE id = OLD.removal_id AND restored_at IS NULL;
  END IF;
  IF OLD.item_kind <> 'unknown' THEN
    UPDATE claim_tally SET items = items - 1 WHERE claim_id = OLD.claim_id AND items > 0;
    INSERT INTO change_log (kind, item) VALUES ('claims', '');
  END IF;
END$$

DROP PROCEDURE IF EXISTS claim_contact_add$$
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE claim_contact_add(claim BIGINT UNSIGNED, contact VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  telephone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, mail VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
BEGIN
  IF NOT EXISTS (SELECT 1 FROM claim AS c WHERE c.id = claim) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      '没有这个编号的投诉，请核对claim_id。 / No claim has this number: check claim_id.';
  END IF;
  SET contact = COALESCE(contact, ''), telephone = COALESCE(telephone, ''), mail = COALESCE(mail, '');
  INSERT INTO claim_contact (claim_id, name, phone, email) VALUES (claim, contact, telephone, mail)
    ON DUPLICATE KEY UPDATE name = contact, phone = telephone, email = mail;
END$$

DROP FUNCTION IF EXISTS web_claim_submit$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_claim_submit(client_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, code_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin, now_time DATETIME, right_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  suspect INT, work VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  statement TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, claimant VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  claimant_public INT, addresses TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  name VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, phone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  email VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  DECLARE rest TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT addresses;
  DECLARE line TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE kept INT DEFAULT 0;
  IF COALESCE(code_hash, '') = '' OR now_time IS NULL OR right_kind NOT IN ('copyright', 'portrait', 'privacy', 'trademark', 'other') THEN
    RETURN 'bad';
  END IF;
  CALL portal_check_text(addresses);
  CALL portal_form(client_id, 'claim', SHA2(CONCAT_WS('\n', right_kind, work, statement, claimant, addresses, name, phone, email), 256),
                   code_hash, address_key, answer);
  IF answer = 'new' THEN
    INSERT INTO claim (work, right_kind, statement, claimant, claimant_public, source, received_at, suspect)
      VALUES (work, right_kind, statement, claimant, claimant_public = 1, 'form', now_time, suspect = 1);
    SET number = LAST_INSERT_ID();
    INSERT INTO claim_contact (claim_id, name, phone, email) VALUES (number, name, phone, email);
    WHILE rest <> '' AND kept < 50 DO
      SET line = TRIM(SUBSTRING_INDEX(rest, '\n', 1)), rest = SUBSTRING(rest, LOCATE('\n', CONCAT(rest, '\n')) + 1);
      IF line <> '' THEN
        INSERT INTO claim_item (address, claim_id) VALUES (LEFT(line, 500), number);
        SET kept = kept + 1;
      END IF;
    END WHILE;
    CALL portal_form_done(client_id, 'claim', code_hash, number);
    IF suspect <> 1 THEN
      CALL portal_send('claim-receipt', email, CONCAT('number=', number));
    END IF;
    SET answer = CONCAT('new:', number);
  END IF;
  RETURN answer;
END$$

-- Counter-statements by form ------------------------------------------------------------------------------

DROP TRIGGER IF EXISTS claim_counter_before_insert$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_counter_before_insert BEFORE INSERT ON claim_counter FOR EACH ROW
BEGIN
  CALL portal_check_number(NEW.id, 1000000000000000);
  CALL portal_check_text(NEW.statement);
  SET NEW.state = 'received', NEW.decided_at = NULL, NEW.updated_by = portal_me();
END$$

DROP TRIGGER IF EXISTS claim_counter_before_update$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_counter_before_update BEFORE UPDATE ON claim_counter FOR EACH ROW
BEGIN
  IF NEW.id <> OLD.id OR NEW.claim_id <> OLD.claim_id THEN
    CALL portal_keep_code();
  END IF;
  IF NEW.state <> OLD.state THEN
    IF OLD.state = 'accepted' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        '反通知已采纳，不能改回。 / This counter-statement has been accepted, and stays so.';
    END IF;
    SET NEW.decided_at = IF(NEW.state = 'received', NULL, NOW());
  END IF;
  SET NEW.updated_by = portal_me();
END$$

DROP TRIGGER IF EXISTS claim_counter_after_update$$
-- What is accepted stands beside the claim; what the desk wrote there before, or accepted earlier, stays above it.
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_counter_after_update AFTER UPDATE ON claim_counter FOR EACH ROW
BEGIN
  IF NEW.state <> OLD.state THEN
    CALL portal_note('claim', NEW.claim_id, '', 0, 'update', 'claim_counter', OLD.state, NEW.state);
    IF NEW.state = 'accepted' THEN
      UPDATE claim SET counter_statement = CONCAT_WS('\n\n', NULLIF(counter_statement, ''), NEW.statement) WHERE id = NEW.claim_id;
    END IF;
  END IF;
END$$

DROP TRIGGER IF EXISTS claim_counter_before_delete$$
CREATE DEFINER = newsportal_owner@localhost
TRIGGER claim_counter_before_delete BEFORE DELETE ON claim_counter FOR EACH ROW
DELETE FROM claim_counter_contact WHERE counter_id = OLD.id$$

DROP PROCEDURE IF EXISTS portal_claims_of$$
-- The numbers of the claims that hold an item of ours back, separated by comma; '' for none.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_claims_of(address VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  OUT kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, OUT number BIGINT UNSIGNED, OUT claims TEXT CHARACTER SET ascii COLLATE ascii_bin)
BEGIN
  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
  SET claims = '';
  CALL portal_resolve(address, kind, number);
  IF kind <> 'unknown' THEN
    SELECT COALESCE(GROUP_CONCAT(DISTINCT i.claim_id ORDER BY i.claim_id), '') INTO claims
      FROM claim_item AS i WHERE i.item_kind = kind AND i.item_id = number AND i.removal_id IS NOT NULL;
  END IF;
END$$

DROP FUNCTION IF EXISTS web_claim_removed$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_claim_removed(address VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
READS SQL DATA
BEGIN
  DECLARE kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  DECLARE claims TEXT CHARACTER SET ascii COLLATE ascii_bin;
  CALL portal_claims_of(address, kind, number, claims);
  RETURN IF(claims = '', '', CONCAT(kind, ':', number));
END$$

DROP PROCEDURE IF EXISTS portal_claims_against$$
-- The claims behind all addresses of a form, some perhaps twice; '' when one of the addresses is not held back by any.
CREATE DEFINER = newsportal_owner@localhost
PROCEDURE portal_claims_against(addresses TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, OUT claims TEXT CHARACTER SET ascii COLLATE ascii_bin)
reading: BEGIN
  DECLARE rest TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT addresses;
  DECLARE line TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
  DECLARE kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE number BIGINT UNSIGNED;
  DECLARE here TEXT CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE kept INT DEFAULT 0;
  SET claims = '';
  WHILE rest <> '' AND kept < 10 DO
    SET line = TRIM(SUBSTRING_INDEX(rest, '\n', 1)), rest = SUBSTRING(rest, LOCATE('\n', CONCAT(rest, '\n')) + 1);
    IF line <> '' THEN
      SET kept = kept + 1;
      CALL portal_claims_of(LEFT(line, 500), kind, number, here);
      IF here = '' THEN
        SET claims = '';
        LEAVE reading;
      END IF;
      SET claims = CONCAT_WS(',', NULLIF(claims, ''), here);
    END IF;
  END WHILE;
END$$

DROP FUNCTION IF EXISTS web_claim_counter$$
CREATE DEFINER = newsportal_owner@localhost
FUNCTION web_claim_counter(client_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin, address_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  now_time DATETIME, suspect INT, statement TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  addresses TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, name VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  phone VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci, email VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci)
RETURNS VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC MODIFIES SQL DATA
BEGIN
  DECLARE answer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE claims, seen TEXT CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE claim VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE first, made BIGINT UNSIGNED DEFAULT NULL;
  DECLARE known INT DEFAULT 0;
  IF now_time IS NULL OR COALESCE(phone, '') = '' AND COALESCE(email, '') = '' THEN
    RETURN 'bad';
  END IF;
  CALL portal_check_text(addresses);
  CALL portal_check_text(statement);
  CALL portal_check_text(name);
  CALL portal_claims_against(addresses, claims);
  -- What was sent a moment ago has its number, even if the item is back since.
  IF claims = '' THEN
    SELECT COUNT(*) INTO known FROM submission AS s WHERE s.client_id = client_id;
    IF known = 0 THEN
      RETURN 'none';
    END IF;
  END IF;
  CALL portal_form(client_id, 'counter', SHA2(CONCAT_WS('\n', statement, addresses, name, phone, email), 256), '', address_key, answer);
  IF answer = 'new' THEN
    WHILE claims <> '' DO
      SET claim = SUBSTRING_INDEX(claims, ',', 1), claims = SUBSTRING(claims, CHAR_LENGTH(claim) + 2);
      IF FIND_IN_SET(claim, seen) = 0 THEN
        INSERT INTO claim_counter (statement, claim_id, addresses, received_at, suspect) VALUES (statement, claim, addresses, now_time, suspect = 1);
        SET made = LAST_INSERT_ID(), first = COALESCE(first, made), seen = CONCAT_WS(',', NULLIF(seen, ''), claim);
        INSERT INTO claim_counter_contact (counter_id, name, phone, email) VALUES (made, name, phone, email);
      END IF;
    END WHILE;
    CALL portal_form_done(client_id, 'counter', '', first);
    SET answer = CONCAT('new:', first);
  END IF;
  RETURN answer;
END$$

DELIMITER ;
