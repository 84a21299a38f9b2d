-- 39_reprints.sql: stories that come from elsewhere: source, address, author, and the title they had there.
--
-- After the stories themselves, because a newsroom may demand that a reprint names all of this before it
-- goes live, the original title first; databases before that rule have no column for it.

START TRANSACTION;

SET @known = (SELECT COUNT(*) FROM information_schema.columns
              WHERE table_schema = DATABASE() AND table_name = 'article' AND column_name = 'title_original');
SET @original = IF(@known, 'UPDATE article SET title_original = ? WHERE id = ?', 'DO ?, ?');
PREPARE original FROM @original;

SET @id = (SELECT id FROM article WHERE title LIKE '银梭江下游明晨有雾%'), @was = '桦湾至石磨段雾情通告（第七十一号）';
EXECUTE original USING @was, @id;
UPDATE article SET author = '闵泰石', source = '银梭江水文站', source_url = 'https://hydro.yunlu.example/notices/fog' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '桦湾站水位二百一十四米%'), @was = '桦湾站实时水情';
EXECUTE original USING @was, @id;
UPDATE article SET author = '闵泰石', source = '银梭江水文站', source_url = 'https://hydro.yunlu.example/now/' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '내일 새벽 짙은 안개%'), @was = '화만~석마진 안개 알림';
EXECUTE original USING @was, @id;
UPDATE article SET author = '민태석', source = '은사강수문소', source_url = 'https://hydro.yunlu.example/ko/notices/fog' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '鹿角岭隧道单侧放行%'), @was = '鹿角岭隧道照明更换期间的通行安排';
EXECUTE original USING @was, @id;
UPDATE article SET author = '州交通服务台值班员', source = '州交通服务台', source_url = 'https://road.yunlu.example/now/' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '一周警务%'), @was = '本周警务情况';
EXECUTE original USING @was, @id;
UPDATE article SET author = '警务处值班室', source = '桦湾市警务处', source_url = 'https://police.huawan.example/weekly/' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '昨夜走失的九旬老人%'), @was = '寻人启事（已找到）';
EXECUTE original USING @was, @id;
UPDATE article SET author = '警务处值班室', source = '桦湾市警务处', source_url = 'https://police.huawan.example/found/' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '一袋青穗米%'), @was = '跟着一袋米走九天：青穗米成本调查';
EXECUTE original USING @was, @id;
UPDATE article SET source = '青穗县农业信息站', source_url = 'https://farm.qingsui.example/rice/cost' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '今晨石磨早市价格%'), @was = '早市价格抄录';
EXECUTE original USING @was, @id;
UPDATE article SET author = '市场管理站', source = '石磨镇市场管理站', source_url = 'https://market.shimo.example/today' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '昨晨早市价格%'), @was = '早市价格抄录';
EXECUTE original USING @was, @id;
UPDATE article SET author = '市场管理站', source = '石磨镇市场管理站', source_url = 'https://market.shimo.example/yesterday' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '同一张桌子，两种台词%'), @was = '《门槛》加演';
EXECUTE original USING @was, @id;
UPDATE article SET source = '桦湾晚报', source_url = 'https://evening.huawan.example/culture/threshold' WHERE id = @id;

SET @id = (SELECT id FROM article WHERE title LIKE '档案馆一本受潮的工资簿%'), @was = '一本工资簿';
EXECUTE original USING @was, @id;
UPDATE article SET source = '桦湾晚报', source_url = 'https://evening.huawan.example/culture/payroll' WHERE id = @id;

DEALLOCATE PREPARE original;

COMMIT;
