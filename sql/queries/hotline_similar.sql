-- hotline_similar: open cases that have many of twelve pairs or words (np_gram.h), the most alike first. Only those above a number are
-- looked at, since who has the same trouble has it now. Where there are fewer grams the last one comes again, which counts nothing twice
-- param: gram_1 text
-- param: gram_2 text
-- param: gram_3 text
-- param: gram_4 text
-- param: gram_5 text
-- param: gram_6 text
-- param: gram_7 text
-- param: gram_8 text
-- param: gram_9 text
-- param: gram_10 text
-- param: gram_11 text
-- param: gram_12 text
-- param: from_case int
-- param: hits int
-- param: now civil
-- param: limit int
-- column: id int
-- column: title text
-- column: kind text
-- column: agency text
-- column: region text
-- column: state text
-- column: approved_at civil
-- column: received_at civil
-- column: answered_at civil
-- column: overdue_from civil
-- column: joins int
-- index: g PRIMARY
-- index: c PRIMARY
-- allow: filesort temporary scan (some thousand keys of one index, then forty cases)
SELECT c.id, c.title, c.kind, c.agency, c.region, c.state, c.approved_at, c.received_at, c.answered_at, c.overdue_from, CAST(c.joins AS SIGNED)
FROM (SELECT g.case_id, COUNT(*) AS hits
      FROM web_hotline_gram g
      WHERE g.gram IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AND g.case_id > ?
      GROUP BY g.case_id
      HAVING hits >= ?
      ORDER BY hits DESC, g.case_id DESC
      LIMIT 40) AS alike
JOIN web_hotline_case c ON c.id = alike.case_id
WHERE c.approved_at <= ?
  AND c.prominence = 'public'
  AND c.state IN ('new', 'accepted', 'reopened', 'supervised')
ORDER BY alike.hits DESC, c.id DESC
LIMIT ?
