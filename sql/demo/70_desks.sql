-- 70_desks.sql: agencies and regions of 云鹿州, and whose cases the demo's officer answers. Loaded by the account that
-- installed the portal, as the other files of the desks are.

START TRANSACTION;

INSERT INTO region (name, code, sort_order) VALUES
  ('桦湾市', 'huawan', 10),
  ('青穗县', 'qingsui', 20),
  ('石磨镇', 'shimo', 30),
  ('雁来村', 'yanlai', 40),
  ('鹿角岭', 'lujiao', 50);

INSERT INTO agency (name, code, phone, sort_order) VALUES
  ('桦湾市道路桥梁养护所', 'roads', '0999-600-1101', 10),
  ('桦湾市供排水处', 'water', '0999-600-1102', 20),
  ('州交通服务台', 'transit', '0999-600-1103', 30),
  ('石磨镇市场管理站', 'market', '0999-600-1104', 40),
  ('青穗县农业服务中心', 'farm', '0999-600-1105', 50),
  ('州教育处', 'school', '0999-600-1106', 60),
  ('州卫生服务处', 'health', '0999-600-1107', 70),
  ('州政务服务中心', 'affairs', '0999-600-1108', 80);

-- demo_officer works for two of them, demo_copyright at the copyright desk; demo_admin supervises, and sees what the desks of copyright
-- and plaza must not show.
REPLACE INTO staff (name, account, agencies) VALUES
  ('池成俊', 'demo_officer@localhost', 'roads,water'), ('版权窗口', 'demo_copyright@localhost', 'copyright'), ('督办室', 'demo_admin@localhost', '*');

COMMIT;
