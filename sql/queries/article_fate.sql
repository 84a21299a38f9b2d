-- article_fate: why an article that was public cannot be seen (withdrawn, expired, removed)
-- param: id int
-- column: state text
-- column: published_at civil
-- column: expires_at civil
-- column: removed_at civil
-- column: cause text
-- column: claimant text
-- index: article PRIMARY
SELECT state, published_at, expires_at, removed_at, cause, claimant
FROM web_article_fate
WHERE id = ?
