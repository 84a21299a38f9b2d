-- 38_now.sql: the last hours, counted from the moment of loading: whenever a demo starts, something has just
-- come in, and something comes five minutes later without anybody's doing.

START TRANSACTION;

SET @now = NOW();

SET @at = @now - INTERVAL 2 HOUR - INTERVAL 12 MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 300;
INSERT INTO article (title, channel, state, published_at, tags, editor, body) VALUES
('鹿角岭隧道单侧放行，预计排队二十分钟', 'traffic', 'live', @at, '交通、鹿角岭', '韩笑',
'鹿角岭隧道北口更换三盏照明灯，占用一条车道，两个方向轮流放行，排队约二十分钟。石磨镇往桦湾方向的小型车可以改走沿江老路，多走九公里，不用等。班车照常停靠望江亭。');

SET @at = @now - INTERVAL 74 MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 300;
INSERT INTO article (title, channel, state, published_at, revised_at, tags, editor, body) VALUES
('夜市二筒找到了', 'life', 'live', @at, @at + INTERVAL 25 MINUTE, '夜市、来信、桦湾', '韩笑',
'来信栏寻找的那只黄白花猫“二筒”找到了。它一直在修鞋铺的柜子里，靠着电子招牌的变压器取暖。修鞋的南师傅说，叫“二筒”不应，叫“이통”才睁了一只眼。失主已经接走。最新消息：它晚上自己又回去了。');

SET @at = @now - INTERVAL 31 MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 120;
INSERT INTO article (title, channel, state, published_at, tags, editor, cover, body) VALUES
('桦湾站水位二百一十四米四二，半天涨六厘米', 'weather', 'live', @at, '银梭江、水文站', '韩笑',
 (SELECT id FROM media WHERE title = '水位剖面'),
'桦湾站刚刚读数：水位 214.42 米，十二小时上涨 6 厘米；流量 427 立方米每秒；距警戒水位 1.58 米。上游青石坝夜间多开一掌闸门，属于计划内放水，渡轮照常。');

SET @at = @now - INTERVAL 9 MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 120;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, summary, body) VALUES
('老桥桥头又认出一个名字：空位由四十一个变成四十个', 'life', 'live', @at, '桦湾老桥、人物', '金在渊', '韩笑',
 (SELECT id FROM media WHERE title = '铆钉木板'), '一张合影背后的三行铅笔字，和工资簿上的一个飞手对上了。',
'老桥铆钉木板上的四十一个空位，刚刚填上了第一个。一位从青穗县赶来的老人带着一张全家合影，背面有铅笔写的三行字：工号六十八，飞手，金顺哲。档案馆拿工资簿的照片比对，笔画对得上。老人是他的外孙女，今年七十二岁。她请木匠先不要钉牢，想让家里人都来看过再钉。');

-- Written and checked already, and nobody has to press anything.
SET @at = @now + INTERVAL 5 MINUTE;
SET timestamp = UNIX_TIMESTAMP(@now) - 1800;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, body_format, body) VALUES
('银梭江渡轮公布新时刻表，末班延长到二十二点十分', 'traffic', 'live', @at, '渡轮、银梭江、交通、便民', '李晚舟', '韩笑', 'markdown',
'桦湾渡口明天首班起实行新时刻表。

| 时段 | 间隔 |
|---|---|
| 6:10—9:00 | 15 分钟 |
| 9:00—16:30 | 30 分钟 |
| 16:30—19:00 | 15 分钟 |
| 19:00—22:10 | 30 分钟 |

末班由二十一点四十延长到二十二点十分。月票价格不变；有雾推迟的早晨，月票可乘公交3路。');
SET timestamp = DEFAULT;

COMMIT;
