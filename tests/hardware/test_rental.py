"""Rental prices: per GPU and exact, with the terms kept apart."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.hardware.releases.parse import parse_release
from assets.hardware.releases.rental import read_rental
from warehouse.errors import TokenfallError

SEEN = "2026-07-21T07:43:23.333Z"


def write(folder: Path, text: str, name: str = "prices.json") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def offer(**fields: object) -> dict[str, object]:
    return {"provider": "acme", "gpu": "h100-sxm", "usd_hr": 2.5, "kind": "on-demand", "fetched_at": SEEN} | fields


def snapshot(folder: Path, *offers: dict[str, object], **around: object) -> Path:
    return write(folder, json.dumps({"date": "2026-07-21", "offers": offers, "meta": {}} | around))


def test_a_snapshot_is_per_gpu_already(tmp_path: Path) -> None:
    rows, problems = parse_release("rental", snapshot(tmp_path, offer(min_gpus=8), offer(usd_hr=3, kind="spot")))
    assert problems == []
    assert rows == [
        {
            "provider": "acme",
            "accelerator": "h100-sxm",
            "usd_per_gpu_hour": "2.5",
            "gpus_per_instance": 8,
            "term": "on-demand",
            "observed_at": "2026-07-21T07:43:23.333000Z",
        },
        {
            "provider": "acme",
            "accelerator": "h100-sxm",
            "usd_per_gpu_hour": "3",
            "gpus_per_instance": None,
            "term": "spot",
            "observed_at": "2026-07-21T07:43:23.333000Z",
        },
    ]


def test_money_is_the_text_that_was_written(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({"offers": [offer(usd_hr=-1)]}).replace("-1", "2.9339079999999997000"))
    assert parse_release("rental", path)[0][0]["usd_per_gpu_hour"] == "2.9339079999999997000"


@pytest.mark.parametrize(
    ("kind", "provider", "as_provider", "term"),
    [
        ("secure", "runpod", "runpod", "on-demand"),
        ("community", "runpod", "runpod-community", "on-demand"),
        ("community", "salad", "salad", "on-demand"),
        ("Spot", "ovh", "ovhcloud", "spot"),
        ("reserved", "Big Cloud", "big-cloud", "reserved"),
    ],
)
def test_kinds_of_offer(tmp_path: Path, kind: str, provider: str, as_provider: str, term: str) -> None:
    ((row,), _) = parse_release("rental", snapshot(tmp_path, offer(kind=kind, provider=provider)))
    assert (row["provider"], row["term"]) == (as_provider, term)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"kind": "serverless"}, "is serverless, not a rental"),
        ({"kind": "lease-to-own"}, "the kind 'lease-to-own' is not known"),
        ({"kind": None}, "the kind None is not known"),
        ({"usd_hr": 0}, "positive price"),
        ({"usd_hr": "call us"}, "positive price"),
        ({"usd_hr": None}, "positive price"),
        ({"gpu": ""}, "no provider, chip"),
    ],
)
def test_offers_that_are_no_rental_price_are_named(tmp_path: Path, fields: dict[str, object], complaint: str) -> None:
    prices, problems = read_rental(snapshot(tmp_path, offer(), offer(**fields)), None)
    assert len(prices) == 1
    assert len(problems) == 1
    assert "offer 2" in problems[0]
    assert complaint in problems[0]


@pytest.mark.parametrize(
    ("around", "seen"),
    [
        ({"generated_at": "2026-07-21T09:00:00+02:00"}, "2026-07-21T07:00:00Z"),
        ({}, "2026-07-21T00:00:00Z"),
        ({"date": None}, None),
    ],
)
def test_an_offer_without_a_time_has_the_snapshot_s(
    tmp_path: Path, around: dict[str, object], seen: str | None
) -> None:
    assert parse_release("rental", snapshot(tmp_path, offer(fetched_at=None), **around))[0][0]["observed_at"] == seen


def test_unknown_fields_do_not_matter(tmp_path: Path) -> None:
    assert len(parse_release("rental", snapshot(tmp_path, offer(colour="green"), extra=[1]))[0]) == 1


def line(**fields: object) -> str:
    sellers = {"lambdalabs": {"count": 4, "min": 2.99, "avg": 3.5}, "dc_roan": {"count": 21, "min": 1.9, "avg": 2.0}}
    when = {"timestamp": "2025-10-19T21:01:58+00:00", "gpu_type": "H100_80GB", "socket_type": "SXM5"}
    return json.dumps(when | {"by_provider": sellers, "by_config": {"8x": {"min_per_gpu": 1.9}}} | fields)


def test_a_marketplace_summary_gives_each_seller_s_lowest_price(tmp_path: Path) -> None:
    path = write(tmp_path, line() + "\n" + line(socket_type=None, by_provider={"nebius": {"min": 2}}) + "\n", "h.jsonl")
    prices, problems = read_rental(path, None)
    assert [(price.provider, price.accelerator, price.usd_per_gpu_hour) for price in prices] == [
        ("lambda", "H100_80GB_SXM5", Decimal("2.99")),
        ("dc-roan", "H100_80GB_SXM5", Decimal("1.9")),
        ("nebius", "H100_80GB", Decimal(2)),
    ]
    assert {(price.term, price.gpus_per_instance, price.basis) for price in prices} == {
        ("on-demand", None, "marketplace minimum, may include spot")
    }
    assert problems == []


def test_a_cut_or_broken_line_is_left_out_and_named(tmp_path: Path) -> None:
    path = write(tmp_path, f"{line()}\n{line(timestamp=None)}\n{line()[:80]}", "h.jsonl")
    prices, problems = read_rental(path, None)
    assert len(prices) == 2
    assert len(problems) == 2
    assert "line 2: no by_provider, gpu_type or timestamp" in problems[0]
    assert "line 3 is not whole JSON" in problems[1]


CSV = """Cloud,GPU Type,GPU Arch,GPUs,GPU RAM,vCPUs,RAM,On-demand,Per-GPU,Spot,Name
AWS,A100 (80 GB),Ampere,8,640,96,1152,40.97,5.12,,p4de.24xlarge
Oblivus Cloud,A100 (40 GB),Ampere,16,640,96,1360,$55.68,3.48,16.72,mega
"""


def test_instance_prices_are_divided_by_their_gpus_exactly(tmp_path: Path) -> None:
    rows, problems = parse_release("rental", write(tmp_path, CSV, "gpus.csv"), date(2023, 5, 1))
    # 40.97 / 8, 55.68 / 16 and 16.72 / 16.
    assert [(row["provider"], row["usd_per_gpu_hour"], row["gpus_per_instance"], row["term"]) for row in rows] == [
        ("aws", "5.12125", 8, "on-demand"),
        ("oblivus", "3.48", 16, "on-demand"),
        ("oblivus", "1.045", 16, "spot"),
    ]
    assert {row["observed_at"] for row in rows} == {"2023-05-01T00:00:00Z"}
    assert problems == []


def test_a_list_without_a_date_has_none(tmp_path: Path) -> None:
    assert parse_release("rental", write(tmp_path, CSV, "gpus.csv"))[0][0]["observed_at"] is None


def test_a_price_per_gpu_alone_is_not_taken_for_an_instance_price(tmp_path: Path) -> None:
    # The list files 1.70868 as Per-GPU of two GPUs where it is 0.92361 for one.
    text = CSV + "Exo,3080Ti (12 GB),Ampere,2,24,24,112,,1.70868,,MEDIUM\n"
    prices, problems = read_rental(write(tmp_path, text, "gpus.csv"), None)
    assert len(prices) == 3
    assert len(problems) == 1
    assert "line 4: exo" in problems[0].lower()


def test_a_price_per_gpu_that_does_not_fit_the_instance_is_named(tmp_path: Path) -> None:
    text = CSV + "Acme,T4 (16 GB),Turing,1,16,4,16,0.41,0.27,,\nAcme,T4 (16 GB),Turing,two,16,4,16,1,1,,\n"
    prices, problems = read_rental(write(tmp_path, text, "gpus.csv"), None)
    assert prices[-1].usd_per_gpu_hour == Decimal("0.41")
    assert len(problems) == 2
    assert "0.41 for 1 GPUs, but 0.27 per GPU: the first is taken" in problems[0]
    assert "line 5: no cloud, chip or whole number of GPUs" in problems[1]


@given(st.decimals("0.01", "200", places=2), st.sampled_from([1, 2, 4, 8, 16]))
def test_gpus_times_the_price_per_gpu_is_the_instance(usd: Decimal, gpus: int) -> None:
    assert usd / gpus * gpus == usd


@pytest.mark.parametrize("body", ["{}", '{"offers": 3}', "[1, 2]", '{"offers": []}', '{"prices": [{"usd_hr": 1}]}'])
def test_other_json_is_no_collection_of_prices(tmp_path: Path, body: str) -> None:
    with pytest.raises(TokenfallError, match=r"prices\.json"):
        read_rental(write(tmp_path, body), None)
