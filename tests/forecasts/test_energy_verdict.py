"""The energy of an answer against that of a search: ratios, intervals and statuses worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from assets.data_rule import evaluate
from assets.forecasts.energy_verdict import MORE, NO_MORE, UNDECIDED, compare_energy, energy_verdicts
from assets.forecasts.rules import RULES
from assets.trends.estimated_cost import Estimate, Ratio, likely_kwh
from tests.conftest import ASSETS, fill, qualify
from warehouse import query
from warehouse.store import Writer

SEARCH = Estimate(0.0003, 0.06, 0.10, 0.007, 0.007, 0.025)
"""0.3 Wh, as published."""
A_THIRD = Estimate(0.0003, 0.06, 0.10, 0.007, 0.007, 0.025, Ratio(-0.5, 0.3, -1.3, 0.1, -0.04, 0.02))
"""A search of today: a third of that, give or take a factor of two."""


def answer(watt_hours: float, low: float | None = None, high: float | None = None, **more: Any) -> dict[str, Any]:
    return {"watt_hours": watt_hours, "low": low, "high": high, "quality": "secondary", **more}


def test_a_ratio_lies_half_way_in_log_to_each_end_of_its_range() -> None:
    """0.1 to 10 Wh about 1 Wh, against 0.3 Wh: the 80% interval ends four fifths of the way to the ends."""
    row = compare_energy(answer(1.0, 0.1, 10.0), SEARCH)
    assert (row["ratio"], row["ratio_low"], row["ratio_high"]) == pytest.approx(
        (1 / 0.3, 10**-0.8 / 0.3, 10**0.8 / 0.3), rel=0.01
    )
    # log10 0.3 = -0.523 of a range from -1 to 1: 23.9% of it lies below.
    assert row["p_no_more"] == pytest.approx((1 - 0.523) / 2, abs=0.005)
    assert (row["status"], row["range_basis"]) == (UNDECIDED, "given")


def test_a_figure_without_a_range_is_good_to_a_factor_by_its_quality() -> None:
    """0.2 Wh quoted by others: 0.16 to 0.25 Wh, all of it under 0.3 Wh."""
    row = compare_energy(answer(0.2), SEARCH)
    assert (row["watt_hours_low"], row["watt_hours_high"]) == pytest.approx((0.16, 0.25))
    assert (row["status"], row["p_no_more"], row["range_basis"]) == (NO_MORE, 1.0, "assumed")
    assert compare_energy(answer(0.4), SEARCH)["status"] == MORE


def test_an_interval_on_one_side_of_a_search_is_what_decides() -> None:
    for watt_hours in (0.2, 0.24, 0.27, 0.3, 0.33, 0.36, 0.4, 0.6):
        row = compare_energy(answer(watt_hours), SEARCH)
        sides = {NO_MORE: row["ratio_high"] <= 1, MORE: row["ratio_low"] > 1}
        assert sides.get(row["status"], row["ratio_low"] <= 1 < row["ratio_high"])


def test_a_search_of_today_takes_less_and_is_uncertain() -> None:
    """The normal is cut at -1.3 and 0.1, 2.67 and 2 standard deviations off: its median moves from -0.5 to -0.507."""
    assert 1000 * float(likely_kwh(A_THIRD, 101)[50]) == pytest.approx(0.3 * 10**-0.507, rel=0.002)
    row = compare_energy(answer(0.24), A_THIRD)
    assert row["ratio"] == pytest.approx(0.8 * 10**0.507, rel=0.002)
    assert row["status"] == MORE
    assert row["ratio_low"] < row["ratio"] / 2 < 2 * row["ratio"] < row["ratio_high"]


def test_every_answer_is_compared_with_every_search() -> None:
    searches = {"published-figure": SEARCH, "search-of-today": A_THIRD}
    rows = list(energy_verdicts([answer(0.2, subject="a"), answer(0.3, subject="b")], searches))
    assert [(row["position"], row["search"], row["subject"]) for row in rows] == [
        (1, "published-figure", "a"),
        (2, "published-figure", "b"),
        (3, "search-of-today", "a"),
        (4, "search-of-today", "b"),
    ]


def energies(writer: Writer) -> list[dict[str, Any]]:
    file = ASSETS / "forecasts" / "list_answer_energy.sql"
    names = {"bar": "bar", "workload": "chat", "target": "electricity", "variant": "published-figure"}
    return query.rows(writer.connection, file, {**names, "as_of": "2026-11-24"})


def serve(writer: Writer, model_id: str, accelerator: str, watts: float | None, **speeds: float) -> None:
    """Throughput of a model on an accelerator by utilisation, in the month of August and half of it in July."""
    fill(writer, "core_accelerator", {"accelerator_id": accelerator, "tdp_w": watts})
    row = {"model_id": model_id, "accelerator": accelerator, "scenario": "server", "statistic": "median"}
    for utilisation, speed in speeds.items():
        used = {"utilisation": int(utilisation[1:]) / 10, "rental_kind": "median"}
        fill(writer, "out_serving_cost", {**row, **used, "date": "2026-08-01", "tokens_per_s": speed})
        fill(writer, "out_serving_cost", {**row, **used, "date": "2026-07-01", "tokens_per_s": speed / 2})
        # The same throughput at another rent is no second measurement.
        fill(writer, "out_serving_cost", {**row, **used, "date": "2026-08-01", "tokens_per_s": speed, "term": "spot"})


@pytest.fixture
def _published(writer: Writer) -> None:
    estimate = {"target": "electricity", "variant": "published-figure", "energy_subject": "search"}
    fill(writer, "core_search_estimate", estimate)
    source = {"covers": "all", "label": "x", "quality": "secondary"}
    for subject, watt_hours, share in (("search", "0.3", None), ("answer", "0.24", 0.5), ("older", "0.9", 0.1)):
        day = {"published_on": "2024-01-01" if subject == "older" else "2025-08-21"}
        row = {"subject": subject, "watt_hours": watt_hours, "accelerator_share": share, "low": None, "high": None}
        fill(writer, "core_energy_per_query", {**source, **day, **row, "source_url": f"https://{subject}.example"})
    fill(writer, "core_workload", {"workload": "chat", "output_tokens": 180})


def sell(writer: Writer, model_id: str, usd: str, **more: object) -> None:
    fill(writer, "core_model", {"model_id": model_id, "name": model_id.title()})
    row = {"workload": "chat", "answered_by": "non-reasoning", "model_id": model_id, "usd_per_query": usd}
    fill(writer, "_offer_cost", {**row, "valid_from": "2026-01-01", "valid_to": None, **more})


@pytest.mark.usefixtures("_published")
def test_published_answers_are_listed_beside_the_search_that_they_are_compared_with(writer: Writer) -> None:
    rows = energies(writer)
    assert [(row["subject"], row["watt_hours"], row["low"], row["model_id"]) for row in rows] == [
        ("answer", 0.24, None, None),
        ("older", 0.9, None, None),
    ]
    assert {row["search_source_url"] for row in rows} == {"https://search.example"}


@pytest.mark.usefixtures("_published")
def test_the_cheapest_qualifying_model_with_a_throughput_gets_our_own_estimate(writer: Writer) -> None:
    """720 W for 1000 tokens/s is 0.0002 Wh a token: 180 tokens take 0.036 Wh of accelerators, half of all energy."""
    sell(writer, "cheapest", "0.00001")  # qualifies, but nobody has measured it
    sell(writer, "measured", "0.00003")
    sell(writer, "cheaper", "0.00002")  # measured, and does not qualify
    sell(writer, "withdrawn", "0.00002", valid_to="2026-11-24")
    for model_id in ("cheapest", "measured", "withdrawn"):
        qualify(writer, model_id)
    for model_id in ("cheaper", "withdrawn"):
        serve(writer, model_id, f"of-{model_id}", 100, u4=1.0)
    serve(writer, "measured", "fast", 720, u2=500.0, u4=1000.0, u6=1500.0)
    serve(writer, "measured", "slow", 720, u2=250.0, u4=500.0, u6=750.0)
    serve(writer, "measured", "unrated", None, u2=0.1, u4=0.1, u6=0.1)
    (row,) = (row for row in energies(writer) if row["subject"] == "own-estimate")
    # Between 0.072 Wh on the fast accelerator and 0.144 Wh on the slow one; at 60% a third less, at 20% twice as much.
    assert (row["watt_hours"], row["low"], row["high"]) == pytest.approx((0.108, 0.048, 0.288))
    assert (row["model_id"], row["label"], row["quality"]) == (
        "measured",
        "a chat answer of Measured by our estimate",
        "derived",
    )
    assert (str(row["published_on"]), row["source_url"]) == ("2026-08-01", "https://answer.example")


VERDICT = {"ratio_low": 0.5, "ratio": 0.8, "ratio_high": 0.9, "p_no_more": 0.95, "status": "takes-no-more"}
WATTS = {"watt_hours_low": 0.2, "watt_hours": 0.24, "watt_hours_high": 0.3}


@pytest.mark.parametrize(
    ("cells", "breaches"),
    [
        ({}, 0),
        ({"status": "undecided"}, 1),
        ({"ratio": 0.95}, 1),
        ({"watt_hours": 0.4}, 1),
        ({"p_no_more": 0.05, "status": "takes-more"}, 0),
    ],
)
def test_a_status_that_does_not_follow_from_the_chance_breaks_a_rule(
    writer: Writer, cells: dict[str, object], breaches: int
) -> None:
    rule = next(rule for rule in RULES if rule.name == "energies_agree_with_their_verdict")
    fill(writer, "out_energy_verdict", {**VERDICT, **WATTS, **cells})
    assert evaluate(writer.connection, rule).count == breaches
