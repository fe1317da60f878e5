-- The bar asked about.
SELECT * FROM core_bar WHERE bar = $bar
