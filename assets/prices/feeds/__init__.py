"""Feeds: machine-readable price lists by other projects, one module each."""
