-- 37_unseen.sql: what readers do not see, or see no longer: expired, withdrawn, removed, in review, a draft.

START TRANSACTION;

SET @day = IF(CURTIME() >= '11:00', CURDATE(), CURDATE() - INTERVAL 1 DAY);

INSERT INTO article (title, channel, state, published_at, expires_at, tags, editor, body) VALUES
('桦湾市江北片区停水通知', 'life', 'live', @day - INTERVAL 6 DAY + INTERVAL 15 HOUR, @day - INTERVAL 4 DAY, '便民、供水', '韩笑',
'因更换主管道，江北大街以东片区夜间停水，次日清晨五点恢复。请提前储水，恢复后先放水一分钟再使用。');

INSERT INTO article (title, channel, state, published_at, tags, author, editor, body) VALUES
('桦湾夜市地图', 'market', 'withdrawn', @day - INTERVAL 26 DAY + INTERVAL 17 HOUR, '小生意、夜市、桦湾', '李晚舟', '文一丹',
'这张地图有三处摊位标错，正在重画。');

INSERT INTO article (title, channel, state, published_at, tags, author, editor, body) VALUES
('一组老照片里的桦湾', 'culture', 'live', @day - INTERVAL 9 DAY + INTERVAL 10 HOUR, '摄影、桦湾', '赵小满', '文一丹',
'八张照片，八十年前的桦湾：码头、当铺、理发店，和一条还没有桥的江。');
-- A claim removes it: 72_claims.sql.

INSERT INTO article (title, channel, state, author, tags, body) VALUES
('冬天江面能不能走人：一份冰厚手册', 'nature', 'review', '金在渊', '银梭江、便民',
'（待审）冰厚五厘米可以站人，十厘米可以走队伍，二十厘米才可以过车。数字之外，还要看颜色：蓝的结实，白的发虚，灰的千万别踩。');

INSERT INTO article (title, channel, body) VALUES
('采访本：修表铺的老朴', 'craft', '约在周四下午。问：停了的表，修好以后，从几点开始走？');

COMMIT;
