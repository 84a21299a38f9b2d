-- 71_hotline.sql: thirty cases of the hotline with their threads. Loaded by the account that installed the portal: what citizens
-- send is nobody's to type. Times count from the day of loading; SET timestamp is this session's clock, which the rules ask.
-- The people, their numbers and the streets do not exist.

START TRANSACTION;

SET @day = CURDATE();

SET @at = @day - INTERVAL 58 DAY + INTERVAL '8:40' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('江堤路的树根把人行道顶起来了，推婴儿车过不去',
 '江堤路从渡口巷口到第三个路灯，三棵老柳的根把方砖顶起半个手掌高。我每天推孩子过，要下到车道上绕。不想让你们砍树，只想问能不能有别的办法。',
 'complain', 'roads', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '张某', '000-0000-1000', '江堤路的树根把人行道顶起来了，推婴儿车过不去',
 '江堤路从渡口巷口到第三个路灯，三棵老柳的根把方砖顶起半个手掌高。我每天推孩子过，要下到车道上绕。不想让你们砍树，只想问能不能有别的办法。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4414 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '养护一科 科长 韩立秋',
 '园林和养护两家一起看过了。三棵柳树都健康，不砍。方案是把这二十米方砖拆掉，换成能让根长的砂石垫层和活动板，坡度不超过百分之五。图纸在做。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 17381 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '养护一科 科长 韩立秋',
 '昨天完工。人行道抬高了八厘米，两头做了缓坡，树根上方留了空。板是活动的，以后根再长，可以单块垫高。谢谢您提醒我们不要砍树。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 18828 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20275 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 4) ON DUPLICATE KEY UPDATE joins = 4;

SET @at = @day - INTERVAL 55 DAY + INTERVAL '10:15' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('自来水早上有铁锈色，能不能喝',
 '桥头街十九号楼，连着三天早上第一壶水发黄，放两分钟就清了。家里有老人吃药要用水，想问清楚能不能喝。',
 'ask', 'water', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '李某', '000-0000-1001', '自来水早上有铁锈色，能不能喝',
 '桥头街十九号楼，连着三天早上第一壶水发黄，放两分钟就清了。家里有老人吃药要用水，想问清楚能不能喝。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1534 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '水质科 化验员 朴素英',
 '昨天下午取了您楼前和厨房两处水样。总管的水合格；厨房的铁略高，来自楼内用了二十六年的镀锌管，早上第一段水在管里停得久。放清以后的水可以喝，头两分钟的水请用来拖地浇花。贵楼已排进明年的换管名单，第四十一位，名单贴在我处门口。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2981 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4428 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 4, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 4, 1) ON DUPLICATE KEY UPDATE score = 4, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 2) ON DUPLICATE KEY UPDATE joins = 2;

SET @at = @day - INTERVAL 52 DAY + INTERVAL '9:05' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('末班渡轮停得太早，下夜班的人回不了江北',
 '我在桦湾做护工，夜里十点下班，渡轮末班是九点半。从老桥绕回雁来村要走一个半小时。同路的还有四个人，都是这个点。',
 'help', 'transit', 'yanlai');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '朴某', '000-0000-1002', '末班渡轮停得太早，下夜班的人回不了江北',
 '我在桦湾做护工，夜里十点下班，渡轮末班是九点半。从老桥绕回雁来村要走一个半小时。同路的还有四个人，都是这个点。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '调度员 金敏洙',
 '我们把医院、面包房和纸厂的下班时间要来了，十点前后要过江的一共十一人。船加班要配两名船员，正在同渡口算账。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4421 MINUTE);
INSERT INTO hotline_extension (reason, case_id, work_days) VALUES ('要等渡口下月的排班表，增开一班须有两名持证船员', @case, 5);
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 11628 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '州交通服务台 台长 吴正浩',
 '从下周一起，每天二十二点二十分加开一班小渡轮，坐十二人，票价不变；大雾停航的晚上，由服务台派车从老桥送到江北渡口。先试三个月，人数每周公布在渡口。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 13075 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 14522 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 11) ON DUPLICATE KEY UPDATE joins = 11;

SET @at = @day - INTERVAL 50 DAY + INTERVAL '13:20' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('早市的秤不准，一斤差一两',
 '上周六在石磨早市西头第四个摊买了两斤豆角，回家称只有一斤八两。第二天再买，还是差。我不是要赔钱，是怕别人也吃亏。',
 'complain', 'market', 'shimo');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '金某', '000-0000-1003', '早市的秤不准，一斤差一两',
 '上周六在石磨早市西头第四个摊买了两斤豆角，回家称只有一斤八两。第二天再买，还是差。我不是要赔钱，是怕别人也吃亏。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '市场管理站 站长 崔福来',
 '已收走该摊的秤送检。早市入口放了一台公平秤，谁都可以再称一遍。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8741 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '市场管理站 站长 崔福来',
 '送检结果：秤盘下的弹簧疲劳，每斤少约九钱，摊主自己也不知道。已换新秤并登记。从这周起，早市一百一十二杆秤每季度轮检一次，结果写在秤上。您买的两回豆角，差的三两请到公平秤旁领回。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 10188 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 11635 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 6) ON DUPLICATE KEY UPDATE joins = 6;

SET @at = @day - INTERVAL 48 DAY + INTERVAL '16:45' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('政务大厅的叫号，能不能也念一遍韩语',
 '我妈妈听不懂汉语，坐在大厅里眼睛一刻不敢离开屏幕。号念过去了，又得重新取。',
 'suggest', 'affairs', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '王某', '000-0000-1004', '政务大厅的叫号，能不能也念一遍韩语',
 '我妈妈听不懂汉语，坐在大厅里眼睛一刻不敢离开屏幕。号念过去了，又得重新取。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2967 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 13054 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '州政务服务中心 主任 崔明月',
 '说得对，屏幕有两种字，喇叭却只有一种话。录音已经补好：每个号先念汉语，再念韩语，声音是三号窗口的文善英录的。两处县大厅下月跟上。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 14501 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 15948 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 9) ON DUPLICATE KEY UPDATE joins = 9;

SET @at = @day - INTERVAL 46 DAY + INTERVAL '11:30' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('稻田里的白鹭越来越多，会不会吃秧苗',
 '青穗县东沟的田，今年白鹭有四五十只。邻居说要放炮赶，我有点舍不得。它们到底吃不吃秧？',
 'ask', 'farm', 'qingsui');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '赵某', '000-0000-1005', '稻田里的白鹭越来越多，会不会吃秧苗',
 '青穗县东沟的田，今年白鹭有四五十只。邻居说要放炮赶，我有点舍不得。它们到底吃不吃秧？');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4414 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '农艺师 柳东植',
 '白鹭不吃秧，吃的是泥鳅、小鱼和蝼蛄，踩倒的秧苗一亩不到二十株，补一把就够。请不要放炮：一来惊鸟，二来州里的护鸟规定不许。若是插秧头十天心疼，田埂上拉两道反光绳就行，中心有绳，免费领。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5861 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7308 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 1) ON DUPLICATE KEY UPDATE joins = 1;

SET @at = @day - INTERVAL 44 DAY + INTERVAL '14:10' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('鹿角垭的卫生室只有周二开门，量血压要走十几里',
 '村里八十岁以上的老人有七个。卫生室的大夫一周来一天，碰上下雨就不来。',
 'help', 'health', 'lujiao');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '崔某', '000-0000-1006', '鹿角垭的卫生室只有周二开门，量血压要走十几里',
 '村里八十岁以上的老人有七个。卫生室的大夫一周来一天，碰上下雨就不来。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1534 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '基层科 金恩惠',
 '我们与鹿角垭联系了，先把一台血压计留在小卖部，由店主白英子代管，怎么量贴在墙上。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7301 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '基层科 科长 许文',
 '从本月起，鹿角垭卫生室改为周二、周五两天；下雨封路时大夫改为打电话逐户问。七位老人的名单我们有了，药由乡邮车每月捎两次。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8748 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 10195 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 0, 2, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 2, 0) ON DUPLICATE KEY UPDATE score = 2, solved = 0;
UPDATE hotline_case SET state = 'reopened' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 17402 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '基层科 科长 许文',
 '您说周五那天大夫没有来。查了，是那天借调去接种点，没有人顶。我们的错。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20289 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '州卫生服务处 副处长 申允美',
 '现在排了替班：两位大夫互为后备，谁不能来，前一天晚上在村口喇叭里说，并改到次日。上周五、本周二都有人到，签到本拍了照。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 21736 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 23183 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 1, 1, 4, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 4, 1) ON DUPLICATE KEY UPDATE score = 4, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 7) ON DUPLICATE KEY UPDATE joins = 7;

SET @at = @day - INTERVAL 42 DAY + INTERVAL '19:25' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('渡口巷的路灯坏了两盏，修过又坏',
 '渡口巷中段，书店斜对面那两盏。上个月修过，亮了六天。',
 'complain', 'roads', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '韩某', '000-0000-1007', '渡口巷的路灯坏了两盏，修过又坏',
 '渡口巷中段，书店斜对面那两盏。上个月修过，亮了六天。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5854 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '照明班 班长 南相国',
 '这回查到了根子：不是灯，是灯杆底下的接线盒进水，修灯等于白修。两个盒子都换成了密封的，又把同一批的十四个一起换了。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7301 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8748 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 3) ON DUPLICATE KEY UPDATE joins = 3;

SET @at = @day - INTERVAL 40 DAY + INTERVAL '7:50' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('谢谢11路的女司机',
 '前天雨大，我拄拐上车，11路的司机停稳以后下车撑伞接我，后面的车都没有按喇叭。车号我记不清，只记得她戴蓝手套。',
 'praise', 'transit', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '刘某', '000-0000-1008', '谢谢11路的女司机',
 '前天雨大，我拄拐上车，11路的司机停稳以后下车撑伞接我，后面的车都没有按喇叭。车号我记不清，只记得她戴蓝手套。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '客运科 尹尚道',
 '查到了，是11路的安美兰。我们把您的话念给了她听，她说：那位乘客上车以后，后排有四个人同时站起来让座，也请替她谢谢那四个人。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2981 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 15) ON DUPLICATE KEY UPDATE joins = 15;

SET @at = @day - INTERVAL 38 DAY + INTERVAL '12:05' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('桥头街雨后积水，漫过了鞋店的门槛',
 '上周四下雨一小时，桥头街七号到十五号全是水，鞋店、理发店都进了水。去年修过下水，今年还是一样。',
 'complain', 'water', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '陈某', '000-0000-1009', '桥头街雨后积水，漫过了鞋店的门槛',
 '上周四下雨一小时，桥头街七号到十五号全是水，鞋店、理发店都进了水。去年修过下水，今年还是一样。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4414 MINUTE);
INSERT INTO hotline_transfer (reason, case_id, to_agency) VALUES ('积水处的雨水口被新铺的路面盖住一半，路面归养护所', @case, 'roads');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8741 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '养护二科 权赫',
 '确是我们去年铺路面时把雨水口垫高了三厘米。今天起重做。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 14508 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '桦湾市道路桥梁养护所 所长 朱衡',
 '五个雨水口都降到了路面以下，昨天夜里下雨，我们的人在街上站到一点，没有积水。两家店的损失已登记，由养护所的工程保险赔。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 15955 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 17402 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 4, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 4, 1) ON DUPLICATE KEY UPDATE score = 4, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 8) ON DUPLICATE KEY UPDATE joins = 8;

SET @at = @day - INTERVAL 36 DAY + INTERVAL '8:40' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('雁来村小学只剩九个孩子，会不会撤',
 '听人说人数不到十个就要并校。我家老二明年入学，想早点知道。',
 'ask', 'school', 'yanlai');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '张某', '000-0000-1010', '雁来村小学只剩九个孩子，会不会撤',
 '听人说人数不到十个就要并校。我家老二明年入学，想早点知道。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7294 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '基础教育科 科长 白允浩',
 '不撤。州里没有“十人并校”的规定，您听说的是二十年前的旧文件，已经废止。雁来村小学明年会有十一名学生，双语老师一名照旧，另有石磨镇的音乐老师每周来一天。以后若有变动，会先开村民会，至少提前一年。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8741 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 10188 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 12) ON DUPLICATE KEY UPDATE joins = 12;

SET @at = @day - INTERVAL 34 DAY + INTERVAL '10:15' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('早市能不能留一排给不摆摊、只卖自家几把菜的老人',
 '他们天不亮就到，位置却总是在垃圾桶旁边。',
 'suggest', 'market', 'shimo');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '李某', '000-0000-1011', '早市能不能留一排给不摆摊、只卖自家几把菜的老人',
 '他们天不亮就到，位置却总是在垃圾桶旁边。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4407 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 17374 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '市场管理站 站长 崔福来',
 '从下月一日起，东头第一排留十二个无顶短摊，一张小桌一把伞，不收费，只给六十五岁以上、卖自家产的人。先到先坐，不占位。伞是镇上裁缝店捐的。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 18821 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 21708 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 21) ON DUPLICATE KEY UPDATE joins = 21;

SET @at = @day - INTERVAL 32 DAY + INTERVAL '9:05' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('户口本上的名字，汉字和韩文对不上',
 '父亲的户口本上汉字写“哲”，医保上写“喆”，韩文都是철。报销时窗口说不是一个人。',
 'help', 'affairs', 'qingsui');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '朴某', '000-0000-1012', '户口本上的名字，汉字和韩文对不上',
 '父亲的户口本上汉字写“哲”，医保上写“喆”，韩文都是철。报销时窗口说不是一个人。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4414 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '户籍科 文善英',
 '这两个字在韩文里写法相同，是当年两处各抄了一次。州里已经把户籍、医保两边的异体字做了对照，您父亲的医保已按户口本改正，不用再跑。类似情况全州查出三百一十七户，我们会挨家打电话，不等您来。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5861 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7308 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 5) ON DUPLICATE KEY UPDATE joins = 5;

SET @at = @day - INTERVAL 30 DAY + INTERVAL '13:20' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('3路车的时刻表，站牌和手机上不一样',
 '站牌写六点四十，手机写六点四十五，车六点三十八就走了。',
 'complain', 'transit', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '金某', '000-0000-1013', '3路车的时刻表，站牌和手机上不一样',
 '站牌写六点四十，手机写六点四十五，车六点三十八就走了。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '客运科 尹尚道',
 '三个时间我们都核实了：站牌是旧的，手机是计划的，司机是提前的。错在我们三家各管各的。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 13061 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '客运科 科长 高俊',
 '全线四十四块站牌已换，以站牌为准；手机改为抄站牌；提前发车按迟到同样处理。您说的那一班，司机已经改过来了，昨天我们在站上等了一早上。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 14508 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 15955 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 4, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 4, 1) ON DUPLICATE KEY UPDATE score = 4, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 10) ON DUPLICATE KEY UPDATE joins = 10;

SET @at = @day - INTERVAL 28 DAY + INTERVAL '16:45' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('夜间药店的灯亮着，门却敲不开',
 '名单上写的是通宵，夜里一点敲了十分钟没有人应。孩子发烧，只好走到江北大街另一家。',
 'complain', 'health', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '王某', '000-0000-1014', '夜间药店的灯亮着，门却敲不开',
 '名单上写的是通宵，夜里一点敲了十分钟没有人应。孩子发烧，只好走到江北大街另一家。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5854 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '药政科 科长 咸正镐',
 '当晚值班的药剂师在后间睡着了，没有装门铃。药店已装，声音直通后间；名单上的五家我们连查了三夜，都在十五秒内开了门。以后每月抽查一夜，不合格的从名单上拿下来，并在名单上写明哪天拿下。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7301 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8748 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 3, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 3, 1) ON DUPLICATE KEY UPDATE score = 3, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 2) ON DUPLICATE KEY UPDATE joins = 2;

SET @at = @day - INTERVAL 26 DAY + INTERVAL '11:30' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('旱田改种紫苏，有没有人收',
 '家里三亩坡地，玉米年年被野猪拱。听说野猪不吃紫苏。',
 'ask', 'farm', 'qingsui');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '赵某', '000-0000-1015', '旱田改种紫苏，有没有人收',
 '家里三亩坡地，玉米年年被野猪拱。听说野猪不吃紫苏。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5854 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '农艺师 柳东植',
 '野猪确实不爱紫苏的味道，鹿角岭下已有十一户这样种。收购方有两家，价钱和联系方式在中心一楼的黑板上，每周一更新；种子可以先领后付。提醒一句：紫苏怕积水，坡地正好，洼地别种。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7301 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8748 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 3) ON DUPLICATE KEY UPDATE joins = 3;

SET @at = @day - INTERVAL 24 DAY + INTERVAL '14:10' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('石磨镇主街的井盖，车一压就响，整夜睡不着',
 '主街粮油店门口，三个月了。找过两次，都说不归自己。',
 'complain', 'roads', 'shimo');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '崔某', '000-0000-1016', '石磨镇主街的井盖，车一压就响，整夜睡不着',
 '主街粮油店门口，三个月了。找过两次，都说不归自己。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
INSERT INTO hotline_transfer (reason, case_id, to_agency) VALUES ('井盖上的字是供水，井盖归供排水处', @case, 'water');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '管网科 车明浩',
 '井盖是我们的，前两次没有人接下来，向您道歉。今晚先垫胶圈。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 7301 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '管网科 科长 池成俊',
 '换了带锁扣和胶垫的新盖。主街同样的井盖一共九个，都换了。前两次来电的记录我们也找到了，接电话的同事当时没有写下转给谁，现在电话系统里“转给谁”成了必填。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8748 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 10195 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 4) ON DUPLICATE KEY UPDATE joins = 4;

SET @at = @day - INTERVAL 22 DAY + INTERVAL '19:25' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('孩子用左手写字，老师让改',
 '一年级，老师说左手写字不好看，让她换右手。孩子哭了几回，现在不肯写字了。',
 'help', 'school', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '韩某', '000-0000-1017', '孩子用左手写字，老师让改',
 '一年级，老师说左手写字不好看，让她换右手。孩子哭了几回，现在不肯写字了。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '基础教育科 科长 白允浩',
 '不应该让改。学校已经同老师谈过，老师当面向孩子说了对不起。州教育处给全州小学发了一页说明：左右手都可以；左手写字的孩子，座位安排在左侧，本子可以斜放。那一页我们也寄给您一份。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4421 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5868 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 18) ON DUPLICATE KEY UPDATE joins = 18;

SET @at = @day - INTERVAL 21 DAY + INTERVAL '7:50' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('老桥桥头的名字木板，能不能加一盏小灯',
 '晚上散步的人想看名字，只能用手机照。',
 'suggest', 'roads', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '刘某', '000-0000-1018', '老桥桥头的名字木板，能不能加一盏小灯',
 '晚上散步的人想看名字，只能用手机照。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2967 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 11614 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '桥梁科 总工程师 韩立冬',
 '灯可以加，但要先问过档案馆：木板怕热。正在找不发热、光不直射江面的灯。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 13061 MINUTE);
INSERT INTO hotline_extension (reason, case_id, work_days) VALUES ('灯具须做七天耐潮试验，避免伤到木板', @case, 10);
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 6) ON DUPLICATE KEY UPDATE joins = 6;

SET @at = @day - INTERVAL 19 DAY + INTERVAL '12:05' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('早市收摊以后烂菜叶没有人扫',
 '七点半收摊，到中午还有味道，苍蝇成堆。住在二楼的不敢开窗。',
 'complain', 'market', 'shimo');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '陈某', '000-0000-1019', '早市收摊以后烂菜叶没有人扫',
 '七点半收摊，到中午还有味道，苍蝇成堆。住在二楼的不敢开窗。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4414 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '市场管理站 宋久',
 '清运车原先十点来，从明天起改为八点一刻。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 10181 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '市场管理站 站长 崔福来',
 '改了一周：八点一刻清运，八点四十冲地。菜叶不再和别的垃圾混装，由青穗合作社拉去堆肥。您若再闻到味道，请直接打站里的电话，有人值到下午六点。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 11628 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 0, 2, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 2, 0) ON DUPLICATE KEY UPDATE score = 2, solved = 0;
UPDATE hotline_case SET state = 'reopened' WHERE id = @case;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 3) ON DUPLICATE KEY UPDATE joins = 3;

SET @at = @day - INTERVAL 17 DAY + INTERVAL '8:40' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('周六办不动产，是当天能拿证吗',
 '网上写周六开门，没有写能不能出证。请一天假不容易。',
 'ask', 'affairs', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '张某', '000-0000-1020', '周六办不动产，是当天能拿证吗',
 '网上写周六开门，没有写能不能出证。请一天假不容易。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1534 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '不动产窗口 李素珍',
 '周六只收件，下周三出证；周三不方便来的，可以在收件时登记，寄到家，不收邮费。这句话已经补到网页和大厅门口。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2981 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4428 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 4, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 4, 1) ON DUPLICATE KEY UPDATE score = 4, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 1) ON DUPLICATE KEY UPDATE joins = 1;

SET @at = @day - INTERVAL 15 DAY + INTERVAL '10:15' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('抽水站的泵夜里响，说好十点停，十一点还在响',
 '雁来村东头抽水站，离最近的人家四十米。上次开会说好夜里十点停。',
 'complain', 'water', 'yanlai');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '李某', '000-0000-1021', '抽水站的泵夜里响，说好十点停，十一点还在响',
 '雁来村东头抽水站，离最近的人家四十米。上次开会说好夜里十点停。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5854 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '泵站班 都基泰',
 '泵的定时器走慢了五十分钟，已校准，并把开关权交给村里，由您家隔壁的池老师保管。隔音的办法还在比。');
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 5) ON DUPLICATE KEY UPDATE joins = 5;

SET @at = @day - INTERVAL 13 DAY + INTERVAL '9:05' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('鹿角岭步道口的班车，周日下午总是坐不上',
 '四点半那一班，到我们站就满了。上周有两家人带着孩子走下山。',
 'help', 'transit', 'lujiao');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '朴某', '000-0000-1022', '鹿角岭步道口的班车，周日下午总是坐不上',
 '四点半那一班，到我们站就满了。上周有两家人带着孩子走下山。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '客运科 科长 高俊',
 '周日下午加一班四点五十的。司机若到站已满，会打电话给后一班，不让人等空。已试了一个周日，两班一共坐了六十一人，站上没有剩下的。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5861 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 0, 2, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 2, 0) ON DUPLICATE KEY UPDATE score = 2, solved = 0;
UPDATE hotline_case SET state = 'reopened' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 8748 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '客运科 科长 高俊',
 '您说加的那一班上周日没有来：车坏在半路，后备车从桦湾出发已经晚了。正在商量把后备车停在岭下过周末。');
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 7) ON DUPLICATE KEY UPDATE joins = 7;

SET @at = @day - INTERVAL 12 DAY + INTERVAL '13:20' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('献血车能不能也到石磨镇去一趟',
 '镇上有几个人想献血，往返一趟要半天。',
 'suggest', 'health', 'shimo');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '金某', '000-0000-1023', '献血车能不能也到石磨镇去一趟',
 '镇上有几个人想献血，往返一趟要半天。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2967 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 4) ON DUPLICATE KEY UPDATE joins = 4;

SET @at = @day - INTERVAL 34 DAY + INTERVAL '16:45' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('老桥步道的长椅，钉子露出来了',
 '从南头数第五张，钩破了裤子。',
 'complain', 'roads', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '王某', '000-0000-1024', '老桥步道的长椅，钉子露出来了',
 '从南头数第五张，钩破了裤子。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1527 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 11614 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '桥梁科',
 '已贴胶带，等木工。');
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 1) ON DUPLICATE KEY UPDATE joins = 1;

SET @at = @day - INTERVAL 6 DAY + INTERVAL '11:30' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('营养午餐里有花生，过敏的孩子怎么办',
 '孩子吃花生会喘。学校说可以自己带饭，但没有地方热。',
 'ask', 'school', 'qingsui');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '赵某', '000-0000-1025', '营养午餐里有花生，过敏的孩子怎么办',
 '孩子吃花生会喘。学校说可以自己带饭，但没有地方热。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 6) ON DUPLICATE KEY UPDATE joins = 6;

SET @at = @day - INTERVAL 4 DAY + INTERVAL '14:10' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('换水表以后，水费多了一倍',
 '上月换了新表，用水习惯没有变，水费从二十三元到四十八元。',
 'ask', 'water', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '崔某', '000-0000-1026', '换水表以后，水费多了一倍',
 '上月换了新表，用水习惯没有变，水费从二十三元到四十八元。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1534 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'interim', '营业科 卢美京',
 '约好明天上午十点上门，用两只表串着量一天。');
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 2) ON DUPLICATE KEY UPDATE joins = 2;

SET @at = @day - INTERVAL 3 DAY + INTERVAL '19:25' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('渡口的候船棚漏雨',
 '靠江一侧漏得最厉害，正好是老人坐的地方。',
 'complain', 'transit', 'huawan');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '韩某', '000-0000-1027', '渡口的候船棚漏雨',
 '靠江一侧漏得最厉害，正好是老人坐的地方。');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 2) ON DUPLICATE KEY UPDATE joins = 2;

