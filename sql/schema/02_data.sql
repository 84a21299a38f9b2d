-- 02_data.sql: first segments of addresses that belong to the portal or to the web server, and the gates of tags.

INSERT INTO reserved_word (word) VALUES
  ('m'), ('tag'), ('tags'), ('latest'), ('archive'), ('search'), ('hotline'), ('copyright'), ('plaza'), ('page'),
  ('media'), ('account'), ('feed'), ('feed.xml'), ('rss'), ('sitemap'), ('sitemap.xml'), ('themes'),
  ('error'), ('manual'), ('assets'), ('api'), ('static'), ('favicon.ico'), ('robots.txt'),
  ('preview'), ('newsportal-status'), ('server-status'), ('server-info'), ('icons'), ('cgi-bin'), ('pictures'),
  ('admin'), ('login'), ('index'), ('health');

INSERT INTO tag_gate (gate)
  WITH RECURSIVE digit (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM digit WHERE n < 31)
  SELECT high.n * 32 + low.n FROM digit AS high JOIN digit AS low ORDER BY 1;
