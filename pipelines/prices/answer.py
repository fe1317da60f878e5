"""Answer `tokenfall price MODEL`: the rows, remarks about them, and the reason where there is no price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.names import unknown_name
from pipelines.output import plain
from pipelines.prices.lookup import STANDARD, PriceQuestion, find_prices
from pipelines.prices.names import TIERS, Catalogue, read_catalogue, similar_names
from pipelines.prices.proof import name_proof
from pipelines.prices.sellers import find_seller
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.query import Row
from warehouse.store import open_published

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
SHOWN = (
    *("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok", "valid_from", "valid_to"),
    *("date_basis", "last_confirmed_on", "n_sources", "source", "source_url"),
)
"""Columns of an answer that are those of out_price_vintage."""


@dataclass(frozen=True)
class PriceOptions:
    """The options of the command line: a seller, a tier, the date of the price, the date of the knowledge."""

    seller: str | None = None
    tier: str | None = None
    at: date | None = None
    known: date | None = None


@dataclass(frozen=True)
class PriceAnswer:
    """The rows of the prices, and remarks about them for the user."""

    rows: list[Row]
    remarks: list[str]


def answer_price(home: Home, name: str, options: PriceOptions) -> PriceAnswer:
    """Return the price of a model: at the seller asked, else at its maker, else at every seller.

    Args:
        home: Where the published file is.
        name: Our id of the model, a seller's id, or an alias.
        options: What else is asked; without a tier it is standard, without a date the as-of date of the file.

    Raises:
        click.BadParameter: A name is unknown, or the knowledge is later than the file's.
        TokenfallError: There is no such price: where and when there is one.
    """
    with open_published(home) as connection:
        as_of = published_day(connection)
        known = known_day(options.known, as_of)
        catalogue = read_catalogue(connection, name)
        question = _question(connection, catalogue, name, options, as_of)
        prices = find_prices(connection, [question], known).get(question, [])
        if not prices:
            raise TokenfallError(_describe_absence(connection, question, known))
        maker = catalogue.maker_of(question.models)
        own = [row for row in prices if row["provider"] == maker]
        rows = own if own and not options.seller else prices
        shown = [_shown(row, question, known) for row in rows]
        return PriceAnswer(shown, list(_remarks(rows, question, maker)))


def published_day(connection: duckdb.DuckDBPyConnection) -> date:
    """Return the as-of date of the published file; TokenfallError where it holds no answer yet."""
    as_of = query.published_as_of(connection)
    if as_of is None:
        raise TokenfallError("no answer is published yet: run `tokenfall run`")
    return as_of


def known_day(known: date | None, as_of: date) -> date:
    """Return the date of the knowledge: the one asked, by default the as-of date; a usage error for a later one."""
    if known and known > as_of:
        raise click.BadParameter(f"{known} is after {as_of}, the last day that this file knows", param_hint="--known")
    return known or as_of


def resolve_seller(catalogue: Catalogue, name: str) -> str:
    """Return the id of the seller that a name means; a usage error, with the nearest name, where there is none."""
    seller = find_seller(name, catalogue.sellers)
    if seller is None:
        raise unknown_name(name, catalogue.sellers, "--seller")
    return seller


def resolve_tier(name: str | None) -> str:
    """Return the name of a tier, standard for None; a usage error, with the nearest name, for any other."""
    if name is not None and name not in TIERS:
        raise unknown_name(name, TIERS, "--tier")
    return name or STANDARD


def _question(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, name: str, options: PriceOptions, as_of: date
) -> PriceQuestion:
    seller = resolve_seller(catalogue, options.seller) if options.seller else None
    models = catalogue.models_named(name, seller)
    if not models:
        raise _unknown_model(connection, name)
    if len(models) > 1 and catalogue.is_alias(name):
        raise click.BadParameter(f"{name!r} is an alias of {', '.join(models)}: give one of them", param_hint="MODEL")
    return PriceQuestion(name, models, seller, resolve_tier(options.tier), options.at or as_of)


def _unknown_model(connection: duckdb.DuckDBPyConnection, name: str) -> click.BadParameter:
    names = " or ".join(map(repr, similar_names(connection, name)))
    nearest = f": did you mean {names}?" if names else ": no name is like it"
    listing = "`tokenfall sql 'SELECT model_id FROM core_model'` lists the models"
    return click.BadParameter(f"{name!r} is unknown{nearest} ({listing})", param_hint="MODEL")


def _shown(row: Row, question: PriceQuestion, known: date) -> Row:
    offer = {"model_id": row["model_id"], "seller": row["provider"], "provider_model_id": row["provider_model_id"]}
    dates = {"tier": row["tier"], "at": question.at, "known": known}
    return {**offer, **dates, **{name: row[name] for name in SHOWN}, "proof": name_proof(row)}


def _remarks(rows: Sequence[Row], question: PriceQuestion, maker: str | None) -> Iterator[str]:
    sellers = sorted({row["provider"] for row in rows})
    if not question.seller and sellers != [maker]:
        owner = f"{maker}, its maker, has no such price" if maker else "its maker sells nothing itself"
        yield f"{owner}: these are the prices of {', '.join(sellers)}; --seller names one"
    for seller in sellers:
        ids = [row["provider_model_id"] for row in rows if row["provider"] == seller]
        if len(ids) > 1:
            yield f"{seller} has several offers of it that differ in price: give {' or '.join(ids)} as MODEL"


def _describe_absence(connection: duckdb.DuckDBPyConnection, question: PriceQuestion, known: date) -> str:
    parameters = {"models": list(question.models), "known": known}
    intervals = query.rows(connection, HERE / "list_price_intervals.sql", parameters)
    where = f" at {question.seller}" if question.seller else ""
    absent = f"no {question.tier} price of {question.name}{where} on {question.at}, as known on {known}"
    at_seller = [row for row in intervals if question.seller in {None, row["provider"]}]
    if of_tier := [row for row in at_seller if row["tier"] == question.tier]:
        return f"{absent}; nearest: {'; '.join(_nearest(of_tier, question.at))}"
    if at_seller:
        return f"{absent}; its tiers there: {', '.join(sorted({row['tier'] for row in at_seller}))}"
    if intervals:
        return f"{absent}; sold by: {', '.join(sorted({row['provider'] for row in intervals}))}"
    return f"{absent}: no price of it was known then"


def _nearest(intervals: Sequence[Row], at: date) -> Iterator[str]:
    """Describe the last interval that ended before a date, and the first one that begins after it."""
    before = [row for row in intervals if row["valid_to"] and row["valid_to"] <= at]
    after = [row for row in intervals if row["valid_from"] > at]
    for row in (*sorted(before, key=itemgetter("valid_to"))[-1:], *after[:1]):
        usd = f"{plain(row['input_usd_per_mtok'])} in, {plain(row['output_usd_per_mtok'])} out USD per million tokens"
        yield f"{row['valid_from']} to {row['valid_to'] or 'now'} at {row['provider']} ({usd})"
