"""What readers are told of prices that are held back and of old scores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.reports.alerts import open_alerts
from assets.reports.notices import held_price, old_scores
from pipelines.answers import read_held_prices
from tests.conftest import fill
from warehouse.store import Writer

TODAY = date(2026, 11, 26)
LINE = (
    "Held back: page/maker alone shows Small at Maker for $0.0001 an answer, 50 times below the cheapest. It counts as "
    "soon as a second source shows it."
)


@pytest.fixture
def _held(writer: Writer) -> None:
    """One price that would move two frontiers, 20 and 50 times."""
    fill(writer, "core_model", {"model_id": "small", "name": "Small"})
    price = {"provider": "maker", "model_id": "small", "provider_model_id": "s-1", "price_valid_from": "2026-11-25"}
    for bar, usd, times in (("a", "0.0002", 20), ("b", "0.0001", 50)):
        row = {"bar": bar, "usd_per_query": usd, "frontier_usd_per_query": "0.005", "times_cheaper": times}
        fill(writer, "out_frontier_hold", {**price, **row, "workload": "chat", "source": "page/maker"})


@pytest.mark.usefixtures("_held")
def test_a_held_price_is_one_line_with_its_largest_move(writer: Writer) -> None:
    assert read_held_prices(writer.connection) == [LINE]


@pytest.mark.usefixtures("_held")
def test_a_held_price_is_one_alert(writer: Writer) -> None:
    (alert,) = open_alerts(writer.connection, writer.home, TODAY)
    assert alert.key == "held maker s-1 2026-11-25"
    assert alert.text == (
        "held: page/maker alone shows small at maker, up to 50 times cheaper than the frontier; it waits for a second "
        "source, or for an entry in corrections.yml"
    )


def test_a_file_of_an_earlier_version_holds_nothing(writer: Writer) -> None:
    writer.connection.execute("DROP TABLE out_frontier_hold")
    assert read_held_prices(writer.connection) == []


def test_amounts_are_readable() -> None:
    row = {"source": "page/x", "model": "Big", "provider": "openai", "usd_per_query": Decimal("0.0106")}
    assert "Big at OpenAI for $0.0106 an answer, 12 times" in held_price({**row, "times_cheaper": 11.9})


@pytest.mark.parametrize(
    ("newest", "as_of", "line"),
    [
        (date(2026, 8, 28), TODAY, ""),  # 90 days
        (
            date(2026, 8, 27),
            TODAY,
            "The newest scores are of 27 August 2026: models released since then have none and do not count.",
        ),
        (None, TODAY, ""),
        (date(2026, 8, 27), None, ""),
    ],
)
def test_old_scores_are_a_sentence(newest: date | None, as_of: date | None, line: str) -> None:
    assert old_scores(newest, as_of) == line
