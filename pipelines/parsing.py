"""Read the rows of one stored page, feed or release with the reader of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        source: A provider, a feed or a kind of release, such as `openai`, `openrouter` or `mlperf`.
        path: The stored page or feed; for a release also a folder.
        captured_on: The day of the capture, whose exchange rates convert other currencies.

    Raises:
        click.BadParameter: No reader has the name of the source.
        TokenfallError: The file cannot be read, or is not what the reader expects.
    """
    from assets.hardware.releases.parse import parse_release
    from assets.hardware.sources import RELEASES
    from assets.prices.feeds.registry import FEEDS
    from assets.prices.pages.registry import provider_of

    if source in RELEASES:
        return parse_release(source, path, captured_on)
    if source in FEEDS:
        return _parse_feed(source, _page(path, captured_on))
    if provider := provider_of(source):
        return _parse_page(provider, _page(path, captured_on))
    raise unknown_name(source, reader_names(), "SOURCE")


def reader_names() -> list[str]:
    """Return the names that readers go by: providers, feeds and kinds of release."""
    from assets.hardware.sources import RELEASES
    from assets.prices.feeds.registry import FEEDS
    from assets.prices.pages.registry import PRICE_SOURCES

    return sorted([*PRICE_SOURCES, *FEEDS, *RELEASES])


def _page(path: Path, captured_on: date) -> PricePage:
    try:
        return PricePage(path.read_bytes(), captured_on, str(path))
    except OSError as error:
        raise TokenfallError(f"{path} cannot be read: {error.strerror}") from error


def _parse_page(provider: str, page: PricePage) -> Parsed:
    from assets.prices.convert_currency import offer_row
    from assets.prices.page_certainty import certainty_of_offers
    from assets.prices.price_reader import read_page
    from assets.reading.currency import bundled

    reading = read_page(provider, page)
    certainty = certainty_of_offers(reading.offers)
    rows = [offer_row(provider, offer, page, bundled(), p) for offer, p in zip(reading.offers, certainty, strict=True)]
    return rows, [*reading.problems, *_unlinked_names(provider, {offer.model for offer in reading.offers})]


def _unlinked_names(provider: str, names: set[str]) -> Iterator[str]:
    """Return a line that lists names without a link to a model; a run would put their offers in quarantine."""
    from assets.models.facts import AliasRow
    from warehouse.bundle import Bundle

    aliases = [alias for file in ("model_aliases", "page_names") for alias in Bundle().read(file, AliasRow)]
    if unlinked := sorted(names - {alias.alias for alias in aliases if alias.alias_source == provider}):
        yield (
            f"{len(unlinked)} of {len(names)} names are not linked to a model: add them to "
            f"warehouse/facts/page_names.csv: {', '.join(unlinked)}"
        )


def _parse_feed(source: str, page: PricePage) -> Parsed:
    from assets.prices.feeds.registry import FEEDS

    reading = FEEDS[source].read(page)
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
            "p_correct": None,
            "witnesses": 1,
        }
        for listed in reading.listed
    ]
    return rows, [str(problem) for problem in reading.problems]
