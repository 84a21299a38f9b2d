-- 34_opinion_guide.sql: views and letters, services.

START TRANSACTION;

SET @day = IF(CURTIME() >= '11:00', CURDATE(), CURDATE() - INTERVAL 1 DAY);

SET @at = @day + INTERVAL '9:35' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 2400;
INSERT INTO article (title, title_kicker, channel, state, published_at, tags, author, editor, summary, body) VALUES
('修过的东西，应该让人看出修过', '社论', 'opinion', 'live', @at, '桦湾老桥、公共空间、更正', '云鹿在线编辑部', '文一丹',
 '老桥留下的不只是一万零九百颗旧铆钉，还有一种做事的办法：把账贴出来，把不同意的人也写上，把补丁留在看得见的地方。',
'老桥重新开放的这个早晨，值得记住的不是它修得多像从前，而是它没有装作从前。

新铆钉和旧铆钉是两种灰。维修队本来可以刷成一个颜色，省事，照相也好看。他们没有。总工程师韩立冬的理由只有一句话：修过的东西，应该让人看出修过。

这句话不只说桥。

一座城市每天都在修东西：规矩、路、账目、说错的话。最常见的修法是抹平，好像从来没有坏过。抹平很快，坏处是下一次坏在同一个地方时，没有人知道那里坏过。

这十四个月里还有另外几件事，用的是和铆钉一样的办法。两份方案的图纸和账目贴在桥头，好的坏的都贴；两千三百张留言里，主张拆的三成也印在同一本册子里；换下来的铆钉不卖废铁，挂起来，认得的名字写上，认不得的空着，不编一个填进去。

报纸也是会坏的东西。我们上个月把修鞋写成卖鞋，把一张预算表的数字抄错了位。从今天起，本站每一处更正都写在原文那一页上，写明错在哪里、什么时候改的，不悄悄换字。读者因此会看到我们身上有许多补丁。

我们愿意让人看出修过。');

SET @at = @day - INTERVAL 4 DAY + INTERVAL '17:15' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, title_kicker, channel, state, published_at, tags, author, editor, cover, body) VALUES
('慢一点的渡口', '专栏·江边日记', 'opinion', 'live', @at, '渡轮、银梭江、桦湾', '宋蕴', '文一丹', (SELECT id FROM media WHERE title = '雾中渡口'),
'我的书店在渡口斜对面，看渡轮看了十九年。桥通了以后，有人说渡轮该停了：八百米外就有桥，何苦坐船。

我数过。桥过江要四分钟，船过江要十一分钟，等船平均还要九分钟。多出来的十六分钟，人们在干什么？

有一个戴安全帽的年轻人，每天在船尾站着吃一个饭团，吃完正好到岸。有两位老太太坐船不是为了过江，是为了说话，到了对岸不下船，再坐回来，船工假装没看见。有一个中学生在船上背单词，背到江心停一停，看一眼水，再背。还有一位先生，每星期四带一束花过江，傍晚空着手回来，从来没有人问过他。

桥是给要去的地方的。船不全是。

我不反对桥，我每天也走桥去进货。我只想请算账的人在“载客量”旁边再加一栏，写什么我还没有想好。也许可以写：本月，江心，停了一停的人数。');

SET @at = @day - INTERVAL 16 DAY + INTERVAL '9:20' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, title_kicker, channel, state, published_at, tags, author, editor, body) VALUES
('椅子多三百四十元，钱从哪里来', '不同意见', 'opinion', 'live', @at, '议事会、预算、公共空间', '白承祐', '文一丹',
'（作者是桦湾市议事会议事员。沿江座椅办法进入逐条表决之前，他把自己的顾虑写给本报。）

我母亲八十岁，从没有扶手的椅子上站起来要扶我的肩膀。所以请先不要说我不懂扶手。

我反对的是一种习惯：先决定好事，再去找钱。好事人人同意，找钱的时候没有人在场。过去六年，议事会一共通过四十三项“每年只需几万元”的办法，加起来每年三百一十万。其中十九项，第三年起再没有人维护——饮水台干了，健身器生锈，盲道上停着车。当初举手的人都忘了自己举过手，包括我。

我的提议很笨：每一条要花钱的条文后面，必须写一行“从哪里来”，写不出来就先不表决。不是不做，是等写出来再做。

扶手我支持。那一行空着，我就投反对。');

SET @at = @day - INTERVAL 2 DAY + INTERVAL '12:00' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, channel, state, published_at, tags, editor, cover, body_format, body) VALUES
('来信五封：渡轮的灯、图书馆的椅子、和一只叫二筒的猫', 'letters', 'live', @at, '来信、渡轮、图书馆、公交、更正', '文一丹', (SELECT id FROM media WHERE title = '来信'), 'markdown',
'### 渡轮的灯太亮

我住渡口巷三楼。渡轮夜里靠岸，船头的灯正照进我家，像有人拿手电查户口。能不能靠岸以后转一转？

——许贞淑，渡口巷

> **回音**　轮渡公司说灯头加一块遮板就行，本周装好。

### 图书馆别再收椅子

市图书馆每天八点半开始收椅子，九点闭馆。最后半小时读者都站着看书。我问过，说是为了按时下班。我建议九点再收，我可以留下来帮着收。我已经站了四年。

——邹先生，江北大街

> **回音**　馆长来电：从下周起九点收椅子，欢迎邹先生，但不必真的帮忙。

### 寻猫

黄白两色，右耳缺一角，听得懂中国话和韩国话，叫“二筒”，叫“이통”也应。在夜市西段走失。找到请打 0400-555-0173，不重谢，重谢它会骄傲。

——渡口巷 11 号全家

### 11路司机

上周三末班，我抱着孩子跑，车已经开了，司机从镜子里看见，停下来等了一分钟。车上没有一个人抱怨。想谢谢那位司机，他车上挂着一个小水瓶。

——韦女士，桥头街

### 你们写错了

《一根参要等六年》里说棚布“蓝黑两层”，我们合作社用的是蓝白两层。小事，可是种参的人一看就知道记者没有上山。

——一位种参的，鹿角岭南坡

> **编者**　记者上了山，看的是方技术员那一片，蓝黑两层。您那一片我们没有看到，这就去。');

SET @at = @day - INTERVAL 25 DAY + INTERVAL '10:00' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, channel, state, published_at, tags, editor, body) VALUES
('来信：请不要替老人“解决”寂寞', 'letters', 'live', @at, '来信、老人', '文一丹',
'编辑同志：贵报上月有一篇文章，说社区给独居老人装了一按就能说话的音箱，“解决了寂寞问题”。我今年七十六，独居九年，想说两句。寂寞不是漏水，不用解决。我早晨听江，上午看对面楼晒被子，下午跟收音机抬杠，晚上给死了的老伴讲一遍白天的事。这一天很满。我需要的是楼道灯亮一点，台阶边上有扶手，敲门的人多敲一会儿——我走过去要四十秒。谢谢。

——尹哲浩，退休车工，江北');

SET @at = @day + INTERVAL '6:00' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
SET lc_time_names = 'zh_CN';
INSERT INTO article (title, channel, state, published_at, expires_at, tags, author, editor, summary, body_format, body) VALUES
('未来七天：去哪儿、几点、多少钱', 'guide', 'live', @at, @day + INTERVAL 8 DAY, '便民、戏剧、步道、足球、孩子', '赵小满', '文一丹',
 '十一件事，六件不要钱。出门前看一眼水文站的雾情预报。', 'markdown',
CONCAT('| 日期 | 时间 | 什么事 | 在哪里 | 票价 |
|---|---|---|---|---:|
| ', DATE_FORMAT(@day + INTERVAL 1 DAY, '%c月%e日 周%a'), ' | 14:00 | 稻种换借日，带一碗来换一碗 | 青穗县农业信息站二楼 | 免费 |
| ', DATE_FORMAT(@day + INTERVAL 1 DAY, '%c月%e日 周%a'), ' | 19:30 | 话剧《门槛》加演第四场 | 桦湾小剧场 | 40 |
| ', DATE_FORMAT(@day + INTERVAL 2 DAY, '%c月%e日 周%a'), ' | 9:00 | 老桥铆钉导览，韩立冬讲 | 老桥南桥头 | 免费 |
| ', DATE_FORMAT(@day + INTERVAL 2 DAY, '%c月%e日 周%a'), ' | 19:30 | 话剧《门槛》加演第五场 | 桦湾小剧场 | 40 |
| ', DATE_FORMAT(@day + INTERVAL 3 DAY, '%c月%e日 周%a'), ' | 15:00 | 青穗合作社—桦湾渡工 | 青穗县体育场 | 10 |
| ', DATE_FORMAT(@day + INTERVAL 3 DAY, '%c月%e日 周%a'), ' | 19:00 | 预算表决第一夜：学校与幼儿园 | 议事厅，旁听不登记 | 免费 |
| ', DATE_FORMAT(@day + INTERVAL 4 DAY, '%c月%e日 周%a'), ' | 10:00 | 给孩子的修表课，限十人 | 夜市西段 66 号 | 5 |
| ', DATE_FORMAT(@day + INTERVAL 5 DAY, '%c月%e日 周%a'), ' | 6:30 | 鹿角岭步道结伴走，护林员领队 | 石磨镇北口 | 免费 |
| ', DATE_FORMAT(@day + INTERVAL 5 DAY, '%c月%e日 周%a'), ' | 19:00 | 农乐队开放排练 | 江滩球场旁 | 免费 |
| ', DATE_FORMAT(@day + INTERVAL 6 DAY, '%c月%e日 周%a'), ' | 17:00 | 数雁的人教数雁，带一把黄豆 | 雁来村北洼木棚 | 免费 |
| ', DATE_FORMAT(@day + INTERVAL 7 DAY, '%c月%e日 周%a'), ' | 19:30 | 话剧《门槛》加演第六场 | 桦湾小剧场 | 40 |

- **六十五岁以上和学生**：话剧半价，球票免费。
- **有雾的早晨**：步道结伴走照常，渡轮可能推迟，走老桥。
- **想登在这里**：提前三天打 0400-555-0104，免费，写清几点散场。'));

SET @at = @day - INTERVAL 7 DAY + INTERVAL '8:30' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, channel, state, published_at, revised_at, tags, author, editor, summary, body_format, body) VALUES
('夜里不舒服去哪里：夜间门诊、药店和一个先打的电话', 'guide', 'live', @at, @at + INTERVAL 3 DAY + INTERVAL '2:10' HOUR_MINUTE, '便民、健康、老人、孩子', '赵小满', '韩笑',
 '先打 0400-555-0120，护士会告诉您该去急诊、夜诊，还是喝水睡觉。', 'markdown',
'**胸口疼、说不清话、半边身子没力气、孩子叫不醒：不要看这张表，直接叫救护车。**

其他情况，先打夜间护士电话 **0400-555-0120**（按 1 中文，按 2 韩国语），十八时到次日八时有人接。

## 夜间门诊

| 地方 | 看什么 | 时间 | 韩国语 |
|---|---|---|:---:|
| 桦湾市医院急诊 | 都看 | 全天 | 有 |
| 江北社区卫生站 | 发热、肠胃、小伤口 | 18:00—22:00 | 有 |
| 渡口社区卫生站 | 儿童 | 18:00—21:00 | 有 |
| 青穗县医院 | 都看 | 全天 | 有 |
| 石磨镇卫生院 | 内科、外伤 | 18:00—21:00 | 电话翻译 |

## 夜里开门的药店

- **桥头街 41 号**，到 24:00；
- **江北大街 9 号**，全天，半夜按铃；
- **石磨镇主街 88 号**，3:00—22:00，跟着早市开门。

## 带什么

1. 正在吃的药，连盒子一起带；
2. 医保卡，没带也先看，三天内补；
3. 一个会说话的人。实在没有，护士电话可以不挂断，一直陪到诊室。');

SET @at = @day - INTERVAL 21 DAY + INTERVAL '9:10' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, body_format, body) VALUES
('旧家具上门收：怎么约，什么不收，多少钱', 'guide', 'live', @at, '便民、桦湾', '李晚舟', '韩笑', 'markdown',
'打 **0400-555-0138** 约时间，报门牌、楼层、有没有电梯。桦湾市区每周收三次，石磨镇每周一次。

| 东西 | 收费（元） |
|---|---:|
| 椅子、小柜 | 0 |
| 床垫、沙发 | 20 |
| 大衣柜（要拆） | 35 |
| 冰箱、洗衣机 | 0，能修的还倒找 10 |

**不收**：建筑垃圾、油漆、带电的电池。电池请投便民站的红箱子。

收来的家具，四成修好送给需要的人，去年一共送出三百七十件。修的人在渡口巷尽头的棚子里，门开着，可以进去看，也可以顺手学怎么换椅子腿。');

SET @at = @day - INTERVAL 40 DAY + INTERVAL '9:00' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, body_format, body) VALUES
('停水、停电、路灯不亮：十二个号码，剪下来贴在冰箱上', 'guide', 'live', @at, '便民、供水、交通', '李晚舟', '韩笑', 'markdown',
'| 什么事 | 打这个 | 几点有人 |
|---|---|---|
| 自来水 | 0400-555-0155 | 全天 |
| 供电 | 0400-555-0156 | 全天 |
| 供暖 | 0400-555-0157 | 全天 |
| 路灯 | 0400-555-0158 | 8:00—20:00 |
| 水位与雾 | 0400-555-0161 | 全天 |
| 渡轮 | 0400-555-0162 | 5:30—22:30 |
| 公交 | 0400-555-0163 | 5:30—22:30 |
| 夜间护士 | 0400-555-0120 | 18:00—8:00 |
| 核实电话骗局 | 0400-555-0110 | 全天 |
| 旧家具 | 0400-555-0138 | 8:00—17:00 |
| 走失老人 | 0400-555-0119 | 全天 |
| 议事会秘书处 | 0400-555-0128 | 工作日 9:00—17:00 |

这些号码都能说中国话和韩国话。发现哪个打不通，请告诉我们：0400-555-0117。');
SET timestamp = DEFAULT;

COMMIT;
