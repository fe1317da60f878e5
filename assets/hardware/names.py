"""Which accelerator a source's name means: by an exact alias, never by a prefix or a likeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assets.hardware.releases.mlperf import Result
from assets.hardware.releases.rental import RentalPrice
from assets.hardware.releases.trtllm import Throughput

Row = Result | RentalPrice | Throughput


def sort_by_name(
    rows: Iterable[Row], aliases: Mapping[str, str]
) -> tuple[list[tuple[str, Row]], list[tuple[Row, str]]]:
    """Rows with their accelerator_id, and the refused ones with the reason; `aliases` maps exact strings to ids.

    A row without an accelerator (a CPU's result) is refused too: it says nothing of an accelerator.
    """
    known: list[tuple[str, Row]] = []
    refused: list[tuple[Row, str]] = []
    for row in rows:
        if row.accelerator is None:
            refused.append((row, "no accelerator"))
        elif row.accelerator in aliases:
            known.append((aliases[row.accelerator], row))
        else:
            refused.append((row, f"no exact alias: {row.accelerator!r} is not in core_accelerator_alias"))
    return known, refused
