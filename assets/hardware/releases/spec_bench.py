"""Spec-Bench's leaderboard: how many times faster speculative decoding made one model on one device.

Verified against a real Leaderboard.md. Its speedups are of latency at batch size 1, not of a loaded server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from assets.capture.collect import LiveSource
from assets.hardware.releases.files import drop_cut_row, positive, read_text
from assets.hardware.releases.release_source import RAW, RELEASE, ReleaseSource
from assets.reading.markdown import MarkdownTable, markdown_cell, markdown_tables
from warehouse.errors import TokenfallError

ADDRESS = f"{RAW}/hemingkx/Spec-Bench/main/Leaderboard.md"

COLUMNS = ("method", "model", "device", "setting", "speedup", "speedup_low", "speedup_high", "mean_accepted_tokens")

OVERALL = "Overall"
ACCEPTED = "#Mean Accepted Tokens"


@dataclass(frozen=True)
class DecodingSpeedup:
    """Speedup over plain decoding: over all tasks, and for the slowest and the fastest task group."""

    method: str
    model: str
    device: str
    setting: str | None
    speedup: float
    speedup_low: float
    speedup_high: float
    mean_accepted_tokens: float | None


def read_spec_bench(path: Path) -> tuple[list[DecodingSpeedup], list[str]]:
    """Return the rows of every leaderboard, and one line for each row left out.

    Raises:
        TokenfallError: The document holds no leaderboard.
    """
    text = read_text(path, "Spec-Bench's leaderboard in Markdown")
    text, cut = drop_cut_row(text)
    rows, problems = [], [f"{path}: {cut}"] if cut else []
    for table in markdown_tables(text):
        header = table.rows[0]
        if OVERALL in header and header[0].startswith("Model"):
            for cells in table.rows[1:]:
                try:
                    rows.append(_row(table, header, cells, text))
                except ValueError as error:
                    problems.append(f"{path} line {table.line}: {error}: left out")
    if not rows:
        raise TokenfallError(f"{path}: no leaderboard of Spec-Bench in it{f': {problems[0]}' if problems else ''}")
    return rows, problems


def _row(table: MarkdownTable, header: list[str], cells: list[str], text: str) -> DecodingSpeedup:
    method = re.sub(r"[^\w\s+./&()-]", "", cells[0]).strip()
    by_name = dict(zip(header, cells, strict=True))
    tasks = [name for name in header[1:] if name not in {OVERALL, ACCEPTED}]
    times = {name: positive(by_name[name].rstrip("x×")) for name in (*tasks, OVERALL)}
    if unread := [name for name, value in times.items() if value is None]:
        raise ValueError(f"{method}: {unread[0]} is {by_name[unread[0]]!r}")
    device, model, setting = _context(table, text)
    by_task = [float(times[name] or 0) for name in tasks]
    accepted = positive(by_name.get(ACCEPTED))
    return DecodingSpeedup(
        method=method,
        model=model,
        device=device,
        setting=setting,
        speedup=float(times[OVERALL] or 0),
        speedup_low=min(by_task),
        speedup_high=max(by_task),
        mean_accepted_tokens=float(accepted) if accepted else None,
    )


def _context(table: MarkdownTable, text: str) -> tuple[str, str, str | None]:
    """Device, model and setting: the list above the table, and the innermost heading where it names the model."""
    above = text.split("\n")[: table.line - 1]
    device = _last(above, r"-\s*Device:\s*(.+)")
    setting = _last(above, r"-\s*Experimental Settings?:\s*(.+)")
    heading = table.grid.path[-1] if table.grid.path else ""
    model = re.search(r"[A-Za-z][\w.]*-\d+(?:\.\d+)?B\S*", heading) or re.search(
        r"[A-Za-z][\w.]*-\d+(?:\.\d+)?B[\w.-]*", setting or ""
    )
    if device is None or model is None:
        raise ValueError("no device or model is stated above the table")
    return device, model[0].rstrip(","), setting


def _last(lines: list[str], pattern: str) -> str | None:
    matches = (re.match(pattern, line.strip()) for line in reversed(lines))
    return next((markdown_cell(match[1]).line for match in matches if match), None)


SOURCE = ReleaseSource(
    kind="spec-bench",
    files=(LiveSource(f"{RELEASE}spec-bench", ADDRESS, "markdown", "Apache-2.0"),),
    columns=COLUMNS,
    read=lambda path, _: read_spec_bench(path),
)
