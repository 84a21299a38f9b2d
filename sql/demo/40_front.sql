-- 40_front.sql: places on the front page, and links.

START TRANSACTION;

INSERT INTO slot (name, code, channel, capacity) VALUES
  ('头条', 'headline', '', 1),
  ('图片', 'pictures', '', 4),
  ('文化头条', 'culture-lead', 'culture', 1);

INSERT INTO placement (slot, article_id, position, title)
  SELECT 'headline', id, 10, '' FROM article WHERE title_short = '桦湾老桥恢复通车';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'pictures', id, 10, '数了四万一千只雁的人' FROM article WHERE title LIKE '雁来村的账本%';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'pictures', id, 20, '' FROM article WHERE title_short = '最后一位造梭船的人';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'pictures', id, 30, '' FROM article WHERE title LIKE '안래촌 작은 도서관%';
-- Lasts a week; then the newest article with a place takes over.
INSERT INTO placement (slot, article_id, position, title, visible_until)
  SELECT 'pictures', id, 40, '', CURDATE() + INTERVAL 7 DAY FROM article WHERE title LIKE '石磨早市%';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'culture-lead', id, 10, '' FROM article WHERE title_short = '最后一位造梭船的人';

INSERT INTO link (name, url, kind, sort_order, language) VALUES
  ('关于我们', '/page/about/', 'footer', 10, 'zh-Hans'),
  ('联系方式', '/page/contact/', 'footer', 20, 'zh-Hans'),
  ('隐私说明', '/page/privacy/', 'footer', 30, 'zh-Hans'),
  ('版权与转载', '/page/copyright-notice/', 'footer', 40, 'zh-Hans'),
  ('소개', '/page/about-ko/', 'footer', 10, 'ko'),
  ('云鹿州政务网', 'https://www.yunlu.example/', 'friend', 10, ''),
  ('桦湾晚报', 'https://evening.huawan.example/', 'friend', 20, ''),
  ('银梭江水文站', 'https://hydro.yunlu.example/', 'friend', 30, ''),
  ('云鹿广播 App', 'https://app.yunlu.example/', 'app', 10, '');

INSERT INTO redirect (path_from, path_to) VALUES ('/old/bridge.htm', '/news/life/');

COMMIT;
