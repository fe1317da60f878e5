"""The rental index: the median over sellers, the chain over same sellers, and what neither may do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.hardware.rental_index import SellerRent, find_links, index_rows
from tests.conftest import ASSETS, fill
from warehouse.store import Writer

JANUARY, FEBRUARY, JULY = date(2026, 1, 1), date(2026, 2, 1), date(2026, 7, 1)


def rent(provider: str, month: date, usd: str | Decimal, accelerator: str = "h100-sxm-80gb") -> SellerRent:
    return SellerRent(accelerator, "on-demand", month, provider, Decimal(usd), "list", "facts/accelerator_rental")


def rows_of(rents: Iterable[SellerRent], kind: str) -> dict[date, dict[str, Any]]:
    index: Iterable[dict[str, Any]] = index_rows(rents)
    return {row["month"]: row for row in index if row["kind"] == kind}


def usd_of(rents: Iterable[SellerRent], kind: str) -> dict[date, Decimal]:
    return {month: row["usd_per_gpu_hour"] for month, row in rows_of(rents, kind).items()}


def test_the_median_is_over_sellers_and_exact() -> None:
    rents = [
        rent("a", JANUARY, "2.10"),
        rent("b", JANUARY, "2.35"),
        rent("c", JANUARY, "9.99"),
        rent("d", JANUARY, "1"),
    ]
    assert usd_of(rents, "median") == {JANUARY: Decimal("2.225")}


def test_every_form_is_a_series_of_its_own_and_so_is_a_form_that_is_not_stated(writer: Writer) -> None:
    for provider, form, usd in [
        ("a", "sxm", 3),
        ("b", "sxm", 5),
        ("a", "pcie", 2),
        ("b", "nvl", 4),
        ("c", "unspecified", 9),
    ]:
        fill(
            writer,
            "core_rental_price",
            {"provider": provider, "accelerator_id": f"h100-{form}", "month": JANUARY, "usd_per_gpu_hour": usd},
        )
    select = (ASSETS / "hardware/list_rents.sql").read_text(encoding="utf-8")
    answer = writer.connection.execute(select)
    names = [column[0] for column in answer.description]
    rents = [SellerRent(**dict(zip(names, row, strict=True))) for row in answer.fetchall()]
    assert [(row["accelerator"], row["usd_per_gpu_hour"]) for row in index_rows(rents)] == [
        ("h100-nvl", 4),
        ("h100-pcie", 2),
        ("h100-sxm", 4),
        ("h100-unspecified", 9),
    ]


def test_a_month_in_which_nobody_was_seen_has_no_row_and_the_gap_is_counted() -> None:
    rents = [rent(name, month, "2") for month in (JANUARY, JULY) for name in "abc"]
    index = rows_of(rents, "median")
    assert list(index) == [JANUARY, JULY]
    assert [row["months_since_previous"] for row in index.values()] == [None, 6]
    assert [row["n_providers"] for row in index.values()] == [3, 3]


def test_the_chain_is_the_geometric_mean_of_the_changes_at_the_level_of_the_base_month() -> None:
    # a doubles, b halves, c rises eightfold: on geometric mean (2 * 0.5 * 8) ^ (1/3) = 2 times the price. The base is
    # February, in which four sellers were seen: its median is (2 + 8) / 2 = 5, so January was at 2.50.
    rents = [rent("a", JANUARY, "1"), rent("b", JANUARY, "4"), rent("c", JANUARY, "1")]
    rents += [rent("a", FEBRUARY, "2"), rent("b", FEBRUARY, "2"), rent("c", FEBRUARY, "8"), rent("new", FEBRUARY, "9")]
    index = rows_of(rents, "matched")
    assert {month: row["usd_per_gpu_hour"] for month, row in index.items()} == {
        JANUARY: Decimal("2.500000"),
        FEBRUARY: Decimal(5),
    }
    assert [row["base_month"] for row in index.values()] == [FEBRUARY, FEBRUARY]
    assert [row["n_matched"] for row in index.values()] == [None, 3]
    assert (index[FEBRUARY]["low"], index[FEBRUARY]["high"]) == (None, None)


def test_a_seller_that_comes_or_goes_moves_the_median_and_not_the_chain() -> None:
    stayed = [
        rent(name, month, usd) for month in (JANUARY, FEBRUARY) for name, usd in [("a", "1"), ("b", "2"), ("c", "3")]
    ]
    rents = [*stayed, rent("dear", FEBRUARY, "9"), rent("dearest", FEBRUARY, "10")]
    assert usd_of(rents, "median") == {JANUARY: Decimal(2), FEBRUARY: Decimal(3)}
    assert usd_of(rents, "matched") == {JANUARY: Decimal("3.000000"), FEBRUARY: Decimal(3)}


def test_two_lists_with_two_sellers_in_common_are_no_link_but_an_earlier_month_may_be() -> None:
    # February is another list: of its sellers only a and b were seen before, and its `a` is four times as dear.
    rents = [rent(name, JANUARY, "2") for name in "abc"]
    rents += [rent("a", FEBRUARY, "8"), rent("b", FEBRUARY, "2"), rent("x", FEBRUARY, "2")]
    rents += [rent(name, JULY, "3") for name in "abc"]
    links = find_links(rents)
    assert list(links) == [JULY]
    assert links[JULY].earlier == JANUARY
    assert links[JULY].changes == pytest.approx(dict.fromkeys("abc", math.log(1.5)))
    index = rows_of(rents, "matched")
    assert list(index) == [JANUARY, JULY]
    assert index[JULY]["months_since_previous"] == 6


def test_a_month_is_tied_to_the_latest_that_will_do() -> None:
    months = [JANUARY, FEBRUARY, JULY]
    rents = [rent(name, month, usd) for month, usd in zip(months, "248", strict=True) for name in "abc"]
    links = find_links(rents)
    assert {month: link.earlier for month, link in links.items()} == {FEBRUARY: JANUARY, JULY: FEBRUARY}
    # Of months with equally many sellers the latest is the base: $8, and half and a quarter of it before.
    levels = list(usd_of(rents, "matched").values())
    assert levels == [Decimal("2.000000"), Decimal("4.000000"), Decimal(8)]
    # A fourth seller in February makes that the base, at its median of $4.
    index = rows_of([*rents, rent("d", FEBRUARY, "4")], "matched").values()
    assert {row["base_month"] for row in index} == {FEBRUARY}
    assert [row["usd_per_gpu_hour"] for row in index] == [Decimal("2.000000"), Decimal(4), Decimal("8.000000")]


def test_terms_and_accelerators_are_never_mixed() -> None:
    spot = [rent(name, JANUARY, "1")._replace(term="spot") for name in "abc"]
    other = [rent(name, JANUARY, "7")._replace(accelerator="b200") for name in "abc"]
    rows = list(index_rows([*other, *(rent(name, JANUARY, "3") for name in "abc"), *spot]))
    index = {(row["accelerator"], row["term"]): row["usd_per_gpu_hour"] for row in rows}
    assert index == {
        ("b200", "on-demand"): Decimal(7),
        ("h100-sxm-80gb", "on-demand"): Decimal(3),
        ("h100-sxm-80gb", "spot"): Decimal(1),
    }


def test_fewer_than_three_sellers_have_no_interval() -> None:
    (row,) = rows_of([rent("a", JANUARY, "2"), rent("b", JANUARY, "3")], "median").values()
    assert (row["usd_per_gpu_hour"], row["low"], row["high"]) == (Decimal("2.5"), None, None)


def test_the_same_rents_give_the_same_interval_every_time() -> None:
    rents = [rent(name, JANUARY, usd) for name, usd in zip("abcde", "12345", strict=True)]
    (first,), (second,) = rows_of(rents, "median").values(), rows_of(rents, "median").values()
    assert (first["low"], first["high"]) == (second["low"], second["high"])
    assert first["low"] < Decimal(3) < first["high"]


PRICES = st.integers(50, 1500).map(lambda cents: Decimal(cents) / 100)
PANELS = st.dictionaries(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from([JANUARY, FEBRUARY, JULY])), PRICES, min_size=3, max_size=18
)


def panel(prices: dict[tuple[str, date], Decimal]) -> list[SellerRent]:
    return [rent(provider, month, usd) for (provider, month), usd in sorted(prices.items())]


@settings(max_examples=40)
@given(PANELS, st.sampled_from([Decimal("0.5"), Decimal(2), Decimal(10)]))
def test_when_all_prices_are_scaled_both_kinds_are(prices: dict[tuple[str, date], Decimal], by: Decimal) -> None:
    scaled = {key: usd * by for key, usd in prices.items()}
    for kind in ("median", "matched"):
        before, after = usd_of(panel(prices), kind), usd_of(panel(scaled), kind)
        assert {month: float(usd * by) for month, usd in before.items()} == pytest.approx(
            {month: float(usd) for month, usd in after.items()}, rel=1e-5
        )


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from("abcdef"), PRICES, min_size=3), st.sets(st.sampled_from("abcdef")), st.data())
def test_where_no_seller_changes_its_price_the_chain_is_flat(
    prices: dict[str, Decimal], leavers: set[str], data: st.DataObject
) -> None:
    """Whichever seller enters or leaves, and at whatever price."""
    stayers = sorted(prices)[:3]
    gone = leavers - set(stayers)
    new = data.draw(st.dictionaries(st.sampled_from("xyz"), PRICES))
    rents = [rent(name, JANUARY, usd) for name, usd in prices.items()]
    rents += [rent(name, FEBRUARY, usd) for name, usd in {**prices, **new}.items() if name not in gone]
    levels = set(usd_of(rents, "matched").values())
    assert max(levels) - min(levels) <= Decimal("0.000001")


@settings(max_examples=40)
@given(PANELS, PRICES)
def test_a_seller_seen_in_one_month_only_does_not_change_the_chain(
    prices: dict[tuple[str, date], Decimal], usd: Decimal
) -> None:
    before = find_links(panel(prices))
    assert find_links([*panel(prices), rent("once", FEBRUARY, usd)]) == before


def planted(rng: np.random.Generator, rise: float) -> Iterator[SellerRent]:
    """Twelve sellers, each with a level of its own, whose prices rise by log-normal factors around `rise`."""
    for number in range(12):
        level = math.exp(rng.normal(1, 0.4))
        for month, factor in ((JANUARY, 1.0), (FEBRUARY, rise * math.exp(rng.normal(0, 0.15)))):
            yield rent(f"seller-{number}", month, f"{level * factor:.6f}")


def test_the_interval_of_the_chain_holds_a_planted_rise_as_often_as_stated() -> None:
    # A percentile bootstrap over twelve sellers is a little narrow: of 90% it holds about 87.
    rng = np.random.default_rng(20261124)
    hits = 0
    for _ in range(200):
        index = rows_of(planted(rng, 1.25), "matched")
        base, other = index[FEBRUARY], index[JANUARY]
        assert base["base_month"] == FEBRUARY
        low, high = (float(base["usd_per_gpu_hour"] / other[end]) for end in ("high", "low"))
        hits += low <= 1.25 <= high
    assert 164 <= hits <= 192


def test_the_interval_of_the_median_holds_a_planted_median_as_often_as_stated() -> None:
    rng = np.random.default_rng(20261125)
    hits = 0
    for _ in range(200):
        usd = np.exp(rng.normal(math.log(3), 0.4, 15))
        (row,) = rows_of([rent(f"s{n}", JANUARY, f"{price:.6f}") for n, price in enumerate(usd)], "median").values()
        hits += row["low"] <= 3 <= row["high"]
    assert 168 <= hits <= 196
