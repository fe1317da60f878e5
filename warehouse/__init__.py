"""Storage: one DuckDB file with a single writer, and the published copy that all readers open."""
