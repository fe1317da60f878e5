"""Where a figure that others published was read: the columns that its rows share."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from warehouse.bundle import FactRow


class PublishedRow(FactRow):
    """A published figure: its address, the words that hold it, where they stand, and how they were read.

    `reading` is `source` (the publication's own words, on its page or in a copy of them), `report` (what somebody else
    writes of it), `brief` (stated in this project's design documents, never read at its source) or `earlier` (entered
    before 2026-11-26 and not read again since). `read_url` is the page that was read, where it is not `source_url`.
    """

    source_url: str
    quote: str | None
    place: str | None
    reading: Literal["source", "report", "brief", "earlier"]
    read_url: str | None

    @model_validator(mode="after")
    def _quotes_what_was_read(self) -> Self:
        was_read = self.reading in {"source", "report"}
        if was_read is (self.quote is None) or was_read is (self.place is None):
            raise ValueError(f"a reading of kind {self.reading} has {'a' if was_read else 'no'} quote and place")
        if self.read_url is None if self.reading == "report" else (self.read_url is not None and not was_read):
            raise ValueError("read_url is the page of a report, or the copy of a source")
        return self
