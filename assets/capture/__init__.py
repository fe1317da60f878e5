"""Bytes that were read, kept with their digest: where every number starts."""
