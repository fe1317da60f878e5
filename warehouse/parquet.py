"""Read a Parquet file that came from the network, in a database of its own in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from warehouse import query
from warehouse.errors import TokenfallError

MOST_ROWS = 100_000
LIMITS: dict[str, str | float | list[str]] = {"memory_limit": "100MB", "threads": 1}


def read_parquet(body: bytes, select: Path, place: str) -> tuple[list[str], list[query.Row]]:
    """Return the columns and rows that a query selects from a Parquet file.

    Args:
        body: The bytes of the Parquet file.
        select: The SQL file of the query, which reads `$file`.
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
            result = query.run(connection, query.read_sql(select), {"file": copy.name})
            columns = [column[0] for column in result.description]
            rows = result.fetchmany(MOST_ROWS + 1)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0].replace(copy.name, place)
            raise TokenfallError(f"{place} is not the Parquet file that is expected ({reason})") from error
    if len(rows) > MOST_ROWS:
        raise TokenfallError(f"{place} has more than {MOST_ROWS} rows: it is another table")
    return columns, [dict(zip(columns, row, strict=True)) for row in rows]
