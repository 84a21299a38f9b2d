-- 72_claims.sql: twelve claims of rights holders. Ten are decided, one of them for good: the article stays removed (451). Two wait for
-- the copyright desk: set one of them to removed and see. Somebody objects to the one that was removed, by form.

START TRANSACTION;

SET @day = CURDATE();

SET @at = LEAST(@day - INTERVAL 40 DAY + INTERVAL '8:40' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('《雾中渡口》照片一组', 'copyright', '江岸摄影社', 1, 'form',
 '贵站使用的渡口照片与本社社员作品构图相近，请核对来源。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '江岸摄影社', '000-0000-2000');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT('/', MIN(path)), @claim FROM media WHERE title = '雾中渡口';
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 40 HOUR);
UPDATE claim SET state = 'rejected', cause = '经核对，照片由本站人员自行拍摄，原片与拍摄记录俱全。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 29 DAY + INTERVAL '10:15' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('《青穗稻作图谱》插图', 'copyright', '一位农艺绘图者', 0, 'letter',
 '文章配图取自本人书中第三章，未署名。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '一位农艺绘图者', '000-0000-2001');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 3, 1;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20 HOUR);
UPDATE claim SET state = 'hidden' WHERE id = @claim;
UPDATE claim SET state = 'removed' WHERE id = @claim;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 4 DAY);
UPDATE claim SET state = 'restored', cause = '补署作者后恢复。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 38 DAY + INTERVAL '9:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('一张集市合影', 'portrait', '照片中的一位摊主', 0, 'phone',
 '不愿意自己的脸出现在网上，当时没有同意拍照。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '照片中的一位摊主', '000-0000-2002');
INSERT INTO claim_item (address, claim_id) VALUES ('/2019/05/02/88001.html', @claim);
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20 HOUR);
UPDATE claim SET state = 'rejected', cause = '所指页面不属于本站，已告知对方向该站提出。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 24 DAY + INTERVAL '13:20' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('《石磨镇志》节选', 'copyright', '石磨镇志编写组', 1, 'phone',
 '转载超过约定字数，请缩短或删去。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '石磨镇志编写组', '000-0000-2003');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 6, 1;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 40 HOUR);
UPDATE claim SET state = 'hidden' WHERE id = @claim;
UPDATE claim SET state = 'removed' WHERE id = @claim;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5 DAY);
UPDATE claim SET state = 'restored', cause = '按约定删节后恢复。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 34 DAY + INTERVAL '11:30' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('一户人家的门牌与院子', 'privacy', '院子的主人', 0, 'form',
 '照片能看出住址，常有人来敲门。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '院子的主人', '000-0000-2005');
INSERT INTO claim_item (address, claim_id) VALUES ('https://elsewhere.example/yard', @claim);
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20 HOUR);
UPDATE claim SET state = 'rejected', cause = '照片不在本站，已把对方引到刊登的网站。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 21 DAY + INTERVAL '14:10' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('“桦湾晨报”名称与标识', 'trademark', '桦湾晚报', 1, 'letter',
 '读者来信栏把本报名称写错，容易混淆。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '桦湾晚报', '000-0000-2006');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 9, 1;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20 HOUR);
UPDATE claim SET state = 'rejected', cause = '属笔误，已在原文更正，不删文章。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 18 DAY + INTERVAL '19:25' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('《鹿角岭步道手绘地图》', 'copyright', '手绘地图作者', 0, 'form',
 '地图被裁去署名。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '手绘地图作者', '000-0000-2007');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 12, 1;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 40 HOUR);
UPDATE claim SET state = 'hidden' WHERE id = @claim;
UPDATE claim SET state = 'removed' WHERE id = @claim;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 5 DAY);
UPDATE claim SET state = 'restored', cause = '补回署名后恢复。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 14 DAY + INTERVAL '7:50' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('一段采访录音的文字稿', 'other', '受访者', 0, 'phone',
 '有一句话不是我说的。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '受访者', '000-0000-2008');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 15, 1;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20 HOUR);
UPDATE claim SET state = 'rejected', cause = '核对录音，该句属实；已补上前后文。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 9 DAY + INTERVAL '12:05' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('《江边日记》三则', 'copyright', '宋蕴', 1, 'letter',
 '请确认转载授权的期限。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '宋蕴', '000-0000-2009');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 18, 1;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20 HOUR);
UPDATE claim SET state = 'rejected', cause = '授权仍在期内，双方已书面确认。' WHERE id = @claim;

SET @at = LEAST(@day - INTERVAL 7 DAY + INTERVAL '9:40' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('《一组老照片里的桦湾》中的八张照片', 'copyright', '桦湾照相馆后人', 1, 'letter',
 '八张照片都是祖父拍的，底片还在我家里。刊登以前没有人来问过。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '桦湾照相馆后人', '000-0000-2004');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE title = '一组老照片里的桦湾';
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 3 HOUR);
UPDATE claim SET state = 'hidden' WHERE id = @claim;
SET timestamp = UNIX_TIMESTAMP(@at + INTERVAL 20 HOUR);
UPDATE claim SET state = 'removed', cause = '照片的权利人来函：刊登未经许可。' WHERE id = @claim;
INSERT INTO claim_counter (statement, claim_id, addresses, received_at)
  SELECT '八张里有三张是我父亲拍的，一九八四年登过厂报，报纸还在。请把这三张留下。', i.claim_id, i.address, @at + INTERVAL 3 DAY FROM claim_item AS i WHERE i.claim_id = @claim;
SET @counter = LAST_INSERT_ID();
INSERT INTO claim_counter_contact (counter_id, name, phone) VALUES (@counter, '供稿人 老厂职工子女', '000-0000-2012');

SET @at = LEAST(@day - INTERVAL 1 DAY + INTERVAL '8:40' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('一幅儿童画', 'copyright', '小画家的母亲', 0, 'form',
 '画是孩子投的稿，现在不想再展示。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '小画家的母亲', '000-0000-2010');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 21, 1;

SET @at = LEAST(@day - INTERVAL 0 DAY + INTERVAL '10:15' HOUR_MINUTE, FROM_UNIXTIME(UNIX_TIMESTAMP(SYSDATE())) - INTERVAL 10 MINUTE);
SET timestamp = UNIX_TIMESTAMP(@at);
INSERT INTO claim (work, right_kind, claimant, claimant_public, source, statement) VALUES
('《浮桥夜色》照片', 'copyright', '一位读者', 0, 'phone',
 '照片疑似我的作品，请查证来源。');
SET @claim = LAST_INSERT_ID();
INSERT INTO claim_contact (claim_id, name, phone) VALUES (@claim, '一位读者', '000-0000-2011');
INSERT INTO claim_item (address, claim_id)
  SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), id, '.html'), @claim FROM article WHERE state = 'live' ORDER BY published_at, id LIMIT 24, 1;

SET timestamp = DEFAULT;
COMMIT;
