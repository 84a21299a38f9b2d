-- 30_articles.sql: the stories. Times count from the day of loading, so that the portal is fresh.

START TRANSACTION;

-- The newest stories are of this morning; before eleven o'clock, of yesterday's.
SET @day = IF(CURTIME() >= '11:00', CURDATE(), CURDATE() - INTERVAL 1 DAY);
-- Written before they were published: a story changed later shows when. @@timestamp is this session's
-- clock, which fills created_at and updated_at.

SET timestamp = UNIX_TIMESTAMP(@day + INTERVAL '8:37' HOUR_MINUTE);
INSERT INTO article (title, title_short, title_kicker, channel, state, published_at, tags, author, editor,
                     translation_group, cover, summary, body) VALUES
('桦湾老桥恢复通车，九十三年的铆钉留下一半', '桦湾老桥恢复通车', '修旧如旧', 'life', 'live',
 @day + INTERVAL '8:50' HOUR_MINUTE, '桦湾老桥、银梭江、交通', '金在渊', '韩笑', 1,
 (SELECT id FROM media WHERE title = '老桥'),
 '封闭十四个月的老桥今晨开放。换下的铆钉没有当废铁卖掉，每一颗都写上了一个名字。',
'今晨六点四十分，封闭十四个月的桦湾老桥重新通车。第一个过桥的不是剪彩的车队，而是送豆腐的朴顺姬和她的三轮车。“我每天这个时候过江，今天也一样。”她说完按了一下铃，桥头等着的人都笑了。

老桥建成于九十三年前，是银梭江上第一座钢桥，全长四百一十二米。去年检测发现，桥身三成铆钉松动，两个桥墩被水流掏空了脚。当时有两种意见：一种是拆掉重建，工期短，花钱少；另一种是大修，又慢又贵。市里把两份方案的图纸和账目贴在桥头，收了一个月意见，两千三百多张留言里，七成的人选择留下它。

维修队没有把旧铆钉全部换掉。“能用的就留，不能用的才换，换下来的都打了编号。”总工程师韩立冬说，全桥两万一千六百颗铆钉，有一万零九百颗还是原来的。新旧铆钉用两种灰色区分，走近了看得出来。“修过的东西，应该让人看出修过。”

桥面也变了：两条机动车道只留一条，由信号灯控制，两个方向轮流通行；上游一侧改成三米宽的步道，装了长椅和矮灯。公交3路、11路恢复原线，载重五吨以上的车辆仍须走下游新桥。

换下来的铆钉没有当废铁卖掉。其中五十二颗从今天起挂在桥头的木板上，每颗下面写着一位造桥工人的名字。名单是从档案馆一本受潮的工资簿里一行一行抄出来的，还有四十一个名字认不出字迹，木板上给他们留了空位。市档案馆说，谁家里有那一代人的照片或信件，请送来看看。');

SET timestamp = UNIX_TIMESTAMP(@day + INTERVAL '9:04' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, author, editor, translation_group, cover,
                     summary, body) VALUES
('화만 옛다리 다시 열려… 아흔세 해 된 리벳 절반은 그대로', 'hangul', 'live',
 @day + INTERVAL '9:20' HOUR_MINUTE, '화만 옛다리, 은사강', '김재연', '윤가람', 1,
 (SELECT id FROM media WHERE title = '옛다리'),
 '열네 달 동안 막혔던 다리가 오늘 아침 열렸다. 갈아 낸 리벳에는 다리를 놓은 사람들의 이름이 적혔다.',
'열네 달 동안 막혀 있던 화만 옛다리가 오늘 아침 6시 40분에 다시 열렸다. 맨 먼저 다리를 건넌 것은 축하 행렬이 아니라 두부를 나르는 박순희 씨의 세발자전거였다. “날마다 이맘때 강을 건너요. 오늘도 똑같지요.” 박 씨가 종을 한 번 울리자 다리목에서 기다리던 사람들이 웃음을 터뜨렸다.

옛다리는 아흔세 해 전 은사강에 처음 놓인 강철 다리로, 길이는 412미터다. 지난해 점검에서 리벳의 3할이 헐거워지고 교각 두 곳의 밑동이 물살에 파인 것이 드러났다. 헐고 새로 짓자는 쪽과 고쳐 쓰자는 쪽이 맞섰다. 시는 두 방안의 도면과 셈을 다리목에 붙여 놓고 한 달 동안 의견을 받았다. 쪽지 2300여 장 가운데 7할이 다리를 남기자고 했다.

보수반은 낡은 리벳을 다 갈지 않았다. 총기사 한립동 씨는 “쓸 수 있으면 두고, 못 쓰는 것만 갈았다”고 말했다. 리벳 2만 1600개 가운데 1만 900개가 처음 것 그대로다. 새것과 헌것은 잿빛의 짙기가 달라 가까이 가면 알아볼 수 있다. “고친 물건은 고친 티가 나야지요.”

갈아 낸 리벳 쉰두 개는 다리목 널판에 걸렸다. 하나하나 밑에 다리를 놓은 일꾼의 이름이 적혀 있다. 눅눅해진 품삯 장부에서 한 줄씩 옮겨 적은 이름이다. 글씨를 알아볼 수 없는 마흔한 사람의 자리는 비워 두었다. 시 기록관은 그 세대의 사진이나 편지를 가진 집을 찾고 있다.');

SET timestamp = UNIX_TIMESTAMP(@day + INTERVAL '10:05' HOUR_MINUTE);
INSERT INTO article (title, title_short, channel, state, published_at, tags, author, editor, body_format, summary,
                     body) VALUES
('周六上午也能办事：十二个窗口的时间和材料', '周六上午也能办事', 'affairs', 'live',
 @day + INTERVAL '7:30' HOUR_MINUTE, '便民、政务大厅、双语', '李晚舟', '韩笑', 'markdown',
 '从本周起，全州十二个办事窗口每周六开半天。哪里开、办什么、带什么，这里一次说清。',
'上班的人请假办事，办事的人排队等人上班——这道题州里算了三年。从本周起，**十二个窗口每周六上午开放**，不加收任何费用，也不必预约。

## 哪些窗口开

| 地点 | 能办什么 | 周六时间 | 双语 |
|---|---|---|---|
| 桦湾市政务大厅 | 户籍、医保、不动产 | 8:30—12:00 | 中、韩 |
| 桦湾市车管所 | 驾照换领、年检 | 8:30—11:30 | 中、韩 |
| 青穗县政务大厅 | 户籍、社保、农机补贴 | 8:30—12:00 | 中、韩 |
| 石磨镇便民站 | 医保、残疾人证 | 9:00—11:30 | 中 |

其余八处是各街道的便民站，只办医保和居住证，时间都是九点到十一点半。

## 去之前

1. 带身份证原件，复印件现场免费复印。
2. 替家人办事的，另带：
   - 委托书，表格在窗口领取，也可以手写；
   - 家人的身份证或户口簿。
3. 不动产业务周六只收件，**下周三**出证。

> 窗口的同志周一补休，不是加班。要让一件好事做得长久，就不能靠谁一直吃亏。
>
> ——州政务服务中心主任 崔明月

## 为什么只开半天

试点时开过全天。数据很清楚：周六来办事的人，八成在十点半以前到，下午三个小时平均只有七个人。省下来的半天，用来把平日的午间窗口延长到下午一点半。');

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 1 DAY + INTERVAL '8:43' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, summary, body) VALUES
('石磨早市：天亮之前的四个小时', 'market', 'live',
 @day - INTERVAL 1 DAY + INTERVAL '9:05' HOUR_MINUTE, '早市、石磨镇、小生意', '李晚舟', '文一丹',
 (SELECT id FROM media WHERE title = '早市'), '',
'凌晨三点，石磨镇的主街还是黑的，灯从东头一盏一盏亮起来。先亮的是豆腐坊，然后是卖打糕的，最后是鱼摊——鱼摊的灯最晚，因为船三点半才靠岸。

早市没有名字，也没有大门。四个小时里，二百一十个摊位在六百米长的街上摆开，七点半之前必须收完，因为八点钟孩子们要从这条街去上学。镇上的规矩是祖辈定的：先到的不占路口，后到的不压价，剩下的菜不带回家，放在街尾的石磨上，谁要谁拿。

金福实老人卖了四十年苏子叶。她的秤是木杆的，秤砣磨得发亮，可她很少用。“一把就是一把，我的手不会变大，也不会变小。”旁边卖菌子的小伙子去年才来，用手机收款，第一个月没有人买。后来金福实教了他一句话：先请人闻，再说价钱。

市场管理站只有两个人，一把扫帚，一本账。账上记的不是收费——早市不收摊位费——记的是每天的价格。站长翻开给我们看：二十二年，八千多天，豆腐从五角到三块，打糕从一块到六块，苏子叶一直是一把一块，直到前年才涨到一块五。

“涨价那天她在摊前站了半天，”站长说，“见人就解释，解释到天亮。”');

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 2 DAY + INTERVAL '9:50' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, source, author, editor, cover, body_format, body) VALUES
('一袋青穗米卖七十八元，种田的人拿到多少', 'market', 'live',
 @day - INTERVAL 2 DAY + INTERVAL '10:15' HOUR_MINUTE, '青穗米、农产品、小生意', '青穗县农业信息站', '崔允浩', '文一丹',
 (SELECT id FROM media WHERE title = '稻田'), 'markdown',
'超市里一袋十斤的青穗米，标价七十八元。这七十八元是怎么分的？青穗县农业信息站跟着一袋米走了九天，从田埂走到货架，记下了每一次过手。

| 环节 | 金额（元） | 占比 |
|---|---:|---:|
| 种稻农户 | 31.2 | 40% |
| 烘干、碾米 | 7.8 | 10% |
| 包装 | 6.2 | 8% |
| 运输 | 5.5 | 7% |
| 批发 | 9.4 | 12% |
| 超市 | 17.9 | 23% |

农户拿到四成，听上去不少，但种子、肥料、水费、机收都要从这四成里出。按上一季的成本，一袋米里真正落到农户手里的，是**十一元四角**。

合作社社长朴昌浩想的是另一条路：自己碾，自己装，自己送。去年他们买了一台旧碾米机，送了三百袋到桦湾市的二十个小区，一袋卖六十八元，便宜十元，农户反而多拿九元。“难的不是碾米，是让人相信这一袋和上一袋一样好。”

他们的办法很笨：每袋米上印着田块的编号，田头立一块牌子，写着这块田什么时候插秧，打过几次药，谁种的。谁不信，可以去看。第一年去看的有六个人，今年已经有一百多个，其中有两家幼儿园，把看稻子排进了课表。');

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 2 DAY + INTERVAL '16:29' HOUR_MINUTE);
INSERT INTO article (title, title_short, title_kicker, channel, state, published_at, tags, author, editor, cover, summary,
                     body) VALUES
('最后一位造梭船的人，和他的第三百一十七条船', '最后一位造梭船的人', '长篇', 'craft', 'live',
 @day - INTERVAL 2 DAY + INTERVAL '16:40' HOUR_MINUTE, '手艺、银梭江、梭船', '金在渊', '文一丹',
 (SELECT id FROM media WHERE title = '梭船'),
 '两头尖，中间宽，不分船头船尾：银梭江得名的那种船，如今只剩一个人会造。他今年七十四岁，收了三个徒弟，其中一个是从没坐过船的会计。',
'造一条梭船要用九十四块木板，一斤七两桐油，三百六十根竹钉，不用一颗铁钉。安世宗把这些数字说得很快，像背自己的生日。说到要用多少天，他停住了：“看江。”

银梭江因船得名。梭船两头尖，中间宽，像织布的梭子，不分船头船尾，到了岸不必掉头，人转个身，往回划就是。江面窄的地方只有三十米，水又急，掉头的工夫足够把船冲到下游的石滩上去。江边的人说，这种船是江水自己设计的。

最多的时候，桦湾到石磨之间有十一家船棚，四百多条梭船。运木头，运粮食，运新娘，也运过一架钢琴——那是六十年前，师范学校的钢琴从火车站过江，八个人抬，两条船并在一起，琴盖上坐着校长，怕它滑下去。安世宗那年十四岁，在后一条船上撑篙。他记得琴在江心响了一声。“谁也没碰它，浪头碰的。”

后来有了桥，有了路，船棚一家一家关了。他的船棚在雁来村南头，四根柱子，一面朝江，冬天挂草帘。墙上用炭写着三百一十六道横线，每道线是一条船。第三百一十七条现在架在棚子中间，肋骨已经立起来，还没有上帮板。

造船先选木。船底用落叶松，泡在水里越泡越硬；船帮用椴木，轻，好弯；肋骨要用天生就弯的榆木枝，锯出来的弯不行，“锯断了筋，浪一拍就散”。为了一副肋骨，他要上山看二十几棵树，站在树下看很久，有时候看一上午，空着手回来。

弯帮板是最要紧的一天。木板在江水里泡三夜，架在炭火上慢慢烤，一边烤一边用湿布抹，两个人各扶一头往里收。快一分，板裂；慢一分，板硬。什么时候收，没有温度可以量，要听。“木头会先响一声，很小，像人坐下来的时候膝盖响。听见这一声，再数三下，收。”

他的三个徒弟里，最年长的五十一岁，是县里退下来的木材检验员，懂木头，手慢。最年轻的二十六岁，学机械的，手快，总想量温度。他真的买了一支红外测温枪，记了两个月，得出结论：听见那一声的时候，木板表面是九十六到一百零三度，差七度，没有规律。他把测温枪收起来了，数据还留着。

第三个徒弟叫柳秋，三十八岁，桦湾一家商场的会计，来之前从没坐过船，怕水。她说不清自己为什么来。前年她陪母亲来江边，看见一条新船下水，船底碰到水的时候轻轻晃了一下，又自己稳住了。“我做了十五年的账，账平了，是零。那条船稳住的时候，不是零，是别的东西。”她每个周末坐两个小时的车来，现在负责打竹钉。三百六十根竹钉，每一根都要用沙炒过，炒到发黄，敲进去以后遇水一胀，比铁还牢。她打的钉，安世宗不再检查。

船造好卖给谁？前三年一共卖了五条：两条给了景区，挂红灯笼；一条给了水文站，因为梭船吃水浅，测浅滩比铁皮船好用；一条给了一位画家，放在院子里种荷花。安世宗对种荷花的那条意见最大，隔一阵子就打电话去问：水满不满？船不能半干半湿，要么下水，要么全干。

还有一条，给了雁来村小学。村小有四十一个学生，每年春天学一次划船，大孩子带小孩子，中国话喊一遍号子，韩国话再喊一遍。安世宗坐在岸上听，哪边喊错了他都知道。

有人劝他把尺寸画成图纸。他说画过，州里的博物馆来人量过三次，图纸很漂亮，挂在玻璃后面。“可是照着那张图造出来的，是一条一样的船，不是一条好船。江每年改一点，船也要改一点。今年石滩往南挪了，所以这条船，我把腰收窄了半寸。”

下水的日子还没有定。我们问他，是不是要等一个好天气。他看着江，半天才答：

“等它长完。”');

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 3 DAY + INTERVAL '18:06' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, source, source_url, author, editor, cover, body) VALUES
('同一张桌子，两种台词：双语小剧场《门槛》加演六场', 'culture', 'live',
 @day - INTERVAL 3 DAY + INTERVAL '18:20' HOUR_MINUTE, '双语、戏剧、桦湾', '桦湾晚报',
 'https://evening.huawan.example/culture/threshold', '赵小满', '文一丹',
 (SELECT id FROM media WHERE title = '舞台'),
'一张长桌，两把椅子，一个说中文，一个说韩语，谁也不翻译谁。小剧场话剧《门槛》首轮八场售罄之后，剧院决定加演六场。

故事很小：两户人家共用一道院门，因为门槛要不要锯掉吵了三十年。一家嫌它绊脚，一家说门槛挡财气。台上的两个人各说各的话，观众里有人只听得懂一半，有人两半都听得懂。奇怪的是，笑声总是同时响起来。

“排练的时候我们做过字幕，后来拿掉了。”导演全美善说，“住在这里的人，谁没有过只听懂一半的时候？可是饭照样一起吃。”演员之一的徐大江一句韩语也不会，他的办法是记住对方每句台词最后一个音的高低。“她一往上挑，我就知道该我生气了。”

最后一场戏没有台词。两个人一起抬起桌子，桌子太长，要出门，必须有一个人先退一步。每天晚上退的人不一样，由他们自己在台上决定。首轮八场，四次对四次。

加演每晚七点半开始，票价四十元，六十五岁以上和学生半价。看完戏的票根，可以在剧院门口换一块打糕。');

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 1 DAY + INTERVAL '17:13' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, body) VALUES
('안래촌 작은 도서관, 밤 열 시까지 불이 켜진 까닭', 'maeul', 'live',
 @day - INTERVAL 1 DAY + INTERVAL '17:30' HOUR_MINUTE, '안래촌, 책, 마을', '문다온', '윤가람',
 (SELECT id FROM media WHERE title = '도서관'),
'안래촌 작은 도서관의 책은 모두 6,214권이다. 마을 사람은 312명이니 한 사람 앞에 스무 권쯤 되는 셈이다. 하지만 이 도서관이 이름난 것은 책 때문이 아니라 불빛 때문이다. 겨울이든 여름이든, 찾는 사람이 있든 없든, 도서관 창은 밤 열 시까지 환하다.

까닭을 묻자 관장 서보람 씨는 낡은 공책 한 권을 꺼냈다. 여덟 해 전 겨울, 눈길에 버스가 끊겨 읍내 학교에서 걸어오던 아이 둘이 길을 잃은 일이 있었다. 아이들은 멀리 보이는 불빛 하나만 따라 걸었다. 그날 청소가 늦어져 미처 끄지 못한 도서관의 불이었다. “그 뒤로는 못 끄겠더라고요.”

전기세는 마을 사람들이 돌아가며 낸다. 공책에는 그달의 당번과 함께 한 줄씩 글이 적혀 있다. “손주가 여기서 글을 뗐음.” “돋보기 하나 두고 감. 아무나 쓰시오.” “책은 안 읽지만 불은 좋다.”

도서관에는 규칙이 하나뿐이다. 책을 빌린 사람은 돌려줄 때 그 책에서 가장 마음에 든 문장 하나를 종이에 적어 끼워 놓는다. 다음에 빌린 사람은 그 종이를 먼저 읽게 된다. 어떤 책에는 종이가 열일곱 장이나 들어 있다. 서 관장은 말했다. “가끔은 책보다 종이가 더 두꺼워요. 그러면 그 책은 이제 우리 마을 책이 된 거지요.”');

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 4 DAY + INTERVAL '10:50' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, body) VALUES
('항아리 삼백 개가 사는 마당', 'maeul', 'live',
 @day - INTERVAL 4 DAY + INTERVAL '11:10' HOUR_MINUTE, '석마진, 장맛, 마을', '문다온', '윤가람',
 (SELECT id FROM media WHERE title = '장독대'),
'석마진 뒷골목에 들어서면 소리가 먼저 바뀐다. 장터의 흥정 소리가 담 하나를 사이에 두고 뚝 끊기고, 그 자리에 항아리 뚜껑 여닫는 소리가 들어선다. 채금순 할머니네 마당이다. 크고 작은 장독이 꼭 삼백 개, 볕이 드는 쪽을 보고 줄지어 앉아 있다.

가장 오래된 독은 할머니의 시할머니가 쓰던 것으로, 백 년이 넘었다. 금이 간 자리를 쇠줄로 동여맸는데, 그 독의 장이 가장 달다고 한다. “독도 늙으면 너그러워져.” 할머니는 날마다 새벽에 뚜껑을 열고 해 지기 전에 닫는다. 비 냄새가 나면 자다가도 일어난다. 일기예보는 보지 않는다.

몇 해 전부터 마당에는 손님이 는다. 읍내 식당 주인, 음식을 공부하는 학생, 멀리서 온 나그네까지. 할머니는 장 담그는 법을 묻는 사람마다 같은 대답을 한다. 콩 한 말, 소금 넉 되, 물은 독이 정하고, 나머지는 기다리는 일이라고.

올해부터는 중국말을 쓰는 이웃집 며느리 왕옥 씨가 일을 거든다. 두 사람은 말이 반쯤만 통하지만 맛을 볼 때는 말이 필요 없다. 숟가락을 문 채 한 사람이 고개를 끄덕이면 다른 사람도 끄덕인다. 끄덕임이 어긋나는 날은 독을 다시 덮는다. 삼백 개의 독에는 모두 번호가 있는데, 삼백한 번째 독이 얼마 전 마당에 들어왔다. 왕옥 씨의 첫 독이다.');

SET timestamp = UNIX_TIMESTAMP(@day + INTERVAL '6:22' HOUR_MINUTE);
INSERT INTO article (title, title_kicker, channel, state, published_at, tags, author, editor, cover, summary, body) VALUES
('雁来村的账本：十年，数了四万一千只雁', '观测', 'nature', 'live',
 @day + INTERVAL '6:45' HOUR_MINUTE, '雁来村、候鸟、银梭江', '赵小满', '文一丹',
 (SELECT id FROM media WHERE title = '大雁'),
 '七个农民，一架旧望远镜，十年没有断过的记录。账本现在成了科学家的宝贝。',
'雁来村的账本有两种。一种在会计那里，记收成；一种在村北洼地的木棚里，记雁。

记雁的事开始于十年前。小学老师全仁淑带学生看雁，有孩子问：“今年来的，是不是去年那些？”她答不上来，就在作业本上写下：三月二十一日，晴，二百零六只。后来参加的人多了，七个人轮班，春秋两季，每天日落前一小时数一遍。十年下来，二十三本，合计四万一千零七十二只。

数雁有数雁的办法。雁群落下来以前会在空中转圈，转圈的时候不能数，会数重；要等它们排成行，从头雁开始，十只一组，用豆子记数。一颗黄豆是十只，一颗红豆是一百只。去年有大学生带来无人机和识别软件，同一群雁，软件数出四百三十一只，黄豆数出四百三十只。大家重看录像，多出来的那一只是乌鸦。

账本上的数字也有让人睡不着的时候。第四年秋天，数字少了一半。大家沿江找原因，最后发现是上游洼地的水被抽去灌田。村里开了三次会，决定每年秋天留两百亩稻茬不翻，留三十天浅水不排。第二年，雁回来了八成；第五年，超过了从前。

上个月，州科学院的研究员来借这二十三本账，复印了一份，原件用布包好送回来。论文还没有写出来，致谢的名单已经有了：七个人，按轮班的次序排，最后一位写的是“以及一只被数错的乌鸦”。');

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 5 DAY + INTERVAL '13:34' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, author, editor, cover, body_format, summary, body) VALUES
('鹿角岭步道走法：三段路、两处水源、一个不要走的岔口', 'nature', 'live',
 @day - INTERVAL 5 DAY + INTERVAL '14:00' HOUR_MINUTE, '步道、鹿角岭、出行', '赵小满', '文一丹',
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

SET timestamp = UNIX_TIMESTAMP(@day - INTERVAL 1 DAY + INTERVAL '18:58' HOUR_MINUTE);
INSERT INTO article (title, channel, state, published_at, tags, source, source_url, editor, notice, body) VALUES
('银梭江下游明晨有雾，早班渡轮推迟到七点半', 'life', 'live',
 @day - INTERVAL 1 DAY + INTERVAL '19:10' HOUR_MINUTE, '银梭江、天气、交通', '银梭江水文站',
 'https://hydro.yunlu.example/notices/fog', '韩笑', '本文转自银梭江水文站，版权归原作者所有；转载请与该站联系。',
'据银梭江水文站消息，受夜间降温影响，明晨四点至七点，桦湾至石磨段江面将出现浓雾，能见度不足二百米，局部不足五十米。

雾从哪里来？白天江水吸足了热，入夜以后，岸上的空气凉得快，贴着水面的一层又湿又暖，两层空气一碰，雾就从江心往两岸漫。水文站的经验是：日落时江水比岸上的空气高八度以上，又没有风，第二天早晨多半有雾。今天日落时相差十一度，风力不到一级。

受此影响，桦湾渡口早班渡轮由六点十分推迟到七点半，之后每二十分钟一班，傍晚的班次不变。持月票的乘客可以免费改乘公交3路，经老桥过江。

水文站提醒，大雾天沿江晨跑请走堤内一侧；江上作业的小船，请开灯、鸣笛，雾散之前不要横渡主航道。');

SET timestamp = DEFAULT;

-- What readers do not see, or see no longer.
INSERT INTO article (title, channel, state, published_at, tags, editor, body) VALUES
('银梭江渡轮新时刻表明早六点起实行', 'life', 'live', CURDATE() + INTERVAL 1 DAY + INTERVAL 6 HOUR, '银梭江、交通', '韩笑',
'从今晨首班起，桦湾渡口实行新时刻表：早晚高峰每十五分钟一班，其余时间每三十分钟一班，末班延长到二十二点十分。月票价格不变。');
INSERT INTO article (title, channel, state, published_at, expires_at, tags, editor, body) VALUES
('桦湾市江北片区停水通知', 'life', 'live', @day - INTERVAL 6 DAY + INTERVAL 15 HOUR, @day - INTERVAL 4 DAY, '便民', '韩笑',
'因更换主管道，江北大街以东片区夜间停水，次日清晨六点恢复。请提前储水，恢复后先放水一分钟再使用。');
INSERT INTO article (title, channel, state, published_at, tags, author, editor, body) VALUES
('桦湾夜市地图', 'market', 'withdrawn', @day - INTERVAL 8 DAY + INTERVAL 17 HOUR, '小生意、桦湾', '李晚舟', '文一丹',
'这张地图有三处摊位标错，正在重画。');
INSERT INTO article (title, channel, state, published_at, tags, author, editor, body) VALUES
('一组老照片里的桦湾', 'culture', 'live', @day - INTERVAL 9 DAY + INTERVAL 10 HOUR, '桦湾', '赵小满', '文一丹',
'八张照片，八十年前的桦湾：码头、当铺、理发店，和一条还没有桥的江。');
INSERT INTO removal (item_kind, item_id, cause, claimant, claimant_public)
  VALUES ('article', LAST_INSERT_ID(), '照片的权利人来函：刊登未经许可。', '桦湾照相馆后人', 1);
INSERT INTO article (title, channel, state, author, body) VALUES
('冬天江面能不能走人：一份冰厚手册', 'nature', 'review', '金在渊',
'（待审）冰厚五厘米可以站人，十厘米可以走队伍，二十厘米才可以过车。数字之外，还要看颜色：蓝的结实，白的发虚，灰的千万别踩。');
INSERT INTO article (title, channel, body) VALUES
('采访本：修表铺的老朴', 'craft', '约在周四下午。问：停了的表，修好以后，从几点开始走？');

COMMIT;
