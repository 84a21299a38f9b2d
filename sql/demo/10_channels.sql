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
  ('山水', 'nature', NULL, 40, '银梭江、鹿角岭，步道、候鸟和天气的脾气。');
INSERT INTO channel (name, code, parent, sort_order, description) VALUES
  ('政务', 'affairs', 'news', 10, '州、市、县的决定，以及它们对您意味着什么。'),
  ('民生', 'life', 'news', 20, '路、桥、水、暖、学校和医院。'),
  ('手艺', 'craft', 'culture', 10, '还有人会做的东西，和正在教别人做的人。');
INSERT INTO channel (name, code, sort_order, language, description, notice) VALUES
  ('한국어', 'hangul', 50, 'ko', '운록주의 소식을 우리말로 전합니다.',
   '글과 사진의 저작권에 관한 문의는 {phone}(으)로 전화해 주십시오. 확인한 뒤 바로 조치하겠습니다.');
INSERT INTO channel (name, code, parent, sort_order, language, description) VALUES
  ('마을', 'maeul', 'hangul', 10, 'ko', '강을 따라 흩어진 마을의 살림 이야기.');

INSERT INTO source (name, url) VALUES
  ('银梭江水文站', 'https://hydro.yunlu.example/'),
  ('桦湾晚报', 'https://evening.huawan.example/'),
  ('青穗县农业信息站', '');

INSERT INTO tag (name, description, alias_of) VALUES
  ('银梭江', '自鹿角岭向南穿过桦湾市，全长三百四十公里，一年里有九十天起雾。', NULL),
  ('桦湾老桥', '银梭江上第一座钢桥，关于它的修缮与往事。', NULL),
  ('老桥', '', '桦湾老桥'),
  ('은사강', '녹각령에서 시작해 화만시를 지나는 강. 중국어로는 银梭江.', NULL);

COMMIT;
