"""How two editions of one date differ, table by table and file by file, and which cause explains each difference.

The database of an edition records from which code and from which versions of its inputs each table was built. A table
that differs is followed along those inputs that differ too, to code, facts, captures or the date. Where neither code
nor an input differs, the versions of packages are left as a cause.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from pipelines.edition_folder import RECORD, SUMS
from pipelines.edition_ledger import read_sums
from warehouse import query

HERE = Path(__file__).parent
DATABASE = "tokenfall.duckdb"
NOT_COMPARED = {SUMS, DATABASE}
"""The digests of the others, and the database: its blocks lie elsewhere, and its tables are compared as files."""
CAPTURES = ("capture/pages", "raw_page_capture", "raw_page_attempt")
UNEXPLAINED = "nothing that is recorded"


@dataclass(frozen=True)
class Difference:
    """One table or file that differs.

    Attributes:
        name: The table, or the name of the file.
        what: How it differs.
        causes: What explains it; several where several of the things that it is made from differ.
    """

    name: str
    what: str
    causes: tuple[str, ...]


@dataclass
class Causes:
    """The causes of differences between the tables of two editions.

    Attributes:
        then: Folder of the first edition.
        now: Folder of the second.
        known: Causes by table, as far as they were asked for.
    """

    then: Path
    now: Path
    known: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def builds(self) -> tuple[dict[str, tuple[Any, ...]], dict[str, tuple[Any, ...]]]:
        """Code, inputs and content of every table, by name, in both editions."""
        return _read_builds(self.then), _read_builds(self.now)

    @cached_property
    def views(self) -> dict[str, set[str]]:
        """The words in the definition of every view, by name, in both editions."""
        views: dict[str, set[str]] = {}
        for folder in (self.then, self.now):
            for name, sql in _select(folder, "list_views"):
                views.setdefault(name, set()).update(re.findall(r"\w+", sql))
        return views

    @cached_property
    def packages(self) -> str:
        """The packages whose versions differ; or that nothing explains a difference."""
        then, now = (_read_packages(folder) for folder in (self.then, self.now))
        if not then or not now:
            return "packages, whose versions are not recorded"
        names = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
        changed = ", ".join(f"{name} {then.get(name)} to {now.get(name)}" for name in names)
        return f"packages ({changed})" if changed else UNEXPLAINED

    def of(self, table: str) -> set[str]:
        """Return the causes of the difference of a table or view; none where what it is made from is the same."""
        if table not in self.known:
            self.known[table] = set()
            self.known[table] = self._of_view(table) if table in self.views else self._find(table)
        return self.known[table]

    def _of_view(self, view: str) -> set[str]:
        known = self.builds[0].keys() | self.builds[1].keys() | self.views.keys()
        return {cause for name in self.views[view] & known - {view} for cause in self.of(name)}

    def _find(self, table: str) -> set[str]:
        then, now = (builds.get(table) for builds in self.builds)
        if then is None or now is None:
            return {"code"}
        if then[-1] == now[-1]:
            return set()
        causes = {"code"} if then[0] != now[0] else set()
        inputs: tuple[Mapping[str, str], ...] = (json.loads(then[1]), json.loads(now[1]))
        for name in inputs[0].keys() | inputs[1].keys():
            if inputs[0].get(name) != inputs[1].get(name):
                causes |= self._of_input(name)
        return causes or {self.packages}

    def _of_input(self, name: str) -> set[str]:
        if name in CAPTURES:
            return {"captures"}
        if name.startswith("capture/facts/"):
            return {f"facts ({name.removeprefix('capture/facts/')})"}
        if name.startswith("capture/") or name == "raw_capture":
            return {f"facts ({name.removeprefix('capture/')})"}
        return {"date"} if name == "as_of" else self.of(name)


def list_differences(then: Path, now: Path) -> Iterator[Difference]:
    """Yield every table and file of two folders of editions that differs, the tables first."""
    causes = Causes(then, now)
    sums = read_sums(then), read_sums(now)
    differing = sorted(
        name for name in (sums[0].keys() | sums[1].keys()) - NOT_COMPARED if sums[0].get(name) != sums[1].get(name)
    )
    everything: set[str] = set()
    for file in [name for name in differing if name.endswith(".parquet")]:
        table = file.removesuffix(".parquet")
        own = causes.of(table)
        everything |= own
        yield Difference(table, _describe(then / file, now / file), _sorted(own or {causes.packages}))
    if not everything and _read_origin(then).get("commit") != _read_origin(now).get("commit"):
        everything = {"code"}
    for file in [name for name in differing if not name.endswith(".parquet")]:
        yield Difference(file, _presence(sums, file), _sorted(everything or {causes.packages}))


def _describe(then: Path, now: Path) -> str:
    """Return how many rows of a table are only in one of two files, or that its columns differ."""
    if not (then.exists() and now.exists()):
        return "only then" if then.exists() else "only now"
    with duckdb.connect() as connection:
        columns = [query.tuples(connection, HERE / "describe_parquet.sql", {"file": str(file)}) for file in (then, now)]
        if columns[0] != columns[1]:
            return "other columns"
        counts = [
            query.value(connection, HERE / "count_rows_only_in_first.sql", {"first": str(first), "second": str(second)})
            for first, second in ((then, now), (now, then))
        ]
    return f"{counts[0]} rows only then, {counts[1]} only now" if any(counts) else "the same rows in another order"


def _presence(sums: tuple[Mapping[str, str], ...], file: str) -> str:
    return "only then" if file not in sums[1] else "only now" if file not in sums[0] else "other bytes"


def _sorted(causes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(causes))


def _read_builds(folder: Path) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(rest) for name, *rest in _select(folder, "list_builds")}


def _select(folder: Path, name: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        return query.tuples(connection, HERE / f"{name}.sql")


def _read_origin(folder: Path) -> dict[str, Any]:
    return json.loads((folder / RECORD).read_text(encoding="utf-8")).get("origin", {})


def _read_packages(folder: Path) -> dict[str, str]:
    origin = _read_origin(folder)
    return {"Python": origin["python"], **origin["packages"]} if origin else {}
