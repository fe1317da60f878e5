"""Any stored release by the name of its source, as rows for `tokenfall parse`: plain values in the contract's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from assets.hardware.releases import epoch_hardware, inferencex, mlperf, rental, spec_bench, trtllm
from assets.hardware.releases.mlperf_release import read_release

Rows = list[dict[str, object]]
Read = tuple[Iterable[object], list[str]]

READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Path, date | None], Read]]] = {
    "mlperf": (mlperf.COLUMNS, lambda path, _: read_release(path)),
    "trtllm": (trtllm.COLUMNS, lambda path, _: trtllm.read_trtllm(path)),
    "rental": (rental.COLUMNS, rental.read_rental),
    "inferencex": (inferencex.COLUMNS, lambda path, _: inferencex.read_inferencex(path)),
    "spec-bench": (spec_bench.COLUMNS, lambda path, _: spec_bench.read_spec_bench(path)),
    "epoch-hardware": (epoch_hardware.COLUMNS, lambda path, _: epoch_hardware.read_epoch_hardware(path)),
}
"""Source name, its columns in order, and its reader of a path and the day on which the file was captured."""


def parse_release(source: str, path: Path, captured_on: date | None = None) -> tuple[Rows, list[str]]:
    """Rows of one stored release, ready for JSON (money as decimal text, times in UTC), and problems, one line each.

    Raises TokenfallError, and gives no rows, when the file is not what the source's reader expects.
    """
    columns, read = READERS[source]
    found, problems = read(path, captured_on)
    return [{name: plain(getattr(row, name)) for name in columns} for row in found], problems


def plain(value: object) -> object:
    """A value as JSON can hold it, without a float where it is money."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
