-- content.sql - the portal that tests/http reads: an invented town on an invented river.
-- Entered as an editor would, through the tables and their triggers. Ids and dates are fixed, so
-- that a test can name a page; what a test changes it puts back.

INSERT INTO channel (id, name, code, parent, sort_order, language, description, notice) VALUES
  (1, '新闻', 'news', NULL, 10, '', '长河市每天发生的事。', ''),
  (2, '本地', 'city', 'news', 10, '', '', ''),
  (3, '江河', 'river', 'city', 10, '', '水位、航运与两岸生活。', ''),
  (4, '文化', 'culture', NULL, 20, '', '', ''),
  (5, '한국어', 'koreo', NULL, 30, 'ko', '강변 도시의 소식을 한국어로 전합니다.', ''),
  (6, 'English', 'english', NULL, 40, 'en', 'News from the river town in English.', ''),
  (7, '资料库', 'records', NULL, 50, '', '', ''),
  (8, '空栏目', 'empty', NULL, 60, '', '', ''),
  (9, '公告', 'board', NULL, 70, '', '', '公告栏转载须注明出处,电话 {phone}。');

INSERT INTO source (name, url) VALUES ('沿江日报', 'https://daily.example/');

INSERT INTO media (id, title, path, alt, caption, credit, width, height, focus_x, focus_y) VALUES
  (1, '长河大桥', 'pictures/bridge.svg', '雨后的长河大桥', '通车首日的长河大桥', '摄影:林一舟', 1600, 900, 300, 700);

INSERT INTO tag (name, description, alias_of) VALUES
  ('大桥', '与长河大桥有关的报道。', NULL),
  ('桥梁', '', '大桥'),
  ('Wi-Fi', '无线网络', NULL);

