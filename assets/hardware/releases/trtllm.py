"""TensorRT-LLM's published throughput tables (performance.md, perf-overview.md), whose layout changed over versions.

Flat tables per chip (v0.5 to v0.9), one table of stacked headers (v0.10 to v0.18), stacked headers per model (v0.19 to
v0.21), one column per setup (v1.0 on); each was seen in a real document. Whether a figure is of one GPU or of all is
read from the table or the text, for it changed twice; where neither says, the table is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assets.hardware.releases.files import drop_cut_row, positive, read_text, stated
from assets.reading.markdown import MarkdownTable, markdown_cell, markdown_tables
from warehouse.errors import TokenfallError

COLUMNS = (
    "model",
    "accelerator",
    "number_format",
    "tensor_parallel",
    "input_len",
    "output_len",
    "tokens_per_s",
    "tokens_per_s_per_accelerator",
)

PER_GPU = re.compile(r"tok(?:en)?s?\s*/\s*s(?:ec(?:ond)?)?\s*/\s*GPU|tokens per second per GPU", re.IGNORECASE)
IN_ALL = re.compile(
    r"Total Output Throughput|tok(?:en)?s?\s*/\s*s(?:ec(?:ond)?)?\b(?!\s*/)|tokens per second(?! per)", re.IGNORECASE
)
STATED_METRIC = re.compile(
    r"^.*(?:The reported metric is|performance values are measured in|presents token throughput in).*$", re.MULTILINE
)
LENGTHS = re.compile(r"ISL\s*[,/]\s*OSL|Input\s*/\s*Output Lengths?", re.IGNORECASE)
TENSOR_PARALLEL = re.compile(r"^TP\b|Tensor (?:Model )?Parallel", re.IGNORECASE)
SETUP = re.compile(
    r"^(?P<chip>.*?)\s+(?:TP(?P<tp>\d+)|DEP(?P<dep>\d+))(?:\s*,?\s*PP(?P<pp>\d+))?(?:\s*,?\s*EP\d+)?\s*\((?P<format>[^)]+)\)$",
    re.IGNORECASE,
)
CHIP_HEADING = re.compile(r"^(?P<chip>.+?) GPUs? \((?P<format>[^)]+)\)")


@dataclass(frozen=True)
class Throughput:
    """Output tokens per second of one model on one setup; `gpus` is how many GPUs served it.

    `tensor_parallel` is None where attention ran data parallel. `doubt` says why the figure may be of another number of
    GPUs than its table's header states.
    """

    model: str
    accelerator: str
    number_format: str | None
    tensor_parallel: int | None
    input_len: int
    output_len: int
    gpus: int
    tokens_per_s: float
    tokens_per_s_per_accelerator: float
    doubt: str | None = None


@dataclass(frozen=True)
class _Cell:
    model: str
    chip: str
    number_format: str | None
    tp: int | None
    gpus: int
    lengths: str
    text: str


def read_trtllm(path: Path) -> tuple[list[Throughput], list[str]]:
    """Throughputs of one document and what was left out. TokenfallError when it holds no such table or no figure."""
    text = read_text(path, "TensorRT-LLM's performance tables in Markdown")
    text, cut = drop_cut_row(text)
    document = "\n".join(STATED_METRIC.findall(text))
    read: list[tuple[Throughput, str]] = []
    problems = [f"{path}: {cut}"] if cut else []
    tables = [(table, cells) for table in markdown_tables(text) if (cells := _layout(table)) is not None]
    if not tables:
        raise TokenfallError(f"{path}: no throughput table of TensorRT-LLM in it")
    for table, cells in tables:
        place = f"{path} line {table.line}"
        basis = _basis(table, document)
        if basis is None:
            problems.append(f"{place}: neither table nor text says whether its figures are per GPU or of all: left out")
            continue
        for found in cells:
            if isinstance(found, str):
                problems.append(f"{place}: {found}")
            elif stated(found.text) is not None:
                throughput = _throughput(found, basis)
                if isinstance(throughput, str):
                    problems.append(f"{place}: {throughput}")
                else:
                    read.append((throughput, basis))
    if not read:
        raise TokenfallError(f"{path}: no figure could be read: {problems[0] if problems else 'its tables are empty'}")
    return _doubt(read, problems, path), problems


def _layout(table: MarkdownTable) -> list[_Cell | str] | None:
    """The cells of a throughput table and what of it is unreadable; None for any other table."""
    header = [cell.rstrip(":") for cell in table.rows[0]]
    if any(cell.startswith("Throughput (") for cell in header) and header[0] == "Model":
        return list(_flat(table, header))
    if LENGTHS.search(header[0]):
        return list(_by_setup(table, header))
    stacked = next((i for i, row in enumerate(table.rows[1:4], 1) if any(LENGTHS.search(cell) for cell in row)), None)
    return list(_stacked(table, stacked)) if stacked and "GPU" in header else None


def _flat(table: MarkdownTable, header: list[str]) -> Iterator[_Cell | str]:
    found = next((m for name in reversed(table.grid.path) if (m := CHIP_HEADING.match(name))), None)
    columns = {
        "tp": next((i for i, name in enumerate(header) if TENSOR_PARALLEL.search(name)), None),
        "input": next((i for i, name in enumerate(header) if name.startswith("Input Len")), None),
        "output": next((i for i, name in enumerate(header) if name.startswith("Output Len")), None),
    }
    if found is None or None in columns.values():
        yield "no heading `<chip> GPUs (<format>)` or no column of TP or lengths: left out"
        return
    value = next(i for i, name in enumerate(header) if name.startswith("Throughput ("))
    tp_at, input_at, output_at = (int(str(columns[name])) for name in ("tp", "input", "output"))
    for row in table.rows[1:]:
        if any(row):
            tp = _int(row[tp_at])
            if tp is None:
                yield f"{' | '.join(row)}: TP is not a number: left out"
            else:
                lengths = f"{row[input_at]}, {row[output_at]}"
                yield _Cell(row[0], found["chip"], found["format"], tp, tp, lengths, row[value])


def _by_setup(table: MarkdownTable, header: list[str]) -> Iterator[_Cell | str]:
    model, _, chip = (table.grid.path[-1] if table.grid.path else "").partition(" - ")
    for column, name in enumerate(header[1:], 1):
        setup = SETUP.match(name)
        if setup is None:
            yield f"column {name!r} states no parallelism and format: left out"
            continue
        tp = int(setup["tp"]) if setup["tp"] else None
        gpus = int(setup["tp"] or setup["dep"]) * int(setup["pp"] or 1)
        counted = re.fullmatch(r"(\d+) GPUs?", setup["chip"])
        accelerator = (chip or table.above) if counted else setup["chip"]
        if not model or not accelerator or (counted and int(counted[1]) != gpus):
            yield f"column {name!r}: model, chip or number of GPUs is not clear: left out"
            continue
        for row in table.rows[1:]:
            yield _Cell(model, accelerator, setup["format"], tp, gpus, row[0], row[column])


def _stacked(table: MarkdownTable, last: int) -> Iterator[_Cell | str]:
    labels = table.rows[last]
    first = [cell.rstrip(":") for cell in table.rows[0]].index("GPU") + 1
    over = {next((cell for cell in row[:first] if cell), ""): _across(row, first) for row in table.rows[1:last]} | {
        "GPU": _across(table.rows[0], first)
    }
    lengths_at = next(i for i, cell in enumerate(labels) if LENGTHS.search(cell))
    model_at = labels.index("Model") if "Model" in labels else None
    tp_at = next((i for i, cell in enumerate(labels) if TENSOR_PARALLEL.search(cell)), None)
    tp_over = next((values for name, values in over.items() if TENSOR_PARALLEL.search(name)), None)
    heading, of_heading = _format_off(table.grid.path[-1] if table.grid.path else "")
    model, tp_text = heading, ""
    for row in table.rows[last + 1 :]:
        if model_at is not None and row[model_at]:
            model, tp_text = row[model_at], ""
        tp_text = (row[tp_at] if tp_at is not None else "") or tp_text
        for column in range(first, len(row)):
            tp = _int(tp_over[column] if tp_over else tp_text)
            chip = over["GPU"][column]
            if not row[column]:
                continue
            if tp is None or not chip or not model:
                yield f"{' | '.join(row)}: model, chip or TP is not stated: left out"
                break
            number_format = over.get("Precision", {}).get(column) or of_heading
            yield _Cell(model, chip, number_format, tp, tp, row[lengths_at], row[column])


def _across(row: list[str], first: int) -> dict[int, str]:
    """The cells of a header row from `first` on, a blank one meaning the one to its left."""
    values, last = {}, ""
    for column in range(first, len(row)):
        last = row[column] or last
        values[column] = last
    return values


def _format_off(heading: str) -> tuple[str, str | None]:
    found = re.fullmatch(r"(.+?)[ :]+\(?((?:NV|MX)?FP\d+|BF16|INT\d)\)?:?", heading)
    return (found[1], found[2]) if found else (heading, None)


def _basis(table: MarkdownTable, document: str) -> str | None:
    """Per GPU or in all, by the table's header, else the line below or above it, else the document's own statement."""
    for text in (" ".join(table.rows[0]), table.below, table.above, markdown_cell(document).line):
        if PER_GPU.search(text):
            return "per gpu"
        if IN_ALL.search(text):
            return "in all"
    return None


def _throughput(cell: _Cell, basis: str) -> Throughput | str:
    lengths = [_int(part) for part in re.split(r"[,/]", cell.lengths)]
    value = positive(cell.text)
    if value is None or len(lengths) != 2 or lengths[0] is None or lengths[1] is None:
        return f"{cell.model}, {cell.chip}, {cell.lengths}: {cell.text!r} is not a figure: left out"
    per_gpu = basis == "per gpu"
    return Throughput(
        model=cell.model,
        accelerator=cell.chip,
        number_format=(stated(cell.number_format) or "").lower() or None,
        tensor_parallel=cell.tp,
        input_len=lengths[0],
        output_len=lengths[1],
        gpus=cell.gpus,
        tokens_per_s=float(value * cell.gpus if per_gpu else value),
        tokens_per_s_per_accelerator=float(value if per_gpu else value / cell.gpus),
    )


def _doubt(read: list[tuple[Throughput, str]], problems: list[str], path: Path) -> list[Throughput]:
    """v0.6's tables differ in what their headers say, and those headed as totals look like figures of one GPU."""
    if len({basis for _, basis in read}) == 1:
        return [throughput for throughput, _ in read]
    why = "headed as a total beside tables headed per GPU: may be per GPU"
    doubted = [replace(one, doubt=why) if basis == "in all" and one.gpus > 1 else one for one, basis in read]
    if number := sum(one.doubt is not None for one in doubted):
        problems.append(f"{path}: {number} figures of several GPUs are {why}; taken as headed")
    return doubted


def _int(text: str) -> int | None:
    bare = text.strip().replace(",", "")
    return int(bare) if bare.isdecimal() and int(bare) > 0 else None
