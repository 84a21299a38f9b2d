-- 45_links.sql: the foot of the page in each language, friendly sites, the app, and the boxes of services,
-- hotline and plaza. Kinds and their places: see column kind of table link.

START TRANSACTION;

INSERT INTO link (name, url, kind, sort_order, language) VALUES
  ('关于我们', '/page/about/', 'footer', 10, 'zh-Hans'),
  ('联系方式', '/page/contact/', 'footer', 20, 'zh-Hans'),
  ('隐私说明', '/page/privacy/', 'footer', 40, 'zh-Hans'),
  ('无障碍说明', '/page/accessibility/', 'footer', 50, 'zh-Hans'),
  ('소개', '/page/about-ko/', 'footer', 10, 'ko'),
  ('연락처', '/page/contact-ko/', 'footer', 20, 'ko'),
  ('저작권', '/page/copyright-ko/', 'footer', 30, 'ko'),
  ('개인정보', '/page/privacy-ko/', 'footer', 40, 'ko'),
  ('접근성', '/page/accessibility-ko/', 'footer', 50, 'ko'),
  ('About', '/page/about-en/', 'footer', 10, 'en'),
  ('云鹿州政务网', 'https://www.yunlu.example/', 'friend', 10, ''),
  ('桦湾晚报', 'https://evening.huawan.example/', 'friend', 20, ''),
  ('银梭江水文站', 'https://hydro.yunlu.example/', 'friend', 30, ''),
  ('云鹿广播', 'https://radio.yunlu.example/', 'friend', 40, ''),
  ('桦湾市图书馆', 'https://library.huawan.example/', 'friend', 50, ''),
  ('青穗合作社', 'https://coop.qingsui.example/', 'friend', 60, ''),
  ('云鹿在线客户端', '/page/app/', 'app', 10, 'zh-Hans'),
  ('운록온라인 앱', '/page/app-ko/', 'app', 10, 'ko');

-- What people come for: on the front page.
INSERT INTO link (name, url, kind, sort_order, language) VALUES
  ('水位与雾情', '/news/life/weather/', 'service', 10, 'zh-Hans'),
  ('路况与渡轮', '/news/life/traffic/', 'service', 20, 'zh-Hans'),
  ('今晨菜价', '/market/prices/', 'service', 30, 'zh-Hans'),
  ('夜间就医', '/tag/%E5%81%A5%E5%BA%B7/', 'service', 40, 'zh-Hans'),
  ('办事指南', '/guide/', 'service', 50, 'zh-Hans'),
  ('议事旁听', '/news/affairs/council/', 'service', 60, 'zh-Hans'),
  ('생활정보', '/tag/%EC%83%9D%ED%99%9C%EC%A0%95%EB%B3%B4/', 'service', 10, 'ko'),
  ('길·물·날씨', '/hangul/sosik/', 'service', 20, 'ko'),
  ('Crossing the river', '/english/', 'service', 10, 'en');

-- The hotline's box: ways to reach somebody who answers.
INSERT INTO link (name, url, kind, sort_order, language) VALUES
  ('报料与求助怎么打', '/page/contact/', 'hotline', 10, 'zh-Hans'),
  ('十二个常用号码', '/guide/', 'hotline', 20, 'zh-Hans'),
  ('来信与回音', '/opinion/letters/', 'hotline', 30, 'zh-Hans'),
  ('제보와 문의', '/page/contact-ko/', 'hotline', 10, 'ko'),
  ('독자 편지', '/hangul/saenggak/', 'hotline', 20, 'ko');

-- The plaza's box: what neighbours tell each other.
INSERT INTO link (name, url, kind, sort_order, language) VALUES
  ('招聘求职', '/plaza/jobs/', 'plaza', 10, 'zh-Hans'),
  ('寻物招领', '/plaza/lost/', 'plaza', 20, 'zh-Hans'),
  ('活动集会', '/plaza/events/', 'plaza', 30, 'zh-Hans'),
  ('全部信息', '/plaza/', 'plaza', 40, 'zh-Hans'),
  ('정보 광장', '/plaza/', 'plaza', 10, 'ko');

COMMIT;
