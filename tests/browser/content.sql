-- content.sql - what the demo has no reason to show: a story that was withdrawn, one that was removed, one whose
-- title and body are as wide and as mixed as editors can make them, and enough small ones of one channel, tag
-- and day for lists of several pages. Entered as the chief editor, through the
-- triggers. Old dates, so that front page and lists begin as in the demo. Says where the first three are: status and
-- path, as with_portal.py reads them.

SET @channel = (SELECT code FROM channel WHERE parent IS NULL ORDER BY sort_order, id LIMIT 1);

INSERT INTO article (title, channel, body, state, published_at) VALUES
  ('浏览器测试：撤回的报道', @channel, '这一段谁也不该看到。', 'withdrawn', '2020-01-03 08:00:00');
SET @withdrawn = LAST_INSERT_ID();

INSERT INTO article (title, channel, body, state, published_at) VALUES
  ('浏览器测试：删除的报道', @channel, '这一段谁也不该看到。', 'live', '2020-01-02 08:00:00');
SET @removed = LAST_INSERT_ID();
INSERT INTO removal (item_kind, item_id, cause) VALUES ('article', @removed, '应权利人要求');

INSERT INTO article (title, title_kicker, channel, body_format, source, source_url, title_original, author, editor, summary,
                     tags, state, published_at, body) VALUES
  ('一个没有空格也不肯断开的标题Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft的故事',
   '宽与窄', @channel, 'markdown', '云鹿州文字工作者协会排版与校对专业委员会通讯', 'https://type.example/wide', '一个放不下的标题', '宽文', '窄编',
   '摘要里也有一个很长的地址：https://type.example/a/very/long/address/that/has/no/place/to/break/at/all/and/goes/on.html',
   '宽、一个长得几乎放不下的标签名字看看会怎样、Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch', 'live',
   '2020-01-01 08:00:00',
'正文里有 **粗体**、*斜体*、`代码`、[链接](https://type.example/) 和一个裸地址 https://type.example/a/very/long/address/that/has/no/place/to/break/at/all/and/goes/on/and/on.html 。

## 一张比屏幕宽的表

| 窗口 | 星期一 | 星期二 | 星期三 | 星期四 | 星期五 | 星期六 | 星期日 | 电话 | 说明 |
|---|---|---|---|---|---|---|---|---|---|
| 第一便民服务中心 | 8:30—12:00 | 8:30—12:00 | 8:30—12:00 | 8:30—12:00 | 8:30—12:00 | 8:30—11:30 | 休息 | 0400-555-0100 | Donaudampfschifffahrtsgesellschaft |
| 第二便民服务中心 | 8:30—12:00 | 8:30—12:00 | 8:30—12:00 | 8:30—12:00 | 8:30—12:00 | 休息 | 休息 | 0400-555-0100 | 无 |

### 一段不换行的代码

    这一行代码很长很长，长到任何一部手机都放不下，浏览器只能让读者自己横着滑动，而不是让整页跟着一起滑动，否则读者读每一行都要来回推 = 1;

> 引用：宽的东西自己滚动，页面不滚动。

1. 第一
2. 第二
   - 其一
   - 其二

![一座桥](/pictures/bridge.svg)

Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochllanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch');

SET @wide = LAST_INSERT_ID();

INSERT INTO article (title, channel, body, tags, state, published_at)
  SELECT CONCAT('浏览器测试：第 ', tens.n * 6 + ones.n, ' 条旧闻'), @channel, '很久以前的一件小事。', '浏览器测试', 'live',
         '2019-12-31 08:00:00' + INTERVAL (tens.n * 6 + ones.n) MINUTE
    FROM (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6) AS tens
    JOIN (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6) AS ones;

-- Nothing comes by itself while the tests look: each story more would give the lists' further pages other addresses
-- than those that were met.
UPDATE article SET published_at = NOW() + INTERVAL 1 DAY WHERE state = 'live' AND published_at BETWEEN NOW() AND NOW() + INTERVAL 1 DAY;

SELECT 200, CONCAT('/2020/01/01/', @wide, '.html')
UNION ALL SELECT 410, CONCAT('/2020/01/03/', @withdrawn, '.html')
UNION ALL SELECT 451, CONCAT('/2020/01/02/', @removed, '.html');
