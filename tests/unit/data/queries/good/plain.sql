-- plain: no parameters
-- column: version int
SELECT version FROM web_schema_version
