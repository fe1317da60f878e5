"""Ship the published forecasts of today as the first registered set: `python -m pipelines.ship_ledger`.

Run it once for a release, on the day of the release and after `tokenfall run --offline` in a new TOKENFALL_HOME. It
replaces the sets in `warehouse/ledger`, and the digests in `docs/registered-digests.txt` by which a test and anybody
else can tell that a set is the one that was shipped.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.register import make_set
from pipelines.settings import utc_today
from warehouse.bundle import LEDGER
from warehouse.chain import digest
from warehouse.home import Home
from warehouse.store import open_published

DIGESTS = Path(__file__).parent.parent / "docs" / "registered-digests.txt"


def ship(home: Home, today: date, folder: Path, digests: Path) -> Path:
    """Write the published forecasts of today as the only set of a folder, and its digest; return its path."""
    with open_published(home) as connection:
        content = make_set(connection, Ledger(folder / "none"), today)
    for earlier in Ledger(folder).sets():
        earlier.path.unlink()
    Ledger(folder).add(today, content)
    digests.write_text(f"{digest(content)}  {today}.jsonl\n", encoding="utf-8")
    return folder / f"{today}.jsonl"


if __name__ == "__main__":
    print(f"wrote {ship(Home.from_environment(), utc_today(), LEDGER, DIGESTS)} and {DIGESTS}")
