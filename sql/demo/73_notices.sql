-- 73_notices.sql: forty notices of the plaza. Two of them wait for an editor (v_plaza_inbox), and a reader has reported one
-- (v_plaza_reports).

START TRANSACTION;

SET @day = CURDATE();

SET @at = LEAST(@day - INTERVAL 1 DAY + INTERVAL '8:40' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('渡口书店招周末店员一名', 'jobs', 'huawan', '', @at + INTERVAL 29 DAY,
 '整理书架、收钱、给等船的人指路。会两种话最好，不会的可以在这里学。每周六、日两天。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招聘'), (@notice, 'pay', '1600'), (@notice, 'people', '1');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '张某', '000-0000-3000');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 2 DAY + INTERVAL '10:15' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('豆腐坊招早班帮手', 'jobs', 'shimo', '', @at + INTERVAL 39 DAY,
 '凌晨三点到七点，磨豆、点卤、装车。怕困的不要来，怕热的可以来：冬天这里最暖和。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招聘'), (@notice, 'pay', '3800'), (@notice, 'people', '2');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '李某', '000-0000-3001');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 3 DAY + INTERVAL '9:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('青穗合作社招仓库记账员', 'jobs', 'qingsui', '', @at + INTERVAL 24 DAY,
 '会用算盘或电脑都行，要紧的是月底对得上。管午饭。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招聘'), (@notice, 'pay', '4200'), (@notice, 'people', '1'), (@notice, 'start', DATE_FORMAT(@day + INTERVAL 40 DAY, '%Y-%m-%d'));
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '朴某', '000-0000-3002');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 4 DAY + INTERVAL '13:20' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('求职：修钟表三十年，可带徒弟', 'jobs', 'huawan', '', @at + INTERVAL 44 DAY,
 '原在桥头街开店，眼睛还好，手稳。想找一间愿意放一张工作台的店面，修表收入对半分。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '求职');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '金某', '000-0000-3003');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 5 DAY + INTERVAL '16:45' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('雁来村小学招代课音乐教师', 'jobs', 'yanlai', '', @at + INTERVAL 49 DAY,
 '每周一天，九个孩子，一架风琴。会拉手风琴的也可以。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招聘'), (@notice, 'people', '1');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '王某', '000-0000-3004');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 6 DAY + INTERVAL '11:30' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('面包房招骑三轮送货', 'jobs', 'huawan', '', @at + INTERVAL 19 DAY,
 '清早五点半出发，送十四家，七点回来吃刚出炉的。雨天有雨披。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招聘'), (@notice, 'pay', '2600'), (@notice, 'people', '1');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '赵某', '000-0000-3005');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 8 DAY + INTERVAL '14:10' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('석마진 장독집에서 일손 구합니다', 'jobs', 'shimo', 'ko', @at + INTERVAL 29 DAY,
 '봄에 장 담그는 달포 동안만 일합니다. 무거운 것은 함께 듭니다. 점심과 된장 한 단지를 드립니다.');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招聘'), (@notice, 'people', '3');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '崔某', '000-0000-3006');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 1 DAY + INTERVAL '19:25' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('江北大街两居室出租，看得见渡轮', 'housing', 'huawan', '', @at + INTERVAL 59 DAY,
 '三楼，朝南，厨房窗外就是江。冬天有雾的早晨要开灯。可以养猫。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '出租'), (@notice, 'price', '1350'), (@notice, 'area', '68'), (@notice, 'place', '江北大街中段');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '韩某', '000-0000-3007');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 3 DAY + INTERVAL '7:50' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('找合住：两人分一套三居室', 'housing', 'huawan', '', @at + INTERVAL 49 DAY,
 '我上夜班，白天睡觉。希望您也安静。水电对半。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '出租'), (@notice, 'price', '600'), (@notice, 'area', '20'), (@notice, 'place', '桥头街一带');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '刘某', '000-0000-3008');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 4 DAY + INTERVAL '12:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('青穗县城老平房，带小院出租', 'housing', 'qingsui', '', @at + INTERVAL 57 DAY,
 '院里一棵杏树，一口压水井，井水只浇菜。房子旧，屋顶去年换过。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '出租'), (@notice, 'price', '500'), (@notice, 'area', '75'), (@notice, 'place', '县城东门外');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '陈某', '000-0000-3009');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 6 DAY + INTERVAL '8:40' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('求租：石磨镇附近能放织布机的屋子', 'housing', 'shimo', '', @at + INTERVAL 39 DAY,
 '要一间不少于三十平方米、地面结实的屋子，邻居能忍受白天的响声。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '求租'), (@notice, 'place', '石磨镇或周边'), (@notice, 'area', '30');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '张某', '000-0000-3010');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 9 DAY + INTERVAL '10:15' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('渡口巷临街小铺转租', 'housing', 'huawan', '', @at + INTERVAL 54 DAY,
 '十二平方米，原来修鞋，地上的钉子已经拔干净。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '出租'), (@notice, 'price', '900'), (@notice, 'area', '12'), (@notice, 'place', '渡口巷中段');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '李某', '000-0000-3011');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 11 DAY + INTERVAL '9:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('화만 옛다리 근처 방 한 칸 구합니다', 'housing', 'huawan', 'ko', @at + INTERVAL 29 DAY,
 '대학에서 일하는 사람입니다. 조용하고 책 놓을 데만 있으면 됩니다.');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '求租'), (@notice, 'place', '옛다리 남쪽');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '朴某', '000-0000-3012');

