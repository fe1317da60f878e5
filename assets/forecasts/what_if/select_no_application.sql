-- A use is no application.
SELECT * FROM core_application LIMIT 0
