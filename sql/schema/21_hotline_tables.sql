-- 21_hotline_tables.sql: the citizens' hotline (百姓热线). Run only on an empty database; sql/install.sh does that.
--
-- A case lives like this (column state, in this order; 26_hotline.sql holds the rules):
--   new         received, nobody has taken it up; accept_due says until when somebody must
--   accepted    an office works on it; answer_due says until when it must answer
--   answered    a final reply came; the citizen may rate it
--   closed      the office has closed it; only with a final reply
--   reopened    the citizen said "not solved", once; the clock runs again
--   supervised  said so a second time: the supervisors' (agencies '*' in table staff), no longer the office's alone
--   rejected    not taken up, with a public reason
-- Interim replies change no state and no date.

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

-- Personal. The original is never changed; rows go by retention alone.
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

-- What the citizen adds with the code: seen by the office and with the code, never in public.
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

-- What is found by words: pairs of neighbouring characters of Chinese, Korean and Japanese, whole words of the rest, of what readers
-- may see of listed cases (title, and the first 500 characters of the text).
CREATE TABLE IF NOT EXISTS hotline_gram (
  gram    VARCHAR(24) NOT NULL COMMENT '字对或单词 / Pair or word [automatic]',
  case_id BIGINT UNSIGNED NOT NULL COMMENT '诉求 / Case [automatic]',
  PRIMARY KEY (gram, case_id),
  KEY of_case (case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='热线检索 / Words of cases [kept automatically, nothing to edit]';
