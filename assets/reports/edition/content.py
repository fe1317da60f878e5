"""Whether the published tables differ from those of an edition, apart from what changes with the date alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from assets.forecasts import headline
from warehouse import query

HERE = Path(__file__).parent
CHANCE_STEP = 0.02
"""A chance of the headline's verdicts counts as changed where it moved by this much since the last edition: from one
day to the next, without news, it moves by a tenth of a point."""
HORIZONS = ("p_1y", "p_3y", "p_5y")


@dataclass(frozen=True)
class Content:
    """What an edition is compared by.

    Attributes:
        answer: A digest of each table that holds the answer: verdicts, frontier, price points, claims.
        data: The same for tables from which the answer is computed.
        chances: The chances of the headline's verdicts, by target and horizon.
    """

    answer: Mapping[str, str]
    data: Mapping[str, str]
    chances: Mapping[str, float | None]

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> Content:
        """Return the content of a published file."""
        rows = query.rows(connection, HERE / "summarise_content.sql")
        asked = {"bar": headline.BAR, "workload": headline.WORKLOAD}
        verdicts = query.rows(connection, HERE / "list_headline_chances.sql", asked)
        return cls(
            {row["table_name"]: row["digest"] for row in rows if row["is_answer"]},
            {row["table_name"]: row["digest"] for row in rows if not row["is_answer"]},
            {f"{row['target']} {name}": row[name] for row in verdicts for name in HORIZONS},
        )

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Content:
        """Return the content that an edition recorded."""
        return cls(record["answer"], record["data"], record["chances"])

    def changes(self, earlier: Content, *, of_answer: bool) -> list[str]:
        """Return the tables that differ from those of an earlier edition.

        Args:
            earlier: The content of that edition.
            of_answer: Look only at the answer, not at the tables that it is computed from.
        """
        own, other = dict(self.answer), dict(earlier.answer)
        if not of_answer:
            own, other = {**own, **self.data}, {**other, **earlier.data}
        differ = {name for name in own.keys() | other.keys() if own.get(name) != other.get(name)}
        return sorted(differ | ({"chances"} if _have_moved(self.chances, earlier.chances) else set()))


def _have_moved(own: Mapping[str, float | None], earlier: Mapping[str, float | None]) -> bool:
    pairs = [(own.get(name), earlier.get(name)) for name in own.keys() | earlier.keys()]
    return any(now != then if now is None or then is None else abs(now - then) >= CHANCE_STEP for now, then in pairs)
