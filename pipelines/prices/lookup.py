"""The price of a model on a date, as it was known on a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import query
from warehouse.query import Row

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
STANDARD = "standard"
"""The tier of a question that names none."""
PRICE = itemgetter("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")


@dataclass(frozen=True)
class PriceQuestion:
    """What a price is asked of.

    Attributes:
        name: The model as the user named it.
        models: The models that the name means.
        seller: The seller; None asks for every seller.
        tier: The tier of prices.
        at: The date of the price.
    """

    name: str
    models: tuple[str, ...]
    seller: str | None
    tier: str
    at: date


def find_prices(
    connection: duckdb.DuckDBPyConnection, questions: Iterable[PriceQuestion], known: date
) -> dict[PriceQuestion, list[Row]]:
    """Return the different prices that answer each question, by seller; questions without a price are left out.

    A seller may have several offers of one model: offers with the name asked for go before others, and of offers with
    one price only the one that was confirmed last is returned.

    Args:
        connection: The published file.
        questions: The questions.
        known: Only what was known on this date is used.
    """
    asked = list(questions)
    parts = [(number, question, model) for number, question in enumerate(asked) for model in question.models]
    rows = query.rows(
        connection,
        HERE / "find_prices.sql",
        {
            "numbers": [number for number, _, _ in parts],
            "names": [question.name for _, question, _ in parts],
            "models": [model for _, _, model in parts],
            "sellers": [question.seller for _, question, _ in parts],
            "tiers": [question.tier for _, question, _ in parts],
            "days": [question.at for _, question, _ in parts],
            "known": known,
        },
    )
    return {asked[number]: list(_distinct_prices(list(group))) for number, group in groupby(rows, itemgetter("number"))}


def _distinct_prices(offers: Sequence[Row]) -> Iterator[Row]:
    """Yield the first offer of each price of each seller; `offers` is in the order of `find_prices.sql`."""
    for _, of_seller in groupby(offers, itemgetter("provider")):
        rows = list(of_seller)
        candidates = [row for row in rows if row["is_named"]] or rows
        yield from {PRICE(row): row for row in reversed(candidates)}.values()
