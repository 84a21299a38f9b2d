-- 33_outdoors.sql: river and hills, sport.

START TRANSACTION;

SET @day = IF(CURTIME() >= '11:00', CURDATE(), CURDATE() - INTERVAL 1 DAY);

SET @at = @day + INTERVAL '6:45' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1380;
INSERT INTO article (title, title_kicker, channel, state, published_at, tags, author, editor, translation_group, cover, summary, body) VALUES
('雁来村的账本：十年，数了四万一千只雁', '观测', 'nature', 'live', @at, '雁来村、候鸟、银梭江、学校', '赵小满', '文一丹', 3,
 (SELECT id FROM media WHERE title = '大雁'),
 '七个农民，一架旧望远镜，十年没有断过的记录。账本现在成了科学家的宝贝。',
'雁来村的账本有两种。一种在会计那里，记收成；一种在村北洼地的木棚里，记雁。

记雁的事开始于十年前。小学老师全仁淑带学生看雁，有孩子问：“今年来的，是不是去年那些？”她答不上来，就在作业本上写下：三月二十一日，晴，二百零六只。后来参加的人多了，七个人轮班，春秋两季，每天日落前一小时数一遍。十年下来，二十三本，合计四万一千零七十二只。

数雁有数雁的办法。雁群落下来以前会在空中转圈，转圈的时候不能数，会数重；要等它们排成行，从头雁开始，十只一组，用豆子记数。一颗黄豆是十只，一颗红豆是一百只。去年有大学生带来无人机和识别软件，同一群雁，软件数出四百三十一只，黄豆数出四百三十只。大家重看录像，多出来的那一只是乌鸦。

账本上的数字也有让人睡不着的时候。第四年秋天，数字少了一半。大家沿江找原因，最后发现是上游洼地的水被抽去灌田。村里开了三次会，决定每年秋天留两百亩稻茬不翻，留三十天浅水不排。第二年，雁回来了八成；第五年，超过了从前。

上个月，州科学院的研究员来借这二十三本账，复印了一份，原件用布包好送回来。论文还没有写出来，致谢的名单已经有了：七个人，按轮班的次序排，最后一位写的是“以及一只被数错的乌鸦”。');

SET @at = @day - INTERVAL 5 DAY + INTERVAL '14:00' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1560;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, body_format, summary, body) VALUES
('鹿角岭步道走法：三段路、两处水源、一个不要走的岔口', 'nature', 'live', @at, '步道、鹿角岭、出行', '赵小满', '文一丹',
 (SELECT id FROM media WHERE title = '步道'), 'html',
 '全长十四公里，走得慢七个小时。带两升水、一个哨子，别信第三个路口那块歪了的木牌。',
'<p>鹿角岭步道从<strong>石磨镇北口</strong>起，到<strong>望江亭</strong>止，全长十四公里，爬升七百六十米。走得快五个小时，走得慢七个小时；我们建议走慢一点。</p>
<h2>三段路</h2>
<table>
<caption>各段距离与时间</caption>
<thead><tr><th scope="col">路段</th><th scope="col">距离</th><th scope="col">用时</th><th scope="col">路况</th></tr></thead>
<tbody>
<tr><th scope="row">北口—松风台</th><td>5.2 公里</td><td>2 小时</td><td>碎石路，平缓</td></tr>
<tr><th scope="row">松风台—鹿角垭</th><td>4.6 公里</td><td>2.5 小时</td><td>台阶多，雨后滑</td></tr>
<tr><th scope="row">鹿角垭—望江亭</th><td>4.2 公里</td><td>1.5 小时</td><td>山脊，风大</td></tr>
</tbody>
</table>
<h2>水源</h2>
<ul>
<li><b>松风台泉眼</b>：四季有水，可以直接喝，旁边挂着三只木瓢。</li>
<li><b>鹿角垭水窖</b>：雨水，须烧开。连续十天无雨就不要指望它。</li>
</ul>
<h2>那个岔口</h2>
<p>过松风台四十分钟，会遇到第三个路口。木牌歪了，箭头指向右边的下坡路，看上去又宽又好走。<em>不要走。</em>那是旧伐木道，两公里后断在一道石崖上。应当走<mark>左边</mark>有红漆圆点的小路。</p>
<blockquote><p>我在这条路上接过二十六个人，二十五个都是在那块牌子底下拐的弯。牌子扶正过四次，风每次都有不同意见。</p><p>——<cite>护林员 石万山</cite></p></blockquote>
<h2>下山</h2>
<p>望江亭有班车回石磨镇，末班 <time datetime="17:40">17:40</time>。错过的人可以打护林站电话，号码写在亭子的第二根柱子上。</p>');

SET @at = @day - INTERVAL 9 DAY + INTERVAL '21:10' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, summary, body) VALUES
('把灯关掉一个小时，松风台看见了四千颗星', 'nature', 'live', @at, '鹿角岭、步道、孩子、摄影', '赵小满', '文一丹',
 (SELECT id FROM media WHERE title = '星空'),
 '石磨镇的路灯从九点起暗下来，是镇上开会定的，每月一次，逢最近的无月夜。',
'昨晚九点整，石磨镇主街的路灯一盏接一盏暗下去，只留路口的两盏。八公里外的松风台上，六十多个人坐在石阶上，一起“哦”了一声。

关灯是镇上开会定的，每月一次，选离新月最近的晴夜，从九点到十点。提议的是护林员石万山。他在山上住了二十七年，眼看着山下亮起来。“我刚来的时候，银河照得见路。后来照不见了，我以为是我眼睛老了。”

镇上担心过治安，也担心过摔跤。试了半年，警务室没有多出一起案子；养老院门口的灯不关，医院的灯不关，九点到十点出门的人发一支红光手电——红光不伤夜眼。手电一共二百支，还回来一百九十一支。

松风台的看星没有讲解，这也是石万山的主意：头二十分钟谁也不许说话，等眼睛自己打开。二十分钟以后，第一个开口的总是孩子。昨晚第一句是：“怎么有一条是白的？”

桦湾一中天文小组用方框数法估过：关灯前，从松风台看得见一千一百颗左右；关灯后，四千颗。');

SET @at = @day - INTERVAL 18 DAY + INTERVAL '8:15' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1500;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, body) VALUES
('江心洲的芦苇今年不割，留给在里面睡觉的', 'nature', 'live', @at, '银梭江、候鸟、雁来村', '赵小满', '文一丹',
'雁来村对面的江心洲有四百亩芦苇，往年这个时候会请人割掉卖给造纸厂，得两万多元，分给各户。今年村里决定不割。

原因是前年一位割苇人在苇丛里数到了十一个窝，还有一只睡着的水獭。消息传开，七个记雁的人坐不住了，把账本搬到会上，翻给大家看：芦苇割得早的年份，秋天过夜的雁少三成。

不割，两万元从哪里来？会计想出一个办法：江心洲不上人，在岸上搭一个木台，望远镜投一枚硬币看三分钟。到今天，木台收了一千四百枚硬币。离两万还远，但会计说，硬币会继续来，芦苇也会。');

SET @at = @day - INTERVAL 2 DAY + INTERVAL '18:05' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 900;
INSERT INTO article (title, title_short, title_kicker, channel, state, published_at, tags, author, editor, cover, summary, body_format, body) VALUES
('补时第四分钟，渡工队的左后卫用右脚踢进了十一年来第一个球', '渡工队补时绝杀', '县际联赛第九轮', 'sport', 'live', @at, '足球、渡轮、人物', '罗成勋', '韩笑',
 (SELECT id FROM media WHERE title = '足球'),
 '桦湾渡工 2 比 1 石磨早市。进球的人是白班渡轮上解缆绳的，赛后他问裁判能不能把球带走。', 'markdown',
'江滩球场没有看台，两千一百个人站在防洪堤上，像三层叠起来的彩色石头。第九十四分钟，皮球从混战里弹出来，滚到一个不该在那里的人脚下：渡工队左后卫权大植，三十六岁，十一年、一百四十七场联赛，进球零。

他是左脚球员，球来的是右边。他用右脚踢了。

桦湾渡工 **2 : 1** 石磨早市。

上半场石磨队踢得更好。卖菌子的前锋柳镇第二十二分钟接角球头球得分，他在球门后面做了一个称秤的手势。下半场第六十一分钟，渡工队教师外援全正宇点球扳平。此后三十分钟，两队一共打中三次门框，门框晃了很久。

“我看见球过来，脑子里想的是明天早班有雾。”权大植赛后说。队友把他抬起来的时候，他一直在喊小心脚下，那是他平时对乘客喊的话。

石磨队守门员、豆腐坊的卢在京走过来跟他握手：“十一年，也该轮到你了。”

## 积分榜（前六，九轮后）

| 名次 | 球队 | 胜 | 平 | 负 | 净胜球 | 积分 |
|---:|---|---:|---:|---:|---:|---:|
| 1 | 青穗合作社 | 6 | 2 | 1 | +9 | 20 |
| 2 | 桦湾渡工 | 6 | 1 | 2 | +7 | 19 |
| 3 | 石磨早市 | 5 | 3 | 1 | +8 | 18 |
| 4 | 一中教师 | 4 | 2 | 3 | +1 | 14 |
| 5 | 鹿角岭护林 | 3 | 3 | 3 | 0 | 12 |
| 6 | 水文站联队 | 2 | 4 | 3 | −2 | 10 |

下一轮，渡工队客场挑战青穗合作社。权大植请了半天假。');

SET @at = @day - INTERVAL 11 DAY + INTERVAL '17:00' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1200;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, summary, body) VALUES
('沿江半程马拉松改了路线：第一次两次过老桥', 'sport', 'live', @at, '跑步、桦湾老桥、交通、银梭江', '罗成勋', '韩笑',
 (SELECT id FROM media WHERE title = '跑者'),
 '名额两千，三天报满。最后一名有鱼汤，这条规则没有改。',
'桦湾沿江半程马拉松公布新路线：渡口出发，上老桥，沿北堤到苇塘村折返，再过老桥，终点仍在渡口。二十一公里里两次过桥，是这项比赛办了十二届以来的头一回。

老桥步道只有三米宽，组委会把出发分成五批，每批四百人，间隔八分钟。工程师韩立冬提了一个要求：过桥时不要齐步。“跑起来脚步是乱的，不要紧；怕的是有人喊口号。”于是补给站的锣鼓队被安排到了桥下。

两千个名额三天报满，年纪最大的七十九岁，最小的十六岁。有四十人报了“陪跑绳”，两人一组，一人看不见，一人看得见，手腕上系同一根绳子。

关门时间三小时。最后一名照例由渡工食堂请一碗鱼汤，去年喝到这碗汤的是一位中学校长。他今年又报了名，备注里写：保名次。

当天五点半到十点，江堤路封闭，公交3路改走下游新桥，11路照常。');

SET @at = @day - INTERVAL 24 DAY + INTERVAL '16:40' HOUR_MINUTE;
SET timestamp = UNIX_TIMESTAMP(@at) - 1200;
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, summary, body) VALUES
('沙圈里的三秒钟：全州摔跤会，六十公斤级冠军是会计', 'sport', 'live', @at, '摔跤、桦湾、双语', '罗成勋', '韩笑',
 (SELECT id FROM media WHERE title = '沙圈'),
 '两个人抓住对方腰上的布带，头挨着头。哨响以后平均三秒分出胜负，之前要等上一分钟。',
'沙圈直径八米，沙是从江心洲运来的，筛过三遍。两个人跪下，右肩顶右肩，右手抓住对方腰带，左手抓住腿绳，一起站起来。这时候全场会突然静下去。

静的时间没有规定，由两个人的呼吸决定。裁判玄尚武吹了四十年哨：“两个人喘到一块儿了，才能吹。早了不公平。”昨天的决赛等了五十七秒，是这届最长的一次。哨响之后，三秒。

六十公斤级冠军叫闵秀哲，桦湾一家商场的会计。他的同事周末去江边学造船，他周末摔跤。他说摔跤像对账：“你觉得对方要往左，其实他自己也不知道。谁先知道，谁就赢。”输的人叫马玉峰，石磨镇送煤气的，倒下去以后躺在沙里笑，站起来先给对方拍背上的沙。

奖品是一头黄牛犊。闵秀哲住六楼，商量了一会儿，把牛犊养在马玉峰家，明年谁赢了归谁。');
SET timestamp = DEFAULT;

COMMIT;
