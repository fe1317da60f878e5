"""Benchmark releases and rental snapshots as they are stored: files in, rows out, one module per format."""
