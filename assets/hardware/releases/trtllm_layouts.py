"""Read each layout of TensorRT-LLM's throughput tables into cells, each with the setup that was measured.

Flat tables per chip (v0.5 to v0.9), one table of stacked headers (v0.10 to v0.18), stacked headers per model (v0.19 to
v0.21), one column per setup (v1.0 on); each was seen in a real document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assets.reading.markdown import MarkdownTable
from assets.reading.whole_numbers import read_whole

LENGTHS = re.compile(r"ISL\s*[,/]\s*OSL|Input\s*/\s*Output Lengths?", re.IGNORECASE)
TENSOR_PARALLEL = re.compile(r"^TP\b|Tensor (?:Model )?Parallel", re.IGNORECASE)
SETUP = re.compile(
    r"^(?P<chip>.*?)\s+(?:TP(?P<tp>\d{1,6})|DEP(?P<dep>\d{1,6}))(?:\s*,?\s*PP(?P<pp>\d{1,6}))?(?:\s*,?\s*EP\d+)?\s*\((?P<format>[^)]+)\)$",
    re.IGNORECASE,
)
CHIP_HEADING = re.compile(r"^(?P<chip>.+?) GPUs? \((?P<format>[^)]+)\)")
FORMAT_AT_END = re.compile(r"(.+?)[ :]+\(?((?:NV|MX)?FP\d+|BF16|INT\d)\)?:?")


@dataclass(frozen=True)
class ThroughputCell:
    """One cell of a throughput table, as text, with the setup that its row, column and headings state."""

    model: str
    chip: str
    number_format: str | None
    tp: int | None
    gpus: int
    lengths: str
    text: str


def read_layout(table: MarkdownTable) -> list[ThroughputCell | str] | None:
    """Return the cells of a throughput table, and a line for each unreadable part; None for any other table."""
    header = [cell.rstrip(":") for cell in table.rows[0]]
    if any(cell.startswith("Throughput (") for cell in header) and header[0] == "Model":
        return list(_flat(table, header))
    if LENGTHS.search(header[0]):
        return list(_by_setup(table, header))
    stacked = next((i for i, row in enumerate(table.rows[1:4], 1) if any(LENGTHS.search(cell) for cell in row)), None)
    return list(_stacked(table, stacked)) if stacked and "GPU" in header else None


def _flat(table: MarkdownTable, header: list[str]) -> Iterator[ThroughputCell | str]:
    heading = next((match for name in reversed(table.grid.path) if (match := CHIP_HEADING.match(name))), None)
    columns = {
        "tp": next((i for i, name in enumerate(header) if TENSOR_PARALLEL.search(name)), None),
        "input": next((i for i, name in enumerate(header) if name.startswith("Input Len")), None),
        "output": next((i for i, name in enumerate(header) if name.startswith("Output Len")), None),
    }
    if heading is None or None in columns.values():
        yield "no heading `<chip> GPUs (<format>)` or no column of TP or lengths: left out"
        return
    value = next(i for i, name in enumerate(header) if name.startswith("Throughput ("))
    tp_at, input_at, output_at = (int(str(columns[name])) for name in ("tp", "input", "output"))
    for row in table.rows[1:]:
        if any(row):
            tp = whole_number(row[tp_at])
            if tp is None:
                yield f"{' | '.join(row)}: TP is not a number: left out"
            else:
                lengths = f"{row[input_at]}, {row[output_at]}"
                yield ThroughputCell(row[0], heading["chip"], heading["format"], tp, tp, lengths, row[value])


def _by_setup(table: MarkdownTable, header: list[str]) -> Iterator[ThroughputCell | str]:
    model, _, chip = (table.grid.path[-1] if table.grid.path else "").partition(" - ")
    for column, name in enumerate(header[1:], 1):
        setup = SETUP.match(name)
        if setup is None:
            yield f"column {name!r} states no parallelism and format: left out"
            continue
        tp = int(setup["tp"]) if setup["tp"] else None
        gpus = int(setup["tp"] or setup["dep"]) * int(setup["pp"] or 1)
        counted = re.fullmatch(r"(\d{1,6}) GPUs?", setup["chip"])
        accelerator = (chip or table.above) if counted else setup["chip"]
        if not model or not accelerator or (counted and int(counted[1]) != gpus):
            yield f"column {name!r}: model, chip or number of GPUs is not clear: left out"
            continue
        for row in table.rows[1:]:
            yield ThroughputCell(model, accelerator, setup["format"], tp, gpus, row[0], row[column])


def _stacked(table: MarkdownTable, last: int) -> Iterator[ThroughputCell | str]:
    labels = table.rows[last]
    first = [cell.rstrip(":") for cell in table.rows[0]].index("GPU") + 1
    over = {next((cell for cell in row[:first] if cell), ""): _across(row, first) for row in table.rows[1:last]} | {
        "GPU": _across(table.rows[0], first)
    }
    lengths_at = next(i for i, cell in enumerate(labels) if LENGTHS.search(cell))
    model_at = labels.index("Model") if "Model" in labels else None
    tp_at = next((i for i, cell in enumerate(labels) if TENSOR_PARALLEL.search(cell)), None)
    tp_over = next((values for name, values in over.items() if TENSOR_PARALLEL.search(name)), None)
    heading, format_of_heading = _split_format(table.grid.path[-1] if table.grid.path else "")
    model, tp_text = heading, ""
    for row in table.rows[last + 1 :]:
        if model_at is not None and row[model_at]:
            model, tp_text = row[model_at], ""
        tp_text = (row[tp_at] if tp_at is not None else "") or tp_text
        for column in range(first, len(row)):
            tp = whole_number(tp_over[column] if tp_over else tp_text)
            chip = over["GPU"][column]
            if not row[column]:
                continue
            if tp is None or not chip or not model:
                yield f"{' | '.join(row)}: model, chip or TP is not stated: left out"
                break
            number_format = over.get("Precision", {}).get(column) or format_of_heading
            yield ThroughputCell(model, chip, number_format, tp, tp, row[lengths_at], row[column])


def _across(row: list[str], first: int) -> dict[int, str]:
    """The cells of a header row from `first` on, a blank one meaning the one to its left."""
    values, last = {}, ""
    for column in range(first, len(row)):
        last = row[column] or last
        values[column] = last
    return values


def _split_format(heading: str) -> tuple[str, str | None]:
    match = FORMAT_AT_END.fullmatch(heading)
    return (match[1], match[2]) if match else (heading, None)


def whole_number(text: str) -> int | None:
    """Return a positive whole number with or without thousands commas; None for any other text."""
    return read_whole(text.strip().replace(",", "")) or None