SET @at = LEAST(@day - INTERVAL 1 DAY + INTERVAL '13:20' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('儿童自行车，骑了两年', 'secondhand', 'huawan', '', @at + INTERVAL 29 DAY,
 '十六寸，蓝色，辅助轮还在。孩子长高了。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '转让'), (@notice, 'price', '120'), (@notice, 'condition', '用过');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '金某', '000-0000-3013');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 2 DAY + INTERVAL '16:45' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('织毛衣剩下的羊毛线八斤', 'secondhand', 'huawan', '', @at + INTERVAL 39 DAY,
 '灰、米、深绿三种，够织六件。附几张自己画的花样。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '转让'), (@notice, 'price', '200'), (@notice, 'condition', '很新');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '王某', '000-0000-3014');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 3 DAY + INTERVAL '11:30' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('石磨一副，重，要自己来搬', 'secondhand', 'shimo', '', @at + INTERVAL 34 DAY,
 '直径五十公分，磨过豆子，没有裂。院子要铺砖，放不下了。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '转让'), (@notice, 'price', '300'), (@notice, 'condition', '旧');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '赵某', '000-0000-3015');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 4 DAY + INTERVAL '14:10' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('求购：手摇脱粒机', 'secondhand', 'qingsui', '', @at + INTERVAL 19 DAY,
 '能用就行，铁锈我自己磨。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '求购');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '崔某', '000-0000-3016');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 5 DAY + INTERVAL '19:25' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('小学一到三年级双语课本一套', 'secondhand', 'huawan', '', @at + INTERVAL 24 DAY,
 '有铅笔字，擦得掉。给愿意用的孩子，不要钱，请带走。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '转让'), (@notice, 'price', '0'), (@notice, 'condition', '用过');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '韩某', '000-0000-3017');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 7 DAY + INTERVAL '7:50' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('竖式钢琴，音准', 'secondhand', 'huawan', '', @at + INTERVAL 43 DAY,
 '搬家放不下。调音师上个月看过，他的名字写在琴盖里面。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '转让'), (@notice, 'price', '5200'), (@notice, 'condition', '很新');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '刘某', '000-0000-3018');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 8 DAY + INTERVAL '12:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('渔网两张，补过', 'secondhand', 'yanlai', '', @at + INTERVAL 29 DAY,
 '补的地方比原来结实。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '转让'), (@notice, 'price', '80'), (@notice, 'condition', '旧');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '陈某', '000-0000-3019');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 10 DAY + INTERVAL '8:40' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('김치냉장고 나눔', 'secondhand', 'huawan', 'ko', @at + INTERVAL 29 DAY,
 '소리는 나지만 잘 돌아갑니다. 엘리베이터 없는 4층이라 두 분이 오셔야 합니다.');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '转让'), (@notice, 'price', '0'), (@notice, 'condition', '用过');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '张某', '000-0000-3020');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 0 DAY + INTERVAL '10:15' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('捡到一副老花镜，在3路车上', 'lost', 'huawan', '', @at + INTERVAL 24 DAY,
 '棕色框，盒子里有一张写着药名的纸条，应该很着急。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招领'), (@notice, 'day', DATE_FORMAT(@day + INTERVAL 0 DAY, '%Y-%m-%d')), (@notice, 'place', '公交3路，老桥北站附近');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '李某', '000-0000-3021');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 1 DAY + INTERVAL '9:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('寻一只灰色的猫，左耳有缺口', 'lost', 'huawan', '', @at + INTERVAL 27 DAY,
 '叫它“豆饼”会回头。前天夜里从渡口巷的窗口出去，没有回来。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '寻物'), (@notice, 'day', DATE_FORMAT(@day + INTERVAL -2 DAY, '%Y-%m-%d')), (@notice, 'place', '渡口巷');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '朴某', '000-0000-3022');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 3 DAY + INTERVAL '13:20' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('步道上丢了一只红手套', 'lost', 'lujiao', '', @at + INTERVAL 27 DAY,
 '右手的，奶奶织的，左手的还在。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '寻物'), (@notice, 'day', DATE_FORMAT(@day + INTERVAL -4 DAY, '%Y-%m-%d')), (@notice, 'place', '鹿角岭步道七公里处');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '金某', '000-0000-3023');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 4 DAY + INTERVAL '16:45' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('早市捡到一串钥匙', 'lost', 'shimo', '', @at + INTERVAL 19 DAY,
 '五把，一把很旧，挂着木头小鱼。放在公平秤旁边的本子下面。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '招领'), (@notice, 'day', DATE_FORMAT(@day + INTERVAL -4 DAY, '%Y-%m-%d')), (@notice, 'place', '石磨早市西头');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '王某', '000-0000-3024');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 6 DAY + INTERVAL '11:30' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('찾습니다: 검은 우산, 손잡이에 이름', 'lost', 'huawan', 'ko', @at + INTERVAL 19 DAY,
 '나룻배에 두고 내렸습니다. 아버지가 쓰시던 것입니다.');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '寻物'), (@notice, 'day', DATE_FORMAT(@day + INTERVAL -6 DAY, '%Y-%m-%d')), (@notice, 'place', '화만 나루');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '赵某', '000-0000-3025');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 8 DAY + INTERVAL '14:10' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('走失的黄狗，脖子上系着草绳', 'lost', 'qingsui', '', @at + INTERVAL 19 DAY,
 '不咬人，怕雷。上次下雷雨的那天走的。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'side', '寻物'), (@notice, 'day', DATE_FORMAT(@day + INTERVAL -9 DAY, '%Y-%m-%d')), (@notice, 'place', '青穗县东沟');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '崔某', '000-0000-3026');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 1 DAY + INTERVAL '19:25' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('上门磨刀磨剪子', 'services', 'huawan', '', @at + INTERVAL 79 DAY,
 '星期三走江北，星期六走江南，听见铁片响就是我。也可以打电话约。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'price', '8'), (@notice, 'hours', '周三、周六上午');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '韩某', '000-0000-3027');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 2 DAY + INTERVAL '7:50' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('修收音机、修钟', 'services', 'huawan', '', @at + INTERVAL 84 DAY,
 '不会修的会直说，不收钱。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'price', '20'), (@notice, 'hours', '每天下午');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '刘某', '000-0000-3028');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 3 DAY + INTERVAL '12:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('农机具焊接', 'services', 'qingsui', '', @at + INTERVAL 59 DAY,
 '犁、耙、三轮车架。大的我带机器去。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'price', '50'), (@notice, 'hours', '天亮到天黑');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '陈某', '000-0000-3029');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 5 DAY + INTERVAL '8:40' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('双语家教：小学各科', 'services', 'huawan', '', @at + INTERVAL 69 DAY,
 '用孩子听得懂的那种话讲。先试一次，孩子不喜欢就算了。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'price', '40'), (@notice, 'hours', '放学以后');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '张某', '000-0000-3030');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 6 DAY + INTERVAL '10:15' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('代写书信、代填表格', 'services', 'shimo', '', @at + INTERVAL 59 DAY,
 '汉字和韩文都写。替老人写信不收钱。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'price', '5'), (@notice, 'hours', '早市旁，七点到十点');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '李某', '000-0000-3031');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 7 DAY + INTERVAL '9:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('搬家，只搬一公里以内', 'services', 'huawan', '', @at + INTERVAL 79 DAY,
 '一辆板车两个人。远的请找大公司，近的我们更快。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'price', '60');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '朴某', '000-0000-3032');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 9 DAY + INTERVAL '13:20' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('어르신 병원 동행해 드립니다', 'services', 'yanlai', 'ko', @at + INTERVAL 59 DAY,
 '접수부터 약 받는 데까지 곁에 있겠습니다. 우리말과 중국말을 다 합니다. 왕복 뱃삯만 주시면 됩니다.');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'hours', '월·수·금');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '金某', '000-0000-3033');

