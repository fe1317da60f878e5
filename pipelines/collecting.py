"""Capture sources from the command line: live sources, past months from a web archive, stored captures read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import click

from assets.capability.score_files.score_source import SCORE
from assets.capability.score_reader import SCORE_READER
from assets.capture.archive import CalendarMonth, months_between
from assets.capture.attempts import CaptureAttempt
from assets.capture.collect import LiveSource
from assets.capture.readings import find_sets, read_again
from assets.capture.session import CaptureSettings, capture_months, due
from assets.capture.stored import commit_shards, page_captures
from assets.hardware.collect import collect_releases
from assets.hardware.release_reader import RELEASE_READER
from assets.hardware.sources import RELEASE
from assets.prices.pages.registry import provider_of
from assets.prices.price_reader import PRICE_READER
from assets.prices.trust import FEED, PAGE
from pipelines.event_log import log_attempts, logging_to
from pipelines.names import unknown_name
from pipelines.parsing import reader_names
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer

Row = dict[str, object]


def fetch(home: Home, settings: CaptureSettings, names: Sequence[str]) -> list[CaptureAttempt]:
    """Capture the live sources that are named, or all that are due; return every attempt."""
    sources = find_sources(settings.sources, names)
    with logging_to(home, "fetch", sources=names), open_writer(home) as warehouse:
        attempts = collect_releases(warehouse, settings, sources if names else due(warehouse, sources))
        log_attempts(attempts)
    return attempts


def backfill(
    home: Home, settings: CaptureSettings, name: str, first: date, last: date
) -> Iterator[tuple[LiveSource, CalendarMonth, list[CaptureAttempt]]]:
    """Capture earlier versions of a source's pages from a web archive; yield the attempts by page and month.

    Stored captures are not fetched again.

    Args:
        home: The home that stores the captures.
        settings: The user's settings of captures.
        name: A source, provider or alias.
        first: Any day of the first month.
        last: Any day of the last month.

    Raises:
        click.UsageError: The last month is before the first, or no source has the name.
    """
    if last < first:
        raise click.UsageError(f"--to {last} is before --from {first}: exchange them")
    sources = find_sources(settings.sources, [name])
    months = [(source, month) for month in months_between(first, last) for source in sources]
    period = {"first": first.isoformat(), "last": last.isoformat()}
    with logging_to(home, "backfill", source=name, **period), open_writer(home) as warehouse:
        commit_shards(warehouse)
        shards = capture_months(settings, months, page_captures(warehouse.connection), home)
        try:
            for (source, month), shard in zip(months, shards, strict=True):
                attempts = commit_shards(warehouse, [shard])
                log_attempts(attempts)
                yield source, month, attempts
        finally:
            commit_shards(warehouse)  # of months that others captured, or that the archive broke off


def replay(home: Home, names: Sequence[str]) -> Iterator[tuple[str, str, list[Row]]]:
    """Read stored captures again with today's readers; yield source, digest and the rows that differ from before.

    The new readings are stored for the next run. Without names, every capture is read again.

    Raises:
        click.BadParameter: No reader has one of the names.
        TokenfallError: Nothing is stored of the names.
    """
    wanted = {prefix for name in names for prefix in _prefixes(name)}
    with open_writer(home) as warehouse:
        stored = [
            (reader, captures)
            for reader in (PRICE_READER, SCORE_READER, RELEASE_READER)
            for captures in find_sets(warehouse.connection, reader)
            if not names or _is(captures.source, wanted)
        ]
        if names and not stored:
            _refuse_unknown(names)
            raise TokenfallError(f"nothing is stored of {', '.join(names)}: capture it with `tokenfall fetch`")
        for reader, captures in stored:
            yield captures.source, captures.digest, read_again(warehouse, reader, captures)


def find_sources(sources: Sequence[LiveSource], names: Sequence[str]) -> list[LiveSource]:
    """Return the live sources with these names: a source, a provider or alias (`openai`), a feed, a table of
    scores or a release."""
    if not names:
        return list(sources)
    named: list[LiveSource] = []
    for name in names:
        matching = [source for source in sources if _is(source.source, _prefixes(name))]
        if not matching:
            raise unknown_name(name, sorted({_short(source.source) for source in sources}), "SOURCE")
        named += matching
    return list(dict.fromkeys(named))


def _refuse_unknown(names: Sequence[str]) -> None:
    """Raise a usage error for the first name that no reader has."""
    known = reader_names()
    for name in names:
        if provider_of(_short(name)) is None and _short(name) not in known:
            raise unknown_name(name, known, "SOURCES")


def _short(source: str) -> str:
    """Return the command line's name of a source: openai for page/openai/pricing, mlperf for release/mlperf/v6.1."""
    for prefix in (PAGE, FEED, SCORE, RELEASE):
        source = source.removeprefix(prefix)
    return source.split("/", maxsplit=1)[0]


def _prefixes(name: str) -> set[str]:
    return {name, PAGE + (provider_of(name) or name), *(kind + name for kind in (FEED, SCORE, RELEASE))}


def _is(source: str, prefixes: set[str]) -> bool:
    return any(source == prefix or source.startswith(f"{prefix}/") for prefix in prefixes)
