"""Read the rows of one stored page, feed or release with the reader of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from assets.prices.price_page import PricePage
from pipelines.names import unknown_name
from warehouse.errors import TokenfallError

Row = dict[str, object]
Parsed = tuple[Sequence[Row], Sequence[str]]
"""Rows, and messages: one for each thing that was left out, and one on names that are not linked to a model."""


def parse_file(source: str, path: Path, captured_on: date) -> Parsed:
    """Return the rows that the reader of a source finds in a file.

    Args:
        source: A provider, a feed, a table of scores or a kind of release: `openai`, `openrouter`, `arena`, `mlperf`.
        path: The stored page or feed; for a release also a folder.
        captured_on: The day of the capture, whose exchange rates convert other currencies.

    Raises:
        click.BadParameter: No reader has the name of the source.
        TokenfallError: The file cannot be read, or is not what the reader expects.
    """
    from assets.capability.sources import SCORE_SOURCES
    from assets.hardware.releases.parse import parse_release
    from assets.hardware.sources import RELEASES
    from assets.prices.feeds.registry import FEEDS
    from assets.prices.pages.registry import provider_of

    if source in RELEASES:
        return parse_release(source, path, captured_on)
    if source in SCORE_SOURCES:
        return _parse_scores(source, path)
    if source in FEEDS:
        return _parse_feed(source, _page(path, captured_on))
    if provider := provider_of(source):
        return _parse_page(provider, _page(path, captured_on))
    raise unknown_name(source, reader_names(), "SOURCE")


def reader_names() -> list[str]:
    """Return the names that readers go by: providers, feeds, tables of scores and kinds of release."""
    from assets.capability.sources import SCORE_SOURCES
    from assets.hardware.sources import RELEASES
    from assets.prices.feeds.registry import FEEDS
    from assets.prices.pages.registry import PRICE_SOURCES

    return sorted([*PRICE_SOURCES, *FEEDS, *SCORE_SOURCES, *RELEASES])


def _page(path: Path, captured_on: date) -> PricePage:
    return PricePage(_bytes_of(path), captured_on, str(path))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TokenfallError(f"{path} cannot be read: {error.strerror}") from error


def _parse_scores(source: str, path: Path) -> Parsed:
    from assets.capability.sources import SCORE_SOURCES

    reading = SCORE_SOURCES[source].read(_bytes_of(path), str(path))
    return [asdict(score) for score in reading.scores], reading.problems


def _parse_page(provider: str, page: PricePage) -> Parsed:
    from assets.prices.convert_currency import offer_row
    from assets.prices.page_certainty import certainty_of_offers
    from assets.prices.price_reader import read_page
    from assets.reading.currency import bundled

    reading = read_page(provider, page)
    links = _links_on(page.captured_on, [(provider, offer.model, offer.linked_id) for offer in reading.offers])
    certainty = certainty_of_offers(reading.offers)
    rows = [
        {**offer_row(provider, offer, page, bundled(), p), **link}
        for offer, p, link in zip(reading.offers, certainty, links, strict=True)
    ]
    return rows, [*reading.problems, *_unlinked_names(rows)]


def _links_on(day: date, named: Sequence[tuple[str, str, str | None]]) -> list[Row]:
    """Return `model_id` and `linked_by` of offers given by seller, name and linked id; None = not linked."""
    from assets.prices.model_links import LinkFacts
    from warehouse.bundle import Bundle

    linker = LinkFacts.read(Bundle()).linker()
    links = [linker.link_on(day, seller, name, [linked_id] if linked_id else []) for seller, name, linked_id in named]
    return [{"model_id": link and link.model_id, "linked_by": link and link.linked_by} for link in links]


def _unlinked_names(rows: Sequence[Row]) -> Iterator[str]:
    """Return a line that lists names without a link to a model: their prices are kept, but count for no bar."""
    names = {str(row["model"]) for row in rows}
    if unlinked := sorted({str(row["model"]) for row in rows if row["model_id"] is None}):
        yield (
            f"{len(unlinked)} of {len(names)} names are not linked to a model: add them to "
            f"warehouse/facts/page_names.csv: {', '.join(unlinked)}"
        )


def _parse_feed(source: str, page: PricePage) -> Parsed:
    from assets.prices.feeds.registry import FEEDS

    reading = FEEDS[source].read(page)
    links = _links_on(page.captured_on, [(row.provider, row.model, row.linked_id) for row in reading.listed])
    rows: list[Row] = [
        {
            "provider": listed.provider,
            "model": listed.model,
            "tier": listed.tier,
            "input_usd_per_mtok": listed.input_usd_per_mtok,
            "cached_input_usd_per_mtok": listed.cached_input_usd_per_mtok,
            "output_usd_per_mtok": listed.output_usd_per_mtok,
            "currency": "USD",
            "native_input_per_mtok": None,
            "native_cached_input_per_mtok": None,
            "native_output_per_mtok": None,
            "context_from_tokens": listed.context_from_tokens,
            "valid_from": listed.starts_on,
            "valid_to": listed.ends_on,
            "quote": listed.quote,
            **link,
            "p_correct": None,
            "witnesses": 1,
        }
        for listed, link in zip(reading.listed, links, strict=True)
    ]
    return rows, [str(problem) for problem in reading.problems]
