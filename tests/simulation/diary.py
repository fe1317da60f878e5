"""The diary of a simulation, a DuckDB file: the world and the beliefs of each day, from which the report follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from assets.reports.alerts import open_alerts
from tests.simulation.site import PAGES
from tests.simulation.world import World
from warehouse.home import Home

HERE = Path(__file__).parent
TABLES = ("morning", "world", "seller", "belief", "attempt", "page", "alert", "price_event", "verdict")
UNREAD_DAYS = 14
"""Days after a redesign during which an alert about its page is true: somebody would have to look at it."""
Row = tuple[Any, ...]


class MorningResult(NamedTuple):
    """How one morning ended: a whole one computed every table and published them."""

    is_whole: bool
    seconds: float
    status: int
    message: str


class Diary:
    """Keeps what happened; a day that is recorded again replaces its earlier record."""

    def __init__(self, path: Path) -> None:
        self.connection = duckdb.connect(str(path))
        self.connection.execute((HERE / "diary.sql").read_text(encoding="utf-8"))

    def close(self) -> None:
        self.connection.close()

    def days(self) -> list[date]:
        return [day for (day,) in self.rows("SELECT day FROM morning ORDER BY day")]

    def rows(self, sql: str, parameters: object = None) -> list[Row]:
        return self.connection.execute(sql, parameters).fetchall()

    def select(self, file: str, parameters: object = None) -> list[Row]:
        """Return the rows of a SQL file of this folder."""
        return self.rows((HERE / file).read_text(encoding="utf-8"), parameters)

    def record(self, home: Home, world: World, known: set[str], day: date, result: MorningResult) -> None:
        """Store a day: the world as it is, what the home holds, and how the morning ended."""
        for table in TABLES:
            self.connection.execute(f"DELETE FROM {table} WHERE day = ?", [day])
        self._insert("world", _world_rows(world, known, day))
        self._insert("seller", _seller_rows(world, day))
        alerts = _alerts(home, day)
        self.connection.execute(f"ATTACH '{home.database}' AS home (READ_ONLY)")
        try:
            self._record_home(world, day)
        finally:
            self.connection.execute("DETACH home")
        self._insert("alert", [(day, key, text, *_judged(self, world, day, key)) for key, text in alerts])
        sizes = home.database.stat().st_size, sum(p.stat().st_size for p in home.path.rglob("*") if p.is_file())
        self._insert("morning", [(day, *result, *sizes)])

    def _record_home(self, world: World, day: date) -> None:
        sellers = {"day": day, "sellers": sorted(world.sellers)}
        beliefs = (HERE / "list_beliefs.sql").read_text(encoding="utf-8")
        self.connection.execute(f"INSERT INTO belief {beliefs}", sellers)
        self.connection.execute(
            """INSERT INTO attempt SELECT $1, source, split_part(source, '/', 2), outcome, reason
               FROM home.raw_page_attempt WHERE attempted_at::DATE = $1""",
            [day],
        )
        self.connection.execute(
            """INSERT INTO price_event SELECT $1, event, date, provider, provider_model_id, tier,
                   input_usd_per_mtok, output_usd_per_mtok, source
               FROM home.out_price_event
               WHERE observed_at::DATE BETWEEN $1::DATE - 3 AND $1 AND context_from_tokens IS NULL
                 AND (source LIKE 'page/%' OR source LIKE 'feed/%')""",
            [day],
        )
        self.connection.execute(
            """INSERT INTO verdict SELECT $1, bar, workload, target, status, crossed_on, usd_per_query, provider,
                   model_id, p_1y FROM home.out_verdict WHERE as_of = $1""",
            [day],
        )
        self._insert("page", _page_rows(world, day, self.select("list_page_offers.sql", {"day": day})))

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            self.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _world_rows(world: World, known: set[str], day: date) -> list[Row]:
    return [
        (
            *(day, offer.provider, offer.provider_model_id, offer.name, offer.model_id, offer.model_id in known),
            *(offer.tier, offer.input, offer.cached, offer.output),
        )
        for seller in sorted(world.sellers)
        for offer in world.offers(seller, day)
    ]


def _seller_rows(world: World, day: date) -> list[Row]:
    """Return, for each seller, whether its pages are sound today."""
    return [
        (day, seller, not any(event.is_fault for event in world.events_on(seller, day)))
        for seller in sorted(world.sellers)
    ]


def _page_rows(world: World, day: date, offers: Iterable[Row]) -> list[Row]:
    """Count, for each page that counted today, the offers that it shows and those that were read right and wrong."""
    read: defaultdict[str, dict[tuple[str, str], tuple[Decimal, Decimal]]] = defaultdict(dict)
    for source, model, tier, first, last in offers:
        read[source][model, tier] = (first, last)
    rows: list[Row] = []
    for source in sorted(_sources(world)):
        seller = source.split("/")[1]
        shown = {(offer.name, offer.tier): (offer.input, offer.output) for offer in world.offers(seller, day)}
        right = sum(1 for key, prices in shown.items() if read[source].get(key) == prices)
        wrong = sum(1 for key, prices in read[source].items() if shown.get(key) != prices)
        rows.append((day, source, seller, _happening(world, seller, day), len(shown), right, wrong))
    return rows


def _sources(world: World) -> set[str]:
    from assets.prices.sources import live_sources

    return {source.source for source in live_sources() if source.url in PAGES and PAGES[source.url][0] in world.sellers}


def _happening(world: World, seller: str, day: date) -> str:
    """Return what is unusual about a seller's pages today: a fault, or a redesign of the last two weeks."""
    kinds = [
        event.kind
        for event in world.events_on(seller, day)
        if event.is_fault or (event.kind != "promotion" and (day - event.first).days < UNREAD_DAYS)
    ]
    return ", ".join(kinds)


def _alerts(home: Home, day: date) -> list[tuple[str, str]]:
    """Return key and text of the alerts about sources; those about prices are kept as price events."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        alerts = open_alerts(connection, home, day)
    return [(alert.key, alert.text) for alert in alerts if not alert.key.startswith("price ")]


def _judged(diary: Diary, world: World, day: date, key: str) -> tuple[str, bool]:
    """Return the seller that an alert is about, and whether something was wrong with that page today."""
    source = key.split(" ")[1]
    seller = source.split("/")[1] if "/" in source else source
    unread = diary.rows("SELECT 1 FROM page WHERE day = ? AND source = ? AND matched < shown", [day, source])
    return seller, bool(unread or _happening(world, seller, day))
