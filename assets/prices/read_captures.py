"""From stored bytes to offers: each capture is read once by each version of its reader.

Which model an offer is of, and what it costs in dollars, is decided afterwards in SQL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assets.capture.keep import PageCapture, read_body
from assets.prices.feeds.registry import FEEDS
from assets.prices.offer import Offer, Page, PageRefused
from assets.prices.pages.registry import READERS, module_of
from assets.prices.trust import FEED, PAGE, family_and_trust
from warehouse.errors import TokenfallError

HERE = Path(__file__).parent
FIRST_PROBLEMS = 5

Row = dict[str, object]


@dataclass(frozen=True)
class Read:
    """What one version of a reader makes of one capture: rows of _captured_offer, and the row of _capture_reading."""

    offers: tuple[Row, ...]
    reading: Row


def provider_of_source(source: str) -> str:
    """`page/moonshot/chat-k26` is a page of moonshot."""
    return source.removeprefix(PAGE).split("/")[0]


@cache
def reader_version(source: str) -> str:
    """A digest of the code that reads a source: its own module and what all readers share."""
    own = {source.removeprefix(FEED)} if source.startswith(FEED) else {_stem(provider_of_source(source))}
    others = {_stem(provider) for provider in READERS} - own
    files = [HERE.parent / "html_page.py", HERE.parent / "capture" / "refusals.py", *HERE.parent.glob("reading/*.py")]
    files += [*HERE.glob("*.py"), *HERE.glob("pages/*.py"), *HERE.glob("feeds/*.py")]
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.stem not in others):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_captures(captures: Iterable[PageCapture], folder: Path) -> Iterator[Read]:
    """Every capture read; one whose bytes are lost, or that its reader refuses, gives a reading without offers."""
    for capture in captures:
        yield read_capture(capture, folder)


def read_capture(capture: PageCapture, folder: Path) -> Read:
    """One capture read by today's reader of its source."""
    origin = {"source": capture.source, "capture_sha256": capture.capture_sha256}
    version = {"reader_version": reader_version(capture.source)}
    try:
        page = Page(read_body(capture, folder), capture.captured_at.date(), capture.url)
        offers, problems = _reader(capture.source)(page)
    except PageRefused as refused:
        return Read((), {**origin, **version, **_outcome(0, [], str(refused))})
    except TokenfallError as lost:
        return Read((), {**origin, **version, **_outcome(0, [], str(lost))})
    rows = tuple(
        {**origin, **family_and_trust(capture.source, str(row["provider"])), **row}
        for row in offers
        if row["input_per_mtok"] and row["output_per_mtok"]
    )
    return Read(rows, {**origin, **version, **_outcome(len(rows), problems, None)})


def _outcome(offers: int, problems: list[str], refused: str | None) -> Row:
    first = "\n".join(problems[:FIRST_PROBLEMS]) or None
    return {"offers": offers, "problems": len(problems), "first_problems": first, "refused": refused}


def _reader(source: str) -> Callable[[Page], tuple[list[Row], list[str]]]:
    if source.startswith(FEED):
        return lambda page: _read_feed(source.removeprefix(FEED), page)
    provider = provider_of_source(source)
    return lambda page: _read_page(provider, page)


def _read_page(provider: str, page: Page) -> tuple[list[Row], list[str]]:
    reading = module_of(provider).read(page)
    return [_offer_row(provider, offer) for offer in reading.offers], list(reading.problems)


def _offer_row(provider: str, offer: Offer) -> Row:
    names = ("model", "tier", "currency", "input_per_mtok", "cached_input_per_mtok", "output_per_mtok")
    names += ("context_from_tokens", "valid_from", "valid_to", "quote")
    return {"provider": provider, **{name: getattr(offer, name) for name in names}}


def _read_feed(feed: str, page: Page) -> tuple[list[Row], list[str]]:
    reading = FEEDS[feed].read(page)
    rows: list[Row] = [
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
        }
        for listed in reading.listed
    ]
    return rows, [str(problem) for problem in reading.problems]


def _stem(provider: str) -> str:
    return provider.replace("-", "_").replace(".", "_")


Offers = Mapping[tuple[object, ...], tuple[object, ...]]
"""(model, tier, context, valid_from) -> (currency, input, cached input, output, valid_to)."""


def difference(before: Offers, now: Offers) -> Iterator[Row]:
    """What another version of a reader changes: offers added, gone, or priced otherwise."""
    for key in sorted({*before, *now}, key=str):
        old, new = before.get(key), now.get(key)
        if old != new:
            change = "gone" if new is None else "added" if old is None else "changed"
            yield {"change": change, "offer": _in_words(key), "before": _in_words(old), "now": _in_words(new)}


def _in_words(cells: tuple[object, ...] | None) -> str | None:
    """A key or a price as one text, what is not stated left out."""
    return None if cells is None else " ".join(str(cell) for cell in cells if cell is not None)
