"""Dates that limit prices: 'through December 31, 2026', '$1.50 starting January 1, 2027', '2026年5月5日'.

Forms that can be read two ways (05/06/2026), and dates without a year, raise an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<{0}month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    r"(?:" + _MONTH.format("a_") + r"\s+(?P<a_day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<a_year>\d{4})"
    r"|(?P<b_day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?" + _MONTH.format("b_") + r",?\s+(?P<b_year>\d{4})"
    r"|(?P<c_year>20\d\d)\s*[-/.年]\s*(?P<c_month>\d{1,2})\s*[-/.月]\s*(?P<c_day>\d{1,2})\s*日?)"
    r"(?:[T\s,]*(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?\s*(?:Z|UTC|GMT)?(?:[+-]\d\d:?\d\d)?)?"
)
_DATE_RE = re.compile(_DATE, re.I)
_TO = re.compile(
    r"(?:through|thru|until|till|\bto\b|valid to|ends?(?: on)?|expir\w*(?: on)?|up to|"
    r"[-–—~～至到]|截至|截止|有效期至)\s*(?:the\s+)?$",
    re.I,
)
_BEFORE = re.compile(r"(?:before|prior to)\s*$", re.I)
_FROM = re.compile(
    r"(?:starting|from|beginning|effective|as of|since|after|on|starts?|自|从|于)\s*(?:on|from)?\s*$", re.I
)
_UNREADABLE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b")
_NO_YEAR = re.compile(
    r"(?:through|until|starting|effective|before|from)\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}"
    r"(?!\d|(?:st|nd|rd|th)?,?\s+\d{4})",
    re.I,
)


class DateError(ValueError):
    """A date that is ambiguous, or that cannot be read."""


@dataclass(frozen=True)
class Period:
    """When something holds: `valid_from` inclusive, `valid_to` exclusive, None = open; both None = no date named."""

    valid_from: date | None = None
    valid_to: date | None = None


def read_period(text: str) -> Period:
    """Return the period that a text about a single price names, in days as written.

    'through' and 'until' a day include it, even with an hour after midnight; 'before' a day does not.

    >>> read_period("$1.50 through December 31, 2026").valid_to
    datetime.date(2027, 1, 1)

    Raises:
        DateError: A date is ambiguous or without a year, or there is more than one period.
    """
    if _UNREADABLE.search(text) or _NO_YEAR.search(text):
        raise DateError(f"a date that can be read two ways: {text[:80]!r}")
    starts: list[date] = []
    ends: list[date] = []
    matches = list(_DATE_RE.finditer(text))
    if len(matches) > 2:  # a start and an end at most; each is looked for in all of the text
        raise DateError(f"more than one period: {text[:80]!r}")
    for match in matches:
        lead, day = text[: match.start()], _day(match)
        if re.match(r"\s*(?:起|开始|onwards?|and after)", text[match.end() :]) or _FROM.search(lead):
            starts.append(day)
        elif _BEFORE.search(lead) or re.match(r"\s*(?:之?前|以前)", text[match.end() :]):
            ends.append(day)
        elif _TO.search(lead):
            midnight = match["hour"] and int(match["hour"]) == 0 and int(match["minute"]) == 0
            ends.append(day if midnight else day + timedelta(days=1))
        elif len(matches) == 2 and match is matches[0]:
            starts.append(day)
        else:
            raise DateError(f"a date without 'from' or 'until': {text[:80]!r}")
    if len(starts) > 1 or len(ends) > 1 or (starts and ends and starts[0] >= ends[0]):
        raise DateError(f"more than one period: {text[:80]!r}")
    return Period(starts[0] if starts else None, ends[0] if ends else None)


def _day(match: re.Match[str]) -> date:
    form = next(form for form in "abc" if match[f"{form}_year"])
    month = match[f"{form}_month"]
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(match[f"{form}_year"]), number, int(match[f"{form}_day"]))
    except ValueError as error:
        raise DateError(f"no such day: {match[0]!r}") from error
