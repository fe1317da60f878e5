"""Compare every number, date and id of two published files: `python -m tests.compare_published BEFORE AFTER`.

A change of structure or language is to leave them equal. BEFORE and AFTER are TOKENFALL_HOME folders. Columns of
sentences, and digests of code, are left out: both are listed below. Exits with 1 where anything differs.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb

from warehouse.home import Home

LEFT_OUT: dict[str, tuple[str, ...]] = {
    "_capture_reading": ("reader_version", "first_problems", "refused"),
    "_release_reading": ("reader_version", "first_problems", "refused"),
    "_score_reading": ("reader_version", "first_problems", "refused"),
    **dict.fromkeys(("out_backtest", "_backtest_chance", "_backtest_tally"), ("data_sha256",)),
    "out_claim": ("evidence", "reason", "measured_by"),
    "out_driver": ("method", "evidence", "note"),
    "out_verdict": ("explanation",),
}
"""Columns that are not compared, by table: sentences, and digests of the code that built a row."""
NOT_COMPARED = ("_build_record", "_made", "_migration")
"""Tables about the build itself: digests of code, and the numbers of migrations."""
TABLES = """SELECT table_name, list(column_name ORDER BY column_index)
            FROM duckdb_columns() WHERE NOT internal AND database_name = current_database() GROUP BY ALL"""
EXAMPLES = 3


def compare(before: Path, after: Path) -> list[str]:
    """Return one line for each difference between two published files; none where they are equal."""
    with tempfile.TemporaryDirectory() as scratch, _open(before) as old, _open(after) as new:
        tables, now = dict(old.execute(TABLES).fetchall()), dict(new.execute(TABLES).fetchall())
        lines = [f"{table}: only before" for table in sorted(tables.keys() - now.keys())]
        lines += [f"{table}: only after" for table in sorted(now.keys() - tables.keys())]
        for table in sorted(tables.keys() & now.keys() - set(NOT_COMPARED)):
            if tables[table] != now[table]:
                lines.append(f"{table}: columns {tables[table]} became {now[table]}")
            else:
                columns = [name for name in tables[table] if name not in LEFT_OUT.get(table, ())]
                lines += _compare_rows(old, new, table, columns, Path(scratch))
        return lines


def _open(file: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(file), read_only=True)
    schemas = [name for (name,) in connection.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall()]
    connection.execute(f"SET search_path = '{','.join(sorted(schemas, reverse=True))}'; SET TimeZone = 'UTC'")
    return connection


def _compare_rows(
    old: duckdb.DuckDBPyConnection, new: duckdb.DuckDBPyConnection, table: str, columns: list[str], scratch: Path
) -> list[str]:
    names = ", ".join(f'"{name}"' for name in columns)
    digest = f'SELECT count(*), sum(hash(t)::HUGEINT) FROM (SELECT {names} FROM "{table}") t'
    if old.execute(digest).fetchone() == new.execute(digest).fetchone():
        return []
    for name, connection in (("old.parquet", old), ("new.parquet", new)):
        connection.execute(f"COPY (SELECT {names} FROM \"{table}\") TO '{scratch / name}' (FORMAT parquet)")
    both = duckdb.connect()
    lines = []
    for there, here, when in (("old.parquet", "new.parquet", "before"), ("new.parquet", "old.parquet", "after")):
        rows = f"FROM '{scratch / there}' EXCEPT ALL FROM '{scratch / here}'"
        count = both.execute(f"SELECT count(*) FROM ({rows})").fetchone()
        examples = both.execute(f"FROM ({rows}) LIMIT {EXAMPLES}").fetchall()
        lines += [f"{table}: {count[0] if count else 0} rows only {when}, such as {examples}"] if examples else []
    differing = [
        name
        for name in columns
        if both.execute(
            f"""SELECT count(*) FROM (SELECT "{name}" FROM '{scratch / "old.parquet"}'
                                      EXCEPT ALL SELECT "{name}" FROM '{scratch / "new.parquet"}')"""
        ).fetchone()
        != (0,)
    ]
    return [*lines, f"{table}: columns that differ: {', '.join(differing)}"]


def main(before: str, after: str) -> int:
    """Print the differences between the published files of two homes; return the exit code."""
    lines = compare(*(Home(Path(home)).published for home in (before, after)))
    print("\n".join(lines) or "equal: every table, row and compared column")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
