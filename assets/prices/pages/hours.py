"""Prices by the hour of the day: a column of hours, or cells with two prices ('Busy hours: $2 Idle hours: $1').

Both become rows whose section names the tier, which is where the shared table reader looks first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assets.prices.facts import Tier
from assets.prices.pages.columns import Ambiguous, is_model_header, is_price_header, role_of, tier_of
from assets.prices.price_page import PageOffer
from assets.reading.grids import Cell, Grid

IDLE = r"off[- ]?peak|idle|非高峰|低谷|谷时|闲时|空闲|错峰|平峰"
BUSY = r"peak|busy|高峰|峰时|忙时|繁忙"
HOURS = re.compile(
    rf"(?:(?P<idle>{IDLE})|(?P<busy>{BUSY}))\s*(?:hours?|times?|periods?|时段|时间|期)?"
    r"\s*(?:[(（][^()（）]*\d{1,2}:\d\d[^()（）]*[)）])?\s*[:：]?",
    re.I,
)
SECTIONS: dict[str, Tier] = {"idle": "off-peak", "busy": "peak"}
BASE: Tier = "off-peak"


def rows_by_hours(grid: Grid, problems: list[str]) -> Grid:
    """Return the grid with a row of its own, and a section, for every price that holds at some hours only.

    Args:
        grid: A table.
        problems: Takes a message for every row whose hours belong to another tier than the standard one.
    """
    rows: list[tuple[Cell, ...]] = []
    sections: list[str] = []
    for row, section in zip(grid.rows, grid.sections, strict=True):
        parts = _by_hours(row, grid.columns)
        if any(parts) and not _is_standard(grid, section):
            problems.append(f"{row[0].line[:60]!r}: left out, hours of another tier than the standard one")
            continue
        rows += parts.values()
        sections += [hours or section for hours in parts]
    return replace(grid, rows=tuple(rows), sections=tuple(sections))


def with_base_hours(offers: Iterable[PageOffer]) -> list[PageOffer]:
    """Return the offers with the off-peak price as the standard one of every model that has a peak price besides.

    Peak hours are then the exception. A model with a standard and an off-peak price keeps both.
    """
    offers = list(offers)
    tiers: dict[tuple[object, ...], set[Tier]] = {}
    for offer in offers:
        tiers.setdefault(_key(offer), set()).add(offer.tier)
    return [_as_base(offer) if tiers[_key(offer)] == {"peak", BASE} else offer for offer in offers]


def _key(offer: PageOffer) -> tuple[object, ...]:
    hours = offer.tier in ("peak", BASE, "standard", "long-context")
    return offer.model, offer.currency, offer.witness, offer.context_from_tokens, offer.tier if not hours else ""


def _as_base(offer: PageOffer) -> PageOffer:
    if offer.tier != BASE:
        return offer
    return replace(offer, tier="long-context" if offer.context_from_tokens else "standard")


def _is_standard(grid: Grid, section: str) -> bool:
    """Whether no text above a row names another tier; hours of a batch or flex price are no tier of ours."""
    for text in (section, grid.caption, *reversed(grid.tabs), *reversed(grid.path)):
        try:
            if tier := tier_of(text):
                return tier == "standard"
        except Ambiguous:
            return False
    return True


def _by_hours(row: tuple[Cell, ...], columns: tuple[str, ...]) -> dict[str, tuple[Cell, ...]]:
    """The rows that one row stands for, by section; '' for a row that names no hours."""
    for i, (cell, header) in enumerate(zip(row, columns, strict=True)):
        match = None if is_price_header(header) or is_model_header(header) else HOURS.search(cell.text)
        rest = HOURS.sub("", cell.text).strip(" ,;，；、\n")
        if match and (not rest or role_of(header) == "context"):
            return {_section(match): (*row[:i], replace(cell, text=rest), *row[i + 1 :])}
    pieces = [_pieces(cell) if is_price_header(header) else {} for cell, header in zip(row, columns, strict=True)]
    sections = dict.fromkeys(section for piece in pieces for section in piece)
    if not sections:
        return {"": row}
    return {
        section: tuple(
            replace(cell, text=piece.get(section, "")) if piece else cell
            for cell, piece in zip(row, pieces, strict=True)
        )
        for section in sections
    }


def _pieces(cell: Cell) -> dict[str, str]:
    """The text of a cell by the hours that it is labelled with; {} unless each label comes before a text of its own."""
    marks = list(HOURS.finditer(cell.text))
    ends = [*(mark.start() for mark in marks[1:]), len(cell.text)]
    if not marks or cell.text[: marks[0].start()].strip():
        return {}
    texts = [cell.text[mark.end() : end].strip(" ,;/|，；\n") for mark, end in zip(marks, ends, strict=True)]
    pieces = dict(zip(map(_section, marks), texts, strict=True))
    return pieces if len(pieces) == len(marks) and all(pieces.values()) else {}


def _section(match: re.Match[str]) -> str:
    return SECTIONS["idle" if match["idle"] else "busy"]
