"""Where everything lives: one DuckDB file written by one writer, and the published copy that everyone reads."""
