"""How many offers of stored pages and feeds are linked to a model, and by what evidence.

Run from the root: `python -m tests.benchmarks.bench_links [FOLDER] [--links | --unlinked]`. FOLDER, by default
`../shared`, holds `pages/INDEX.csv` (columns file, provider, capture_date) with the pages, and `feeds/` with lists of
OpenRouter named `openrouter_models_<date>.json`. `--links` lists every link, to be reviewed by eye, `--unlinked` every
name without one.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assets.prices.pages.registry import provider_of
from pipelines.parsing import Row, parse_file
from tests.conftest import SHARED
from warehouse.errors import TokenfallError

DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def files_in(folder: Path) -> Iterator[tuple[str, Path, date]]:
    """Yield source, path and day of every page and feed."""
    with (folder / "pages" / "INDEX.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            provider = _reader_of(row["provider"], row["file"])
            match = DAY.search(row["capture_date"])
            if provider is None or match is None:
                print(f"no reader or day: {row['file']}")
                continue
            yield provider, folder / "pages" / row["file"], date.fromisoformat(f"{match[0]}-01"[:10])
    for path in sorted((folder / "feeds").glob("openrouter_models_*.json")):
        yield "openrouter", path, date.fromisoformat(path.stem[-10:])


def _reader_of(provider: str, file: str) -> str | None:
    """Return the provider whose reader reads a file, by the index's word or without its country, or by its name."""
    words = (provider, provider.rpartition("-")[0], file.partition("_")[0])
    return next((known for word in words if (known := provider_of(word))), None)


def names_of(source: str, path: Path, day: date) -> list[Row]:
    """Return one row for each name in a file; none where it is refused."""
    try:
        rows, _ = parse_file(source, path, day)
    except TokenfallError as refused:
        print(f"refused: {path.name}: {refused}")
        return []
    return list({str(row["model"]): row for row in rows}.values())


def main() -> None:
    """Print a line for each file, and the links or names that were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--links", action="store_true")
    parser.add_argument("--unlinked", action="store_true")
    given = parser.parse_args()
    if not given.folder.exists():
        print(f"{given.folder} is not on this machine: nothing is measured")
        return
    total: Counter[str] = Counter()
    for source, path, day in files_in(given.folder):
        rows = names_of(source, path, day)
        evidence = Counter(str(row["linked_by"] or "not linked") for row in rows)
        total += evidence
        print(f"{path.name}: {len(rows) - evidence['not linked']} of {len(rows)} linked")
        for row in rows:
            if given.links and row["model_id"]:
                print(f"    {row['provider']}: {row['model']} -> {row['model_id']} ({row['linked_by']})")
            if given.unlinked and not row["model_id"]:
                amounts = f"{row['input_usd_per_mtok']}/{row['output_usd_per_mtok']}"
                print(f"    {row['provider']}: {row['model']} at {amounts}")
    print(f"{total.total() - total['not linked']} of {total.total()} names linked: {dict(total.most_common())}")


if __name__ == "__main__":
    main()
