"""Check the names in a selection of tables before Dagster is imported, because that import is slow."""

from __future__ import annotations

import re

from pipelines.names import unknown_name
from warehouse.dictionary import read_dictionary

ALWAYS_LAST = ("published_warehouse", "report_page")
"""Asset keys of the last steps of a run that publishes."""
BARE_NAME = re.compile(r"(?:\d*\+)?(\w+)(?:\+\d*)?")
"""A name alone, or with Dagster's plus signs for its upstream or downstream tables."""


def refuse_unknown_tables(select: str) -> None:
    """Raise a usage error for the first name that is no table; other syntax is left to Dagster.

    Internal tables may be selected; the error lists those for users.
    """
    tables = sorted(table for table, column in read_dictionary() if not column)
    for_users = _tables_of("core_", "out_")
    for part in select.split(","):
        bare = BARE_NAME.fullmatch(part.strip())
        if bare and bare[1] not in {*tables, *ALWAYS_LAST}:
            raise unknown_name(bare[1], for_users, "--select")


def accepted_tables(text: str) -> list[str]:
    """Return the tables of a list with commas; a usage error for the first that users do not have."""
    for_users = _tables_of("core_", "out_", "raw_")
    accepted = [part.strip() for part in text.split(",") if part.strip()]
    for table in accepted:
        if table not in for_users:
            raise unknown_name(table, for_users, "--accept")
    return accepted


def _tables_of(*prefixes: str) -> list[str]:
    tables = (table for table, column in read_dictionary() if not column)
    return sorted(table for table in tables if table.startswith(prefixes))
