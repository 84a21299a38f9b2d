-- 10_channels.sql: channels, sources and tags of 云鹿州 (운록주), a region that does not exist.
--
-- The files of this folder are the demo's content, loaded once into an empty portal by
-- conf/demo/demo.sh as the chief editor demo_chief, one after the other. They show what editors
-- type: nothing here is needed to run a portal.

START TRANSACTION;

INSERT INTO channel (name, code, parent, sort_order, description) VALUES
  ('新闻', 'news', NULL, 10, '云鹿州每天发生的事：政务、民生、交通、天气。'),
  ('市场', 'market', NULL, 20, '早市行情、农产品价格、小生意里的大账本。'),
  ('文化', 'culture', NULL, 30, '舞台、书、老手艺，以及记得它们的人。'),
  ('山水', 'nature', NULL, 40, '银梭江、鹿角岭，步道、候鸟和天气的脾气。'),
  ('体育', 'sport', NULL, 50, '江滩球场、沙圈和堤上的跑道，赢的人和来看的人。'),
  ('言论', 'opinion', NULL, 60, '社论、专栏和来信。观点有姓名，反驳有位置。'),
  ('便民', 'guide', NULL, 70, '几点开门、带什么、找谁：剪下来贴在冰箱上的那一类。');
INSERT INTO channel (name, code, parent, sort_order, description) VALUES
  ('政务', 'affairs', 'news', 10, '州、市、县的决定，以及它们对您意味着什么。'),
  ('民生', 'life', 'news', 20, '路、桥、水、暖、学校和医院。'),
  ('教育', 'school', 'news', 30, '教室、食堂和放学以后。'),
  ('平安', 'safety', 'news', 40, '警务、消防、走失与找回。不登当事人的姓名和住址。'),
  ('农事', 'farm', 'market', 10, '稻田、参地、果园，和种它们的人算的账。'),
  ('行情', 'prices', 'market', 20, '石磨早市和桦湾批发市场的价格，每天早晨更新。'),
  ('手艺', 'craft', 'culture', 10, '还有人会做的东西，和正在教别人做的人。'),
  ('人物', 'people', 'culture', 20, '对谈、口述和悼念：一个人就是一段路。'),
  ('灶台', 'food', 'culture', 30, '一次写一道菜，步骤都有人照着做过。'),
  ('读者相册', 'album', 'culture', 40, '读者拍的云鹿州。征集刚刚开始，第一辑还在挑选。'),
  ('来信', 'letters', 'opinion', 10, '来信请写姓名和地址，刊登时可以只用姓。');
INSERT INTO channel (name, code, parent, sort_order, description) VALUES
  ('议事厅', 'council', 'affairs', 10, '桦湾市议事会旁听记录：谁说了什么，怎么表决的。'),
  ('交通', 'traffic', 'life', 10, '路况、公交和渡轮。'),
  ('水情天气', 'weather', 'life', 20, '水位、雾和风，依据银梭江水文站的观测。'),
  ('健康', 'health', 'life', 30, '社区卫生站、药店和怎样照看自己。');
INSERT INTO channel (name, code, sort_order, language, description, notice) VALUES
  ('한국어', 'hangul', 80, 'ko', '운록주의 소식을 우리말로 전합니다.',
   '글과 사진의 저작권에 관한 문의는 {phone}(으)로 전화해 주십시오. 확인한 뒤 바로 조치하겠습니다.');
INSERT INTO channel (name, code, parent, sort_order, language, description) VALUES
  ('소식', 'sosik', 'hangul', 10, 'ko', '시와 군의 결정, 길과 물과 날씨.'),
  ('마을', 'maeul', 'hangul', 20, 'ko', '강을 따라 흩어진 마을의 살림 이야기.'),
  ('살림', 'sallim', 'hangul', 30, 'ko', '장바구니와 밥상, 몸과 집을 돌보는 일.'),
  ('생각', 'saenggak', 'hangul', 40, 'ko', '두 말 사이에서 쓰는 글.');
INSERT INTO channel (name, code, sort_order, language, description, notice) VALUES
  ('English', 'english', 90, 'en', 'A few stories from Yunlu each week for readers of English.',
   'Questions about rights in this text or its pictures: {phone}. We look into each one at once.');

INSERT INTO source (name, url) VALUES
  ('银梭江水文站', 'https://hydro.yunlu.example/'),
  ('桦湾晚报', 'https://evening.huawan.example/'),
  ('桦湾市警务处', 'https://police.huawan.example/'),
  ('州交通服务台', 'https://road.yunlu.example/'),
  ('은사강수문소', 'https://hydro.yunlu.example/ko/'),
  ('青穗县农业信息站', ''),
  ('石磨镇市场管理站', '');

INSERT INTO tag (name, description, alias_of) VALUES
  ('银梭江', '自鹿角岭向南穿过桦湾市，全长三百四十公里，一年里有九十天起雾。', NULL),
  ('桦湾老桥', '银梭江上第一座钢桥，关于它的修缮与往事。', NULL),
  ('老桥', '', '桦湾老桥'),
  ('雁来村', '江北岸的村子，三百一十二口人，因春秋两季的雁得名。', NULL),
  ('鹿角岭', '云鹿州北部的山，银梭江从这里发源，步道全长十四公里。', NULL),
  ('青穗米', '青穗县出的稻米。从种子、田块到价钱，都在这里。', NULL),
  ('议事会', '桦湾市议事会每月开两次会，旁听席对所有人开放。', NULL),
  ('便民', '办事、就医、出行、停水停电：用得上的消息。', NULL),
  ('更正', '我们写错过什么，怎么改的。', NULL),
  ('은사강', '녹각령에서 시작해 화만시를 지나는 강. 중국어로는 银梭江.', NULL),
  ('안래촌', '은사강 북쪽 기슭, 기러기가 오는 마을. 중국어로는 雁来村.', NULL),
  ('두 언어', '두 말로 사는 사람들의 이야기.', NULL),
  ('Huawan', 'The largest town of Yunlu, on both banks of the Silver Shuttle River.', NULL);

COMMIT;
