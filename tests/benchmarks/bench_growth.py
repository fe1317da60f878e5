"""How the warehouse file grows when every table is rebuilt daily for a year, and how long it takes to publish.

Two schemes, side by side: PRIMARY KEYs and COPY FROM DATABASE (until migration 0020); rules and a copy of the file.
Run from the repository root: `python -m tests.benchmarks.bench_growth [DAYS] [HOME]`; the first scheme runs 10 days
at most. Without a home, nine tables that had keys are filled with as many rows as the bundled facts give; with one,
all tables of a copy are rebuilt.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import duckdb

from warehouse import migrations, store
from warehouse.home import Home
from warehouse.store import Writer, open_writer

ROWS = {
    "_bar_judgement": 23_500,
    "_frontier": 8_400,
    "core_bar_member": 4_600,
    "core_model_alias": 3_000,
    "core_score": 5_200,
    "out_crossing_date": 21_600,
    "out_market_spread": 2_600,
    "out_monthly_cost": 1_800,
    "out_verdict": 1_700,
}
LAST_WITH_KEYS = 20
DULL = {
    "BOOLEAN": "true",
    "DATE": "DATE '2020-01-01' + i::INTEGER",
    "DOUBLE": "i / 7",
    "INTEGER": "i",
    "VARCHAR": "md5(i::VARCHAR)",
}
"""What the columns of row `i` hold, by type; other types are decimals."""
REPEATS = 5
OLD_DAYS = 10
"""Days of the old scheme, whose file grows without limit: a year of them takes hours and 4 GB."""


@dataclass
class Measured:
    """The file of one scheme: its size in bytes after each day, and seconds."""

    sizes: list[int] = field(default_factory=list)
    publish_first: float = 0
    publish_last: float = 0
    cpu: float = 0


@contextlib.contextmanager
def old_scheme(folder: Path) -> Generator[None]:
    """Use the schema, the settings and the file as they were before migration 0021; without views, which are newer."""
    schema, views = folder / "schema", folder / "views"
    schema.mkdir()
    views.mkdir()
    for path in migrations.SCHEMA.glob("*.sql"):
        if int(path.name[:4]) <= LAST_WITH_KEYS:
            shutil.copy(path, schema)
    with (
        mock.patch.object(migrations, "SCHEMA", schema),
        mock.patch.object(migrations, "VIEWS", views),
        mock.patch.dict(store.LIMITS, {"checkpoint_threshold": "16MB"}),
        mock.patch.object(store, "compact", return_value=False),
    ):
        yield


def publish_by_query(writer: Writer) -> None:
    """Publish as before: a query copies every row into a new file, which replaces the last one."""
    draft = writer.home.path / "draft.duckdb"
    writer.connection.execute(f"ATTACH '{draft}' AS _draft")
    writer.connection.execute("COPY FROM DATABASE warehouse TO _draft")
    writer.connection.execute("DETACH _draft")
    writer.home.published.parent.mkdir(exist_ok=True)
    os.replace(draft, writer.home.published)


def columns_of(writer: Writer, table: str) -> dict[str, str]:
    """Return the type of each column of a table."""
    select = """SELECT column_name, data_type FROM duckdb_columns()
                WHERE table_name = ? AND database_name = current_database() ORDER BY column_index"""
    return dict(writer.connection.execute(select, [table]).fetchall())


def fill(writer: Writer, table: str, rows: int) -> None:
    """Fill a table with rows that differ in every column."""
    columns = ", ".join(f'{DULL.get(kind, "i % 1000")} AS "{name}"' for name, kind in columns_of(writer, table).items())
    writer.insert_select(table, f"SELECT {columns} FROM range({rows}) AS rows(i)")


def rebuild(writer: Writer, table: str, day: int) -> None:
    """Replace the rows of a table in a transaction; one in a hundred differs in its last column of text."""
    texts = [name for name, kind in columns_of(writer, table).items() if kind == "VARCHAR"]
    changed = (
        f"""REPLACE (CASE WHEN hash(rowid) % 100 = {day % 100} THEN "{texts[-1]}" || 'x' ELSE "{texts[-1]}" END
                  AS "{texts[-1]}")"""
        if texts
        else ""
    )
    with writer.transaction():
        writer.connection.execute(f'CREATE OR REPLACE TEMP TABLE _rows AS SELECT * {changed} FROM "{table}"')
        writer.empty(table)
        writer.insert_select(table, "SELECT * FROM temp._rows")


def seconds(publish: Callable[[], None]) -> float:
    """Return the median of the wall seconds of a publication."""
    took = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        publish()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def simulate(home: Home, days: int, publish: Callable[[Writer], None]) -> Measured:
    """Rebuild every table that has rows on each day, as a run does, and measure the file."""
    measured = Measured()
    with open_writer(home) as writer:
        names = [name for (name,) in writer.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        tables = [name for name in names if name not in {"_made", "_migration"} and writer.content_version(name)[1]]
        measured.publish_first = seconds(lambda: publish(writer))
    measured.sizes.append(home.database.stat().st_size)
    start = time.process_time()
    for day in range(1, days):
        with open_writer(home) as writer:
            for table in tables:
                rebuild(writer, table, day)
        measured.sizes.append(home.database.stat().st_size)
    measured.cpu = (time.process_time() - start) / max(days - 1, 1)
    with open_writer(home) as writer:
        measured.publish_last = seconds(lambda: publish(writer))
    return measured


def prepare(folder: Path, source: Path | None) -> Home:
    """Return a home with the tables of the home `source`, or with made-up rows."""
    home = Home(folder / "home")
    if source is None:
        with open_writer(home) as writer:
            for table, rows in ROWS.items():
                fill(writer, table, rows)
        return home
    with duckdb.connect(str(Home(source).database), read_only=True) as original:
        select = """SELECT schema_name || '.' || table_name, list(column_name) FROM duckdb_columns()
                    WHERE table_name IN (SELECT table_name FROM duckdb_tables() WHERE table_name <> '_migration')
                    GROUP BY 1"""
        tables = dict(original.execute(select).fetchall())
    with open_writer(home) as writer:
        writer.connection.execute(f"ATTACH '{Home(source).database}' AS _source (READ_ONLY)")
        for table, names in tables.items():
            known = columns_of(writer, table.partition(".")[2])  # the old schema lacks what came later
            if columns := ", ".join(f'"{name}"' for name in names if name in known):
                writer.connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM _source.{table}")
        writer.connection.execute("DETACH _source")
    return home


def write_table(old: Measured, new: Measured) -> None:
    """Print both schemes and their ratio as a Markdown table."""
    days = len(new.sizes)
    lines = [
        ("file on day 1, MB", old.sizes[0] / 1e6, new.sizes[0] / 1e6),
        ("file on the last day, MB", old.sizes[-1] / 1e6, new.sizes[-1] / 1e6),
        ("last day / day 1", old.sizes[-1] / old.sizes[0], new.sizes[-1] / new.sizes[0]),
        ("largest file / day 1", max(old.sizes) / old.sizes[0], max(new.sizes) / new.sizes[0]),
        ("publish on day 1, s", old.publish_first, new.publish_first),
        ("publish on the last day, s", old.publish_last, new.publish_last),
        ("rebuild of a day, CPU s", old.cpu, new.cpu),
    ]
    sys.stdout.write(f"DuckDB {duckdb.__version__}, {platform.machine()}, {os.cpu_count()} cores; ")
    sys.stdout.write(f"{len(old.sizes)} days of the old scheme, {days} of the new\n\n")
    sys.stdout.write(
        "| | PRIMARY KEYs, COPY FROM DATABASE | rules, copy of the file | new / old |\n|---|---|---|---|\n"
    )
    for name, before, after in lines:
        sys.stdout.write(f"| {name} | {before:.2f} | {after:.2f} | {after / before:.3f} |\n")


def main() -> None:
    """Print the size of the file and the seconds of publication for both schemes."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "old").mkdir()
        with old_scheme(Path(folder) / "old"):
            old = simulate(prepare(Path(folder) / "old", source), min(days, OLD_DAYS), publish_by_query)
        new = simulate(prepare(Path(folder) / "new", source), days, Writer.publish)
    write_table(old, new)


if __name__ == "__main__":
    main()
