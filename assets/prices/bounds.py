"""Between which prices any price per million tokens must lie."""

from __future__ import annotations

from decimal import Decimal

LOWEST_USD_PER_MTOK = Decimal("0.001")
HIGHEST_USD_PER_MTOK = Decimal(2000)
LOWEST_CACHED_USD_PER_MTOK = Decimal("0.0001")
