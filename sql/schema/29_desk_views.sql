-- 29_desk_views.sql: what officers, editors and the web account see of the desks. May be run again at any time.
--
-- People (v_...): an officer's row in table staff, column agencies, decides what the v_hotline_... views show: cases of those agencies, with
-- '*' all. The views with personal data show nothing to anybody whose row names no agency (for claims: copyright; for notices:
-- plaza). v_hotline_case, _reply, _transfer and _extension are also what officers write to: answering is a row in
-- v_hotline_reply (text, case_id, kind; it shows the replies of one's own agency, v_hotline_thread those of all), "not ours" a row in v_hotline_transfer (reason, case_id, to_agency).
-- "Now" is NOW() of the session there.
--
-- The web account (web_...): merged into the queries, as in 07_views.sql; times are compared by the queries.
--   web_hotline_case   approved cases; approved_at <= now is the query's to ask. public_text is '' where prominence is text_hidden
--                      (its replies' text too). overdue_from / accept_overdue_from: from then on it is overdue; NULL: it cannot be.
--                      The tally's key is forced: while that table is small MySQL would read all of it, and sort.
--   web_hotline_fate   why an approved case is not listed: prominence code_only or hidden, and the public reason
--   web_hotline_gram   pairs of characters and words of approved cases; always joined with web_hotline_case
--   web_hotline_measure  one row a case for the league table, also of those that are not listed; no text. Suspect forms count once
--                      somebody has taken them up: a person can fill in the trap, too
--   web_opened_...     only what web_code_ok() opened in this connection
--   web_claim_ledger   claimant '' where it may not be said, and until somebody has looked at the claim; days NULL: not decided yet;
--                      a suspect claim is there once it acts
--   web_plaza_notice   live, and not hidden by reports; the query asks approved_at <= now < ends_at; the page of a notice may
--                      show an ended one (ends_at + 30 days > now), afterwards it is 410, as web_plaza_fate's withdrawn ones are
--                      Not is_hidden = 0: of that MySQL takes one in ten to be true, and sorts them all for one page.

-- Officers ------------------------------------------------------------------------------------------------

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_case AS
  SELECT title, id, state, public_text, kind, agency, region, prominence, public_reason, approved_at, handler, received_at, accept_due,
         accepted_at, answer_due, answered_at, closed_at, reopened_at, round, extensions, suspect, approved_by, updated_by
  FROM hotline_case WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) > 0;

-- What waits for somebody: new and reopened cases, the most urgent first.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_inbox AS
  SELECT title, id, state, kind, agency, region, IF(state = 'new', accept_due, answer_due) AS due,
         CONVERT(IF(approved_at IS NULL, 'no', 'yes') USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS approved,
         public_text, received_at, suspect
  FROM hotline_case
  WHERE state IN ('new', 'reopened', 'supervised') AND (portal_agencies() = '*' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) > 0)
  ORDER BY suspect, due, id LIMIT 500;

-- To be answered within the next three work days, or accepted today.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_due AS
  SELECT title, id, state, kind, agency, IF(state = 'new' AND accept_due <= CURDATE(), accept_due, answer_due) AS due, handler, received_at
  FROM hotline_case
  WHERE state IN ('new', 'accepted', 'reopened', 'supervised') AND answer_due >= CURDATE()
    AND (answer_due <= portal_add_work_days(CURDATE(), 3) OR (state = 'new' AND accept_due <= CURDATE()))
    AND (portal_agencies() = '*' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) > 0)
  ORDER BY due, id LIMIT 500;

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_overdue AS
  SELECT title, id, state, kind, agency, answer_due, portal_work_days(answer_due, CURDATE()) AS work_days_late, handler, received_at
  FROM hotline_case
  WHERE state IN ('new', 'accepted', 'reopened', 'supervised') AND answer_due < CURDATE()
    AND (portal_agencies() = '*' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) > 0)
  ORDER BY answer_due, id LIMIT 500;

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_mine AS
  SELECT title, id, state, kind, agency, answer_due, received_at, updated_at
  FROM hotline_case FORCE INDEX (by_handler)
  WHERE handler = CONVERT(LEFT(USER(), LEAST(80, CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)) USING utf8mb4)
    AND (portal_agencies() = '*' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) > 0)
  ORDER BY id DESC LIMIT 500;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_person AS
  SELECT p.name, p.case_id, p.phone, p.email, p.title_original, p.text_original
  FROM hotline_person AS p JOIN hotline_case AS c ON c.id = p.case_id
  WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_note AS
  SELECT n.text, n.id, n.case_id, n.noted_at, p.text_original
  FROM hotline_note AS n JOIN hotline_case AS c ON c.id = n.case_id LEFT JOIN hotline_note_person AS p ON p.note_id = n.id
  WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_reply AS
  SELECT text, id, case_id, kind, office, role, is_template, replied_at, round, revised_at, created_by
  FROM hotline_reply WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) > 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_transfer AS
  SELECT reason, id, case_id, to_agency, from_agency, moved_at, created_by
  FROM hotline_transfer
  WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(from_agency USING utf8mb4), portal_agencies()) > 0 OR FIND_IN_SET(CONVERT(to_agency USING utf8mb4), portal_agencies()) > 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_extension AS
  SELECT reason, id, case_id, work_days, due_before, due_after, extended_at, created_by
  FROM hotline_extension WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(agency USING utf8mb4), portal_agencies()) > 0;

