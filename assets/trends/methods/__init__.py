"""The trend methods, one file each, and what they share. `registry.py` lists them."""
