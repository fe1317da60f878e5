"""Readers of stored benchmark releases and rental snapshots: files in, rows out, one module per format."""