-- Everything that was said and done about a case, whichever agency it was with: ask for one, WHERE case_id = 12 ORDER BY at, step, id.
-- `step` orders what has the same second, as sql/queries/hotline_thread.sql does.
-- Words have a collation of their own here, or a tool whose connection has another could not filter by them.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_thread AS
  SELECT r.text, r.case_id, r.replied_at AS at, CONVERT(r.kind USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS what, r.office AS place,
         CONVERT(r.created_by USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS who, IF(r.kind = 'final', 4, 3) AS step, r.id
  FROM hotline_reply AS r JOIN hotline_case AS c ON c.id = r.case_id
  WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0
  UNION ALL
  SELECT t.reason, t.case_id, t.moved_at, CONVERT('transfer' USING utf8mb4) COLLATE utf8mb4_unicode_520_ci,
         CONVERT(CONCAT(t.from_agency, ' > ', t.to_agency) USING utf8mb4) COLLATE utf8mb4_unicode_520_ci,
         CONVERT(t.created_by USING utf8mb4) COLLATE utf8mb4_unicode_520_ci, 1, t.id
  FROM hotline_transfer AS t JOIN hotline_case AS c ON c.id = t.case_id
  WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0
  UNION ALL
  SELECT e.reason, e.case_id, e.extended_at, CONVERT('extension' USING utf8mb4) COLLATE utf8mb4_unicode_520_ci,
         CONVERT(CAST(e.due_after AS CHAR(10)) USING utf8mb4) COLLATE utf8mb4_unicode_520_ci,
         CONVERT(e.created_by USING utf8mb4) COLLATE utf8mb4_unicode_520_ci, 2, e.id
  FROM hotline_extension AS e JOIN hotline_case AS c ON c.id = e.case_id
  WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0
  UNION ALL
  SELECT n.text, n.case_id, n.noted_at, CONVERT('note' USING utf8mb4) COLLATE utf8mb4_unicode_520_ci,
         CONVERT('' USING utf8mb4) COLLATE utf8mb4_unicode_520_ci, CONVERT('' USING utf8mb4) COLLATE utf8mb4_unicode_520_ci, 5, n.id
  FROM hotline_note AS n JOIN hotline_case AS c ON c.id = n.case_id
  WHERE portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_case_history AS
  SELECT h.item_id AS case_id, h.changed_by, h.changed_at, h.action, h.field, h.old_value, h.new_value, h.id
  FROM item_history AS h JOIN hotline_case AS c ON c.id = h.item_id
  WHERE h.kind = 'case' AND (portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0);

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_reply_history AS
  SELECT h.item_id AS reply_id, r.case_id, h.changed_by, h.changed_at, h.action, h.field, h.old_value, h.new_value, h.id
  FROM item_history AS h JOIN hotline_reply AS r ON r.id = h.item_id JOIN hotline_case AS c ON c.id = r.case_id
  WHERE h.kind = 'reply' AND (portal_agencies() = '*' OR FIND_IN_SET(CONVERT(c.agency USING utf8mb4), portal_agencies()) > 0);

-- The league table of people's tools: one row an agency and month of receipt. What its columns mean, here and in every query on
-- web_hotline_measure: received: cases of the agency (whose they are now), but for forms that a program filled in; accepted: taken up;
-- answered: a final reply came; in_time: the first one came by the last day in force then; median_days: work days to the first
-- final reply; overdue: not answered and past the last day, now; reopened: at least once; rated, solved: by the newest rating.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_hotline_league AS
  SELECT total.agency, total.month, total.received, total.accepted, total.answered, total.in_time, middle.median_days, total.overdue,
         total.reopened, total.rated, total.solved
  FROM (SELECT c.agency, DATE_FORMAT(c.received_at, '%Y-%m') AS month, COUNT(*) AS received, SUM(c.accepted_at IS NOT NULL) AS accepted,
               SUM(c.answer_days IS NOT NULL) AS answered, SUM(COALESCE(c.in_time, 0)) AS in_time,
               SUM(c.state IN ('new', 'accepted', 'reopened', 'supervised') AND c.answer_due < CURDATE()) AS overdue,
               SUM(c.round > 0) AS reopened, COUNT(t.solved) AS rated, SUM(COALESCE(t.solved, 0)) AS solved
        FROM hotline_case AS c LEFT JOIN hotline_tally AS t ON t.case_id = c.id
        WHERE (c.suspect = 0 OR c.state NOT IN ('new', 'rejected')) AND c.agency <> '' GROUP BY c.agency, DATE_FORMAT(c.received_at, '%Y-%m')) AS total
  LEFT JOIN (SELECT ranked.agency, ranked.month, AVG(ranked.answer_days) AS median_days
             FROM (SELECT c.agency, DATE_FORMAT(c.received_at, '%Y-%m') AS month, c.answer_days,
                          ROW_NUMBER() OVER (PARTITION BY c.agency, DATE_FORMAT(c.received_at, '%Y-%m') ORDER BY c.answer_days) AS place,
                          COUNT(*) OVER (PARTITION BY c.agency, DATE_FORMAT(c.received_at, '%Y-%m')) AS places
                   FROM hotline_case AS c WHERE (c.suspect = 0 OR c.state NOT IN ('new', 'rejected')) AND c.agency <> '' AND c.answer_days IS NOT NULL) AS ranked
             WHERE ranked.place IN ((ranked.places + 1) DIV 2, (ranked.places + 2) DIV 2)
             GROUP BY ranked.agency, ranked.month) AS middle ON middle.agency = total.agency AND middle.month = total.month;

-- Messages that did not get out. Not to whom.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_outbox AS
  SELECT kind, id, tries, next_try, last_error, created_at FROM outbox WHERE sent_at IS NULL ORDER BY id DESC LIMIT 500;

-- Copyright desk ------------------------------------------------------------------------------------------

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_claims_open AS
  SELECT c.work, c.id, c.state, c.right_kind, c.claimant, t.items, TIMESTAMPDIFF(HOUR, NOW(), c.due_at) AS hours_left, c.source,
         c.received_at, c.due_at, c.suspect
  FROM claim AS c LEFT JOIN claim_tally AS t ON t.claim_id = c.id
  WHERE c.state IN ('received', 'confirmed', 'hidden') ORDER BY c.suspect, c.due_at, c.id LIMIT 500;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_claim_contact AS
  SELECT name, claim_id, phone, email FROM claim_contact WHERE portal_agencies() = '*' OR FIND_IN_SET('copyright', portal_agencies()) > 0;

-- What came by form and waits for the desk: set state in table claim_counter.
CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_claim_counter AS
  SELECT k.statement, k.id, k.claim_id, c.work, c.state, k.addresses, k.received_at, k.suspect
  FROM claim_counter AS k JOIN claim AS c ON c.id = k.claim_id WHERE k.state = 'received' ORDER BY k.suspect, k.id LIMIT 500;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_claim_counter_contact AS
  SELECT name, counter_id, phone, email FROM claim_counter_contact WHERE portal_agencies() = '*' OR FIND_IN_SET('copyright', portal_agencies()) > 0;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_claim_history AS
  SELECT item_id AS claim_id, changed_by, changed_at, action, field, old_value, new_value, id FROM item_history WHERE kind = 'claim';

-- Plaza ---------------------------------------------------------------------------------------------------

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_plaza_inbox AS
  SELECT n.title, n.id, n.category, n.region, n.text, n.ends_at, n.received_at, n.suspect
  FROM plaza_notice AS n WHERE n.state = 'new' ORDER BY n.suspect, n.id LIMIT 500;

CREATE OR REPLACE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_plaza_reports AS
  SELECT n.title, r.id, r.notice_id, r.reason, r.reported_at, t.reports,
         CONVERT(IF(t.is_hidden, 'yes', 'no') USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS hidden, n.text
  FROM plaza_report AS r JOIN plaza_notice AS n ON n.id = r.notice_id JOIN plaza_tally AS t ON t.notice_id = n.id
  WHERE r.checked = 0 ORDER BY t.is_hidden DESC, r.id LIMIT 500;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW v_plaza_contact AS
  SELECT name, notice_id, phone, email FROM plaza_contact WHERE portal_agencies() = '*' OR FIND_IN_SET('plaza', portal_agencies()) > 0;

-- The web account -----------------------------------------------------------------------------------------

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_agency AS
  SELECT name, code, phone, sort_order, active FROM agency;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_region AS
  SELECT name, code, sort_order FROM region;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_kind AS
  SELECT name, code, accept_days, answer_days, sort_order FROM hotline_kind;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_case AS
  SELECT c.id, c.title, IF(c.prominence = 'public', c.public_text, '') AS public_text, c.kind, c.agency, c.region, c.state, c.prominence,
         c.public_reason, c.approved_at, c.received_at, c.accepted_at, c.answered_at, c.closed_at, c.reopened_at, c.round, c.extensions,
         CAST(c.answer_due AS DATETIME) AS answer_due, c.answer_days, c.in_time,
         IF(c.state IN ('new', 'accepted', 'reopened', 'supervised'), CAST(c.answer_due + INTERVAL 1 DAY AS DATETIME), NULL) AS overdue_from,
         IF(c.state = 'new', CAST(c.accept_due + INTERVAL 1 DAY AS DATETIME), NULL) AS accept_overdue_from,
         COALESCE(t.joins, 0) AS joins, t.score, t.solved
  FROM hotline_case AS c LEFT JOIN hotline_tally AS t FORCE INDEX (PRIMARY) ON t.case_id = c.id
  WHERE c.approved_at IS NOT NULL AND c.prominence IN ('public', 'text_hidden');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_fate AS
  SELECT id, prominence, public_reason, approved_at FROM hotline_case
  WHERE approved_at IS NOT NULL AND prominence IN ('code_only', 'hidden');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_reply AS
  SELECT r.id, r.case_id, r.kind, IF(c.prominence = 'public', r.text, '') AS text, r.office, r.role, r.is_template, r.replied_at, r.round,
         r.revised_at
  FROM hotline_reply AS r JOIN hotline_case AS c ON c.id = r.case_id
  WHERE c.approved_at IS NOT NULL AND c.prominence IN ('public', 'text_hidden');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_transfer AS
  SELECT t.id, t.case_id, t.from_agency, t.to_agency, IF(c.prominence = 'public', t.reason, '') AS reason, t.moved_at
  FROM hotline_transfer AS t JOIN hotline_case AS c ON c.id = t.case_id
  WHERE c.approved_at IS NOT NULL AND c.prominence IN ('public', 'text_hidden');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_extension AS
  SELECT e.id, e.case_id, IF(c.prominence = 'public', e.reason, '') AS reason, e.work_days, CAST(e.due_before AS DATETIME) AS due_before,
         CAST(e.due_after AS DATETIME) AS due_after, e.extended_at
  FROM hotline_extension AS e JOIN hotline_case AS c ON c.id = e.case_id
  WHERE c.approved_at IS NOT NULL AND c.prominence IN ('public', 'text_hidden');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_gram AS
  SELECT g.gram, g.case_id FROM hotline_gram AS g;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_hotline_measure AS
  SELECT c.id, c.agency, c.kind, c.received_at, c.accepted_at, c.answer_days, c.in_time, c.round,
         IF(c.state IN ('new', 'accepted', 'reopened', 'supervised'), CAST(c.answer_due + INTERVAL 1 DAY AS DATETIME), NULL) AS overdue_from,
         t.score, t.solved
  FROM hotline_case AS c LEFT JOIN hotline_tally AS t ON t.case_id = c.id
  WHERE (c.suspect = 0 OR c.state NOT IN ('new', 'rejected')) AND c.agency <> '';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_case AS
  SELECT c.id, c.title, IF(c.prominence = 'hidden', '', c.public_text) AS public_text, c.kind, c.agency, c.region, c.state, c.prominence,
         c.public_reason, c.approved_at, c.received_at, c.accepted_at, c.answered_at, c.closed_at, c.reopened_at, c.round, c.extensions,
         CAST(c.answer_due AS DATETIME) AS answer_due, c.answer_days, c.in_time,
         IF(c.state IN ('new', 'accepted', 'reopened', 'supervised'), CAST(c.answer_due + INTERVAL 1 DAY AS DATETIME), NULL) AS overdue_from,
         IF(c.state = 'new', CAST(c.accept_due + INTERVAL 1 DAY AS DATETIME), NULL) AS accept_overdue_from,
         COALESCE(t.joins, 0) AS joins, t.score, t.solved, IF(r.case_id IS NULL, 0, 1) AS is_rated
  FROM hotline_case AS c LEFT JOIN hotline_tally AS t FORCE INDEX (PRIMARY) ON t.case_id = c.id
  LEFT JOIN hotline_rating AS r ON r.case_id = c.id AND r.round = c.round
  WHERE c.id = portal_opened('hotline');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_reply AS
  SELECT r.id, r.case_id, r.kind, IF(c.prominence = 'hidden', '', r.text) AS text, r.office, r.role, r.is_template, r.replied_at, r.round,
         r.revised_at
  FROM hotline_reply AS r JOIN hotline_case AS c ON c.id = r.case_id WHERE r.case_id = portal_opened('hotline');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_transfer AS
  SELECT id, case_id, from_agency, to_agency, reason, moved_at FROM hotline_transfer WHERE case_id = portal_opened('hotline');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_extension AS
  SELECT id, case_id, reason, work_days, CAST(due_before AS DATETIME) AS due_before, CAST(due_after AS DATETIME) AS due_after, extended_at
  FROM hotline_extension WHERE case_id = portal_opened('hotline');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_note AS
  SELECT id, case_id, text, noted_at FROM hotline_note WHERE case_id = portal_opened('hotline');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_claim_ledger AS
  SELECT c.id, c.received_at, c.right_kind, c.state, t.items, DATEDIFF(c.decided_at, c.received_at) AS days, c.restored_at,
         c.counter_at, IF(c.claimant_public = 1 AND c.state <> 'received', c.claimant, '') AS claimant
  FROM claim AS c LEFT JOIN claim_tally AS t ON t.claim_id = c.id
  WHERE c.suspect = 0 OR c.state NOT IN ('received', 'rejected');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_claim_hours AS
  SELECT CAST(value AS UNSIGNED) AS hours FROM setting WHERE code = 'claim_hours';

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_claim AS
  SELECT id, work, right_kind, state, cause, received_at, due_at, decided_at, restored_at, counter_at
  FROM claim WHERE id = portal_opened('claim');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_claim_item AS
  SELECT id, claim_id, address, item_kind, item_id, IF(removal_id IS NULL, 0, 1) AS is_gone FROM claim_item WHERE claim_id = portal_opened('claim');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_plaza_category AS
  SELECT name, code, max_days, description, sort_order FROM plaza_category;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_plaza_field AS
  SELECT name, category, code, type, required, choices, sort_order FROM plaza_field;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_plaza_notice AS
  SELECT n.id, n.title, n.text, n.category, n.region, n.language, n.cover, n.approved_at, n.ends_at
  FROM plaza_notice AS n STRAIGHT_JOIN plaza_tally AS t ON t.notice_id = n.id
  WHERE n.state = 'live' AND t.is_hidden <> 1;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_plaza_value AS
  SELECT v.notice_id, v.field, v.value, v.number_value, v.date_value
  FROM plaza_value AS v JOIN plaza_notice AS n ON n.id = v.notice_id JOIN plaza_tally AS t ON t.notice_id = n.id
  WHERE n.state = 'live' AND t.is_hidden <> 1;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_plaza_fate AS
  SELECT n.id, n.category, n.state, n.approved_at, n.ends_at, t.is_hidden
  FROM plaza_notice AS n JOIN plaza_tally AS t ON t.notice_id = n.id
  WHERE n.state IN ('live', 'withdrawn') AND n.approved_at IS NOT NULL;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_notice AS
  SELECT n.id, n.title, n.text, n.category, n.region, n.language, n.cover, n.state, n.state_reason, n.received_at, n.approved_at, n.ends_at,
         t.is_hidden, t.contact_shown
  FROM plaza_notice AS n JOIN plaza_tally AS t ON t.notice_id = n.id WHERE n.id = portal_opened('plaza');

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = newsportal_owner@localhost SQL SECURITY DEFINER
VIEW web_opened_value AS
  SELECT notice_id, field, value FROM plaza_value WHERE notice_id = portal_opened('plaza');
