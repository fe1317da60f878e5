"""Providers' price pages, one module each: everything this project knows about that page.

A module states PROVIDER, URLS, SIGNATURE (patterns the page must show), MUST_HAVE (patterns of model names) and has
`read(page: Page) -> Reading`: `open_page`, grids, `offers_in(grids, Layout(...), problems)`, `validate_offers(...)`.
See `anthropic.py` for the plain case. Then a line in `registry.py` and at least three fixtures in tests/prices/pages/.
"""
