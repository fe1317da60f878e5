"""Capture of sources: every number is read from stored bytes that a digest identifies."""