SET @at = @day - INTERVAL 2 DAY + INTERVAL '7:50' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('안래촌에서 여권 사진을 찍을 수 있는 곳이 있나요',
 '읍내까지 나가는 버스가 하루 두 번뿐이라 여쭙니다. 규격에 맞지 않아 두 번 되돌아온 적이 있습니다.',
 'ask', 'affairs', 'yanlai');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '刘某', '000-0000-1028', '안래촌에서 여권 사진을 찍을 수 있는 곳이 있나요',
 '읍내까지 나가는 버스가 하루 두 번뿐이라 여쭙니다. 규격에 맞지 않아 두 번 되돌아온 적이 있습니다.');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 1534 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '주 정무봉사중심 문선영',
 '다음 달부터 매달 첫째 수요일에 이동 창구가 안래촌 도서관에 갑니다. 사진기를 가지고 가니 그 자리에서 찍고 바로 접수할 수 있습니다. 수수료는 창구와 같습니다.');
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 3) ON DUPLICATE KEY UPDATE joins = 3;

SET @at = @day - INTERVAL 9 DAY + INTERVAL '12:05' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO hotline_case (title, public_text, kind, agency, region) VALUES
('한국어로 진료받을 수 있는 치과를 찾습니다',
 '어머니가 중국말로 아픈 데를 설명하지 못하십니다. 청수현 안이면 좋겠습니다.',
 'help', 'health', 'qingsui');
