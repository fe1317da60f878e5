"""Published forecasts small enough to check by hand, and ledgers made from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assets.forecasts.registered import rule
from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.register import make_set
from assets.trends.paths import add_months
from tests.conftest import fill
from warehouse.store import Writer

BAR, WORKLOAD, TARGET = "eci>=x", "chat", "search"
FIRST, SECOND, THIRD = date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 20)
COST, RENT, CHANCE = f"cost/{BAR}/{WORKLOAD}", "rent/h100-sxm-80gb", f"chance/{BAR}/{WORKLOAD}/{TARGET}"
QUANTILES = (0.01, 0.02, 0.04, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""USD at the nine levels, the same on each day, by the method `pool`; half of each by the baselines."""


def publish(writer: Writer, day: date, *, usd: str = "0.1", crossed_on: date | None = None) -> None:
    """Replace what is published: one series, one open verdict and the rents of H100, as of a day."""
    for table in ("out_forecast", "out_crossing", "out_verdict", "out_frontier", "out_rental_index", "_made"):
        writer.empty(table)
    for table in ("core_workload", "core_score", "raw_capture"):
        writer.empty(table)
    names = {"bar": BAR, "workload": WORKLOAD}
    fill(writer, "core_workload", {"workload": WORKLOAD, "input_tokens": 1000})
    fill(writer, "core_score", {"vintage": date(2026, 1, 15)})
    fill(writer, "raw_capture", {"source": "facts/models", "capture_sha256": "ab" * 32})
    fill(writer, "_made", {"table_name": "out_forecast", "code_version": "0123456789abcdef", "as_of": day})
    fill(writer, "out_forecast", *_quantiles(day))
    fill(writer, "out_crossing", *_chances(day))
    status = {"status": "crossed", "crossed_on": crossed_on} if crossed_on else {"status": "not_crossed"}
    fill(writer, "out_verdict", {**names, "target": TARGET, "as_of": day, **status})
    fill(writer, "out_frontier", {**names, "valid_from": date(2025, 1, 1), "usd_per_query": usd})
    rent = {"accelerator": "h100-sxm-80gb", "term": "on-demand", "kind": "median", "n_providers": 3}
    months = [add_months(day.replace(day=1), -number) for number in range(18)]
    fill(writer, "out_rental_index", *({**rent, "month": month, "usd_per_gpu_hour": "2.5"} for month in months))


def register_days(writer: Writer, folder: Path, days: Sequence[date]) -> Ledger:
    """Return a ledger with the sets of some days, at one cost."""
    ledger = Ledger(folder)
    for day in days:
        publish(writer, day)
        ledger.add(day, make_set(writer.connection, ledger, day))
    return ledger


def _quantiles(day: date) -> list[dict[str, object]]:
    return [
        {
            **{"bar": BAR, "workload": WORKLOAD, "method": method, "origin": day, "date": add_months(day, months)},
            **{"quantile": float(level), "usd_per_query": usd * (1 if method == "pool" else 0.5)},
        }
        for method in ("pool", "no-change", "ten-x-per-year", "drift")
        for months in (*rule.COST_MONTHS, 2)
        for level, usd in zip(rule.LEVELS, QUANTILES, strict=True)
    ]


def _chances(day: date) -> list[dict[str, object]]:
    return [
        {
            **{"bar": BAR, "workload": WORKLOAD, "target": TARGET, "method": method, "origin": day},
            **{"date": add_months(day, months), "p_first_passage": chance, "p_level": 0.0},
        }
        for method, chance in (("pool", 0.25), ("no-change", 0.0), ("ten-x-per-year", 1.0))
        for months in rule.CHANCE_MONTHS
    ]
