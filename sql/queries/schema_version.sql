-- schema_version: which schema this database has; asked when a connection is made
-- column: version int
SELECT version FROM web_schema_version
