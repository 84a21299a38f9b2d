-- 08_roles.sql: who may do what, the same on MariaDB and MySQL. May be run again at any time.
--
-- Roles hold for the whole server, their rights only for this database: two portals on one server share the
-- role names, so give people accounts of their own per portal if they must not edit the other one.
-- Nobody here may change tables, drop or truncate: a TRUNCATE would pass by the triggers.
--
-- These three lines are all that a person needs:
--   CREATE USER li@localhost IDENTIFIED BY '...';
--   GRANT newsportal_editor TO li@localhost;
--   SET DEFAULT ROLE newsportal_editor FOR li@localhost;    -- MariaDB
--   SET DEFAULT ROLE newsportal_editor TO li@localhost;     -- MySQL
--
-- Which role somebody has also decides which steps of the workflow are open (table transition, see 03_people.sql), so
-- the same three lines are enough there too; a row in table staff narrows a person to some channels.
--
-- newsportal_web, newsportal_owner and the owner's rights are made by sql/install.sh.

CREATE ROLE IF NOT EXISTS newsportal_reporter;
CREATE ROLE IF NOT EXISTS newsportal_editor;
CREATE ROLE IF NOT EXISTS newsportal_chief;
CREATE ROLE IF NOT EXISTS newsportal_officer;
CREATE ROLE IF NOT EXISTS newsportal_admin;

-- Reporters read what editing needs, and write articles with their pictures, tags and sources.
GRANT SELECT ON channel        TO newsportal_reporter;
GRANT SELECT ON article_tag    TO newsportal_reporter;
GRANT SELECT ON listing        TO newsportal_reporter;
GRANT SELECT ON slot           TO newsportal_reporter;
GRANT SELECT ON placement      TO newsportal_reporter;
GRANT SELECT ON correction     TO newsportal_reporter;
GRANT SELECT ON page           TO newsportal_reporter;
GRANT SELECT ON link           TO newsportal_reporter;
GRANT SELECT ON schema_version TO newsportal_reporter;
GRANT SELECT, INSERT, UPDATE ON article TO newsportal_reporter;
GRANT SELECT, INSERT, UPDATE ON media   TO newsportal_reporter;
GRANT SELECT, INSERT ON tag    TO newsportal_reporter;
GRANT SELECT, INSERT ON source TO newsportal_reporter;

-- What everybody in the newsroom looks at, and calls. Adminer shows a view only to those who may see how it is made, and
-- describe it (for that MariaDB would ask for the right to functions in it too).
GRANT SELECT, SHOW VIEW ON v_today          TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_schedule       TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_review         TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_my_articles    TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_recent_changes TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_preview        TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_problems       TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_article_history    TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_channel_history    TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_tag_history        TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_slot_history       TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_placement_history  TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_correction_history TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_media_history      TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_page_history       TO newsportal_reporter;
GRANT SELECT, SHOW VIEW ON v_link_history       TO newsportal_reporter;
GRANT SELECT ON transition     TO newsportal_reporter;
GRANT SELECT ON word           TO newsportal_reporter;
GRANT SELECT ON problem        TO newsportal_reporter;
GRANT EXECUTE ON PROCEDURE preview         TO newsportal_reporter;
GRANT EXECUTE ON PROCEDURE restore_article TO newsportal_reporter;

-- Editors look after all content.
GRANT newsportal_reporter TO newsportal_editor;
GRANT DELETE ON article TO newsportal_editor;
GRANT DELETE ON media   TO newsportal_editor;
GRANT UPDATE, DELETE ON tag    TO newsportal_editor;
GRANT UPDATE, DELETE ON source TO newsportal_editor;
GRANT INSERT, UPDATE, DELETE ON placement TO newsportal_editor;
GRANT INSERT, UPDATE, DELETE ON correction TO newsportal_editor;
GRANT INSERT, UPDATE, DELETE ON page      TO newsportal_editor;
GRANT INSERT, UPDATE, DELETE ON link      TO newsportal_editor;
GRANT EXECUTE ON PROCEDURE restore_page TO newsportal_editor;
GRANT EXECUTE ON PROCEDURE merge_tag    TO newsportal_editor;
GRANT EXECUTE ON PROCEDURE rename_tag   TO newsportal_editor;

-- Chief editors also decide on channels, slots, removals and old addresses.
GRANT newsportal_editor TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON channel TO newsportal_chief;
GRANT EXECUTE ON PROCEDURE rename_channel TO newsportal_chief;
GRANT EXECUTE ON PROCEDURE check_words    TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON slot    TO newsportal_chief;
-- No DELETE: what was removed and when it came back stays on record (restored_at).
GRANT SELECT, INSERT, UPDATE ON removal TO newsportal_chief;
GRANT SELECT, INSERT, UPDATE, DELETE ON redirect TO newsportal_chief;
GRANT SELECT ON reserved_word TO newsportal_chief;
GRANT SELECT ON channel_place TO newsportal_chief;
GRANT SELECT ON change_log    TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON word TO newsportal_chief;
GRANT UPDATE ON problem              TO newsportal_chief;
GRANT SELECT ON setting              TO newsportal_chief;
GRANT SELECT ON staff                TO newsportal_chief;

-- Officers answer the hotline: 29_roles.sql has the rest of their rights.
GRANT SELECT ON schema_version TO newsportal_officer;

-- Administrators hand the roles out (making accounts is the database administrator's) and rebuild the lists.
GRANT newsportal_chief    TO newsportal_admin WITH ADMIN OPTION;
GRANT newsportal_reporter TO newsportal_admin WITH ADMIN OPTION;
GRANT newsportal_editor   TO newsportal_admin WITH ADMIN OPTION;
GRANT newsportal_officer  TO newsportal_admin WITH ADMIN OPTION;
GRANT INSERT, DELETE ON reserved_word TO newsportal_admin;
GRANT INSERT, UPDATE, DELETE ON staff      TO newsportal_admin;
GRANT INSERT, DELETE ON transition         TO newsportal_admin;
GRANT UPDATE ON setting                    TO newsportal_admin;
GRANT EXECUTE ON PROCEDURE portal_rebuild_listing TO newsportal_admin;
GRANT EXECUTE ON PROCEDURE portal_rebuild_articles TO newsportal_admin;
GRANT EXECUTE ON PROCEDURE portal_rebuild_lists TO newsportal_admin;