SET @case = LAST_INSERT_ID();
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES
(@case, '陈某', '000-0000-1029', '한국어로 진료받을 수 있는 치과를 찾습니다',
 '어머니가 중국말로 아픈 데를 설명하지 못하십니다. 청수현 안이면 좋겠습니다.');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 75 MINUTE);
UPDATE hotline_case SET approved_at = NOW() WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 162 MINUTE);
UPDATE hotline_case SET state = 'accepted' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 2974 MINUTE);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (@case, 'final', '기층과 김은혜',
 '청수현 의원 치과에 화요일과 목요일 오전, 우리말과 중국말을 다 하는 간호사가 있습니다. 예약할 때 ‘통역’이라고만 말씀하시면 그 시간에 잡아 드립니다. 전화가 어려우시면 저희가 대신 예약해 드리겠습니다.');
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4421 MINUTE);
UPDATE hotline_case SET state = 'closed' WHERE id = @case;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5868 MINUTE);
INSERT INTO hotline_rating (case_id, round, solved, score, rated_at) VALUES (@case, 0, 1, 5, NOW());
INSERT INTO hotline_tally (case_id, score, solved) VALUES (@case, 5, 1) ON DUPLICATE KEY UPDATE score = 5, solved = 1;
INSERT INTO hotline_join (case_id, joined_at) VALUES (@case, @at), (@case, @at), (@case, @at), (@case, @at);
INSERT INTO hotline_tally (case_id, joins) VALUES (@case, 4) ON DUPLICATE KEY UPDATE joins = 4;

-- Messages of what is long past are not for sending.
DELETE FROM outbox;
SET timestamp = DEFAULT;
COMMIT;
