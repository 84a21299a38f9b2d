-- preview_article: the article that the key said to preview_open opens, with the columns of article_by_id
-- column: id int
-- column: title text
-- column: title_kicker text
-- column: channel text
-- column: body text
-- column: body_format text
-- column: summary text
-- column: published_at civil
-- column: revised_at civil
-- column: source text
-- column: source_url text
-- column: author text
-- column: editor text
-- column: language text
-- column: translation_group int
-- column: notice text
-- column: picture text
-- column: picture_alt text
-- column: picture_width int
-- column: picture_height int
-- column: focus_x int
-- column: focus_y int
-- column: picture_hash text
-- column: picture_type text
-- column: picture_until civil
-- column: picture_id int
-- column: picture_caption text
-- column: picture_credit text
-- column: cover int
-- column: expires_at civil
-- column: source_folded text
-- index: article PRIMARY
SELECT a.id, a.title, a.title_kicker, a.channel, a.body, a.body_format, a.summary,
       a.published_at, a.revised_at, a.source,
       CASE WHEN a.source_url <> '' THEN a.source_url ELSE COALESCE(s.url, '') END,
       a.author, a.editor, a.language, a.translation_group, a.notice,
       m.path, m.alt, m.width, m.height, m.focus_x, m.focus_y, m.content_hash, m.content_type, m.licence_end, m.id, m.caption, m.credit,
       a.cover, a.expires_at, TRIM(TRAILING HEX(WEIGHT_STRING(' ')) FROM HEX(WEIGHT_STRING(a.source)))
FROM web_preview a
LEFT JOIN web_source s ON s.name = a.source
LEFT JOIN web_media m ON m.id = a.cover
