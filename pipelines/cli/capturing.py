"""Commands on live sources and stored bytes: parse, fetch, backfill, replay."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.formats import visible
from pipelines.cli.options import FORMAT, Day
from pipelines.output import show
from warehouse.errors import TokenfallError
from warehouse.home import Home

if TYPE_CHECKING:
    from assets.capture.attempts import CaptureAttempt

CHANGE = ("change", "offer", "before", "now")
"""The columns of one difference between two readings of a capture."""


@click.command(short_help="Read one stored page, feed or release as JSON lines.")
@click.argument("source")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--captured-on", type=Day(), help="The day of the capture, for exchange rates (default: today, UTC).")
def parse(source: str, file: Path, captured_on: date | None) -> None:
    """Read one stored page, feed or release: print its rows as JSON lines on stdout, and on stderr what was left
    out and which names are not linked to a model.

    SOURCE is a provider (openai, deepseek, z.ai ...), a feed (openrouter, litellm, models.dev, llm-prices), a table of
    scores (epoch, arena, teci) or a kind of release (mlperf, trtllm, rental, inferencex, spec-bench, epoch-hardware). A
    page that is not what its reader expects is refused: no rows, status 1.

    \b
    tokenfall parse anthropic pricing.html --captured-on 2026-04-26
    tokenfall parse mlperf summary_results.json
    """
    from pipelines.output import print_lines
    from pipelines.parsing import parse_file
    from pipelines.settings import utc_today

    rows, problems = parse_file(source, file, captured_on or utc_today())
    print_lines(rows)
    for problem in problems:
        print(visible(f"tokenfall: {file}: {problem}"), file=sys.stderr)


@click.command(short_help="Capture live pages, feeds and releases.")
@click.argument("sources", nargs=-1)
def fetch(sources: tuple[str, ...]) -> None:
    """Capture live pages, feeds and releases, politely: all that are due, or the SOURCES named (a provider, a feed, a
    kind of release, a source).

    The bytes are kept in WARC files below TOKENFALL_HOME; `tokenfall run` reads them. A source that fails is
    listed, and the others are still captured. Status 1 when no source could be captured, or one of the SOURCES could
    not. A published release is due until it is captured. The run logs of older MLPerf releases take hours and are
    captured only when they are named.

    \b
    tokenfall fetch
    tokenfall fetch openai deepseek
    tokenfall fetch rental mlperf/v6.1
    """
    from pipelines.collecting import fetch as fetch_sources
    from pipelines.settings import capture_settings

    attempts = fetch_sources(Home.from_environment(), capture_settings(), sources)
    failed = [attempt for attempt in attempts if attempt.outcome in {"failed", "doubted"}]
    for attempt in attempts:
        if attempt not in failed:
            print(f"{attempt.source}: {attempt.outcome}")
    for attempt in failed:
        _print_problem(attempt)
    if len(failed) == len(attempts) or (sources and failed):
        raise TokenfallError(f"{len(failed)} of {len(attempts)} sources were not captured; their last captures stay")


@click.command(short_help="Capture earlier versions of a page from a web archive.")
@click.argument("source")
@click.option("--from", "first", type=Day(), required=True, help="The first month, by any day in it.")
@click.option("--to", "last", type=Day(), required=True, help="The last month, by any day in it.")
def backfill(source: str, first: date, last: date) -> None:
    """Capture earlier versions of SOURCE's pages from a web archive, month by month, with the archive's timestamps.

    Stored captures are not fetched again: after an interruption, run the command again to continue. The archive
    is the Wayback Machine unless TOKENFALL_ARCHIVE names another.

    \b
    tokenfall backfill openai --from 2023-03-01 --to 2024-12-31
    """
    from pipelines.collecting import backfill as backfill_months
    from pipelines.settings import capture_settings

    captured = 0
    for page, month, attempts in backfill_months(Home.from_environment(), capture_settings(), source, first, last):
        good = sum(1 for attempt in attempts if attempt.outcome == "captured")
        captured += good
        print(f"{page.source} {month.year}-{month.month:02}: {good} captured")
        for attempt in attempts:
            if attempt.outcome != "captured":
                _print_problem(attempt)
    print(f"{captured} captures added; `tokenfall run` reads them")


@click.command(short_help="Read stored bytes again and show what changed.")
@click.argument("sources", nargs=-1)
@FORMAT
def replay(sources: tuple[str, ...], shape: str) -> None:
    """Read stored bytes again with today's readers, and show what differs from the earlier reading.

    \b
    tokenfall replay
    tokenfall replay openai --format csv
    tokenfall replay mlperf
    """
    from pipelines.collecting import replay as replay_captures

    rows: list[dict[str, object]] = []
    captures = 0
    for source, digest, changes in replay_captures(Home.from_environment(), sources):
        captures += 1
        rows += [{"source": source, "capture": digest[:12], **change} for change in changes]
    if rows or shape != "table":
        show(rows, shape, names=("source", "capture", *CHANGE))
    print(f"{captures} captures read again, {len(rows)} differences", file=sys.stderr)


def _print_problem(attempt: CaptureAttempt) -> None:
    reason = (attempt.reason or "").removeprefix(f"{attempt.source}: ")
    print(visible(f"tokenfall: {attempt.source}: {attempt.outcome}: {reason}"), file=sys.stderr)
