-- 003_corrections.sql: corrections below articles, three more kinds of links, and /archive/ as an address of the
-- portal. May be run again: what is there already is left as it is. Triggers, view and rights come with schema/06 and
-- later, which the installer runs next. A top channel whose code is archive keeps its articles and lists, but its own
-- page makes way for the archive: give it another code.

CREATE TABLE IF NOT EXISTS correction (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT '编号 / Number [automatic]',
  text         VARCHAR(1000) NOT NULL COMMENT '更正说明 / Text [what was wrong and what is right; readers see it below the article]',
  article_id   BIGINT UNSIGNED NOT NULL COMMENT '文章 / Article [its number]',
  corrected_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
               COMMENT '更正时间 / Corrected [civil time of the portal; in the future: appears then; unless typed: now, as NOW() says]',
  PRIMARY KEY (id),
  KEY article (article_id, corrected_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
  COMMENT='更正 / Corrections [shown below the article, newest first]';

-- Values added at the end of an ENUM change no row.
ALTER TABLE link
  MODIFY kind ENUM('footer','friend','app','service','hotline','plaza') NOT NULL DEFAULT 'friend'
         COMMENT '类别 / Kind [footer line, friend sites, apps; services of the front page, box of the hotline, box of the plaza]',
  COMMENT='链接 / Links [footer, friend sites, apps, services, hotline and plaza]';

INSERT INTO reserved_word (word)
  SELECT 'archive' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM (SELECT word FROM reserved_word) AS known WHERE known.word = 'archive');
