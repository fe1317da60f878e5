"""Machine-readable price lists of others, one module each."""
