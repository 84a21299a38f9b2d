-- 22_claim_tables.sql: claims of rights holders, and what was done. Run only on an empty database; sql/install.sh does that.
--
-- States: received; confirmed (the claim is good), hidden (out of sight while it is checked) and removed (for good): in these
-- three the items of the claim have rows in table removal, written by the triggers of 27_claim.sql and by nobody else;
-- rejected, restored: those rows have ended. A form never hides anything by itself, and no counter-statement brings anything back.

CREATE TABLE IF NOT EXISTS claim (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  work            VARCHAR(200) NOT NULL COMMENT '作品 / Work [whose rights are claimed]',
  right_kind      ENUM('copyright','portrait','privacy','trademark','other') NOT NULL DEFAULT 'copyright' COMMENT '权利种类 / Kind of right',
  statement       TEXT NOT NULL COMMENT '陈述 / Statement [of the claimant]',
  claimant        VARCHAR(120) NOT NULL COMMENT '权利人 / Claimant',
  claimant_public TINYINT(1) NOT NULL DEFAULT 0 COMMENT '公开权利人 / Show claimant [1: readers see the claimant]',
  state           ENUM('received','confirmed','hidden','removed','rejected','restored') NOT NULL DEFAULT 'received'
                  COMMENT '状态 / State [confirmed, hidden, removed: items are gone everywhere; rejected, restored: they are back]',
  cause           VARCHAR(500) NOT NULL DEFAULT '' COMMENT '原因 / Cause [readers see it in place of what is gone; empty: a standard sentence]',
  counter_statement TEXT NULL COMMENT '反通知 / Counter-statement [of whom the claim is against]',
  counter_at      DATETIME NULL DEFAULT NULL COMMENT '反通知时间 / Counter-statement came [automatic]',
  source          ENUM('form','phone','letter') NOT NULL DEFAULT 'phone' COMMENT '来源 / How it came [what staff enter: phone or letter]',
  received_at     DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '收到 / Received',
  due_at          DATETIME NULL DEFAULT NULL COMMENT '期限 / Decide until [automatic]',
  decided_at      DATETIME NULL DEFAULT NULL COMMENT '决定 / First decided [automatic]',
  restored_at     DATETIME NULL DEFAULT NULL COMMENT '恢复 / Restored [automatic]',
  suspect         TINYINT(1) NOT NULL DEFAULT 0 COMMENT '可疑 / Suspect [automatic; 1: a program seems to have filled in the form]',
  created_by      VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '经办人 / Entered by [automatic]',
  updated_by      VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '修改人 / Changed by [automatic]',
  PRIMARY KEY (id),
  KEY by_state (state, due_at),
  KEY received_at (received_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='版权投诉 / Claims [of rights holders]';

CREATE TABLE IF NOT EXISTS claim_item (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  address    VARCHAR(500) NOT NULL COMMENT '地址 / Address [of a page or picture of ours]',
  claim_id   BIGINT UNSIGNED NOT NULL COMMENT '投诉 / Claim [its number]',
  item_kind  ENUM('unknown','article','media') NOT NULL DEFAULT 'unknown' COMMENT '种类 / Kind [found from the address; unknown: nothing of ours]',
  item_id    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '对象编号 / Number of the item [found from the address, or typed]',
  removal_id BIGINT UNSIGNED NULL DEFAULT NULL COMMENT '删除记录 / Removal [automatic]',
  PRIMARY KEY (id),
  KEY claim_id (claim_id),
  KEY item (item_kind, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='投诉对象 / Items of claims [one row an address]';

CREATE TABLE IF NOT EXISTS claim_tally (
  claim_id BIGINT UNSIGNED NOT NULL COMMENT '投诉 / Claim [automatic]',
  items    INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '对象数 / Items of ours [automatic]',
  PRIMARY KEY (claim_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='投诉计数 / Figures of claims [kept automatically]';

CREATE TABLE IF NOT EXISTS claim_contact (
  claim_id   BIGINT UNSIGNED NOT NULL COMMENT '投诉 / Claim [its number]',
  name       VARCHAR(60)  NOT NULL DEFAULT '' COMMENT '姓名 / Name [of whom to ask]',
  phone      VARCHAR(40)  NOT NULL DEFAULT '' COMMENT '电话 / Telephone',
  email      VARCHAR(120) NOT NULL DEFAULT '' COMMENT '邮箱 / Mail address',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (claim_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='投诉联系人 / Contacts of claims [personal; read through v_claim_contact only]';

CREATE TABLE IF NOT EXISTS claim_counter (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  statement   TEXT NOT NULL COMMENT '反通知 / Counter-statement [by form, as it came]',
  claim_id    BIGINT UNSIGNED NOT NULL COMMENT '投诉 / Claim [its number]',
  addresses   TEXT NOT NULL COMMENT '地址 / Addresses [that the form names, one a line]',
  state       ENUM('received','accepted','declined') NOT NULL DEFAULT 'received'
              COMMENT '状态 / State [accepted: goes to counter_statement of the claim and is dated in the ledger; declined: kept here only]',
  received_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '收到 / Received [automatic]',
  decided_at  DATETIME NULL DEFAULT NULL COMMENT '决定 / Decided [automatic]',
  suspect     TINYINT(1) NOT NULL DEFAULT 0 COMMENT '可疑 / Suspect [automatic; 1: a program seems to have filled in the form]',
  updated_by  VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '修改人 / Changed by [automatic]',
  PRIMARY KEY (id),
  KEY claim_id (claim_id),
  KEY by_state (state, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='反通知 / Counter-statements [that came by form, one row a claim]';

CREATE TABLE IF NOT EXISTS claim_counter_contact (
  counter_id BIGINT UNSIGNED NOT NULL COMMENT '反通知 / Counter-statement [its number]',
  name       VARCHAR(120) NOT NULL DEFAULT '' COMMENT '姓名 / Name [who objects]',
  phone      VARCHAR(40)  NOT NULL DEFAULT '' COMMENT '电话 / Telephone',
  email      VARCHAR(120) NOT NULL DEFAULT '' COMMENT '邮箱 / Mail address',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (counter_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='反通知联系人 / Contacts of counter-statements [personal; read through v_claim_counter_contact only]';
