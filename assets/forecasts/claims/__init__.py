"""Claims of others and the SQL that measures each of them from our own tables."""
