"""The `Reader` of captured price pages and feeds.

SQL links the offers to models and converts them to US dollars afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assets.capture.keep import PageCapture, read_body
from assets.capture.readings import CaptureReading, CaptureSet, ReadingTables, Row, digest_of_code
from assets.prices.feeds.registry import FEEDS
from assets.prices.pages.registry import PRICE_SOURCES, providers_signed
from assets.prices.price_cells import count_price_cells
from assets.prices.price_page import OtherPage, PageOffer, PageReading, PageRefused, PricePage
from assets.prices.trust import FEED, PAGE, family_and_trust

if TYPE_CHECKING:
    from assets.capture.readings import Reader

HERE = Path(__file__).parent
SHARED_CODE = (HERE.parent / "html_page.py", HERE.parent / "capture" / "refusals.py")
OFFER_COLUMNS = (
    *("model", "tier", "currency", "input_per_mtok", "cached_input_per_mtok", "output_per_mtok"),
    *("context_from_tokens", "valid_from", "valid_to", "quote", "linked_id", "witness"),
)


class PriceReader:
    """Reads each content of a price page or feed once, by the reader of its provider or feed."""

    prefixes = (PAGE, FEED)
    tables = ReadingTables(
        readings="_capture_reading",
        rows="_captured_offer",
        digest="capture_sha256",
        row_count="offers",
        list_readings=HERE / "list_readings.sql",
        list_rows=HERE / "list_read_offers.sql",
        problem_lines="_reading_problem",
    )

    @staticmethod
    @cache
    def version(source: str) -> str:
        """Return a digest of the code that reads a source: its own module and what all readers share."""
        own = {source.removeprefix(FEED)} if source.startswith(FEED) else {_stem(provider_of_source(source))}
        others = {_stem(provider) for provider in PRICE_SOURCES} - own
        shared = [*SHARED_CODE, *HERE.parent.glob("reading/*.py")]
        files = [*shared, *HERE.glob("*.py"), *HERE.glob("pages/*.py"), *HERE.glob("feeds/*.py")]
        return digest_of_code(path for path in files if path.stem not in others)

    @staticmethod
    def sets(captures: Sequence[PageCapture]) -> list[CaptureSet]:
        """Return each content of a source once, with its latest capture."""
        latest = {(capture.source, capture.capture_sha256): capture for capture in captures}
        return [CaptureSet(source, digest, (capture,)) for (source, digest), capture in latest.items()]

    @staticmethod
    def read(captures: CaptureSet, folder: Path) -> CaptureReading:
        """Return rows of _captured_offer; offers without an input or output price are left out."""
        (capture,) = captures.captures
        page = PricePage(read_body(capture, folder), capture.captured_at.date(), capture.url)
        reading = _read_source(capture.source, page)
        priced = [row for row in reading.rows if row["input_per_mtok"] and row["output_per_mtok"]]
        rows = [{**family_and_trust(capture.source, str(row["provider"])), **row} for row in priced]
        return replace(reading, rows=tuple(rows))


PRICE_READER: Reader = PriceReader()


def read_page(provider: str, page: PricePage) -> PageReading:
    """Return the reading of a provider's page, with its price cells counted and every unused one explained.

    Raises:
        PageRefused: It is not the provider's page; the message names the readers whose page it looks like.
    """
    try:
        reading = PRICE_SOURCES[provider].read(page)
    except OtherPage as error:
        if signed := providers_signed(error.identity):
            raise PageRefused(
                f"{error.fault}; it has the signature of {' or '.join(signed)}: read it as that"
            ) from error
        raise
    except RecursionError as error:
        raise PageRefused(f"{page.name or 'the page'}: it is nested too deep; capture it again") from error
    return count_price_cells(page, reading)


def provider_of_source(source: str) -> str:
    """Return the provider of a page: moonshot for `page/moonshot/chat-k26`."""
    return source.removeprefix(PAGE).split("/")[0]


def _stem(provider: str) -> str:
    return provider.replace("-", "_").replace(".", "_")


def _read_source(source: str, page: PricePage) -> CaptureReading:
    if source.startswith(FEED):
        return _read_feed(source.removeprefix(FEED), page)
    provider = provider_of_source(source)
    reading = read_page(provider, page)
    measures = {"price_cells_seen": reading.price_cells_seen, "price_cells_used": reading.price_cells_used}
    rows = tuple(_offer_row(provider, offer) for offer in reading.offers)
    return CaptureReading(rows, reading.problems, measures=measures)


def _offer_row(provider: str, offer: PageOffer) -> Row:
    return {"provider": provider, **{column: getattr(offer, column) for column in OFFER_COLUMNS}}


def _read_feed(feed: str, page: PricePage) -> CaptureReading:
    reading = FEEDS[feed].read(page)
    rows: tuple[Row, ...] = tuple(
        {
            "provider": listed.provider,
            "model": listed.model,
            "tier": listed.tier,
            "currency": "USD",
            "input_per_mtok": listed.input_usd_per_mtok,
            "cached_input_per_mtok": listed.cached_input_usd_per_mtok,
            "output_per_mtok": listed.output_usd_per_mtok,
            "context_from_tokens": listed.context_from_tokens,
            "valid_from": listed.starts_on,
            "valid_to": listed.ends_on,
            "quote": listed.quote,
            "linked_id": listed.linked_id,
            "witness": None,
        }
        for listed in reading.listed
    )
    return CaptureReading(rows, tuple(map(str, reading.problems)))
