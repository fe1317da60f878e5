"""Compare each reading of a price page with the last good one, and hold back a reading that lost something.

A redesign can hide half of a page from its reader while the other half still reads as plausible prices. A reading that
lost an offer or a good part of its price cells is held until a capture of another day reads the same, until another
source shows that the offer is gone, or until a reviewed correction says so. Held readings enter no price history and
are no evidence of a withdrawal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

FALL = 0.1
"""Largest accepted fall of the coverage from the last good reading: pages gain tables of other things at times."""
NAMED_MODELS = 3
"""Lost offers that a reason names; the others are counted."""
RETIRED = re.compile(
    r"\bretired?\b|discontinued|sunset|shut ?down|no longer (?:available|offered)|end of life|下线|停用|停止服务", re.I
)
"""Words of a withdrawal; a deprecated or legacy model is still sold."""
BEHIND = 200
"""Characters behind a name, tags among them, within which a page says that the model is withdrawn."""
AGO = timedelta(days=14)
"""How long before an offer is lost another list may have dropped the model and still show that it is gone."""


class PageSale(NamedTuple):
    """One model at one tier as a page offers it; `ends_on` is the first day without it, where the page states one."""

    provider: str
    model: str
    model_id: str | None
    tier: str
    ends_on: date | None

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same when a page writes a model's name in another way."""
        return self.model_id or plain(self.model), self.tier


Sales = Mapping[tuple[str, str], PageSale]


@dataclass(frozen=True)
class DayReading:
    """The reading of one source on one day: its offers, what it sells, and how many price cells were seen and used."""

    source: str
    captured_at: datetime
    capture_sha256: str
    offers: int
    sales: Sales
    seen: int | None
    used: int | None

    @property
    def coverage(self) -> float | None:
        """Used price cells as a share of those seen; None where there are none."""
        return None if not self.seen or self.used is None else self.used / self.seen


@dataclass(frozen=True)
class Evidence:
    """What else is known of a lost offer.

    Attributes:
        text_of: Returns the text of the capture of a source at a time; '' where the bytes are lost.
        gone_elsewhere: (source, first day) of each other list that stopped showing a model, by (provider, model).
        reviewed: Provider, name, tier and day of the withdrawals that somebody confirmed.
    """

    text_of: Callable[[str, datetime], str]
    gone_elsewhere: Mapping[tuple[str, str | None], Sequence[tuple[str, date]]] = field(default_factory=dict)
    reviewed: frozenset[tuple[str, str, str, date]] = frozenset()


@dataclass
class ReviewedReading:
    """A reading, and whether it may be published."""

    reading: DayReading
    lost: Sales = field(default_factory=dict)
    is_held: bool = False
    reason: str | None = None
    released_by: str | None = None


@dataclass(frozen=True)
class LostOffer:
    """An offer that no later reading shows again.

    `is_named` = the newest page still names the model, and nothing else shows that it is withdrawn: the reader may have
    lost it.
    """

    source: str
    sale: PageSale
    lost_on: date
    last_captured_at: datetime
    is_named: bool


def plain(text: str) -> str:
    """Return the letters and digits of a name in lower case."""
    return re.sub(r"[\W_]+", "", text.casefold())


def review_readings(
    readings: Iterable[DayReading], evidence: Evidence
) -> tuple[list[ReviewedReading], list[LostOffer]]:
    """Return every reading with its review, and the offers that are lost at the end.

    Args:
        readings: All readings, by source and then by time.
        evidence: What else is known of lost offers.
    """
    reviewed: list[ReviewedReading] = []
    lost: list[LostOffer] = []
    for _, of_source in groupby(readings, key=lambda reading: reading.source):
        days = _review_source(list(of_source), evidence)
        reviewed += days
        lost += _lost_at_the_end(days, evidence)
    return reviewed, lost


def _review_source(readings: Sequence[DayReading], evidence: Evidence) -> list[ReviewedReading]:
    days: list[ReviewedReading] = []
    good: ReviewedReading | None = None
    waiting: ReviewedReading | None = None
    for reading in readings:
        day = _compare(reading, good.reading, evidence) if good else ReviewedReading(reading)
        if day.is_held and waiting and _reads_the_same(waiting, day):
            waiting.is_held = day.is_held = False
            waiting.released_by = day.released_by = (
                f"captures of {waiting.reading.captured_at.date()} and {reading.captured_at.date()}"
            )
        good, waiting = (good, day) if day.is_held else (day, None)
        days.append(day)
    return days


