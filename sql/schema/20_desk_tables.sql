-- 20_desk_tables.sql: the foundation of the three public desks (hotline, copyright, plaza): agencies, regions, the
-- calendar of work days, receipts, budgets, the outbox. Run only on an empty database; sql/install.sh does that.
--
-- Rules of all files 20 to 29, on top of those of 01_tables.sql:
--   * What tells who somebody is stands in tables of its own: hotline_person, hotline_note_person, hotline_join_person,
--     claim_contact, plaza_contact, outbox. No account of a person and no web account has a right to one of these
--     tables; officers read their own agency's rows through views (29_desk_views.sql), the web account puts rows in
--     through functions and gets none out, but for a notice's contact, which web_plaza_contact() counts and limits.
--     No trigger copies anything of them into a history or into the change log.
--   * No foreign keys between these tables: a citizen's form must not wait for somebody who edits an agency. Triggers
--     check what a key would.
--   * The request path writes only rows that no person edits (figures are in *_tally), but for what the citizen's code
--     changes: reopening a case, renewing or withdrawing a notice.
--   * What the web account does are functions `web_...` that answer one short text, as portal_prune does: a SELECT runs
--     each of them as one transaction, and the module's driver reads rows. 25_desk.sql says how answers are made.
--   * No such function, nor what it calls, may hold FOR UPDATE: where a prepared statement calls it, MySQL 9.7 asks the
--     caller for rights to that table (error 1142). UPDATE first, and read with LOCK IN SHARE MODE what is locked by then.
--   * Triggers read other tables with SELECT ... INTO only, which locks nothing. A subquery in SET, IF, CALL or RETURN, and INSERT ...
--     SELECT, lock what they read when a person's INSERT or UPDATE fires them: an open edit of an agency would hold up every officer.
--     For the same reason rows are updated by their key alone (see hotline_reply_after_insert). But what a new row is added to (a case, a claim)
--     is read by its key with a lock, where the row says or does what holds of it at that moment.
--   * Civil times (DATETIME) that the web account says are the portal's, from the module's clock.

CREATE TABLE IF NOT EXISTS agency (
  name       VARCHAR(80)  NOT NULL COMMENT '名称 / Name [of an office that answers, as citizens know it]',
  code       VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [a-z 0-9 and -; part of addresses]',
  phone      VARCHAR(40)  NOT NULL DEFAULT '' COMMENT '电话 / Telephone [citizens see it]',
  email      VARCHAR(120) NOT NULL DEFAULT '' COMMENT '通知邮箱 / Mailbox [of the office; told of new cases; empty: none]',
  sort_order INT          NOT NULL DEFAULT 100 COMMENT '排序 / Order [small numbers first]',
  active     TINYINT(1)   NOT NULL DEFAULT 1 COMMENT '在用 / In use [0: gets no new cases, keeps its old ones]',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='部门 / Agencies [offices that answer the hotline]';

CREATE TABLE IF NOT EXISTS region (
  name       VARCHAR(80)  NOT NULL COMMENT '名称 / Name',
  code       VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [a-z 0-9 and -; part of addresses]',
  sort_order INT          NOT NULL DEFAULT 100 COMMENT '排序 / Order [small numbers first]',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='地区 / Regions [of cases and notices]';

-- Only days that are not what their weekday says.
CREATE TABLE IF NOT EXISTS work_calendar (
  name    VARCHAR(60)  NOT NULL COMMENT '名称 / Name [of the holiday]',
  day     DATE         NOT NULL COMMENT '日期 / Day',
  is_work TINYINT(1)   NOT NULL DEFAULT 0 COMMENT '上班 / Work day [0: holiday; 1: a weekend day on which offices work]',
  note    VARCHAR(200) NOT NULL DEFAULT '' COMMENT '备注 / Note',
  PRIMARY KEY (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='工作日历 / Work calendar [exceptions only: holidays, and weekend days worked instead]';

-- A form that was sent twice, or whose answer was lost, is found again by the number that its sender gave it.
CREATE TABLE IF NOT EXISTS submission (
  client_id  CHAR(36)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '表单号 / Number of the form [automatic: a UUID]',
  desk       ENUM('hotline','claim','plaza','note','join','counter') NOT NULL COMMENT '窗口 / Desk [automatic]',
  item_id    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '编号 / Number of what it became [automatic]',
  content    CHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '内容指纹 / Fingerprint of the content [automatic: SHA-256]',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (client_id),
  KEY created_at (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='提交记录 / Submissions [kept automatically for some days, nothing to edit]';

-- SHA-256 of the codes that citizens hold. A form sent twice may have two.
CREATE TABLE IF NOT EXISTS receipt (
  code_hash  CHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '查询码指纹 / Fingerprint of the code [automatic: SHA-256]',
  desk       ENUM('hotline','claim','plaza') NOT NULL COMMENT '窗口 / Desk [automatic]',
  item_id    BIGINT UNSIGNED NOT NULL COMMENT '编号 / Number of the item [automatic]',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (code_hash),
  KEY item (desk, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='查询码 / Receipts [kept automatically, nothing to edit]';

-- One row a purpose and hour: the hard cap of the whole portal, whatever the web servers count. Only the web account's
-- functions write here, each in a transaction of one statement, so that its lock is gone with the answer.
CREATE TABLE IF NOT EXISTS submission_budget (
  purpose VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '用途 / Purpose [automatic]',
  hour    DATETIME     NOT NULL COMMENT '小时 / Hour [automatic: UTC]',
  taken   INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '已收 / Taken [automatic]',
  refused INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '已拒 / Refused [automatic]',
  PRIMARY KEY (purpose, hour)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='提交限额 / Budgets [how much was sent in, by hour; kept automatically]';

-- The only trace of a sender: a keyed hash of a range of addresses, whose key only the web servers have; 7 days.
CREATE TABLE IF NOT EXISTS submission_trace (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  address_key CHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '地址指纹 / Fingerprint of the address [automatic; keyed]',
  purpose     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '用途 / Purpose [automatic]',
  created_at  TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY address_key (address_key, purpose, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='提交痕迹 / Traces of senders [kept automatically for 7 days]';

-- Personal: recipients. The sender (role newsportal_sender) takes rows with outbox_take and reports with outbox_done.
CREATE TABLE IF NOT EXISTS outbox (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  kind       VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '种类 / Kind [automatic: case-new, case-receipt, case-reply]',
  recipient  VARCHAR(120) NOT NULL COMMENT '收件人 / Recipient [automatic]',
  payload    VARCHAR(2000) NOT NULL COMMENT '内容 / Payload [automatic; one line a value: number=12; never a code or a text of a citizen]',
  tries      INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '次数 / Tries so far [automatic]',
  next_try   TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP COMMENT '下次发送 / Next try [automatic; empty: sent or given up]',
  sent_at    TIMESTAMP NULL DEFAULT NULL COMMENT '已发 / Sent [automatic]',
  last_error VARCHAR(300) NOT NULL DEFAULT '' COMMENT '错误 / Last error [automatic]',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY next_try (next_try, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='发件箱 / Outbox [messages to send; see v_outbox for what failed]';
