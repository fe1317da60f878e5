"""The bounds of a plausible price per million tokens.

The rule `prices_are_plausible_usd_per_mtok` writes the same bounds out in SQL; a test compares them.
"""

from __future__ import annotations

from decimal import Decimal

LOWEST_USD_PER_MTOK = Decimal("0.001")
HIGHEST_USD_PER_MTOK = Decimal(2000)
