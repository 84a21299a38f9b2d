-- unknown_type: dates are civil
-- column: a int
-- column: b date
SELECT a, b FROM c