INSERT INTO article (id, title, title_short, title_kicker, channel, body, body_format, summary, tags, cover, state,
                     published_at, source, author, editor, language, translation_group, notice) VALUES
  (1, '长河大桥正式通车 两岸往来只需五分钟', '长河大桥通车', '民生工程', 'river',
   '长河大桥18日清晨正式通车。首班公交车驶过江面时,桥上已站满了来看日出的市民。\n\n大桥全长2.4公里,双向六车道,两侧设有步行道。\n\n“以前过江要坐二十分钟的渡船。”家住南岸的王素云说。',
   'text', '历时四年建设,长河大桥18日清晨正式通车。', '大桥,交通, 民生、Wi-Fi', 1, 'live',
   '2024-05-18 06:22:00', '沿江日报', '林一舟', '何知远', '', 500, ''),
  (2, 'Markdown 写成的图书馆夜读指南', '', '', 'culture',
   '## 开放时间\n\n图书馆**每晚**开放到十点。\n\n- 一楼:报刊\n- 二楼:地方文献\n\n| 楼层 | 座位 |\n|---|---|\n| 一楼 | 120 |\n| 二楼 | 80 |\n\n详见[馆方说明](https://library.example/hours)。',
   'markdown', '', '图书馆,阅读', NULL, 'live', '2024-05-17 20:00:00', '长河市图书馆', '', '', '', NULL, ''),
  (3, 'HTML 写成的集市见闻', '', '', 'city',
   '<h1>早市</h1><p onclick="alert(1)">天<b>没亮</b>,<a href="javascript:alert(2)">鱼市</a>已经<a href="/tag/%E5%A4%A7%E6%A1%A5/">开张</a>。<script>alert(3)</script><p>第二段<img src="/pictures/bridge.svg" alt="桥"><table><tr><td>鲤鱼<td>12元</table><iframe src="https://evil.example/"></iframe>',
   'html', '集市上的早晨。', '集市', NULL, 'live', '2024-05-16 05:30:00', '', '周晓', '', '', NULL, '本篇图片归集市所有,请勿转载。'),
  (4, '장강 대교 개통, 강 건너기 5분이면 충분', '', '', 'koreo',
   '장강 대교가 18일 새벽 개통했다.\n\n시민들은 다리 위에서 해돋이를 맞았다.', 'text',
   '4년 만에 대교가 개통했다.', '대교,교통', NULL, 'live', '2024-05-18 07:00:00', '강변통신', '김하나', '', '', 500, ''),
  (5, 'Bridge opens: crossing the river takes five minutes', '', '', 'english',
   'The bridge opened at dawn on the 18th.\n\nPeople watched the sun rise from its walkways.', 'text',
   'After four years the bridge is open.', 'bridge,traffic', NULL, 'live', '2024-05-18 07:30:00',
   'River Wire', 'Ann Lee', '', '', 500, ''),
  (6, '公告:五月停水安排', '', '', 'board', '五月二十日,北岸停水两小时。', 'auto', '', '公告', NULL, 'live',
   '2024-05-15 09:00:00', '', '', '', '', NULL, ''),
  (7, '<script>alert("title")</script> & "引号" </title>', '', '', 'culture',
   '1 < 2 && 3 > 2\n\n<b>not markup</b>', 'text', '<img src=x onerror=alert(1)>', '<i>斜体,a"b&lt', NULL, 'live',
   '2024-05-14 12:00:00', '<source>', '<author>', '', '', NULL, '<notice> {phone} {unknown}'),
  (8, '将被转移栏目的文章', '', '', 'culture', '搬家之前。', 'text', '', '搬家', NULL, 'live',
   '2024-05-13 12:00:00', '', '', '', '', NULL, ''),
  (10, '草稿不可见', '', '', 'news', '秘密草稿正文', 'text', '', '草稿标签', NULL, 'draft', '2024-05-01 08:00:00', '', '', '', '', NULL, ''),
  (11, '待审不可见', '', '', 'news', '秘密待审正文', 'text', '', '', NULL, 'review', '2024-05-01 08:00:00', '', '', '', '', NULL, ''),
  (12, '预定在未来发布', '', '', 'news', '秘密未来正文', 'text', '', '未来标签', NULL, 'live', '2099-01-01 08:00:00', '', '', '', '', NULL, ''),
  (14, '已撤回的报道', '', '', 'news', '秘密撤回正文', 'text', '', '', NULL, 'withdrawn', '2024-05-01 08:10:00', '', '', '', '', NULL, ''),
  (15, '应权利人要求删除', '', '', 'news', '秘密删除正文', 'text', '', '删除标签', NULL, 'live', '2024-05-01 08:20:00', '', '', '', '', NULL, ''),
  (16, '删除且不公开权利人', '', '', 'news', '秘密删除正文二', 'text', '', '', NULL, 'live', '2024-05-01 08:30:00', '', '', '', '', NULL, '');

INSERT INTO article (id, title, channel, body, state, published_at, expires_at) VALUES
  (13, '已到期的活动预告', 'news', '秘密到期正文', 'live', '2024-05-01 08:00:00', '2024-05-02 08:00:00');

-- 47 articles in ten groups of the same second: a position without the id would lose some.
INSERT INTO article (id, title, channel, body, tags, state, published_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 47)
SELECT 1000 + i, CONCAT('资料第', i, '号'), 'records', CONCAT('第', i, '号资料的正文。'), '档案', 'live',
       '2023-03-01 08:00:00' + INTERVAL (i DIV 5) MINUTE
FROM n;

INSERT INTO removal (item_kind, item_id, cause, claimant, claimant_public) VALUES
  ('article', 15, '图片著作权人要求删除', '河图影像社', 1),
  ('article', 16, '当事人隐私', '不可公开的姓名', 0);

INSERT INTO slot (code, name, channel, capacity) VALUES ('headline', '头条', '', 3), ('news-top', '新闻置顶', 'news', 2);
INSERT INTO placement (slot, article_id, title, position, visible_from, visible_until) VALUES
  ('headline', 2, '', 1, NULL, NULL),
  ('headline', 1, '大桥头条替换标题', 2, NULL, NULL),
  ('headline', 13, '到期者不应出现', 3, NULL, NULL),
  ('news-top', 3, '', 1, NULL, NULL),
  ('news-top', 1, '时限已过', 2, NULL, '2024-06-01 00:00:00');

