-- 005_desks.sql: hotline, copyright and plaza: their tables, and what they begin with. May be run again: what is there already is left as
-- it is. Routines, triggers, views and rights come with schema/25 and later, which the installer runs next.

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE staff ADD COLUMN agencies VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''负责部门 / Agencies [of an officer, codes separated by comma; *: all, a supervisor; copyright, plaza: contacts there; empty: none]'' AFTER channels',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'staff' AND column_name = 'agencies');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

-- The column is filled as it is added: by an UPDATE, the triggers of before would judge every row anew, and refuse some. The table is copied
-- once; meanwhile readers read, and editors' saves wait.
SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN form_version BIT(16) NOT NULL DEFAULT (row_version MOD 65536) COMMENT ''表单版本 / Version of the form [automatic; as row_version, written so that every tool sends it along]'' AFTER problems',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'form_version');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
ALTER TABLE article ALTER COLUMN form_version SET DEFAULT b'0';

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE page ADD COLUMN form_version BIT(16) NOT NULL DEFAULT (row_version MOD 65536) COMMENT ''表单版本 / Version of the form [automatic; as row_version, written so that every tool sends it along]'' AFTER row_version',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'page' AND column_name = 'form_version');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
ALTER TABLE page ALTER COLUMN form_version SET DEFAULT b'0';

-- v_problems asks which articles have ended, and a picture, of which articles it is the cover.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE article ADD KEY expires_at (expires_at), ADD KEY cover (cover)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'article' AND index_name = 'expires_at');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

-- A removal takes all rows of its file along.
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE media ADD KEY path (path)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'media' AND index_name = 'path');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE media ADD KEY content_hash (content_hash)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'media' AND index_name = 'content_hash');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

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

