-- placement_articles: the articles in the slots of the front page or of a channel, even those not to be seen now,
-- because a draft that goes live or an article that is restored changes the page
-- param: channel text
-- param: now civil
-- column: id int
SELECT p.article_id
FROM web_slot s
JOIN web_placement p ON p.slot = s.code
WHERE s.channel = ?
  AND (p.visible_until IS NULL OR p.visible_until > ?)