INSERT INTO page (code, title, body, body_format, language, state) VALUES
  ('about', '关于我们', '## 我们是谁\n\n长河市的新闻门户。', 'markdown', '', 'live'),
  ('annai', '안내', '강변 도시 신문입니다.', 'text', 'ko', 'live'),
  ('copyright', '版权声明与侵权通知', '权利人请写明作品、所在页面与联系方式。', 'text', '', 'live'),
  ('secret', '未发布页', '秘密静态页', 'text', '', 'draft');

INSERT INTO link (name, url, kind, sort_order, language) VALUES
  ('友邻门户', 'https://neighbour.example/', 'friend', 1, ''),
  ('关于我们', '/page/about/', 'footer', 1, '');

INSERT INTO redirect (path_from, path_to, status) VALUES
  ('/old/bridge.htm', '/2024/05/18/1.html', 301),
  ('/old/news', '/news/', 301);

-- The hotline. The session's clock is put back to when each thing was done; limits follow from it.
INSERT INTO region (name, code, sort_order) VALUES ('北岸', 'north', 10), ('南岸', 'south', 20);
INSERT INTO agency (name, code, phone, sort_order, active) VALUES
  ('路政处', 'roads', '', 10, 1), ('供水处', 'water', '', 20, 1), ('旧渡口管理处', 'ferry', '', 30, 0);
SET timestamp = UNIX_TIMESTAMP('2024-05-06 09:00:00');
INSERT INTO hotline_case (id, title, public_text, kind, agency, region) VALUES
  (1, '路灯<b>不亮</b>', '北岸三号路灯\n坏了 & 很黑。', 'complain', 'water', 'north'),
  (2, '早班车能否提前', '五点半可以吗?', 'suggest', 'roads', 'south'),
  (3, '文字隐藏的诉求', '秘密诉求正文', 'help', 'roads', 'north'),
  (4, '仅凭码查询', '秘密凭码正文', 'ask', 'roads', 'north'),
  (5, '完全隐藏', '秘密隐藏正文', 'ask', 'roads', 'north'),
  (6, '未核准', '秘密未核准正文', 'ask', 'roads', 'north');
UPDATE hotline_case SET prominence = 'text_hidden', public_reason = '涉及他人隐私' WHERE id = 3;
UPDATE hotline_case SET prominence = 'code_only', public_reason = '市民要求' WHERE id = 4;
UPDATE hotline_case SET prominence = 'hidden', public_reason = '含有谩骂' WHERE id = 5;
UPDATE hotline_case SET approved_at = '2024-05-06 10:00:00' + INTERVAL id MINUTE WHERE id <= 5;
INSERT INTO hotline_transfer (reason, case_id, to_agency) VALUES ('路灯归路政', 1, 'roads');
UPDATE hotline_case SET state = 'accepted' WHERE id IN (1, 3);
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (1, 'interim', '值班员', '已派人。'), (3, 'interim', '', '秘密答复正文');
SET timestamp = UNIX_TIMESTAMP('2024-05-08 09:00:00');
INSERT INTO hotline_extension (reason, case_id, work_days) VALUES ('等灯泡', 1, 3);
SET timestamp = UNIX_TIMESTAMP('2024-05-09 09:00:00');
INSERT INTO hotline_reply (case_id, kind, role, text) VALUES (1, 'final', '科长', '灯已修好。');
SET timestamp = DEFAULT;

-- The plaza. Notices end by the calendar, so days are counted from today.
SET @today = CURDATE();
SET timestamp = UNIX_TIMESTAMP(@today - INTERVAL 50 DAY + INTERVAL 9 HOUR);
INSERT INTO plaza_notice (id, title, text, category, region, ends_at) VALUES
  (5, '早已过期', '秘密过期正文', 'lost', '', @today - INTERVAL 40 DAY);
