"""Read any stored release as rows for `tokenfall parse`: plain values in the order of the source's columns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from assets.hardware.sources import RELEASES

Rows = list[dict[str, object]]


def parse_release(kind: str, path: Path, captured_on: date | None = None) -> tuple[Rows, list[str]]:
    """Read one stored release.

    Args:
        kind: Key of `RELEASES`.
        path: A file, or a folder of run logs.
        captured_on: Day of a file that states no time itself.

    Returns:
        Rows ready for JSON (money as decimal text, times in UTC), and one line for each thing that was left out.

    Raises:
        TokenfallError: The file is not what the source's reader expects; then there are no rows.
    """
    source = RELEASES[kind]
    rows, problems = source.read(path, captured_on)
    return [{name: plain(getattr(row, name)) for name in source.columns} for row in rows], problems


def plain(value: object) -> object:
    """Return a value as JSON can hold it, without a float where it is money."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
