"""Epoch AI's table of machine-learning hardware (CC BY 4.0): speed, memory, power and price of accelerators.

Verified against a real ml_hardware.csv of December 2025. Figures are without sparsity as far as the table states it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from assets.capture.collect import LiveSource
from assets.hardware.releases.files import csv_rows, positive, read_text, stated
from assets.hardware.releases.release_source import RELEASE, ReleaseSource
from warehouse.errors import TokenfallError

COLUMNS = (
    "accelerator",
    "vendor",
    "released_on",
    "memory_gb",
    "memory_bandwidth_tb_per_s",
    "dense_fp16_tflops",
    "dense_fp8_tflops",
    "tdp_w",
    "release_price_usd",
    "source_url",
)

HEADER = frozenset({"Hardware name", "Manufacturer", "Release date"})

FIGURES = {
    "memory_gb": ("Memory (bytes)", Decimal(10**9)),
    "memory_bandwidth_tb_per_s": ("Memory bandwidth (byte/s)", Decimal(10**12)),
    "dense_fp16_tflops": ("Tensor-FP16/BF16 performance (FLOP/s)", Decimal(10**12)),
    "dense_fp8_tflops": ("FP8 performance (FLOP/s)", Decimal(10**12)),
    "tdp_w": ("TDP (W)", Decimal(1)),
}
"""Our column, Epoch's column with its unit, and the divisor; blank cells are not filled from other columns."""
FIGURE_COLUMNS = frozenset({name for name, _ in FIGURES.values()} | {"Release price (USD)"})


@dataclass(frozen=True)
class ChipSpecification:
    """One accelerator of the table; None = not stated."""

    accelerator: str
    vendor: str | None
    released_on: date | None
    memory_gb: float | None
    memory_bandwidth_tb_per_s: float | None
    dense_fp16_tflops: float | None
    dense_fp8_tflops: float | None
    tdp_w: float | None
    release_price_usd: Decimal | None
    source_url: str | None


def read_epoch_hardware(path: Path) -> tuple[list[ChipSpecification], list[str]]:
    """Return every accelerator of the table, and one line for each row left out.

    Raises:
        TokenfallError: The file is not the table, or the unit of a column changed.
    """
    rows = csv_rows(read_text(path, "Epoch AI's ML hardware table as CSV"), str(path), HEADER, FIGURE_COLUMNS)
    if not rows:
        raise TokenfallError(f"{path}: the table has no rows: fetch it again")
    if missing := [name for name, _ in FIGURES.values() if name not in rows[0][1]]:
        raise TokenfallError(f"{path}: no column {missing[0]!r}: the table's layout or units changed")
    chips, problems = [], []
    for line, row in rows:
        name = stated(row.get("Hardware name"))
        unread = [column for column, _ in FIGURES.values() if stated(row.get(column)) and not positive(row.get(column))]
        if name is None or unread:
            problems.append(
                f"{path} line {line}: {name}: {unread[0] if unread else 'no name, or another width'}: left out"
            )
            continue
        chips.append(_chip(name, row))
    return chips, problems


def _chip(name: str, row: dict[str, str]) -> ChipSpecification:
    figures = {
        ours: float(number / unit) if (number := positive(row.get(theirs))) else None
        for ours, (theirs, unit) in FIGURES.items()
    }
    return ChipSpecification(
        accelerator=name,
        vendor=stated(row.get("Manufacturer")),
        released_on=_day(row.get("Release date")),
        release_price_usd=positive(row.get("Release price (USD)")),
        source_url=stated((row.get("Link to datasheet") or "").partition("\n")[0]),
        **figures,
    )


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


SOURCE = ReleaseSource(
    kind="epoch-hardware",
    files=(LiveSource(f"{RELEASE}epoch-hardware", "https://epoch.ai/data/ml_hardware.csv", "csv", "CC BY 4.0"),),
    columns=COLUMNS,
    read=lambda path, _: read_epoch_hardware(path),
)
