-- preview_open: what becomes of a preview's key: '' nothing, 'draft' the views web_preview and web_preview_tag
-- show its article in this session until another key is said, else the path of the page that readers see
-- param: key text
-- param: now civil
-- column: answer text
SELECT portal_preview(?, ?)
