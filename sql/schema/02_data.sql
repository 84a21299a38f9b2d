-- 02_data.sql: first segments of addresses that belong to the portal or to the web server.

INSERT INTO reserved_word (word) VALUES
  ('m'), ('tag'), ('tags'), ('latest'), ('search'), ('hotline'), ('copyright'), ('plaza'), ('page'),
  ('media'), ('account'), ('feed'), ('feed.xml'), ('rss'), ('sitemap'), ('sitemap.xml'), ('themes'),
  ('error'), ('manual'), ('assets'), ('api'), ('static'), ('favicon.ico'), ('robots.txt'),
  ('newsportal-status'), ('server-status'), ('server-info'), ('icons'), ('cgi-bin'), ('pictures'),
  ('admin'), ('login'), ('index'), ('health');
