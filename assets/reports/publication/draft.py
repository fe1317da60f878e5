"""What is about to be published, and the file that it would replace."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from warehouse import query
from warehouse.bundle import Bundle

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb


@dataclass(frozen=True)
class Draft:
    """The tables that a run is about to publish.

    Attributes:
        connection: The writer's database.
        last: The published file; None where there is none, where it cannot be read, or where it holds the knowledge of
            a later date: a run for an earlier date has every reason to differ.
        accepted: Tables whose difference from the published file somebody has accepted.
        bundle: The facts.
    """

    connection: duckdb.DuckDBPyConnection
    last: duckdb.DuckDBPyConnection | None
    accepted: Collection[str] = ()
    bundle: Bundle = field(default_factory=Bundle)

    @property
    def last_day(self) -> str:
        """The date whose knowledge the published file holds, for messages."""
        return str(query.published_as_of(self.last)) if self.last else "never"
