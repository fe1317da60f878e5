"""Published figures name the words that hold them, or say that they were not read."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assets.published import PublishedRow

PAGE = "https://example.org/paper"
COPY = "https://example.org/copy"


def published(reading: str, quote: str | None, place: str | None, read_url: str | None) -> PublishedRow:
    return PublishedRow.model_validate(
        {"source_url": PAGE, "quote": quote, "place": place, "reading": reading, "read_url": read_url}
    )


@pytest.mark.parametrize(
    ("reading", "quote", "place", "read_url"),
    [
        ("source", "falls 3 times", "abstract", None),
        ("source", "falls 3 times", "abstract", COPY),
        ("report", "falls 3 times", "first line", COPY),
        ("brief", None, None, None),
        ("earlier", None, None, None),
    ],
)
def test_a_reading_holds_what_its_kind_needs(reading: str, quote: str, place: str, read_url: str) -> None:
    assert published(reading, quote, place, read_url).read_url == read_url


@pytest.mark.parametrize(
    ("reading", "quote", "place", "read_url", "message"),
    [
        ("source", None, "abstract", None, "a reading of kind source has a quote and place"),
        ("source", "falls 3 times", None, None, "a reading of kind source has a quote and place"),
        ("report", "falls 3 times", "first line", None, "read_url is the page of a report, or the copy of a source"),
        ("brief", "falls 3 times", None, None, "a reading of kind brief has no quote and place"),
        ("earlier", None, "abstract", None, "a reading of kind earlier has no quote and place"),
        ("earlier", None, None, COPY, "read_url is the page of a report, or the copy of a source"),
        ("guess", None, None, None, "Input should be 'source', 'report', 'brief' or 'earlier'"),
    ],
)
def test_a_reading_that_does_not_hold_together_is_refused(
    reading: str, quote: str | None, place: str | None, read_url: str | None, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        published(reading, quote, place, read_url)
