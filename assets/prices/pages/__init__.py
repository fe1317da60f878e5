"""Providers' price pages, one module each: all code that is specific to a page.

A module ends with `SOURCE = PriceSource(...)`. Its `read(page)` is: `open_page`, grids, `offers_in(grids, Layout(...),
problems)`, `validate_offers(...)`. See `zai.py` for the plain case.

To add a provider: its module, its import and entry in `registry.py`, and a folder tests/prices/pages/<provider>/ with a
page and the CSV of the offers on it.
"""
