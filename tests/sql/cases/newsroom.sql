-- The newsroom in which every case of this folder begins. `-- as NAME` says who types what follows.
-- as root
INSERT INTO channel (id, name, code, parent) VALUES (1, '新闻', 'news', NULL), (4, '生活', 'life', NULL);
INSERT INTO channel (id, name, code, parent) VALUES (2, '本地', 'local', 'news'), (7, '美食', 'food', 'life');
INSERT INTO channel (id, name, code, parent) VALUES (3, '社区', 'area', 'local');
INSERT INTO channel (id, name, code, review_levels) VALUES (5, '一审', 'one', 1), (6, '二审', 'two', 2);
INSERT INTO staff (name, account, channels) VALUES ('李编辑', 'editor@localhost', ''), ('周末班', 'desk', '生活');
INSERT INTO word (word, action, replacement, scope) VALUES ('黑词', 'block', '', 'all'), ('题黑', 'block', '', 'title'),
  ('提示词', 'warn', '', 'all'), ('登陆网站', 'replace', '登录网站', 'all'), ('BadWord', 'warn', '', 'body');
INSERT INTO media (id, title, path, alt) VALUES (1, '图', 'pictures/a.jpg', '一座桥'), (2, '无说明', 'pictures/b.jpg', '');
INSERT INTO media (id, title, path, alt, licence_until) VALUES (3, '到期', 'pictures/c.jpg', '一条江', '2020-01-01');
INSERT INTO slot (name, code, channel) VALUES ('头条', 'lead', ''), ('生活头条', 'life-lead', 'life'), ('新闻头条', 'news-lead', 'news');
INSERT INTO source (name, url) VALUES ('晚报', 'https://evening.example/');
INSERT INTO tag (id, name, description, alias_of) VALUES (1, '长江', '大江', NULL), (2, '扬子江', '', '长江');
INSERT INTO page (title, code, body, state) VALUES ('关于', 'about', '我们', 'live');
INSERT INTO link (id, name, url) VALUES (1, '关于', '/page/about/'), (2, '本地', '/news/local/'), (3, '友邻', 'https://neighbour.example/');
INSERT INTO redirect (path_from, path_to) VALUES ('/old/', '/news/'), ('/taken/', '/news/');
INSERT INTO agency (name, code) VALUES ('路政处', 'roads'), ('水务处', 'water');
INSERT INTO agency (name, code, active) VALUES ('旧局', 'gone', 0);
INSERT INTO region (name, code) VALUES ('桦湾', 'huawan');
INSERT INTO staff (account, agencies) VALUES ('officer', '路政处'), ('supervisor', '*');
INSERT INTO hotline_case (id, title, public_text, kind, agency, received_at) VALUES (1, '新件', '甲', 'ask', 'roads', NOW()), (2, '在办', '乙', 'complain', 'roads', NOW()), (3, '别家', '丙', 'ask', 'water', NOW()), (4, '已答', '丁', 'ask', 'roads', NOW()), (5, '无主', '戊', 'ask', '', NOW()), (6, '逾期', '己', 'ask', 'roads', '2024-01-02'), (7, '督办', '庚', 'ask', 'roads', NOW());
UPDATE hotline_case SET state = 'accepted' WHERE id = 2;
UPDATE hotline_case SET state = 'supervised' WHERE id = 7;
INSERT INTO hotline_person (case_id, name, phone, title_original, text_original) VALUES (1, '张', '13800000000', '新件', '甲原文'), (3, '李', '13900000000', '别家', '丙原文');
INSERT INTO hotline_reply (id, text, case_id, kind) VALUES (1, '已经修好', 4, 'final');
INSERT INTO claim (id, work, statement, claimant) VALUES (1, '一幅照片', '是我拍的', '某人');
INSERT INTO claim_contact (claim_id, name, phone) VALUES (1, '某人', '13700000000');
INSERT INTO claim_counter (id, statement, claim_id, addresses) VALUES (1, '供稿人有授权', 1, '/pictures/a.jpg');
INSERT INTO claim_counter_contact (counter_id, name, phone) VALUES (1, '许某', '13700000001');
INSERT INTO plaza_notice (id, title, text, category, ends_at) VALUES (1, '修车', '上门修车', 'services', NOW() + INTERVAL 10 DAY), (2, '招人', '招两人', 'jobs', NOW() + INTERVAL 10 DAY);
INSERT INTO plaza_value (notice_id, field, value) VALUES (1, 'price', '30');
UPDATE plaza_notice SET state = 'live' WHERE id = 1;
INSERT INTO plaza_contact (notice_id, name, phone) VALUES (1, '王', '13600000000');
INSERT INTO plaza_report (id, reason, notice_id, reported_at) VALUES (1, '假的', 1, NOW());
-- as reporter
INSERT INTO article (id, title, channel, body, tags) VALUES (11, '草稿', 'news', '正文', '长江');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (12, '待审', 'news', '正文', 'review', '2021-01-01 10:00:00');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (21, '一审稿', 'one', '正文', 'review', '2021-01-01');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (31, '二审稿', 'two', '正文', 'review', '2021-01-01');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (32, '二审稿', 'two', '正文', 'review', '2021-01-01');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (33, '二审稿', 'two', '正文', 'review', '2021-01-01');
-- as editor
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (13, '已发', 'news', '正文', 'live', '2021-01-01 10:00:00');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (14, '已撤', 'news', '正文', 'live', '2021-01-01 10:00:00');
UPDATE article SET state = 'withdrawn' WHERE id = 14;
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (15, '定时', 'news', '正文', 'live', '2099-01-01 10:00:00');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (22, '一审稿', 'one', '正文', 'review', '2021-01-01');
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (23, '一审稿', 'one', '正文', 'review', '2021-01-01');
INSERT INTO article (id, title, channel, body, published_at) VALUES (24, '一审草稿', 'one', '正文', '2021-01-01');
UPDATE article SET reviewed = 1 WHERE id = 32;
UPDATE article SET reviewed = 1 WHERE id = 33;
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (41, '生活', 'life', '正文', 'live', '2021-01-01');
INSERT INTO article (id, title, channel, body, published_at, source) VALUES (51, '转载缺项', 'news', '正文', '2021-01-01', '晚报');
INSERT INTO article (id, title, channel, body, published_at, source, source_url, author, title_original)
  VALUES (52, '转载齐全', 'news', '正文', '2021-01-01', '晚报', 'https://evening.example/1', '某记者', '原题');
INSERT INTO article (id, title, channel, body, published_at) VALUES (61, '词稿', 'news', '这里有黑词。', '2021-01-01');
INSERT INTO article (id, title, channel, body, published_at) VALUES (62, '空稿', 'news', '', NULL);
INSERT INTO placement (id, slot, article_id) VALUES (1, 'lead', 13), (2, 'life-lead', 41), (3, 'lead', 14);
INSERT INTO correction (id, text, article_id) VALUES (1, '改正一处', 13);
-- as chief
UPDATE article SET reviewed = 1 WHERE id = 23;
INSERT INTO article (id, title, channel, body, state, published_at) VALUES (63, '链接稿', 'news', '见 /2021/01/01/14.html 与 /2021/01/01/13.html', 'live', '2021-01-01');
-- as desk
INSERT INTO article (id, title, channel, body) VALUES (42, '生活草稿', 'food', '正文');
