"""Register the published forecasts of today, once."""

from __future__ import annotations

import importlib.metadata
from datetime import date

import duckdb

from assets.forecasts.registered.ledger import Ledger, RegisteredSet
from assets.forecasts.registered.records import make_records
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home


def register(connection: duckdb.DuckDBPyConnection, home: Home, today: date) -> tuple[RegisteredSet, bool]:
    """Register the forecasts that are published, and the values of those that are due.

    Args:
        connection: The published file.
        home: Where the ledger is; an empty one begins with the bundled sets.
        today: The day of the registration.

    Returns:
        The set of today, and whether it is new: not where the same set is registered already.

    Raises:
        TokenfallError: The published forecasts are not as of today, another set of today is registered, or the ledger
            cannot be written. Nothing was registered, and nothing that was registered is changed.
    """
    ledger = Ledger(home.ledger)
    ledger.start()
    is_new = ledger.add(today, make_set(connection, ledger, today))
    return RegisteredSet(ledger.folder / f"{today}.jsonl"), is_new


def make_set(connection: duckdb.DuckDBPyConnection, ledger: Ledger, today: date) -> bytes:
    """Return the content of the file of today in a ledger. Raises TokenfallError as `register` does."""
    as_of = query.published_as_of(connection)
    if as_of != today:
        raise TokenfallError(
            f"the published forecasts are as of {as_of or 'no day'}, and only those of today, {today}, "
            "can be registered: run `tokenfall run` first"
        )
    return ledger.content(today, make_records(connection, ledger, importlib.metadata.version("tokenfall")))
