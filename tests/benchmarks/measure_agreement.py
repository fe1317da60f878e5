"""Measure how often the bundled prices agree with each dated source, by year.

`python -m tests.benchmarks.measure_agreement FOLDER... [--facts FOLDER]` prints, for each package in the folders, how
many of its prices are within 0.5% of ours for the same offer on the same day. A day on which we have no price, or a
withdrawal, counts as a difference. Copies and ends are left out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from assets.models.facts import AliasRow, ModelRow
from assets.prices.compile.own_offers import OwnOffers, amounts_of, are_same
from assets.prices.compile.packages.genai import read_installed
from assets.prices.compile.packages.registry import read_packages
from assets.prices.facts import PriceChangeRow
from assets.prices.feeds.families import OPENROUTER
from warehouse.bundle import FACTS, Bundle


def main() -> None:
    """Print one line a package and year."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--facts", type=Path, default=FACTS)
    arguments = parser.parse_args()
    bundle = Bundle(arguments.facts)
    own = OwnOffers(bundle.read("price_changes", PriceChangeRow), bundle.read("model_aliases", AliasRow))
    open_models = {row.model_id for row in bundle.read("models", ModelRow) if row.open_weights}
    agreeing, compared = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for source, prices in [read_installed(), *read_packages(arguments.folders)]:
        for price in prices:
            offer = own.offer_of(price)
            if offer is None or offer not in own.timelines or price.amounts is None or price.basis == "copied":
                continue
            is_ours = offer.provider_model_id.casefold() == price.seller_id.casefold()
            is_kept = offer.provider != OPENROUTER or offer.model_id in open_models
            if not is_ours or not is_kept or price.day > bundle.compiled_on:
                continue
            ours = own.timelines[offer].on(price.day)
            compared[source, price.day.year] += 1
            agreeing[source, price.day.year] += ours is not None and are_same(amounts_of(ours), price.amounts)
    for key, n in sorted(compared.items()):
        print(f"{key[0]:30} {key[1]} {agreeing[key]:5} of {n:5} ({agreeing[key] / n:.1%})")


if __name__ == "__main__":
    main()
