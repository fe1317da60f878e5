"""Published tables of scores, one module each: where a table is, and how its bytes are read."""
