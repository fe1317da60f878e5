"""Providers' own price pages, one module each."""
