"""The trend methods, one file each, and their common code. `registry.py` lists them."""