CREATE TABLE IF NOT EXISTS work_calendar (
  name    VARCHAR(60)  NOT NULL COMMENT '名称 / Name [of the holiday]',
  day     DATE         NOT NULL COMMENT '日期 / Day',
  is_work TINYINT(1)   NOT NULL DEFAULT 0 COMMENT '上班 / Work day [0: holiday; 1: a weekend day on which offices work]',
  note    VARCHAR(200) NOT NULL DEFAULT '' COMMENT '备注 / Note',
  PRIMARY KEY (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='工作日历 / Work calendar [exceptions only: holidays, and weekend days worked instead]';

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

CREATE TABLE IF NOT EXISTS receipt (
  code_hash  CHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '查询码指纹 / Fingerprint of the code [automatic: SHA-256]',
  desk       ENUM('hotline','claim','plaza') NOT NULL COMMENT '窗口 / Desk [automatic]',
  item_id    BIGINT UNSIGNED NOT NULL COMMENT '编号 / Number of the item [automatic]',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (code_hash),
  KEY item (desk, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='查询码 / Receipts [kept automatically, nothing to edit]';

CREATE TABLE IF NOT EXISTS submission_budget (
  purpose VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '用途 / Purpose [automatic]',
  hour    DATETIME     NOT NULL COMMENT '小时 / Hour [automatic: UTC]',
  taken   INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '已收 / Taken [automatic]',
  refused INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '已拒 / Refused [automatic]',
  PRIMARY KEY (purpose, hour)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='提交限额 / Budgets [how much was sent in, by hour; kept automatically]';

CREATE TABLE IF NOT EXISTS submission_trace (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  address_key CHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '地址指纹 / Fingerprint of the address [automatic; keyed]',
  purpose     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '用途 / Purpose [automatic]',
  created_at  TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY address_key (address_key, purpose, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='提交痕迹 / Traces of senders [kept automatically for 7 days]';

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

CREATE TABLE IF NOT EXISTS hotline_kind (
  name        VARCHAR(40) NOT NULL COMMENT '名称 / Name',
  code        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [fixed]',
  accept_days SMALLINT UNSIGNED NOT NULL COMMENT '受理期限 / Acceptance within [work days]',
  answer_days SMALLINT UNSIGNED NOT NULL COMMENT '答复期限 / Answer within [work days]',
  sort_order  INT NOT NULL DEFAULT 100 COMMENT '排序 / Order [small numbers first]',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线类别 / Kinds of cases [with their limits]';

CREATE TABLE IF NOT EXISTS hotline_case (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  title         VARCHAR(120) NOT NULL COMMENT '标题 / Title [readers see it: without personal data]',
  public_text   TEXT NOT NULL COMMENT '公开文本 / Public text [readers see it: without personal data; the original is in v_hotline_person]',
  kind          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ask'
                COMMENT '类别 / Kind [ask, complain, suggest, help, praise]',
  agency        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
                COMMENT '部门 / Agency [whose it is; changed by a row in v_hotline_transfer; empty: not yet assigned]',
  region        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '地区 / Region [its code; empty: none]',
  state         ENUM('new','accepted','answered','closed','reopened','supervised','rejected') NOT NULL DEFAULT 'new'
                COMMENT '状态 / State [answered comes with a final reply; closed needs one; rejected needs a public reason]',
  prominence    ENUM('public','text_hidden','code_only','hidden') NOT NULL DEFAULT 'public'
                COMMENT '公开程度 / Prominence [public; text hidden; only with the code; hidden. All but public need a public reason]',
  public_reason VARCHAR(300) NOT NULL DEFAULT '' COMMENT '公开理由 / Public reason [why something is hidden or was rejected; readers see it]',
  approved_at   DATETIME NULL DEFAULT NULL COMMENT '核准公开 / Approved [civil time; readers see the case from then on; empty: not listed]',
  handler       VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT ''
                COMMENT '经办人 / Handled by [account; filled in when a case is accepted]',
  received_at   DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '收到 / Received [automatic]',
  accept_due    DATE NULL DEFAULT NULL COMMENT '受理到期 / Accept until [automatic; last day]',
  accepted_at   DATETIME NULL DEFAULT NULL COMMENT '受理 / Accepted [automatic]',
  answer_due    DATE NULL DEFAULT NULL COMMENT '答复到期 / Answer until [automatic; last day; later by a row in v_hotline_extension]',
  answered_at   DATETIME NULL DEFAULT NULL COMMENT '答复 / Answered [automatic; the newest final reply]',
  answer_days   SMALLINT UNSIGNED NULL DEFAULT NULL COMMENT '答复用时 / Days to the answer [automatic; work days to the first final reply]',
  in_time       TINYINT(1) NULL DEFAULT NULL COMMENT '按期 / In time [automatic; of the first final reply]',
  closed_at     DATETIME NULL DEFAULT NULL COMMENT '办结 / Closed [automatic]',
  reopened_at   DATETIME NULL DEFAULT NULL COMMENT '重开 / Reopened [automatic]',
  round         TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '轮次 / Round [automatic; how often it was reopened]',
  extensions    TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '延期次数 / Extensions [automatic]',
  suspect       TINYINT(1) NOT NULL DEFAULT 0 COMMENT '可疑 / Suspect [automatic; 1: a program seems to have filled in the form]',
  approved_by   VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '核准人 / Approved by [automatic]',
  updated_by    VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '修改人 / Changed by [automatic]',
  updated_at    TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT '修改时间 / Changed [automatic]',
  PRIMARY KEY (id),
  KEY listed (approved_at, id),
  KEY by_agency (agency, approved_at, id),
  KEY by_region (region, approved_at, id),
  KEY by_kind (kind, approved_at, id),
  KEY by_state (state, answer_due, id),
  KEY listed_state (state, approved_at, id),
  KEY by_handler (handler, id),
  KEY figures (received_at, agency)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线诉求 / Hotline cases [what citizens asked; answered by rows in v_hotline_reply]';

CREATE TABLE IF NOT EXISTS hotline_person (
  case_id       BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  name          VARCHAR(60)  NOT NULL DEFAULT '' COMMENT '姓名 / Name [as the citizen wrote it]',
  phone         VARCHAR(40)  NOT NULL DEFAULT '' COMMENT '电话 / Telephone',
  email         VARCHAR(120) NOT NULL DEFAULT '' COMMENT '邮箱 / Mail address',
  title_original VARCHAR(120) NOT NULL COMMENT '原标题 / Title as sent',
  text_original TEXT NOT NULL COMMENT '原文 / Text as sent',
  created_at    TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线个人信息 / Personal data of cases [read through v_hotline_person only]';

CREATE TABLE IF NOT EXISTS hotline_reply (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  text        TEXT NOT NULL COMMENT '答复 / Text [readers see it: without personal data]',
  case_id     BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [its number]',
  kind        ENUM('interim','final') NOT NULL DEFAULT 'interim' COMMENT '种类 / Kind [interim: work goes on; final: answers the case]',
  office      VARCHAR(80) NOT NULL DEFAULT '' COMMENT '单位 / Office [empty: the name of the agency]',
  role        VARCHAR(60) NOT NULL DEFAULT '' COMMENT '身份 / Role [who answers: 养护科科长 or the like]',
  is_template TINYINT(1) NOT NULL DEFAULT 0 COMMENT '格式文本 / Standard text [1: readers see that it is one]',
  replied_at  DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  agency      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '部门 / Agency [automatic: whose the case was]',
  round       TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '轮次 / Round [automatic]',
  revised_at  DATETIME NULL DEFAULT NULL COMMENT '修订 / Revised [automatic; readers see it; earlier texts are in v_hotline_reply_history]',
  created_by  VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '经办人 / Written by [automatic]',
  PRIMARY KEY (id),
  KEY of_case (case_id, round, kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线答复 / Replies [one row answers a case]';

CREATE TABLE IF NOT EXISTS hotline_transfer (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  reason      VARCHAR(300) NOT NULL COMMENT '理由 / Reason [readers see it]',
  case_id     BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [its number]',
  to_agency   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '转给 / To [code of the agency whose it is]',
  from_agency VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '转自 / From [automatic]',
  moved_at    DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  created_by  VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '经办人 / Written by [automatic]',
  PRIMARY KEY (id),
  KEY of_case (case_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线转办 / Transfers [one row moves a case to the agency whose it is]';

CREATE TABLE IF NOT EXISTS hotline_extension (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  reason     VARCHAR(300) NOT NULL COMMENT '理由 / Reason [readers see it]',
  case_id    BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [its number]',
  work_days  SMALLINT UNSIGNED NOT NULL COMMENT '延长 / Work days more [1 to 30]',
  due_before DATE NULL DEFAULT NULL COMMENT '原期限 / Answer was due [automatic]',
  due_after  DATE NULL DEFAULT NULL COMMENT '新期限 / Answer is due [automatic]',
  extended_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  agency     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '部门 / Agency [automatic: whose the case was]',
  created_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '经办人 / Written by [automatic]',
  PRIMARY KEY (id),
  KEY of_case (case_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线延期 / Extensions [one row gives a case more work days]';

CREATE TABLE IF NOT EXISTS hotline_note (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  text     TEXT NOT NULL COMMENT '补充 / Text [as masked; the original is in v_hotline_note]',
  case_id  BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  noted_at DATETIME NOT NULL COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY of_case (case_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线补充 / Notes of citizens [kept automatically]';

CREATE TABLE IF NOT EXISTS hotline_note_person (
  note_id       BIGINT UNSIGNED NOT NULL COMMENT '补充 / Note [automatic]',
  case_id       BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  text_original TEXT NOT NULL COMMENT '原文 / Text as sent',
  PRIMARY KEY (note_id),
  KEY case_id (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线补充原文 / Originals of notes [personal; read through v_hotline_note only]';

CREATE TABLE IF NOT EXISTS hotline_join (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  case_id   BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  joined_at DATETIME NOT NULL COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY of_case (case_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线附议 / Joins [others who have the same case; kept automatically]';

CREATE TABLE IF NOT EXISTS hotline_join_person (
  join_id BIGINT UNSIGNED NOT NULL COMMENT '附议 / Join [automatic]',
  case_id BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  email   VARCHAR(120) NOT NULL COMMENT '邮箱 / Mail address [told of the final reply]',
  PRIMARY KEY (join_id),
  KEY case_id (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线附议联系 / Mail addresses of those who joined [personal; nobody reads it]';

CREATE TABLE IF NOT EXISTS hotline_rating (
  case_id  BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  round    TINYINT UNSIGNED NOT NULL COMMENT '轮次 / Round [automatic]',
  solved   TINYINT(1) NOT NULL COMMENT '已解决 / Solved [automatic]',
  score    TINYINT UNSIGNED NOT NULL COMMENT '评分 / Score [automatic; 1 to 5]',
  rated_at DATETIME NOT NULL COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (case_id, round)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线评价 / Ratings [one a closing; kept automatically]';

CREATE TABLE IF NOT EXISTS hotline_tally (
  case_id BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  joins   INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '附议人数 / How many joined [automatic]',
  score   TINYINT UNSIGNED NULL DEFAULT NULL COMMENT '评分 / Newest score [automatic]',
  solved  TINYINT(1) NULL DEFAULT NULL COMMENT '已解决 / Solved, says the newest rating [automatic]',
  PRIMARY KEY (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线计数 / Figures of cases [kept automatically]';

CREATE TABLE IF NOT EXISTS hotline_gram (
  gram    VARCHAR(24) NOT NULL COMMENT '字对或单词 / Pair or word [automatic]',
  case_id BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  PRIMARY KEY (gram, case_id),
  KEY of_case (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线检索 / Words of cases [kept automatically, nothing to edit]';

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

CREATE TABLE IF NOT EXISTS plaza_category (
  name         VARCHAR(40) NOT NULL COMMENT '名称 / Name',
  code         VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [a-z 0-9 and -; part of addresses]',
  max_days     SMALLINT UNSIGNED NOT NULL DEFAULT 60 COMMENT '最长天数 / Days at most [that a notice may run]',
  report_limit SMALLINT UNSIGNED NOT NULL DEFAULT 3 COMMENT '举报上限 / Reports [so many hide a notice until somebody has checked them]',
  description  VARCHAR(300) NOT NULL DEFAULT '' COMMENT '说明 / Description [what belongs here]',
  sort_order   INT NOT NULL DEFAULT 100 COMMENT '排序 / Order [small numbers first]',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场分类 / Categories of notices';

CREATE TABLE IF NOT EXISTS plaza_field (
  name       VARCHAR(40) NOT NULL COMMENT '名称 / Name [label of the field]',
  category   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '分类 / Category [its code]',
  code       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [a-z 0-9 and _]',
  type       ENUM('text','number','price','date','choice') NOT NULL DEFAULT 'text' COMMENT '类型 / Type',
  required   TINYINT(1) NOT NULL DEFAULT 0 COMMENT '必填 / Required [1: no notice without it]',
  choices    VARCHAR(500) NOT NULL DEFAULT '' COMMENT '选项 / Choices [for choice: separated by |]',
  sort_order INT NOT NULL DEFAULT 100 COMMENT '排序 / Order [small numbers first]',
  PRIMARY KEY (category, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场字段 / Fields of categories';

CREATE TABLE IF NOT EXISTS plaza_notice (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  title       VARCHAR(80) NOT NULL COMMENT '标题 / Title',
  text        TEXT NOT NULL COMMENT '正文 / Text [readers see it: without personal data]',
  category    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '分类 / Category [its code]',
  region      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '地区 / Region [its code; empty: everywhere]',
  ends_at     DATETIME NOT NULL COMMENT '截止 / Ends [civil time; not later than the category allows]',
  state       ENUM('new','live','withdrawn','rejected') NOT NULL DEFAULT 'new' COMMENT '状态 / State [live: readers see it until it ends]',
  state_reason VARCHAR(300) NOT NULL DEFAULT '' COMMENT '理由 / Reason [of a rejection; its writer sees it]',
  cover       BIGINT UNSIGNED NULL DEFAULT NULL COMMENT '图片 / Picture [number of a media row]',
  language    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '语言 / Language [empty: as its letters say]',
  received_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '收到 / Received [automatic]',
  approved_at DATETIME NULL DEFAULT NULL COMMENT '上架 / Approved [automatic; place in the list]',
  suspect     TINYINT(1) NOT NULL DEFAULT 0 COMMENT '可疑 / Suspect [automatic; 1: a program seems to have filled in the form]',
  approved_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '核准人 / Approved by [automatic]',
  updated_by  VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '修改人 / Changed by [automatic]',
  PRIMARY KEY (id),
  KEY listed (state, approved_at, id),
  KEY by_category (category, state, approved_at, id),
  KEY by_end (state, ends_at, category, approved_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场信息 / Notices';

CREATE TABLE IF NOT EXISTS plaza_value (
  notice_id    BIGINT UNSIGNED NOT NULL COMMENT '信息 / Notice [its number]',
  field        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '字段 / Field [its code]',
  value        VARCHAR(200) NOT NULL COMMENT '值 / Value [as the type of the field asks]',
  number_value DECIMAL(14,2) NULL DEFAULT NULL COMMENT '数值 / As a number [automatic]',
  date_value   DATE NULL DEFAULT NULL COMMENT '日期值 / As a date [automatic]',
  PRIMARY KEY (notice_id, field)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场字段值 / Values of notices';

CREATE TABLE IF NOT EXISTS plaza_contact (
  notice_id  BIGINT UNSIGNED NOT NULL COMMENT '信息 / Notice [its number]',
  name       VARCHAR(60)  NOT NULL DEFAULT '' COMMENT '称呼 / Name',
  phone      VARCHAR(40)  NOT NULL DEFAULT '' COMMENT '电话 / Telephone [shown on demand only]',
  email      VARCHAR(120) NOT NULL DEFAULT '' COMMENT '邮箱 / Mail address [shown on demand only]',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (notice_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场联系方式 / Contacts of notices [personal; v_plaza_contact, and one by one for readers who ask]';

CREATE TABLE IF NOT EXISTS plaza_report (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  reason      VARCHAR(300) NOT NULL COMMENT '理由 / Reason [as the reader gave it]',
  notice_id   BIGINT UNSIGNED NOT NULL COMMENT '信息 / Notice [automatic]',
  checked     TINYINT(1) NOT NULL DEFAULT 0 COMMENT '已查 / Checked [1: looked into; a hidden notice comes back with the last one]',
  reported_at DATETIME NOT NULL COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY of_notice (notice_id, checked),
  KEY checked (checked, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场举报 / Reports of readers';

CREATE TABLE IF NOT EXISTS plaza_tally (
  notice_id   BIGINT UNSIGNED NOT NULL COMMENT '信息 / Notice [automatic]',
  reports     INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '未查举报 / Reports to check [automatic]',
  is_hidden   TINYINT(1) NOT NULL DEFAULT 0 COMMENT '已隐藏 / Hidden by reports [automatic]',
  contact_shown INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '查看联系次数 / Contact shown so often [automatic]',
  PRIMARY KEY (notice_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场计数 / Figures of notices [kept automatically]';

INSERT IGNORE INTO work_calendar (name, day, is_work, note) VALUES
  ('元旦', '2026-01-01', 0, ''),
  ('元旦', '2026-01-02', 0, ''),
  ('元旦', '2026-01-03', 0, ''),
  ('元旦调休', '2026-01-04', 1, '调休 / Worked instead'),
  ('春节调休', '2026-02-14', 1, '调休 / Worked instead'),
  ('春节', '2026-02-15', 0, ''),
  ('春节', '2026-02-16', 0, ''),
  ('春节', '2026-02-17', 0, ''),
  ('春节', '2026-02-18', 0, ''),
  ('春节', '2026-02-19', 0, ''),
  ('春节', '2026-02-20', 0, ''),
  ('春节', '2026-02-21', 0, ''),
  ('春节', '2026-02-22', 0, ''),
  ('春节', '2026-02-23', 0, ''),
  ('春节调休', '2026-02-28', 1, '调休 / Worked instead'),
  ('清明节', '2026-04-04', 0, ''),
  ('清明节', '2026-04-05', 0, ''),
  ('清明节', '2026-04-06', 0, ''),
  ('劳动节', '2026-05-01', 0, ''),
  ('劳动节', '2026-05-02', 0, ''),
  ('劳动节', '2026-05-03', 0, ''),
  ('劳动节', '2026-05-04', 0, ''),
  ('劳动节', '2026-05-05', 0, ''),
  ('劳动节调休', '2026-05-09', 1, '调休 / Worked instead'),
  ('端午节', '2026-06-19', 0, ''),
  ('端午节', '2026-06-20', 0, ''),
  ('端午节', '2026-06-21', 0, ''),
  ('国庆节调休', '2026-09-20', 1, '调休 / Worked instead'),
  ('中秋节', '2026-09-25', 0, ''),
  ('中秋节', '2026-09-26', 0, ''),
  ('中秋节', '2026-09-27', 0, ''),
  ('国庆节', '2026-10-01', 0, ''),
  ('国庆节', '2026-10-02', 0, ''),
  ('国庆节', '2026-10-03', 0, ''),
  ('国庆节', '2026-10-04', 0, ''),
  ('国庆节', '2026-10-05', 0, ''),
  ('国庆节', '2026-10-06', 0, ''),
  ('国庆节', '2026-10-07', 0, ''),
  ('国庆节调休', '2026-10-10', 1, '调休 / Worked instead'),
  ('元旦', '2027-01-01', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-05', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-06', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-07', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-08', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('清明节', '2027-04-05', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('劳动节', '2027-05-01', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('劳动节', '2027-05-02', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('端午节', '2027-06-09', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('中秋节', '2027-09-15', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('国庆节', '2027-10-01', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('国庆节', '2027-10-02', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('国庆节', '2027-10-03', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced');

INSERT IGNORE INTO hotline_kind (name, code, accept_days, answer_days, sort_order) VALUES
  ('咨询', 'ask', 1, 5, 10), ('投诉', 'complain', 2, 15, 20), ('建议', 'suggest', 3, 20, 30), ('求助', 'help', 1, 5, 40),
  ('表扬', 'praise', 3, 10, 50);

INSERT IGNORE INTO plaza_category (name, code, max_days, sort_order, description) VALUES
  ('招聘求职', 'jobs', 60, 10, '找人做事，找事做。'),
  ('房屋租售', 'housing', 60, 20, '出租、求租、合住和买卖。'),
  ('二手闲置', 'secondhand', 45, 30, '还能用的东西，换个人用。'),
  ('寻物招领', 'lost', 30, 40, '丢了的和捡到的。'),
  ('便民服务', 'services', 90, 50, '修理、搬运、家教、照看。'),
  ('活动集会', 'events', 90, 60, '什么时候，在哪里，谁可以来。');

INSERT IGNORE INTO plaza_field (category, code, name, type, required, choices, sort_order) VALUES
  ('jobs', 'side', '招聘或求职', 'choice', 1, '招聘|求职', 10),
  ('jobs', 'pay', '月薪（元）', 'price', 0, '', 20),
  ('jobs', 'people', '人数', 'number', 0, '', 30),
  ('jobs', 'start', '开始日期', 'date', 0, '', 40),
  ('housing', 'side', '出租、求租、出售或求购', 'choice', 1, '出租|求租|出售|求购', 10),
  ('housing', 'price', '价格（元）', 'price', 0, '', 20),
  ('housing', 'area', '面积（平方米）', 'number', 0, '', 30),
  ('housing', 'place', '位置', 'text', 1, '', 40),
  ('secondhand', 'side', '转让或求购', 'choice', 1, '转让|求购', 10),
  ('secondhand', 'price', '价格（元）', 'price', 0, '', 20),
  ('secondhand', 'condition', '成色', 'choice', 0, '全新|很新|用过|旧', 30),
  ('lost', 'side', '寻物或招领', 'choice', 1, '寻物|招领', 10),
  ('lost', 'day', '日期', 'date', 1, '', 20),
  ('lost', 'place', '地点', 'text', 1, '', 30),
  ('services', 'price', '价格（元）', 'price', 0, '', 10),
  ('services', 'hours', '时间', 'text', 0, '', 20),
  ('events', 'day', '日期', 'date', 1, '', 10),
  ('events', 'place', '地点', 'text', 1, '', 20),
  ('events', 'fee', '费用（元）', 'price', 0, '', 30);

INSERT IGNORE INTO setting (code, value, comment) VALUES
  ('desk_hour_total', '300', '每小时全站最多收多少份表单 / Forms of a kind that the portal takes in an hour, in all'),
  ('desk_hour_address', '10', '同一地址段每小时最多多少份 / The same, from one range of addresses'),
  ('desk_code_tries', '5', '同一地址段每小时可输错几次查询码 / Wrong codes in an hour from one range of addresses'),
  ('desk_contact_address', '20', '同一地址段每小时可看几次联系方式 / Contacts of notices shown in an hour to one range of addresses'),
  ('desk_personal_days', '365', '办结后个人信息保留天数 / Days that personal data is kept after the end'),
  ('claim_hours', '24', '版权投诉处理时限（小时） / Hours within which a claim is decided');
