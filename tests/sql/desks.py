"""Names of what the three public desks (hotline, copyright, plaza) have in the database."""
TABLES = ["agency", "claim", "claim_contact", "claim_counter", "claim_counter_contact", "claim_item", "claim_tally", "hotline_case", "hotline_extension", "hotline_gram", "hotline_join",
          "hotline_join_person", "hotline_kind", "hotline_note", "hotline_note_person", "hotline_person", "hotline_rating",
          "hotline_reply", "hotline_tally", "hotline_transfer", "outbox", "plaza_category", "plaza_contact", "plaza_field",
          "plaza_notice", "plaza_report", "plaza_tally", "plaza_value", "receipt", "region", "submission", "submission_budget",
          "submission_trace", "work_calendar"]
PERSONAL = ["claim_contact", "claim_counter_contact", "hotline_join_person", "hotline_note_person", "hotline_person", "outbox", "plaza_contact"]
PEOPLE = ["v_claim_contact", "v_claim_counter", "v_claim_counter_contact", "v_claim_history", "v_claims_open", "v_hotline_case", "v_hotline_case_history", "v_hotline_due",
          "v_hotline_extension", "v_hotline_inbox", "v_hotline_league", "v_hotline_mine", "v_hotline_note", "v_hotline_overdue",
          "v_hotline_person", "v_hotline_reply", "v_hotline_reply_history", "v_hotline_thread", "v_hotline_transfer", "v_outbox", "v_plaza_contact",
          "v_plaza_inbox", "v_plaza_reports"]
WEB = ["web_agency", "web_claim_hours", "web_claim_ledger", "web_hotline_case", "web_hotline_extension", "web_hotline_fate", "web_hotline_gram", "web_hotline_kind",
       "web_hotline_measure", "web_hotline_reply", "web_hotline_transfer", "web_opened_case", "web_opened_claim",
       "web_opened_claim_item", "web_opened_extension", "web_opened_note", "web_opened_notice", "web_opened_reply",
       "web_opened_transfer", "web_opened_value", "web_plaza_category", "web_plaza_fate", "web_plaza_field", "web_plaza_notice",
       "web_plaza_value", "web_region"]
FUNCTIONS = ["web_claim_counter", "web_claim_removed", "web_claim_resolve", "web_claim_submit", "web_code_ok", "web_hotline_join", "web_hotline_note", "web_hotline_rate",
             "web_hotline_submit", "web_outcome", "web_plaza_contact", "web_plaza_renew", "web_plaza_report", "web_plaza_submit",
             "web_plaza_withdraw"]
