-- 40_front.sql: places on the front page and on channel fronts; an old address that leads to a new one.

START TRANSACTION;

INSERT INTO slot (name, code, channel, capacity) VALUES
  ('头条', 'headline', '', 4),
  ('图片', 'pictures', '', 4),
  ('新闻头条', 'news-headline', 'news', 3),
  ('文化头条', 'culture-headline', 'culture', 3),
  ('体育头条', 'sport-headline', 'sport', 1),
  ('머리기사', 'hangul-headline', 'hangul', 3);

-- Three of four places by hand; the fourth takes the newest story of the portal.
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'headline', id, 10, '' FROM article WHERE title_short = '桦湾老桥恢复通车';
-- A headline without a picture.
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'headline', id, 20, '一张长椅开了四小时的会' FROM article WHERE title_short LIKE '议事会逐条表决%';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'headline', id, 30, '' FROM article WHERE title_short = '沿银梭江走三百四十公里';

INSERT INTO placement (slot, article_id, position, title)
  SELECT 'pictures', id, 10, '数了四万一千只雁的人' FROM article WHERE title LIKE '雁来村的账本%';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'pictures', id, 20, '' FROM article WHERE title_short = '最后一位造梭船的人';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'pictures', id, 30, '' FROM article WHERE title LIKE '안래촌 작은 도서관%';
-- Lasts a week; then the newest article takes over.
INSERT INTO placement (slot, article_id, position, title, visible_until)
  SELECT 'pictures', id, 40, '', CURDATE() + INTERVAL 7 DAY FROM article WHERE title LIKE '把灯关掉一个小时%';

INSERT INTO placement (slot, article_id, position, title)
  SELECT 'news-headline', id, 10, '' FROM article WHERE title LIKE '用一百元看懂%';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'news-headline', id, 20, '' FROM article WHERE title_short = '跌倒之后的九十天';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'culture-headline', id, 10, '' FROM article WHERE title_short = '沿银梭江走三百四十公里';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'culture-headline', id, 20, '' FROM article WHERE title = '一天，六扇窗';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'sport-headline', id, 10, '' FROM article WHERE title_short = '渡工队补时绝杀';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'hangul-headline', id, 10, '' FROM article WHERE title_short = '화만 옛다리 다시 열려';
INSERT INTO placement (slot, article_id, position, title)
  SELECT 'hangul-headline', id, 20, '' FROM article WHERE title LIKE '콩으로 센 기러기%';

INSERT INTO redirect (path_from, path_to) VALUES ('/old/bridge.htm', '/news/life/');
-- Pages under the names they once had.
INSERT INTO redirect (path_from, path_to) VALUES ('/page/copyright-notice/', '/copyright/');

COMMIT;
