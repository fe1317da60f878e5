SELECT * FROM core_bar WHERE bar = $bar
