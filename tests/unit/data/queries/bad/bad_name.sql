-- bad_name: names are lower case
-- column: userName text
SELECT a FROM c
