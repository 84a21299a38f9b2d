-- 24_desk_data.sql: what the desks begin with: the calendar, kinds and limits, categories and fields, settings.
-- Run on an empty database; all of it may be edited afterwards, and nothing that is there already is changed.
--
-- The calendar: 2026 as announced, with the days that are worked instead. Of 2027 only the statutory days are known (the rest is
-- announced late in 2026): rows marked so in their note are to be confirmed then.

INSERT IGNORE INTO work_calendar (name, day, is_work, note) VALUES
  ('元旦', '2026-01-01', 0, ''),
  ('元旦', '2026-01-02', 0, ''),
  ('元旦', '2026-01-03', 0, ''),
  ('元旦调休', '2026-01-04', 1, '调休 / Worked instead'),
  ('春节调休', '2026-02-14', 1, '调休 / Worked instead'),
  ('春节', '2026-02-15', 0, ''),
  ('春节', '2026-02-16', 0, ''),
  ('春节', '2026-02-17', 0, ''),
  ('春节', '2026-02-18', 0, ''),
  ('春节', '2026-02-19', 0, ''),
  ('春节', '2026-02-20', 0, ''),
  ('春节', '2026-02-21', 0, ''),
  ('春节', '2026-02-22', 0, ''),
  ('春节', '2026-02-23', 0, ''),
  ('春节调休', '2026-02-28', 1, '调休 / Worked instead'),
  ('清明节', '2026-04-04', 0, ''),
  ('清明节', '2026-04-05', 0, ''),
  ('清明节', '2026-04-06', 0, ''),
  ('劳动节', '2026-05-01', 0, ''),
  ('劳动节', '2026-05-02', 0, ''),
  ('劳动节', '2026-05-03', 0, ''),
  ('劳动节', '2026-05-04', 0, ''),
  ('劳动节', '2026-05-05', 0, ''),
  ('劳动节调休', '2026-05-09', 1, '调休 / Worked instead'),
  ('端午节', '2026-06-19', 0, ''),
  ('端午节', '2026-06-20', 0, ''),
  ('端午节', '2026-06-21', 0, ''),
  ('国庆节调休', '2026-09-20', 1, '调休 / Worked instead'),
  ('中秋节', '2026-09-25', 0, ''),
  ('中秋节', '2026-09-26', 0, ''),
  ('中秋节', '2026-09-27', 0, ''),
  ('国庆节', '2026-10-01', 0, ''),
  ('国庆节', '2026-10-02', 0, ''),
  ('国庆节', '2026-10-03', 0, ''),
  ('国庆节', '2026-10-04', 0, ''),
  ('国庆节', '2026-10-05', 0, ''),
  ('国庆节', '2026-10-06', 0, ''),
  ('国庆节', '2026-10-07', 0, ''),
  ('国庆节调休', '2026-10-10', 1, '调休 / Worked instead'),
  ('元旦', '2027-01-01', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-05', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-06', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-07', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('春节', '2027-02-08', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('清明节', '2027-04-05', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('劳动节', '2027-05-01', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('劳动节', '2027-05-02', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('端午节', '2027-06-09', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('中秋节', '2027-09-15', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('国庆节', '2027-10-01', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('国庆节', '2027-10-02', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced'),
  ('国庆节', '2027-10-03', 0, '法定日，调休公布后须核对 / Statutory day: confirm when the make-up days are announced');

INSERT IGNORE INTO hotline_kind (name, code, accept_days, answer_days, sort_order) VALUES
  ('咨询', 'ask', 1, 5, 10), ('投诉', 'complain', 2, 15, 20), ('建议', 'suggest', 3, 20, 30), ('求助', 'help', 1, 5, 40),
  ('表扬', 'praise', 3, 10, 50);

INSERT IGNORE INTO plaza_category (name, code, max_days, sort_order, description) VALUES
  ('招聘求职', 'jobs', 60, 10, '找人做事，找事做。'),
  ('房屋租售', 'housing', 60, 20, '出租、求租、合住和买卖。'),
  ('二手闲置', 'secondhand', 45, 30, '还能用的东西，换个人用。'),
  ('寻物招领', 'lost', 30, 40, '丢了的和捡到的。'),
  ('便民服务', 'services', 90, 50, '修理、搬运、家教、照看。'),
  ('活动集会', 'events', 90, 60, '什么时候，在哪里，谁可以来。');

INSERT IGNORE INTO plaza_field (category, code, name, type, required, choices, sort_order) VALUES
  ('jobs', 'side', '招聘或求职', 'choice', 1, '招聘|求职', 10),
  ('jobs', 'pay', '月薪（元）', 'price', 0, '', 20),
  ('jobs', 'people', '人数', 'number', 0, '', 30),
  ('jobs', 'start', '开始日期', 'date', 0, '', 40),
  ('housing', 'side', '出租、求租、出售或求购', 'choice', 1, '出租|求租|出售|求购', 10),
  ('housing', 'price', '价格（元）', 'price', 0, '', 20),
  ('housing', 'area', '面积（平方米）', 'number', 0, '', 30),
  ('housing', 'place', '位置', 'text', 1, '', 40),
  ('secondhand', 'side', '转让或求购', 'choice', 1, '转让|求购', 10),
  ('secondhand', 'price', '价格（元）', 'price', 0, '', 20),
  ('secondhand', 'condition', '成色', 'choice', 0, '全新|很新|用过|旧', 30),
  ('lost', 'side', '寻物或招领', 'choice', 1, '寻物|招领', 10),
  ('lost', 'day', '日期', 'date', 1, '', 20),
  ('lost', 'place', '地点', 'text', 1, '', 30),
  ('services', 'price', '价格（元）', 'price', 0, '', 10),
  ('services', 'hours', '时间', 'text', 0, '', 20),
  ('events', 'day', '日期', 'date', 1, '', 10),
  ('events', 'place', '地点', 'text', 1, '', 20),
  ('events', 'fee', '费用（元）', 'price', 0, '', 30);

INSERT IGNORE INTO setting (code, value, comment) VALUES
  ('desk_hour_total', '300', '每小时全站最多收多少份表单 / Forms of a kind that the portal takes in an hour, in all'),
  ('desk_hour_address', '10', '同一地址段每小时最多多少份 / The same, from one range of addresses'),
  ('desk_code_tries', '5', '同一地址段每小时可输错几次查询码 / Wrong codes in an hour from one range of addresses'),
  ('desk_contact_address', '20', '同一地址段每小时可看几次联系方式 / Contacts of notices shown in an hour to one range of addresses'),
  ('desk_personal_days', '365', '办结后个人信息保留天数 / Days that personal data is kept after the end'),
  ('claim_hours', '24', '版权投诉处理时限（小时） / Hours within which a claim is decided');
