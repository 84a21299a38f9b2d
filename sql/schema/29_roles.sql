-- 29_roles.sql: who may do what at the desks. May be run again at any time. On top of 08_roles.sql.
--
-- Nobody has a right to a table with personal data; see 29_desk_views.sql for who reads what through views. Columns that the rules keep
-- are left out of the rights to update, so that no tool can write them. Not of those to insert: phpMyAdmin sends every column of a new row,
-- and would be refused; the triggers fill those columns themselves, whatever was sent (portal_by_hand).

CREATE ROLE IF NOT EXISTS newsportal_sender;

-- Officers answer the hotline.
GRANT SELECT ON agency        TO newsportal_officer;
GRANT SELECT ON region        TO newsportal_officer;
GRANT SELECT ON hotline_kind  TO newsportal_officer;
GRANT SELECT ON work_calendar TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_inbox    TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_due      TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_overdue  TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_mine     TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_person   TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_note     TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_thread   TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_league   TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_case_history  TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_hotline_reply_history TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_claim_contact    TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_claim_counter_contact TO newsportal_officer;
GRANT SELECT, SHOW VIEW ON v_plaza_contact    TO newsportal_officer;
GRANT SELECT, SHOW VIEW, UPDATE (title, public_text, kind, agency, region, state, prominence, public_reason, approved_at, handler)
  ON v_hotline_case TO newsportal_officer;
GRANT SELECT, SHOW VIEW, INSERT, UPDATE (text, office, role, is_template)
  ON v_hotline_reply TO newsportal_officer;
GRANT SELECT, SHOW VIEW, INSERT ON v_hotline_transfer  TO newsportal_officer;
GRANT SELECT, SHOW VIEW, INSERT ON v_hotline_extension TO newsportal_officer;
GRANT EXECUTE ON PROCEDURE hotline_by_phone TO newsportal_officer;
-- Tools describe a view before they show it, and MariaDB asks for the right to functions in it then. They tell nothing of others.
GRANT EXECUTE ON FUNCTION portal_agencies      TO newsportal_officer;
GRANT EXECUTE ON FUNCTION portal_work_days     TO newsportal_officer;
GRANT EXECUTE ON FUNCTION portal_add_work_days TO newsportal_officer;

-- Editors moderate: what readers see of cases and notices, never who somebody is.
GRANT SELECT ON agency        TO newsportal_editor;
GRANT SELECT ON region        TO newsportal_editor;
GRANT SELECT ON hotline_kind  TO newsportal_editor;
GRANT SELECT ON work_calendar TO newsportal_editor;
GRANT SELECT ON hotline_reply     TO newsportal_editor;
GRANT SELECT ON hotline_transfer  TO newsportal_editor;
GRANT SELECT ON hotline_extension TO newsportal_editor;
GRANT SELECT ON hotline_rating    TO newsportal_editor;
GRANT SELECT ON hotline_tally     TO newsportal_editor;
GRANT SELECT, SHOW VIEW ON v_hotline_league  TO newsportal_editor;
GRANT SELECT, UPDATE (title, public_text, kind, agency, region, state, prominence, public_reason, approved_at)
  ON hotline_case TO newsportal_editor;
GRANT SELECT ON plaza_category TO newsportal_editor;
GRANT SELECT ON plaza_field    TO newsportal_editor;
GRANT SELECT ON plaza_tally    TO newsportal_editor;
GRANT SELECT, INSERT,
      UPDATE (title, text, region, ends_at, state, state_reason, cover, language) ON plaza_notice TO newsportal_editor;
GRANT SELECT, INSERT, UPDATE, DELETE ON plaza_value TO newsportal_editor;
GRANT SELECT, UPDATE (checked) ON plaza_report TO newsportal_editor;
GRANT SELECT, SHOW VIEW ON v_plaza_inbox   TO newsportal_editor;
GRANT SELECT, SHOW VIEW ON v_plaza_reports TO newsportal_editor;
GRANT EXECUTE ON PROCEDURE plaza_contact_add TO newsportal_editor;

-- Chief editors decide on claims, agencies and categories, and supervise the hotline. Personal data they see where their row in staff says so.
GRANT newsportal_officer TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON agency         TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON region         TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON work_calendar  TO newsportal_chief;
GRANT UPDATE                 ON hotline_kind   TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON plaza_category TO newsportal_chief;
GRANT INSERT, UPDATE, DELETE ON plaza_field    TO newsportal_chief;
GRANT UPDATE (handler) ON hotline_case TO newsportal_chief;
GRANT SELECT, INSERT,
      UPDATE (work, right_kind, statement, claimant, claimant_public, state, cause, counter_statement) ON claim TO newsportal_chief;
GRANT SELECT, INSERT, UPDATE (address, item_kind, item_id), DELETE ON claim_item TO newsportal_chief;
GRANT SELECT, UPDATE (state) ON claim_counter TO newsportal_chief;
GRANT SELECT ON claim_tally     TO newsportal_chief;
GRANT SELECT, SHOW VIEW ON v_claims_open   TO newsportal_chief;
GRANT SELECT, SHOW VIEW ON v_claim_history TO newsportal_chief;
GRANT SELECT, SHOW VIEW ON v_claim_counter TO newsportal_chief;
GRANT EXECUTE ON PROCEDURE claim_contact_add TO newsportal_chief;

GRANT SELECT, SHOW VIEW ON v_outbox          TO newsportal_admin;
GRANT SELECT ON submission_budget TO newsportal_admin;
GRANT EXECUTE ON PROCEDURE forget_personal TO newsportal_admin;
GRANT EXECUTE ON PROCEDURE portal_rebuild_words TO newsportal_admin;

-- The program that sends messages; nothing else knows recipients.
GRANT SELECT ON schema_version TO newsportal_sender;
GRANT EXECUTE ON PROCEDURE outbox_take TO newsportal_sender;
GRANT EXECUTE ON PROCEDURE outbox_done TO newsportal_sender;
GRANT EXECUTE ON PROCEDURE outbox_give_up TO newsportal_sender;
GRANT SELECT ON web_schema_version TO newsportal_sender;
