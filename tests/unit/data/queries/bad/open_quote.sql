-- open_quote: a quote that is not closed
-- column: a int
SELECT a FROM c WHERE b = 'x
