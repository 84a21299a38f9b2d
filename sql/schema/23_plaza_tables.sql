-- 23_plaza_tables.sql: the information plaza (信息广场). Run only on an empty database; sql/install.sh does that.

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

-- Written by the web account and by the triggers of plaza_report.
CREATE TABLE IF NOT EXISTS plaza_tally (
  notice_id   BIGINT UNSIGNED NOT NULL COMMENT '信息 / Notice [automatic]',
  reports     INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '未查举报 / Reports to check [automatic]',
  is_hidden   TINYINT(1) NOT NULL DEFAULT 0 COMMENT '已隐藏 / Hidden by reports [automatic]',
  contact_shown INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '查看联系次数 / Contact shown so often [automatic]',
  PRIMARY KEY (notice_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='广场计数 / Figures of notices [kept automatically]';
