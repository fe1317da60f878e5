"""Check the ledger: every file, every line, and the digests that chain them; name the first fault of each kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assets.forecasts.registered.canonical import Record, misformed_number
from assets.forecasts.registered.ledger import Ledger, RegisteredSet, is_day
from assets.forecasts.registered.rule import digest_of_rule
from warehouse.bundle import LEDGER
from warehouse.chain import NO_DIGEST, digest, encode


@dataclass(frozen=True)
class Fault:
    """Something in the ledger that is not as it was registered.

    Attributes:
        kind: What is wrong, in one or two words; of each kind only the first fault is listed.
        where: File, and line where there is one.
        text: What was expected.
    """

    kind: str
    where: str
    text: str


def verify(ledger: Ledger, head: str | None = None) -> list[Fault]:
    """Return the first fault of each kind in the order of the files; none where the ledger is as it was registered.

    Args:
        ledger: The ledger.
        head: The digest of a file as it was published. With it, a file that was changed and whose later digests
            were computed anew is noticed too.
    """
    first: dict[str, Fault] = {}
    for fault in _faults(ledger, head):
        first.setdefault(fault.kind, fault)
    return list(first.values())


def _faults(ledger: Ledger, head: str | None) -> Iterator[Fault]:
    for path in sorted(ledger.folder.iterdir()):
        if not (is_day(path.name) or path.name.startswith(".next-")):
            yield Fault("file name", path.name, "a file of the ledger is called YYYY-MM-DD.jsonl")
    sets = ledger.sets()
    yield from _genesis_faults(sets)
    for before, registered in pairwise([None, *sets]):
        if registered:
            yield from _file_faults(registered, before)
    if head and head not in {digest(registered.data) for registered in sets}:
        yield Fault("head", sets[-1].path.name, f"no file has the published digest {head}")


def _genesis_faults(sets: list[RegisteredSet]) -> Iterator[Fault]:
    """Yield a fault where the ledger does not begin with the first set that is shipped."""
    bundled = Ledger(LEDGER).sets()
    if bundled and (not sets or sets[0].path.name != bundled[0].path.name or sets[0].data != bundled[0].data):
        name = sets[0].path.name if sets else bundled[0].path.name
        yield Fault(
            "first set", name, f"the ledger begins with another set than warehouse/ledger/{bundled[0].path.name}"
        )


def _file_faults(registered: RegisteredSet, before: RegisteredSet | None) -> Iterator[Fault]:
    name, lines = registered.path.name, registered.lines
    records = [_read(line) for line in lines]
    for number, (line, record) in enumerate(zip(lines, records, strict=True), 1):
        for kind, text in _line_faults(line, record):
            yield Fault(kind, f"{name} line {number}", text)
        wanted = digest(lines[number - 2]) if number > 1 else None
        if wanted and record and record.get("previous") != wanted:
            text = (
                "it does not carry the digest of the line before: one of the two was changed, removed, added or moved"
            )
            yield Fault("line chain", f"{name} line {number}", text)
        if record and record.get("as_of") != registered.path.stem:
            yield Fault(
                "date", f"{name} line {number}", f"it is of {record.get('as_of')}, the file of {registered.path.stem}"
            )
    yield from _frame_faults(name, [record for record in records if record])
    yield from _link_faults(name, records[0] if records else None, before)


def _line_faults(line: bytes, record: Record | None) -> Iterator[tuple[str, str]]:
    if record is None:
        yield "no record", "it is no JSON object: it was cut off or changed"
        return
    if line != encode(record):
        yield "form", "it is not in canonical form (sorted keys, no spaces, UTF-8, one line feed at the end)"
    if (number := misformed_number(record)) is not None:
        yield "number", f"{number} is not a number in the fixed format"
    if record.get("kind") == "start" and digest_of_rule(str(record.get("rule"))) != record.get("rule_sha256"):
        yield "rule", f"the text of rule {record.get('rule')} has another digest"


def _frame_faults(name: str, records: list[Record]) -> Iterator[Fault]:
    """Yield a fault where a file does not begin with a record `start` and end with `end`, which counts the others."""
    kinds = [record.get("kind") for record in records]
    last = f"{name} line {max(len(records), 1)}"
    if kinds[:1] != ["start"] or kinds.count("start") > 1:
        yield Fault("start", f"{name} line 1", "a file has one record `start`, at its beginning")
    if kinds[-1:] != ["end"] or kinds.count("end") > 1:
        yield Fault("end", last, "a file has one record `end`, at its end: lines are missing or were added")
    elif records[-1].get("records") != len(records) - 2:
        yield Fault("count", last, f"{len(records) - 2} records, but {records[-1].get('records')} were registered")


def _link_faults(name: str, start: Record | None, before: RegisteredSet | None) -> Iterator[Fault]:
    """Yield a fault where a file does not follow on the file before."""
    start = start or {}
    day = before.path.stem if before else None
    if start.get("previous_day") != day:
        text = f"it follows on {start.get('previous_day') or 'no file'}, but the file before is {day or 'missing'}"
        yield Fault("file order", f"{name} line 1", text)
    if start.get("previous") != (digest(before.data) if before else NO_DIGEST):
        text = f"it does not carry the digest of the file before ({day or 'none'})"
        yield Fault("file chain", f"{name} line 1", text)


def _read(line: bytes) -> Record | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def count_forecasts(sets: Iterable[RegisteredSet]) -> int:
    """Return the number of records of forecasts in some sets."""
    return sum(record["kind"] in {"cost", "rent", "chance"} for registered in sets for record in registered.records)
