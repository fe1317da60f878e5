"""What happens to sellers' pages in a simulated year besides price changes: redesigns, outages, walls, promotions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal[
    "redesign",
    "renamed tier",
    "promotion",
    "gone",
    "outage",
    "timeout",
    "login wall",
    "challenge",
    "cut off",
    "other page",
    "rescaled",
]
FAULTS: tuple[Kind, ...] = ("outage", "login wall", "challenge", "cut off", "other page", "timeout")
"""What a capture meets instead of the page; it lasts for one to three days."""


@dataclass(frozen=True)
class Event:
    """Something that happens to one seller's pages from `first` to the day before `last` (None = for good).

    `layout` is the number of the layout that a redesign brings, `model_id` the seller's id of the promoted model.
    """

    provider: str
    kind: Kind
    first: date
    last: date | None = None
    layout: int = 0
    model_id: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day < self.last)

    @property
    def is_fault(self) -> bool:
        """Whether no price can be read from the seller's page while it lasts."""
        return self.kind in FAULTS or self.kind == "gone"


def plan_year(first: date, sellers: Sequence[str]) -> list[Event]:
    """Return the events of the year from a day on, always the same for the same day and sellers.

    Every seller redesigns its page twice and has a fault about every fifth week. OpenAI renames its priority tier,
    Google and Anthropic each sell a model at half its price for some weeks, the last seller of the list gives up, and
    Epoch publishes its scores on another scale for two weeks.
    """
    events = [event for seller in sellers for event in _redesigns(seller, first)]
    events += [event for seller in sellers for event in _faults(seller, first)]
    events.append(Event("openai", "renamed tier", first + timedelta(days=35)))
    events.append(_promotion("google", "gemini-2.5-flash", first + timedelta(days=25), 40))
    events.append(_promotion("anthropic", "claude-sonnet-4-20250514", first + timedelta(days=50), 30))
    events.append(Event(sellers[-1], "gone", first + timedelta(days=300)))
    events.append(Event("epoch", "rescaled", first + timedelta(days=60), first + timedelta(days=74)))
    return events


def _redesigns(seller: str, first: date) -> list[Event]:
    chance = random.Random(f"redesign {seller}")
    days = (chance.randrange(15, 70), chance.randrange(150, 290))
    second = first + timedelta(days=days[1])
    return [
        Event(seller, "redesign", first + timedelta(days=days[0]), second, layout=1),
        Event(seller, "redesign", second, layout=2),
    ]


def _faults(seller: str, first: date) -> list[Event]:
    chance = random.Random(f"fault {seller}")
    events, day = [], chance.randrange(10, 35)
    while day < 365:
        start = first + timedelta(days=day)
        kind = chance.choice(FAULTS)
        length = 1 if kind == "timeout" else chance.choice((1, 1, 2, 3))  # waiting for a silent server takes real time
        events.append(Event(seller, kind, start, start + timedelta(days=length)))
        day += chance.randrange(20, 50)
    return events


def _promotion(seller: str, model_id: str, first: date, days: int) -> Event:
    return Event(seller, "promotion", first, first + timedelta(days=days), model_id=model_id)
