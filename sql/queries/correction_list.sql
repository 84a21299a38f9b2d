-- correction_list: what was put right in an article, and what is to be told of it later, newest first
-- param: article int
-- column: text text
-- column: corrected_at civil
-- index: correction article
SELECT c.text, c.corrected_at
FROM web_correction c
WHERE c.article_id = ?
ORDER BY c.corrected_at DESC, c.id DESC