def _compare(reading: DayReading, good: DayReading, evidence: Evidence) -> ReviewedReading:
    gone = {key: sale for key, sale in good.sales.items() if key not in reading.sales}
    lost = {key: sale for key, sale in gone.items() if not _is_announced(sale, reading, evidence)}
    day = reading.captured_at.date()
    shown = {key: by for key, sale in lost.items() if (by := _shown_elsewhere(sale, reading.source, day, evidence))}
    fall = _fall(reading, good)
    reasons = [*_loss_reason(lost), *fall]
    is_held = bool(fall) or len(shown) < len(lost)
    released_by = ", ".join(sorted(set(shown.values()))) if reasons and not is_held else None
    return ReviewedReading(reading, lost, is_held, "; ".join(reasons) or None, released_by)


def _fall(reading: DayReading, good: DayReading) -> list[str]:
    before, now = good.coverage, reading.coverage
    if before is None or (now is not None and now >= before - FALL):
        return []
    return [f"{_cells(reading)} price cells are read, {_cells(good)} on {good.captured_at.date()}"]


def _cells(reading: DayReading) -> str:
    return f"{reading.used or 0} of {reading.seen or 0}"


def _loss_reason(lost: Sales) -> list[str]:
    if not lost:
        return []
    names = [f"{sale.model} ({sale.tier})" for sale in lost.values()]
    more = f" and {len(names) - NAMED_MODELS} more" if len(names) > NAMED_MODELS else ""
    return [f"{len(names)} offers are gone: {', '.join(names[:NAMED_MODELS])}{more}"]


def _reads_the_same(waiting: ReviewedReading, day: ReviewedReading) -> bool:
    """Whether a capture of another day lost no more than the one that waits."""
    if (
        day.reading.captured_at.date() <= waiting.reading.captured_at.date()
        or not day.lost.keys() <= waiting.lost.keys()
    ):
        return False
    return not _fall(day.reading, waiting.reading)


def _is_announced(sale: PageSale, reading: DayReading, evidence: Evidence) -> bool:
    """Whether the page itself said that the model is withdrawn: by a last day, or by a word beside its name."""
    if sale.ends_on and sale.ends_on <= reading.captured_at.date():
        return True
    text = evidence.text_of(reading.source, reading.captured_at)
    behind = (re.sub(r"<[^<>]*>?", " ", text[end : end + BEHIND]) for end in _places(sale.model, text))
    return any(RETIRED.search(" ".join(words.split())[:40]) for words in behind)


def _shown_elsewhere(sale: PageSale, source: str, lost_on: date, evidence: Evidence) -> str | None:
    if (sale.provider, sale.model, sale.tier, lost_on) in evidence.reviewed:
        return "a reviewed correction"
    gone = evidence.gone_elsewhere.get((sale.provider, sale.model_id), ()) if sale.model_id else ()
    return next((f"{other} of {day}" for other, day in gone if other != source and day >= lost_on - AGO), None)


def _lost_at_the_end(days: Sequence[ReviewedReading], evidence: Evidence) -> list[LostOffer]:
    """Return the offers that no later reading shows, with what the newest page says of them."""
    lost: dict[tuple[str, str], tuple[PageSale, date]] = {}
    for day in days:
        for key in day.reading.sales:
            lost.pop(key, None)
        for key, sale in day.lost.items():
            lost.setdefault(key, (sale, day.reading.captured_at.date()))
    if not lost:
        return []
    newest = days[-1].reading
    text = evidence.text_of(newest.source, newest.captured_at)
    return [
        LostOffer(
            newest.source,
            sale,
            lost_on,
            newest.captured_at,
            bool(_places(sale.model, text)) and not _shown_elsewhere(sale, newest.source, lost_on, evidence),
        )
        for sale, lost_on in lost.values()
    ]


def _places(model: str, text: str) -> list[int]:
    """Return the ends of a model's names in a text: whole names, whatever joins their words, and no addresses."""
    words = [re.escape(word) for word in re.split(r"[\s_-]+", model.strip()) if word]
    pattern = r"(?<![\w./-])" + r"[\s_-]+".join(words) + r"(?![\w/-]|\.\d)"
    return [match.end() for match in re.finditer(pattern, text, re.I)]
