SELECT * FROM core_bar_member WHERE bar = $bar