SET @at = LEAST(@day - INTERVAL 0 DAY + INTERVAL '16:45' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('桥头夜读：每人念一页', 'events', 'huawan', '', @at + INTERVAL 19 DAY,
 '带一本您喜欢的书，念一页给大家听，念错了也不要紧。有热茶。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'day', DATE_FORMAT(@day + INTERVAL 9 DAY, '%Y-%m-%d')), (@notice, 'place', '老桥南桥头木板前'), (@notice, 'fee', '0');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '王某', '000-0000-3034');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 2 DAY + INTERVAL '11:30' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('雁来村看雁', 'events', 'yanlai', '', @at + INTERVAL 29 DAY,
 '跟着村里的老人到江滩，听他讲怎样数一行飞着的雁。请穿深色衣服，不带狗。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'day', DATE_FORMAT(@day + INTERVAL 12 DAY, '%Y-%m-%d')), (@notice, 'place', '雁来村渡口集合'), (@notice, 'fee', '0');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '赵某', '000-0000-3035');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 3 DAY + INTERVAL '14:10' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('旧衣换种子', 'events', 'huawan', '', @at + INTERVAL 24 DAY,
 '一件洗干净的旧衣换一包种子：紫苏、辣椒或者牵牛花。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'day', DATE_FORMAT(@day + INTERVAL 7 DAY, '%Y-%m-%d')), (@notice, 'place', '市图书馆一楼'), (@notice, 'fee', '0');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '崔某', '000-0000-3036');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 4 DAY + INTERVAL '19:25' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('学做大酱，一天', 'events', 'shimo', '', @at + INTERVAL 39 DAY,
 '从泡豆到封缸。做完的那一缸留在院子里，明年来取。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'day', DATE_FORMAT(@day + INTERVAL 20 DAY, '%Y-%m-%d')), (@notice, 'place', '石磨镇后街大酱院子'), (@notice, 'fee', '60');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '韩某', '000-0000-3037');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 5 DAY + INTERVAL '7:50' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('江滩球场找人凑一队', 'events', 'huawan', '', @at + INTERVAL 29 DAY,
 '每个星期天下午，缺守门员。输了请喝汽水。');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'day', DATE_FORMAT(@day + INTERVAL 5 DAY, '%Y-%m-%d')), (@notice, 'place', '江滩二号场'), (@notice, 'fee', '0');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '刘某', '000-0000-3038');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @at = LEAST(@day - INTERVAL 6 DAY + INTERVAL '12:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 5 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO plaza_notice (title, category, region, language, ends_at, text) VALUES
('두 언어 낭독회', 'events', 'yanlai', 'ko', @at + INTERVAL 34 DAY,
 '같은 시를 두 언어로 읽습니다. 옮긴 말이 서로 달라도 좋습니다.');
SET @notice = LAST_INSERT_ID();
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (@notice, 'day', DATE_FORMAT(@day + INTERVAL 15 DAY, '%Y-%m-%d')), (@notice, 'place', '안래촌 작은 도서관'), (@notice, 'fee', '0');
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (@notice, '陈某', '000-0000-3039');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 MINUTE);
UPDATE plaza_notice SET state = 'live' WHERE id = @notice;

