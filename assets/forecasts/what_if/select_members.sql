-- The models that qualify for the bar asked about.
SELECT * FROM core_bar_member WHERE bar = $bar
