-- 004_newsroom.sql: the editors' desk: workflow, history, preview, word list, problems. May be run again: what is there
-- already is left as it is. New columns are added without copying a table where the server can (MariaDB 10.11, MySQL
-- 8.4 can); the new keys of article are built while editors go on. Routines, triggers, views and rights come with
-- schema/03 and later, which the installer runs next.

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE channel ADD COLUMN review_levels TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT ''审核级数 / Review levels [0: straight to live; 1: another person reviews; 2: two other people]'' AFTER notice',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'channel' AND column_name = 'review_levels');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN reviewed TINYINT(1) NOT NULL DEFAULT 0 COMMENT ''已审 / Reviewed [1: I have read it in review and agree; falls back to 0 when the text changes]'' AFTER state',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'reviewed');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN title_original VARCHAR(200) NOT NULL DEFAULT '''' COMMENT ''原标题 / Original title [of a reprint, as its source had it]'' AFTER source_url',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'title_original');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN created_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''创建人 / Created by [automatic: account]'' AFTER removal_id',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'created_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN updated_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''修改人 / Changed by [automatic]'' AFTER created_by',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'updated_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN submitted_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''送审人 / Submitted by [automatic]'' AFTER updated_by',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'submitted_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN submitted_at TIMESTAMP NULL DEFAULT NULL COMMENT ''送审时间 / Submitted [automatic]'' AFTER submitted_by',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'submitted_at');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN reviewed_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''审核人 / Reviewed by [automatic]'' AFTER submitted_at',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'reviewed_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN reviewed_at TIMESTAMP NULL DEFAULT NULL COMMENT ''审核时间 / Reviewed at [automatic]'' AFTER reviewed_by',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'reviewed_at');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN published_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''签发人 / Set live by [automatic]'' AFTER reviewed_at',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'published_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN released_at TIMESTAMP NULL DEFAULT NULL COMMENT ''签发时间 / Set live [automatic; readers see it from published_at on]'' AFTER published_by',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'released_at');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN preview_key VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '''' COMMENT ''预览钥匙 / Preview key [automatic; the link is in v_preview]'' AFTER released_at',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'preview_key');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN preview_until TIMESTAMP NULL DEFAULT NULL COMMENT ''预览到期 / Preview ends [automatic]'' AFTER preview_key',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'preview_until');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN problem TINYINT(1) NOT NULL DEFAULT 0 COMMENT ''有问题 / Has problems [automatic; see v_problems]'' AFTER preview_until',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'problem');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE article ADD COLUMN problems VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''问题 / Problems [automatic; see v_problems]'' AFTER problem',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'problems');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE article ADD KEY created_by (created_by, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'article' AND index_name = 'created_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE article ADD KEY problem (problem, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'article' AND index_name = 'problem');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE article ADD KEY preview_until (preview_until)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'article' AND index_name = 'preview_until');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE media ADD COLUMN licence_until DATE NULL DEFAULT NULL COMMENT ''授权到期 / Licence until [last day that it may be shown; empty: no end]'' AFTER credit',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'media' AND column_name = 'licence_until');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE media ADD KEY alt (alt(1))', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'media' AND index_name = 'alt');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE media ADD KEY licence_until (licence_until)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'media' AND index_name = 'licence_until');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE media ADD KEY removal_id (removal_id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'media' AND index_name = 'removal_id');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE media MODIFY COLUMN content_type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '''' COMMENT ''类型 / Type [of the uploaded file; automatic: read from the file itself]'', ADD COLUMN content_hash CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '''' COMMENT ''文件校验 / Mark of the uploaded file [automatic; part of its address]'' AFTER content_type',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'media' AND column_name = 'content_hash');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

-- What was uploaded before: type and mark from the bytes, as the triggers do it from now on. What is none of the
-- types stays without a mark and is not served.
UPDATE media SET content_type = CASE
    WHEN HEX(LEFT(content, 8)) = '89504E470D0A1A0A' THEN 'image/png'
    WHEN HEX(LEFT(content, 3)) = 'FFD8FF' THEN 'image/jpeg'
    WHEN HEX(LEFT(content, 6)) IN ('474946383761', '474946383961') THEN 'image/gif'
    WHEN HEX(LEFT(content, 4)) = '52494646' AND HEX(SUBSTRING(content, 9, 4)) = '57454250' THEN 'image/webp'
    WHEN HEX(SUBSTRING(content, 5, 8)) IN ('6674797061766966', '6674797061766973') THEN 'image/avif'
    WHEN HEX(LEFT(content, 5)) = '255044462D' THEN 'application/pdf'
    ELSE '' END
  WHERE content IS NOT NULL AND content_hash = '';
