-- The inputs of the last build of a table, as JSON, and the date whose knowledge it holds.
SELECT inputs, as_of FROM _made WHERE table_name = $table
