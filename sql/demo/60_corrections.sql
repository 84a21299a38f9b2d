-- 60_corrections.sql: what was wrong and has been put right, shown below the stories concerned.

START TRANSACTION;

SET @day = IF(CURTIME() >= '11:00', CURDATE(), CURDATE() - INTERVAL 1 DAY);

INSERT INTO correction (text, article_id, corrected_at)
  SELECT '表中“道路、桥梁与公交”一栏明年的数字，最初误写为 9.6 元，应为 6.9 元；变化相应由 −3.0 改为 −5.7。合计不受影响，因为合计是对的，错的是我们抄的那一行。',
         id, @day - INTERVAL 5 DAY + INTERVAL '15:00' HOUR_MINUTE FROM article WHERE title LIKE '用一百元看懂%';
INSERT INTO correction (text, article_id, corrected_at)
  SELECT '江北社区卫生站夜间门诊到 22:00，最初误写为 21:00。',
         id, @day - INTERVAL 4 DAY + INTERVAL '10:40' HOUR_MINUTE FROM article WHERE title LIKE '夜里不舒服去哪里%';
INSERT INTO correction (text, article_id, corrected_at)
  SELECT '石磨镇主街 88 号药店凌晨三点开门，最初漏写。感谢早市卖豆腐的卢师傅来电。',
         id, @day - INTERVAL 5 DAY + INTERVAL '9:15' HOUR_MINUTE FROM article WHERE title LIKE '夜里不舒服去哪里%';
INSERT INTO correction (text, article_id, corrected_at)
  SELECT '修鞋铺在夜市 17 号，本文最初写作 71 号。',
         id, @day - INTERVAL 29 DAY + INTERVAL '8:30' HOUR_MINUTE FROM article WHERE title LIKE '修鞋铺的电子招牌%';
INSERT INTO correction (text, article_id, corrected_at)
  SELECT '석마진 뒷골목 항아리 가운데 가장 오래된 독의 임자는 할머니의 시어머니가 아니라 시할머니이다.',
         id, @day - INTERVAL 3 DAY + INTERVAL '9:00' HOUR_MINUTE FROM article WHERE title = '항아리 삼백 개가 사는 마당';

COMMIT;