SET @notice = (SELECT MIN(id) FROM plaza_notice WHERE category = 'secondhand' AND state = 'live');
INSERT INTO plaza_report (reason, notice_id, reported_at) VALUES ('打过电话，说上星期已经卖掉了。', @notice, NOW());
UPDATE plaza_tally SET reports = 1 WHERE notice_id = @notice;

-- Pictures are put in by an editor, who writes the number of a row of media.
UPDATE plaza_notice AS n JOIN media AS m ON m.path = CONCAT('pictures/', CASE n.title
    WHEN '儿童自行车，骑了两年' THEN 'bicycle'
    WHEN '织毛衣剩下的羊毛线八斤' THEN 'wool'
    WHEN '石磨一副，重，要自己来搬' THEN 'millstone'
    WHEN '竖式钢琴，音准' THEN 'piano'
    WHEN '江北大街两居室出租，看得见渡轮' THEN 'window'
    WHEN '青穗县城老平房，带小院出租' THEN 'courtyard'
    WHEN '寻一只灰色的猫，左耳有缺口' THEN 'cat'
    WHEN '步道上丢了一只红手套' THEN 'mitten'
    WHEN '早市捡到一串钥匙' THEN 'keys'
    WHEN '捡到一副老花镜，在3路车上' THEN 'glasses'
    WHEN '찾습니다: 검은 우산, 손잡이에 이름' THEN 'umbrella' END, '.svg')
SET n.cover = m.id;

SET timestamp = DEFAULT;
COMMIT;
