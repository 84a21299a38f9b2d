-- 02_newsroom.sql: tables of the newsroom itself: who works here, which steps are allowed, settings, words, what a
-- chief should see, and what things were before they were changed. With the data that they begin with.
--
-- Nobody writes a shared row here while saving an article: rules are read, history is only added to.
-- Run only on an empty database; sql/install.sh does that.

-- The rights are those of the database roles. A row here is needed only for a name that colleagues can read, for
-- somebody who looks after some channels only, or where the server's list of roles does not tell (see portal_who).
CREATE TABLE staff (
  name     VARCHAR(60) NOT NULL DEFAULT '' COMMENT '姓名 / Name [colleagues read it in refusals; empty: the account]',
  account  VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
           COMMENT '账号 / Account [li@localhost, or li for li from anywhere]',
  role     ENUM('granted','reporter','editor','chief','officer','admin','system') NOT NULL DEFAULT 'granted'
           COMMENT '角色 / Role [granted: as the database role; system: imports, to whom the rules of workflow do not apply]',
  channels VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT ''
           COMMENT '负责栏目 / Channels [codes separated by comma, with all below them; empty: all]',
  agencies VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT ''
           COMMENT '负责部门 / Agencies [of an officer, codes separated by comma; *: all, a supervisor; copyright, plaza: contacts there; empty: none]',
  PRIMARY KEY (account)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='人员 / Staff [optional: names, and who looks after some channels only]';

CREATE TABLE transition (
  from_state ENUM('new','draft','review','live','withdrawn') NOT NULL COMMENT '原状态 / From state [new: it is being written]',
  to_state   ENUM('draft','review','live','withdrawn','deleted') NOT NULL
             COMMENT '新状态 / To state [the same as before: may be edited in it]',
  role       ENUM('reporter','editor','chief','admin') NOT NULL COMMENT '角色 / Role [who may do it]',
  PRIMARY KEY (from_state, to_state, role)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='流程 / Workflow [one row: this role may take an article from this state to that one]';

CREATE TABLE setting (
  code    VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [fixed]',
  value   VARCHAR(200) NOT NULL COMMENT '值 / Value',
  comment VARCHAR(300) NOT NULL DEFAULT '' COMMENT '说明 / Explanation',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='设置 / Settings [of the newsroom; those of the web server are in its configuration]';

CREATE TABLE word (
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

CREATE TABLE problem (
  name VARCHAR(200) NOT NULL COMMENT '说明 / Sentence [what is wrong and what to do, as v_problems shows it]',
  code VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [fixed]',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='问题种类 / Kinds of problems [sentences of v_problems]';

-- One row per column that changed. What an article was in version n is its present row with every later change
-- taken back, so old rows can be deleted without harm to newer versions. field is empty where a row came.
CREATE TABLE article_history (
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

CREATE TABLE item_history (
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
CREATE TABLE article_link (
  article_id BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [automatic]',
  target_id  BIGINT UNSIGNED NOT NULL COMMENT '链到 / Linked article [automatic, from the body]',
  PRIMARY KEY (article_id, target_id),
  KEY target (target_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='站内链接 / Links between articles [kept automatically from the body]';

INSERT INTO transition (from_state, to_state, role) VALUES
  ('new', 'draft', 'reporter'), ('new', 'review', 'reporter'), ('draft', 'draft', 'reporter'), ('draft', 'review', 'reporter'),
  ('review', 'review', 'reporter'), ('review', 'draft', 'reporter');
INSERT INTO transition (from_state, to_state, role)
  SELECT from_state, to_state, 'editor' FROM transition WHERE role = 'reporter';
INSERT INTO transition (from_state, to_state, role) VALUES
  ('new', 'live', 'editor'), ('draft', 'live', 'editor'), ('review', 'live', 'editor'), ('live', 'live', 'editor'),
  ('live', 'withdrawn', 'editor'), ('draft', 'withdrawn', 'editor'), ('review', 'withdrawn', 'editor'),
  ('withdrawn', 'withdrawn', 'editor'), ('withdrawn', 'draft', 'editor'), ('withdrawn', 'review', 'editor'),
  ('draft', 'deleted', 'editor'), ('review', 'deleted', 'editor');
INSERT INTO transition (from_state, to_state, role)
  SELECT from_state, to_state, 'chief' FROM transition WHERE role = 'editor';
INSERT INTO transition (from_state, to_state, role) VALUES
  ('new', 'withdrawn', 'chief'), ('live', 'draft', 'chief'), ('live', 'review', 'chief'), ('withdrawn', 'live', 'chief'),
  ('live', 'deleted', 'chief'), ('withdrawn', 'deleted', 'chief');
INSERT INTO transition (from_state, to_state, role)
  SELECT from_state, to_state, 'admin' FROM transition WHERE role = 'chief';

INSERT INTO setting (code, value, comment) VALUES
  ('base_url', '', '网站地址，预览链接以它开头 / Address of the portal, preview links begin with it: https://www.example.com'),
  ('history_days', '400', '历史保留天数，0为不限 / Days that history is kept; 0: for ever'),
  ('history_versions', '100', '每篇文章保留的历史版本数，0为不限 / Versions of an article that history keeps; 0: all'),
  ('mobile_url', '', '手机版地址，空为 base_url 加 /m / Address of the mobile edition; empty: base_url with /m'),
  ('picture_kb', '10240', '上传文件的大小上限，单位KB，最多15360 / Largest file that may be uploaded, in KB; 15360 at most'),
  ('preview_hours', '72', '预览链接有效小时数 / Hours that a preview link works after the last save'),
  ('reprint_rule', '1', '1：转载稿须有来源网址、作者、原标题才能发布 / 1: a reprint needs address, author and original title to go live; 0: not'),
  ('title_length', '40', '标题超过此字数则提示 / Titles longer than this are listed in v_problems; 0: never');

INSERT INTO problem (code, name) VALUES
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
