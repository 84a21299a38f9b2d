-- 01_tables.sql: every table, in the order an editor meets them.
--
-- Read this first. One set of files serves MariaDB 10.11+ and MySQL 8.4+; the rules that keep it so:
--   * Charset and collation are stated on every table: a server's own default may be latin1.
--     utf8mb4_unicode_520_ci is the newest collation that both servers have. Codes are ascii_bin.
--   * Instants that the database writes are TIMESTAMP (shown in the reader's own time zone); times that
--     people type are DATETIME in the portal's civil time.
--   * Comments are the editors' help text in phpMyAdmin, Adminer, DBeaver: `标签 / Label [hint]`.
--   * Everything a person need not type has a default. An empty string means "use what is above".
--   * The human name comes before every other text column, so that tools show it for a reference.
--   * Foreign keys point to `code_ref`, a copy of `code` with an index of its own. Checking a foreign key
--     locks the index entry it reads; were that the index of `code`, then an open
--     `UPDATE channel SET name = ... WHERE code = 'news'` would make every editor of that channel wait.
--     No foreign key leads to article or media for the same reason: triggers check those.
--   * Columns that hold a channel's code are utf8mb4_bin, unlike the code itself: people type the name there,
--     and a trigger can put the code in its place only if the column takes the name.
--
-- Run only on an empty database; sql/install.sh does that.

CREATE TABLE channel (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  name        VARCHAR(60)  NOT NULL COMMENT '名称 / Name [what readers see in the navigation]',
  code        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
              COMMENT '代码 / Code [part of the address: a-z 0-9 and -, not only digits]',
  parent      VARCHAR(60)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT NULL
              COMMENT '上级栏目 / Parent channel [empty: top level]',
  sort_order  INT          NOT NULL DEFAULT 100 COMMENT '排序 / Order [small numbers first]',
  language    VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
              COMMENT '语言 / Language [zh-Hans, ko, en; empty: as the site]',
  description VARCHAR(500) NOT NULL DEFAULT '' COMMENT '简介 / Description [for search engines and the channel page]',
  notice      VARCHAR(1000) NOT NULL DEFAULT '' COMMENT '版权声明 / Copyright notice [empty: as the site]',
  review_levels TINYINT UNSIGNED NOT NULL DEFAULT 0
              COMMENT '审核级数 / Review levels [0: straight to live; 1: another person reviews; 2: two other people]',
  code_ref    VARCHAR(32)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT ''
              COMMENT '代码副本 / Copy of code [automatic]',
  PRIMARY KEY (id),
  UNIQUE KEY code (code),
  UNIQUE KEY code_ref (code_ref),
  KEY name (name),
  KEY parent (parent),
  CONSTRAINT channel_parent FOREIGN KEY (parent) REFERENCES channel (code_ref)
    ON UPDATE RESTRICT ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='栏目 / Channels [sections of the portal; a tree up to five levels deep]';

-- Where each channel stands, kept by the triggers of channel. Article triggers read it with a shared lock,
-- which also makes them see the newest tree whatever snapshot the editor's transaction has; only moving
-- or renaming a channel writes to it, so that editing a channel's name or notice meets no editor's lock.
CREATE TABLE channel_place (
  code        VARCHAR(32)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT '栏目代码 / Channel code [automatic]',
  channel_id  INT UNSIGNED NOT NULL COMMENT '栏目编号 / Channel number [automatic]',
  parent_id   INT UNSIGNED NULL COMMENT '上级编号 / Parent number [automatic]',
  path        VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
              COMMENT '路径 / Path [automatic; lists from this channel up: channel:9,channel:2]',
  PRIMARY KEY (code),
  UNIQUE KEY channel_id (channel_id),
  KEY parent_id (parent_id, channel_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='栏目位置 / Places of channels [kept automatically, nothing to edit]';

CREATE TABLE article (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic; part of the address]',
  title        VARCHAR(200) NOT NULL COMMENT '标题 / Title',
  title_short  VARCHAR(60)  NOT NULL DEFAULT '' COMMENT '短标题 / Short title [for narrow lists; empty: the title]',
  title_kicker VARCHAR(60)  NOT NULL DEFAULT '' COMMENT '引题 / Kicker [a line above the title]',
  channel      VARCHAR(60)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
               COMMENT '栏目 / Channel [its code, such as news; a name becomes its code]',
  body         MEDIUMTEXT   NOT NULL COMMENT '正文 / Body [text, Markdown or HTML; at most 4 MB; a picture: /pictures/bridge.svg]',
  body_format  ENUM('auto','text','markdown','html') NOT NULL DEFAULT 'auto'
               COMMENT '正文格式 / Body format [auto recognises it]',
  summary      VARCHAR(1000) NOT NULL DEFAULT '' COMMENT '摘要 / Summary [empty: lists show the title alone]',
  tags         VARCHAR(500) NOT NULL DEFAULT ''
               COMMENT '标签 / Tags [separated by comma, 、 or semicolon; at most 30]',
  cover        BIGINT UNSIGNED NULL DEFAULT NULL COMMENT '封面图 / Cover picture [number of a media row]',
  state        ENUM('draft','review','live','withdrawn') NOT NULL DEFAULT 'draft'
               COMMENT '状态 / State [draft, review, live (needs a publishing time), withdrawn]',
  reviewed     TINYINT(1) NOT NULL DEFAULT 0
               COMMENT '已审 / Reviewed [1: I have read it in review and agree; falls back to 0 when the text changes]',
  published_at DATETIME NULL DEFAULT NULL
               COMMENT '发布时间 / Publishing time [civil time of the portal; in the future: appears then]',
  expires_at   DATETIME NULL DEFAULT NULL COMMENT '下线时间 / End [civil time of the portal; empty: never]',
  source       VARCHAR(80)  NOT NULL DEFAULT '' COMMENT '来源 / Source [name of the paper or agency; empty: our own]',
  source_url   VARCHAR(500) NOT NULL DEFAULT '' COMMENT '原文地址 / Address of the original [http:// or https://]',
  title_original VARCHAR(200) NOT NULL DEFAULT '' COMMENT '原标题 / Original title [of a reprint, as its source had it]',
  author       VARCHAR(80)  NOT NULL DEFAULT '' COMMENT '作者 / Author',
  editor       VARCHAR(80)  NOT NULL DEFAULT '' COMMENT '责任编辑 / Responsible editor',
  language     VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
               COMMENT '语言 / Language [zh-Hans, ko, en; empty: as the channel]',
  translation_group BIGINT UNSIGNED NULL DEFAULT NULL
               COMMENT '译文组 / Translation group [same number for the same story in other languages]',
  notice       VARCHAR(1000) NOT NULL DEFAULT '' COMMENT '版权声明 / Copyright notice [empty: as the channel]',
  revised_at   TIMESTAMP NULL DEFAULT NULL
               COMMENT '更新时间 / Revised [shown to readers; set when title, summary or body of a live article change; clear it after a small correction]',
  created_at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '创建时间 / Created [automatic]',
  updated_at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '修改时间 / Changed [automatic]',
  row_version  INT UNSIGNED NOT NULL DEFAULT 1 COMMENT '版本 / Version [automatic; grows with every change]',
  removal_id   BIGINT UNSIGNED NULL DEFAULT NULL COMMENT '删除记录 / Removal in force [automatic; see table removal]',
  created_by   VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '创建人 / Created by [automatic: account]',
  updated_by   VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '修改人 / Changed by [automatic]',
  submitted_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '送审人 / Submitted by [automatic]',
  submitted_at TIMESTAMP NULL DEFAULT NULL COMMENT '送审时间 / Submitted [automatic]',
  reviewed_by  VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '审核人 / Reviewed by [automatic]',
  reviewed_at  TIMESTAMP NULL DEFAULT NULL COMMENT '审核时间 / Reviewed at [automatic]',
  published_by VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '签发人 / Set live by [automatic]',
  released_at  TIMESTAMP NULL DEFAULT NULL COMMENT '签发时间 / Set live [automatic; readers see it from published_at on]',
  preview_key  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '预览钥匙 / Preview key [automatic; the link is in v_preview]',
  preview_until TIMESTAMP NULL DEFAULT NULL COMMENT '预览到期 / Preview ends [automatic]',
  problem      TINYINT(1) NOT NULL DEFAULT 0 COMMENT '有问题 / Has problems [automatic; see v_problems]',
  problems     VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '问题 / Problems [automatic; see v_problems]',
  form_version BIT(16) NOT NULL DEFAULT b'0' COMMENT '表单版本 / Version of the form [automatic; as row_version, written so that every tool sends it along]',
  PRIMARY KEY (id),
  KEY channel (channel),
  KEY state (state, published_at),
  KEY translation_group (translation_group),
  KEY created_by (created_by, id),
  KEY problem (problem, id),
  KEY preview_until (preview_until),
  KEY expires_at (expires_at),
  KEY cover (cover),
  CONSTRAINT article_channel FOREIGN KEY (channel) REFERENCES channel (code_ref)
    ON UPDATE CASCADE ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='文章 / Articles [title, channel and body are enough to save]';

-- What was wrong in an article and has been put right, one row a correction. The text comes first for the tools.
CREATE TABLE correction (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  text         VARCHAR(1000) NOT NULL COMMENT '更正说明 / Text [what was wrong and what is right; readers see it below the article]',
  article_id   BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [its number]',
  corrected_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
               COMMENT '更正时间 / Corrected [civil time of the portal; in the future: appears then; unless typed: now, as NOW() says]',
  PRIMARY KEY (id),
  KEY article (article_id, corrected_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='更正 / Corrections [shown below the article, newest first]';

CREATE TABLE article_tag (
  article_id BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [automatic]',
  position   TINYINT UNSIGNED NOT NULL COMMENT '顺序 / Position [automatic]',
  name       VARCHAR(64) NOT NULL COMMENT '标签 / Tag [automatic, from the article]',
  PRIMARY KEY (article_id, position),
  KEY name (name, article_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='文章标签 / Tags of articles [kept automatically from the tags field]';

CREATE TABLE tag (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  name        VARCHAR(64)  NOT NULL COMMENT '名称 / Name [as typed in articles]',
  description VARCHAR(500) NOT NULL DEFAULT '' COMMENT '说明 / Description [shown on the tag page]',
  alias_of    VARCHAR(64)  NULL DEFAULT NULL COMMENT '同义于 / Alias of [name of the tag that replaces this one; its list takes the articles]',
  PRIMARY KEY (id),
  UNIQUE KEY name (name),
  KEY alias_of (alias_of)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='标签说明 / Tags [optional: only tags with a description or an alias]';

-- Who writes articles and who merges tags meet here, and nowhere else. The name of a tag decides its gate.
-- Saving an article shares the gates of its tags, merging a tag closes them: see portal_pass_tag_gates.
CREATE TABLE tag_gate (
  gate   SMALLINT UNSIGNED NOT NULL COMMENT '编号 / Number [automatic]',
  merges INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '合并次数 / Merges so far [automatic]',
  PRIMARY KEY (gate)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='标签合并锁 / Tag gates [kept automatically, nothing to edit]';

-- One row per list and article, so that every list page is one range of the primary key. Rows exist only
-- for articles that are live and not removed, scheduled ones included: readers compare the times. Those of articles
-- that ended long ago may be missing: portal_prune takes them out.
-- list: site, channel:<channel.id> (the article's channel and each above it), tag:<name>, or for a tag that is
-- an alias tag:<alias_of>
CREATE TABLE listing (
  list         VARCHAR(72) NOT NULL COMMENT '列表 / List [automatic]',
  published_at DATETIME NOT NULL COMMENT '发布时间 / Publishing time [automatic]',
  article_id   BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [automatic]',
  expires_at   DATETIME NULL COMMENT '下线时间 / End [automatic]',
  PRIMARY KEY (list, published_at, article_id),
  KEY expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='列表 / Lists [kept automatically, nothing to edit]';

CREATE TABLE slot (
  name     VARCHAR(60) NOT NULL COMMENT '名称 / Name [for example: 头条 / Lead story]',
  code     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [a-z 0-9 and -; themes refer to it]',
  channel  VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
           COMMENT '栏目 / Channel [code of a channel; empty: the front page]',
  capacity SMALLINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '容量 / Capacity [how many articles it shows]',
  code_ref VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '代码副本 / Copy of code [automatic]',
  PRIMARY KEY (code),
  UNIQUE KEY code_ref (code_ref),
  KEY channel (channel)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='推荐位 / Slots [places on the front page and channel pages]';

CREATE TABLE placement (
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  title         VARCHAR(200) NOT NULL DEFAULT '' COMMENT '标题 / Title [empty: the title of the article]',
  slot          VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '推荐位 / Slot',
  article_id    BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [its number]',
  position      INT NOT NULL DEFAULT 100 COMMENT '顺序 / Position [small numbers first]',
  visible_from  DATETIME NULL DEFAULT NULL COMMENT '开始 / From [civil time of the portal; empty: at once]',
  visible_until DATETIME NULL DEFAULT NULL COMMENT '结束 / Until [civil time of the portal; empty: no end]',
  PRIMARY KEY (id),
  KEY slot (slot, position, id),
  CONSTRAINT placement_slot FOREIGN KEY (slot) REFERENCES slot (code_ref)
    ON UPDATE CASCADE ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='推荐 / Placements [articles placed by hand; gaps are filled by the newest]';

CREATE TABLE source (
  id   INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  name VARCHAR(80)  NOT NULL COMMENT '名称 / Name [as typed in articles]',
  url  VARCHAR(500) NOT NULL DEFAULT '' COMMENT '网址 / Address [http:// or https://; empty: no link]',
  PRIMARY KEY (id),
  UNIQUE KEY name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='来源 / Sources [papers and agencies and their addresses]';

CREATE TABLE media (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic; used in the cover field]',
  title        VARCHAR(200) NOT NULL COMMENT '标题 / Title [for finding it again]',
  path         VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT ''
               COMMENT '路径 / Path [file below the document root: pictures/bridge.svg]',
  alt          VARCHAR(300) NOT NULL DEFAULT '' COMMENT '替代文字 / Alternative text [what the picture shows]',
  caption      VARCHAR(500) NOT NULL DEFAULT '' COMMENT '图说 / Caption',
  credit       VARCHAR(120) NOT NULL DEFAULT '' COMMENT '署名 / Credit [photographer or agency]',
  licence_until DATE NULL DEFAULT NULL COMMENT '授权到期 / Licence until [last day that it may be shown; empty: no end]',
  width        INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '宽 / Width [pixels; 0: unknown]',
  height       INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '高 / Height [pixels; 0: unknown]',
  focus_x      SMALLINT UNSIGNED NOT NULL DEFAULT 500 COMMENT '焦点横 / Focus across [0 left to 1000 right]',
  focus_y      SMALLINT UNSIGNED NOT NULL DEFAULT 500 COMMENT '焦点纵 / Focus down [0 top to 1000 bottom]',
  content      MEDIUMBLOB NULL DEFAULT NULL COMMENT '文件 / File [upload here if there is no path]',
  content_type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
               COMMENT '类型 / Type [of the uploaded file; automatic: read from the file itself]',
  content_hash CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '文件校验 / Mark of the uploaded file [automatic; part of its address]',
  updated_at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT '修改时间 / Changed [automatic]',
  removal_id   BIGINT UNSIGNED NULL DEFAULT NULL COMMENT '删除记录 / Removal in force [automatic; see table removal]',
  PRIMARY KEY (id),
  KEY alt (alt(1)),
  KEY licence_until (licence_until),
  KEY removal_id (removal_id),
  KEY path (path),
  KEY content_hash (content_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='图片 / Media [pictures: a file on the server or uploaded here]';

CREATE TABLE page (
  title       VARCHAR(200) NOT NULL COMMENT '标题 / Title',
  code        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '代码 / Code [address: /page/code/]',
  body        MEDIUMTEXT NOT NULL COMMENT '正文 / Body [text, Markdown or HTML]',
  body_format ENUM('auto','text','markdown','html') NOT NULL DEFAULT 'auto' COMMENT '正文格式 / Body format',
  language    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '语言 / Language [empty: as the site]',
  state       ENUM('draft','review','live','withdrawn') NOT NULL DEFAULT 'draft' COMMENT '状态 / State [live: readers see it]',
  updated_at  TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT '修改时间 / Changed [automatic]',
  updated_by  VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT '修改人 / Changed by [automatic]',
  row_version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT '版本 / Version [automatic; grows with every change]',
  form_version BIT(16) NOT NULL DEFAULT b'0' COMMENT '表单版本 / Version of the form [automatic; as row_version, written so that every tool sends it along]',
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='固定页 / Static pages [about us, contact, terms]';

CREATE TABLE link (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  name       VARCHAR(80)  NOT NULL COMMENT '名称 / Name',
  url        VARCHAR(500) NOT NULL COMMENT '网址 / Address [https://... or /page/about/]',
  kind       ENUM('footer','friend','app','service','hotline','plaza') NOT NULL DEFAULT 'friend'
             COMMENT '类别 / Kind [footer line, friend sites, apps; services of the front page, box of the hotline, box of the plaza]',
  sort_order INT NOT NULL DEFAULT 100 COMMENT '排序 / Order [small numbers first]',
  language   VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT '语言 / Language [empty: every language]',
  PRIMARY KEY (id),
  KEY kind (kind, sort_order, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='链接 / Links [footer, friend sites, apps, services, hotline and plaza]';

CREATE TABLE removal (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  item_kind       ENUM('article','media') NOT NULL DEFAULT 'article' COMMENT '种类 / Kind [article or media]',
  item_id         BIGINT UNSIGNED NOT NULL COMMENT '对象编号 / Number of the item',
  cause           VARCHAR(500) NOT NULL COMMENT '原因 / Cause [readers see it on the 451 page]',
  claimant        VARCHAR(120) NOT NULL DEFAULT '' COMMENT '权利人 / Claimant',
  claimant_public TINYINT(1) NOT NULL DEFAULT 0 COMMENT '公开权利人 / Show claimant [1: readers see the claimant]',
  removed_at      TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '删除时间 / Removed [automatic]',
  restored_at     TIMESTAMP NULL DEFAULT NULL COMMENT '恢复时间 / Restored [empty: removed; a time: visible again]',
  PRIMARY KEY (id),
  KEY item (item_id, item_kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='删除 / Removals [one row removes an item everywhere at once; to bring it back set restored_at: rows are never deleted]';

CREATE TABLE redirect (
  id        INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  path_from VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT '旧路径 / Old path [begins with /]',
  path_to   VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT '新地址 / New address [begins with / or https://]',
  status    SMALLINT UNSIGNED NOT NULL DEFAULT 301 COMMENT '状态码 / Status [301 for ever, 302 for now]',
  PRIMARY KEY (id),
  UNIQUE KEY path_from (path_from),
  KEY path_to (path_to)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='转址 / Redirects [old addresses and where they lead now]';

-- Written by triggers only, never changed; old rows are deleted by portal_prune. Commit order is not id order:
-- readers must re-read gaps.
-- kind/item: article/id, correction/<correction.article_id>, translation/<article.translation_group>, channel/id, navigation/'', list/<listing.list>,
-- tag/name, page/code, slot/code, slots/<slot.channel> (which slots a front has), media/id, link/'', source/name,
-- file/<media.path> (removed, or brought back), redirect/path, removal/article:<id>, media:<id> or page:<code> (nothing made from it may be shown any more; bringing
-- it back is no removal), all/'' (lists were rebuilt).
-- Of the desks: case/id (a case and its thread), cases/'' (lists of cases), league/'' (figures of the hotline), agency/''
-- (agencies, regions, kinds), claims/'' (the ledger), notice/id, notices/<category> and notices/'' (lists of notices), category/''
-- (categories and their fields); and removal/case:<id>, removal/notice:<id>
CREATE TABLE change_log (
  id   BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  kind VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '种类 / Kind [automatic]',
  item VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT '对象 / Item [automatic]',
  position DATETIME NULL DEFAULT NULL
       COMMENT '位置 / Position [automatic; for a list: publishing time of the row that came, went or ends at another time; empty: the whole list]',
  at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '时间 / Time [automatic]',
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='变更记录 / Change log [tells the web servers what to renew]';

CREATE TABLE reserved_word (
  word VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '保留字 / Reserved word [no top channel may have this code]',
  PRIMARY KEY (word)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='保留字 / Reserved words [addresses that the portal itself uses]';

-- Exactly one row, written last by the installer: a database without it is not installed.
CREATE TABLE schema_version (
  version    INT UNSIGNED NOT NULL COMMENT '版本 / Version of these tables [automatic]',
  changed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT '时间 / Installed or upgraded [automatic]',
  PRIMARY KEY (version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='结构版本 / Schema version [written by the installer]';