UPDATE media SET content_hash = LEFT(SHA2(content, 256), 16)
  WHERE content IS NOT NULL AND content_hash = '' AND content_type <> '';

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE page ADD COLUMN updated_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '''' COMMENT ''修改人 / Changed by [automatic]'' AFTER updated_at',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'page' AND column_name = 'updated_by');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE page ADD COLUMN row_version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT ''版本 / Version [automatic; grows with every change]'' AFTER updated_by',
  'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'page' AND column_name = 'row_version');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

-- The rights are those of the database roles. A row here is needed only for a name that colleagues can read, for
-- somebody who looks after some channels only, or where the server's list of roles does not tell (see portal_who).
CREATE TABLE IF NOT EXISTS staff (
  name     VARCHAR(60) NOT NULL DEFAULT '' COMMENT '姓名 / Name [colleagues read it in refusals; empty: the account]',
  account  VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
           COMMENT '账号 / Account [li@localhost, or li for li from anywhere]',
  role     ENUM('granted','reporter','editor','chief','officer','admin','system') NOT NULL DEFAULT 'granted'
           COMMENT '角色 / Role [granted: as the database role; system: imports, to whom the rules of workflow do not apply]',
  channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT ''
           COMMENT '负责栏目 / Channels [codes separated by comma, with all below them; empty: all]',
  PRIMARY KEY (account)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='人员 / Staff [optional: names, and who looks after some channels only]';

CREATE TABLE IF NOT EXISTS transition (
  from_state ENUM('new','draft','review','live','withdrawn') NOT NULL COMMENT '原状态 / From state [new: it is being written]',
  to_state   ENUM('draft','review','live','withdrawn','deleted') NOT NULL
             COMMENT '新状态 / To state [the same as before: may be edited in it]',
  role       ENUM('reporter','editor','chief','admin') NOT NULL COMMENT '角色 / Role [who may do it]',
  PRIMARY KEY (from_state, to_state, role)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='流程 / Workflow [one row: this role may take an article from this state to that one]';

CREATE TABLE IF NOT EXISTS setting (
  code    VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [fixed]',
  value   VARCHAR(200) NOT NULL COMMENT '值 / Value',
  comment VARCHAR(300) NOT NULL DEFAULT '' COMMENT '说明 / Explanation',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='设置 / Settings [of the newsroom; those of the web server are in its configuration]';

CREATE TABLE IF NOT EXISTS word (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  word        VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT '词 / Word [upper and lower case are the same]',
  action      ENUM('block','warn','replace') NOT NULL DEFAULT 'warn'
              COMMENT '处理 / Action [block: cannot go live; warn: listed in v_problems; replace: replaced when saved]',
  replacement VARCHAR(60) NOT NULL DEFAULT '' COMMENT '替换为 / Replacement [for replace]',
  scope       ENUM('all','title','body') NOT NULL DEFAULT 'all' COMMENT '范围 / Scope [title with kicker and short title; body with summary]',
  folded      VARBINARY(240) NOT NULL DEFAULT '' COMMENT '检索形式 / Search form [automatic]',
  PRIMARY KEY (id),
  UNIQUE KEY word (word)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='词表 / Word list [words that are blocked, warned of or replaced in articles]';

CREATE TABLE IF NOT EXISTS problem (
  name VARCHAR(200) NOT NULL COMMENT '说明 / Sentence [what is wrong and what to do, as v_problems shows it]',
  code VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [fixed]',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='问题种类 / Kinds of problems [sentences of v_problems]';

-- One row per column that changed. What an article was in version n is its present row with every later change
-- taken back, so old rows can be deleted without harm to newer versions. field is empty where a row came.
CREATE TABLE IF NOT EXISTS article_history (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  article_id BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [automatic]',
  version    INT UNSIGNED NOT NULL COMMENT '版本 / Version [automatic; the one that this change made]',
  action     ENUM('insert','update','delete') NOT NULL COMMENT '动作 / Action [automatic]',
  field      VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '字段 / Column [automatic]',
  old_value  MEDIUMTEXT NULL COMMENT '原值 / Before [automatic]',
  new_value  MEDIUMTEXT NULL COMMENT '新值 / After [automatic]',
  changed_by VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT '修改人 / Changed by [automatic: account and host]',
  changed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY article (article_id, version, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='文章历史 / History of articles [kept automatically; see v_article_history]';

CREATE TABLE IF NOT EXISTS item_history (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  kind       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '种类 / Kind [automatic: table]',
  item_id    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '对象编号 / Number of the item [automatic; 0: it has a code]',
  item_code  VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '对象代码 / Code of the item [automatic]',
  version    INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '版本 / Version [automatic; of a page: the one that this change made]',
  action     ENUM('insert','update','delete') NOT NULL COMMENT '动作 / Action [automatic]',
  field      VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '字段 / Column [automatic]',
  old_value  MEDIUMTEXT NULL COMMENT '原值 / Before [automatic]',
  new_value  MEDIUMTEXT NULL COMMENT '新值 / After [automatic]',
  changed_by VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT '修改人 / Changed by [automatic: account and host]',
  changed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id),
  KEY item (kind, item_id, item_code, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='其他历史 / History of everything else [kept automatically; see v_page_history and the like]';

-- Which article links to which, so that v_problems finds links that went dead without reading a body.
CREATE TABLE IF NOT EXISTS article_link (
  article_id BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [automatic]',
  target_id  BIGINT UNSIGNED NOT NULL COMMENT '链到 / Linked article [automatic, from the body]',
  PRIMARY KEY (article_id, target_id),
  KEY target (target_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='站内链接 / Links between articles [kept automatically from the body]';

-- IGNORE: rows that an interrupted run has left are left as they are.
INSERT IGNORE INTO transition (from_state, to_state, role) VALUES
  ('new', 'draft', 'reporter'), ('new', 'review', 'reporter'), ('draft', 'draft', 'reporter'), ('draft', 'review', 'reporter'),
  ('review', 'review', 'reporter'), ('review', 'draft', 'reporter');
INSERT IGNORE INTO transition (from_state, to_state, role)
  SELECT from_state, to_state, 'editor' FROM transition WHERE role = 'reporter';
INSERT IGNORE INTO transition (from_state, to_state, role) VALUES
  ('new', 'live', 'editor'), ('draft', 'live', 'editor'), ('review', 'live', 'editor'), ('live', 'live', 'editor'),
  ('live', 'withdrawn', 'editor'), ('draft', 'withdrawn', 'editor'), ('review', 'withdrawn', 'editor'),
  ('withdrawn', 'withdrawn', 'editor'), ('withdrawn', 'draft', 'editor'), ('withdrawn', 'review', 'editor'),
  ('draft', 'deleted', 'editor'), ('review', 'deleted', 'editor');
INSERT IGNORE INTO transition (from_state, to_state, role)
  SELECT from_state, to_state, 'chief' FROM transition WHERE role = 'editor';
INSERT IGNORE INTO transition (from_state, to_state, role) VALUES
  ('new', 'withdrawn', 'chief'), ('live', 'draft', 'chief'), ('live', 'review', 'chief'), ('withdrawn', 'live', 'chief'),
  ('live', 'deleted', 'chief'), ('withdrawn', 'deleted', 'chief');
INSERT IGNORE INTO transition (from_state, to_state, role)
  SELECT from_state, to_state, 'admin' FROM transition WHERE role = 'chief';

INSERT IGNORE INTO setting (code, value, comment) VALUES
  ('base_url', '', '网站地址，预览链接以它开头 / Address of the portal, preview links begin with it: https://www.example.com'),
  ('history_days', '400', '历史保留天数，0为不限 / Days that history is kept; 0: for ever'),
  ('history_versions', '100', '每篇文章保留的历史版本数，0为不限 / Versions of an article that history keeps; 0: all'),
  ('mobile_url', '', '手机版地址，空为 base_url 加 /m / Address of the mobile edition; empty: base_url with /m'),
  ('picture_kb', '10240', '上传文件的大小上限，单位KB，最多15360 / Largest file that may be uploaded, in KB; 15360 at most'),
  ('preview_hours', '72', '预览链接有效小时数 / Hours that a preview link works after the last save'),
  ('reprint_rule', '1', '1：转载稿须有来源网址、作者、原标题才能发布 / 1: a reprint needs address, author and original title to go live; 0: not'),
  ('title_length', '40', '标题超过此字数则提示 / Titles longer than this are listed in v_problems; 0: never');

INSERT IGNORE INTO problem (code, name) VALUES
  ('title-long', '标题过长，请缩短或填写短标题 / The title is long: shorten it or fill in title_short'),
  ('title-mangled', '标题有乱码，请核对原文 / The title is mangled: compare it with the original'),
  ('title-word', '标题含提示词，请斟酌 / The title has a word to think about'),
  ('title-block', '标题含不得发布的词，请改写 / The title has a word that must not be published: reword it'),
  ('body-mangled', '正文有乱码，请核对原文 / The text is mangled: compare it with the original'),
  ('body-alt', '正文图片没有替代文字，请补写 / A picture in the text has no alternative text: write one'),
  ('body-link', '正文链接的文章读者看不到，请改链接 / The text links to an article that readers cannot see: change the link'),
  ('body-word', '正文含提示词，请斟酌 / The text has a word to think about'),
  ('body-block', '正文含不得发布的词，请改写 / The text has a word that must not be published: reword it'),
  ('source', '转载稿缺来源网址、作者或原标题，请补全 / A reprint lacks source_url, author or title_original: complete it'),
  ('placed-hidden', '推荐的文章没有发布，请发布或撤下 / A placed article is not live: publish it or take it out'),
  ('placed-ended', '推荐的文章已下线，请撤下 / A placed article has ended: take it out'),
  ('media-alt', '图片没有替代文字，请补写 / The picture has no alternative text: write one'),
  ('media-licence', '图片授权已到期，请更换图片 / The licence of the picture has ended: use another one'),
  ('link-dead', '链接的文章或页面读者看不到，请改链接 / The link leads to an article or page that readers cannot see: change it');

-- Previews have addresses of their own.
INSERT INTO reserved_word (word)
  SELECT 'preview' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM (SELECT word FROM reserved_word) AS known WHERE known.word = 'preview');
