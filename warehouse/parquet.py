"""Read a Parquet file that came from the network, in a database of its own in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from warehouse import query
from warehouse.errors import TokenfallError

MOST_ROWS = 100_000
LIMITS: dict[str, str | float | list[str]] = {"memory_limit": "100MB", "threads": 1}


def read_parquet(body: bytes, file: Path, place: str) -> tuple[list[str], list[query.Row]]:
    """Return the columns and rows that a query selects from the Parquet file, which it calls `leaderboard`.

    Args:
        body: The bytes of the Parquet file.
        file: The SQL file of the query.
        place: Name of the Parquet file, for messages.

    Raises:
        TokenfallError: The bytes are no Parquet file, lack a column that the query names, or hold too many rows.
    """
    with (
        tempfile.NamedTemporaryFile(prefix="tokenfall-", suffix=".parquet") as copy,
        duckdb.connect(config=LIMITS) as connection,
    ):
        copy.write(body)
        copy.flush()
        try:
            table = connection.read_parquet(copy.name)
            if (count := len(table)) > MOST_ROWS:
                raise TokenfallError(f"{place} has {count} rows, more than {MOST_ROWS}: it is another table")
            table.create_view("leaderboard")
            return list(table.columns), query.rows(connection, file)
        except duckdb.Error as error:
            raise TokenfallError(f"{place} is not the Parquet file it was ({str(error).splitlines()[0]})") from error
