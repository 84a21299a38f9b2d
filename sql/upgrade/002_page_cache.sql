-- 002_page_cache.sql: where in a list something changed, and an index for pruning what ended long ago. May be run
-- again: each change is made only where it is missing. The new triggers, views and the new function come with
-- schema/03 and later, which the installer runs next.

SET @step = (SELECT IF(COUNT(*) = 0,
  'ALTER TABLE change_log ADD COLUMN position DATETIME NULL DEFAULT NULL COMMENT ''位置 / Position [automatic; for a list: publishing time of the row that came, went or ends at another time; empty: the whole list]'' AFTER item',
  'DO 0')
  FROM information_schema.columns
  WHERE table_schema = DATABASE() AND table_name = 'change_log' AND column_name = 'position');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @step = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE listing ADD KEY expires_at (expires_at)', 'DO 0')
  FROM information_schema.statistics
  WHERE table_schema = DATABASE() AND table_name = 'listing' AND index_name = 'expires_at');
PREPARE step FROM @step;
EXECUTE step;
DEALLOCATE PREPARE step;
