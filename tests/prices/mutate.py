"""Damage the fixtures of price pages in a thousand ways and count what readers make of it.

`python -m tests.prices.mutate [PROVIDER...]` runs at least a thousand mutants of each provider's fixtures.
A mutant is wrong when it gives any offer that the whole page, changed in the same way, does not state.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

from assets.prices.audit.mutants import mutants
from assets.prices.audit.reading import read_mutant, truth_of
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PricePage

HERE = Path(__file__).parent / "pages"
PAGES = {".html", ".md"}
PROVIDERS = sorted({path.parent.name for path in HERE.glob("*/*") if path.suffix in PAGES})
"""Providers with fixtures that are text; price lists in JSON are damaged by test_json_mutants.py."""


def run(provider: str, count: int, seed: int = 0) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts of (kind, verdict) over `count` mutants of a provider's fixtures, and what went wrong."""
    read = PRICE_SOURCES[provider].read
    pages = sorted(path for path in (HERE / provider).iterdir() if path.suffix in PAGES)
    counts: Counter[tuple[str, str]] = Counter()
    faults: list[str] = []
    for number, path in enumerate(pages):
        page = PricePage(path.read_bytes(), date(2026, 10, 1), path.name)
        truth = truth_of(read(page))
        for mutant in mutants(page.body, seed + number, -(-count // len(pages))):
            verdict = read_mutant(read, truth, mutant, page).verdict
            counts[mutant.kind, verdict.split()[0]] += 1
            if verdict not in ("right", "refused"):
                faults.append(f"{path.name} {mutant.kind}: {verdict}")
    return counts, faults


def main() -> None:
    for provider in sys.argv[1:] or PROVIDERS:
        counts, faults = run(provider, 1000)
        verdicts = Counter()
        for (_, verdict), n in counts.items():
            verdicts[verdict] += n
        print(provider, sum(verdicts.values()), dict(verdicts))
        for (kind, verdict), n in sorted(counts.items()):
            print(f"    {kind}: {verdict} {n}")
        for fault in faults[:20]:
            print("  ", fault)


if __name__ == "__main__":
    main()