INSERT INTO plaza_value (notice_id, field, value) VALUES (5, 'side', '寻物'), (5, 'day', '2024-05-01'), (5, 'place', '桥头');
UPDATE plaza_notice SET state = 'live' WHERE id = 5;
SET timestamp = UNIX_TIMESTAMP(@today - INTERVAL 20 DAY + INTERVAL 9 HOUR);
INSERT INTO plaza_notice (id, title, text, category, region, ends_at) VALUES
  (4, '捡到一把伞', '黑色，木柄。', 'lost', 'south', @today - INTERVAL 1 DAY),
  (6, '已撤下的信息', '秘密撤下正文', 'jobs', 'north', @today + INTERVAL 20 DAY);
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (4, 'side', '招领'), (4, 'day', '2024-05-01'), (4, 'place', '渡口'), (6, 'side', '招聘');
UPDATE plaza_notice SET state = 'live' WHERE id IN (4, 6);
SET timestamp = UNIX_TIMESTAMP(@today - INTERVAL 3 DAY + INTERVAL 9 HOUR);
INSERT INTO plaza_notice (id, title, text, category, region, ends_at) VALUES
  (1, '书店招<b>店员</b>', '周末两天 & 管饭。\n会两种话最好。', 'jobs', 'north', @today + INTERVAL 30 DAY),
  (2, '求职：修钟表', '手稳。', 'jobs', 'south', @today + INTERVAL 30 DAY),
  (3, '招早班帮手', '凌晨三点到七点。', 'jobs', '', @today + INTERVAL 30 DAY),
  (7, '未核准的信息', '秘密未核准正文', 'jobs', '', @today + INTERVAL 30 DAY),
  (8, '被举报的信息', '秘密举报正文', 'jobs', '', @today + INTERVAL 30 DAY);
INSERT INTO plaza_value (notice_id, field, value) VALUES
  (1, 'side', '招聘'), (1, 'pay', '3800.50'), (1, 'people', '2'), (1, 'start', '2026-12-01'), (2, 'side', '求职'),
  (3, 'side', '招聘'), (3, 'pay', '1600'), (7, 'side', '招聘'), (8, 'side', '招聘');
INSERT INTO plaza_contact (notice_id, name, phone, email) VALUES
  (1, '秘密张某', '0400-555-7771', 'secret@plaza.example'), (4, '秘密李某', '0400-555-7772', ''), (8, '秘密王某', '0400-555-7773', '');
UPDATE plaza_notice SET state = 'live' WHERE id = 1;
SET timestamp = UNIX_TIMESTAMP(@today - INTERVAL 3 DAY + INTERVAL 10 HOUR);
UPDATE plaza_notice SET state = 'live' WHERE id = 2;
SET timestamp = UNIX_TIMESTAMP(@today - INTERVAL 3 DAY + INTERVAL 11 HOUR);
UPDATE plaza_notice SET state = 'live' WHERE id IN (3, 8);
UPDATE plaza_notice SET state = 'withdrawn' WHERE id = 6;
UPDATE plaza_tally SET is_hidden = 1, reports = 3 WHERE notice_id = 8;
SET timestamp = DEFAULT;

-- The copyright desk: one claim decided, two that nobody has looked at. The contacts are in no byte of any answer.
SET timestamp = UNIX_TIMESTAMP('2024-05-06 09:00:00');
INSERT INTO claim (id, work, right_kind, statement, claimant, claimant_public, source) VALUES
  (1, '秘密作品名', 'copyright', '秘密陈述', '=公开影社', 1, 'letter'),
  (2, '秘密照片', 'portrait', '秘密陈述', '秘密未核权利人', 1, 'phone');
INSERT INTO claim_item (address, claim_id) VALUES ('/2024/05/18/1.html', 1), ('/nowhere', 1), ('/2024/05/17/2.html', 1);
CALL claim_contact_add(1, '秘密联系人', '13912345678', 'canary@claimant.example');
SET timestamp = UNIX_TIMESTAMP('2024-05-07 09:00:00');
INSERT INTO claim (id, work, right_kind, statement, claimant, claimant_public, source) VALUES
  (3, '秘密', 'other', '秘密陈述', '秘密不公开者', 0, 'letter');
SET timestamp = UNIX_TIMESTAMP('2024-05-08 10:00:00');
UPDATE claim SET state = 'rejected', cause = '系本站自摄' WHERE id = 1;
SET timestamp = DEFAULT;
