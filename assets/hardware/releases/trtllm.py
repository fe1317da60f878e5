"""TensorRT-LLM's published throughput tables (performance.md, perf-overview.md), whose layout changed over versions.

Figures were per GPU in some versions and for all GPUs in others. The table or the text states which; a table without
such a statement is refused. `trtllm_layouts.py` reads the layouts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assets.capture.collect import LiveSource
from assets.hardware.releases.files import drop_cut_row, positive, read_text, stated
from assets.hardware.releases.release_source import RAW, RELEASE, ReleaseSource
from assets.hardware.releases.trtllm_layouts import ThroughputCell, read_layout, whole_number
from assets.reading.markdown import MarkdownTable, markdown_cell, markdown_tables
from warehouse.errors import TokenfallError

REPOSITORY = f"{RAW}/NVIDIA/TensorRT-LLM"
BY_TAG = {
    **dict.fromkeys(("v0.5.0", "v0.7.1", "v0.8.0"), "docs/source/performance.md"),
    **{f"v0.{minor}.0": "docs/source/performance/perf-overview.md" for minor in range(9, 22)},
    **dict.fromkeys(("v1.0.0", "v1.1.0", "v1.2.0"), "docs/source/developer-guide/perf-overview.md"),
}
"""The document of each version by the version's tag.

Tags follow the project's naming and were not all verified, so these are captured only on
request (`tokenfall fetch trtllm`).
"""
BY_COMMIT = {
    "v0.6.1": "f7eca56161d496cbd28e8e7689dbd90003594bd2/docs/source/performance.md",
    "v0.17.0": "258c7540c03517def55d9a5aadfa9288af474e1b/docs/source/performance/perf-overview.md",
}
"""Documents that the reader was tried on, by commit."""

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


@dataclass(frozen=True)
class Throughput:
    """Output tokens per second of one model on one setup; `gpus` is how many GPUs served it.

    `tensor_parallel` is None where attention ran data parallel. `doubt` is the reason to suspect that the table's
    header states the wrong number of GPUs.
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


def read_trtllm(path: Path) -> tuple[list[Throughput], list[str]]:
    """Return the throughputs of one document, and one line for each thing left out.

    Raises:
        TokenfallError: The document holds no throughput table, or no figure of one can be read.
    """
    text = read_text(path, "TensorRT-LLM's performance tables in Markdown")
    text, cut = drop_cut_row(text)
    document = "\n".join(STATED_METRIC.findall(text))
    problems = [f"{path}: {cut}"] if cut else []
    tables = [(table, cells) for table in markdown_tables(text) if (cells := read_layout(table)) is not None]
    if not tables:
        raise TokenfallError(f"{path}: no throughput table of TensorRT-LLM in it")
    figures: list[tuple[Throughput, str]] = []
    for table, cells in tables:
        place = f"{path} line {table.line}"
        basis = _basis(table, document)
        if basis is None:
            problems.append(f"{place}: neither table nor text states that its figures are per GPU or totals: left out")
            continue
        for throughput in _throughputs(cells, basis):
            if isinstance(throughput, str):
                problems.append(f"{place}: {throughput}")
            else:
                figures.append((throughput, basis))
    if not figures:
        raise TokenfallError(f"{path}: no figure could be read: {problems[0] if problems else 'its tables are empty'}")
    return _mark_doubtful(figures, problems, path), problems


def _basis(table: MarkdownTable, document: str) -> str | None:
    """Per GPU or in all, by the table's header, else the line below or above it, else the document's own statement."""
    for text in (" ".join(table.rows[0]), table.below, table.above, markdown_cell(document).line):
        if PER_GPU.search(text):
            return "per gpu"
        if IN_ALL.search(text):
            return "in all"
    return None


def _throughputs(cells: Iterable[ThroughputCell | str], basis: str) -> Iterator[Throughput | str]:
    """Yield the figure of each cell that is not blank, or why it is left out."""
    for cell in cells:
        if isinstance(cell, str):
            yield cell
        elif stated(cell.text) is not None:
            yield _throughput(cell, basis)


def _throughput(cell: ThroughputCell, basis: str) -> Throughput | str:
    lengths = [whole_number(part) for part in re.split(r"[,/]", cell.lengths)]
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


def _mark_doubtful(figures: list[tuple[Throughput, str]], problems: list[str], path: Path) -> list[Throughput]:
    """Mark v0.6's figures under headers of totals, because they look like figures of one GPU."""
    if len({basis for _, basis in figures}) == 1:
        return [throughput for throughput, _ in figures]
    why = "headed as a total beside tables headed per GPU: may be per GPU"
    throughputs = [
        replace(throughput, doubt=why) if basis == "in all" and throughput.gpus > 1 else throughput
        for throughput, basis in figures
    ]
    if number := sum(throughput.doubt is not None for throughput in throughputs):
        problems.append(f"{path}: {number} figures of several GPUs are {why}; taken as headed")
    return throughputs


def _live_files() -> Iterator[LiveSource]:
    for version, place in (BY_TAG | BY_COMMIT).items():
        verified = version in BY_COMMIT
        url = f"{REPOSITORY}/{place}" if verified else f"{REPOSITORY}/{version}/{place}"
        look = "once" if verified else "asked"
        yield LiveSource(f"{RELEASE}trtllm/{version}", url, "markdown", "Apache-2.0", verified, look)


SOURCE = ReleaseSource(
    kind="trtllm",
    files=tuple(_live_files()),
    columns=COLUMNS,
    read=lambda path, _: read_trtllm(path),
)
