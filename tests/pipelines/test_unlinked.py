"""`tokenfall names`: which offers without a model are listed, in which order, and with which candidates."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from assets.forecasts.headline import WORKLOAD
from pipelines.answers import read_unlinked
from pipelines.cli.asking import UNLINKED
from tests.conftest import fill
from tests.pipelines.conftest import call
from warehouse.home import Home
from warehouse.store import Writer, open_writer

Row = dict[str, Any]
KNOWN = "llama-3.3-70b-instruct"


def seen(name: str, price: str | None, family: str = "page/host", **more: object) -> Row:
    """One source's price of one offer of the host: the same price in and out."""
    row: Row = {"provider": "host", "provider_model_id": name, "tier": "standard", "source": family, "family": family}
    row |= {"trust": 1, "valid_from": "2026-11-01", "last_seen_on": "2026-11-20", "source_url": "https://example.org"}
    return {**row, "input_usd_per_mtok": price, "output_usd_per_mtok": price, **more}


def offer(model_id: str, cost: str) -> Row:
    row: Row = {"workload": WORKLOAD, "answered_by": "non-reasoning", "provider": "host", "model_id": model_id}
    return {**row, "provider_model_id": model_id, "usd_per_query": cost, "valid_from": "2026-01-01"}


def publish(writer: Writer) -> None:
    """Two bars: eleven offers at a dollar qualify for `full`, one at a tenth of a cent for `strict`."""
    workload = {"workload": WORKLOAD, "input_tokens": 1000, "cached_input_tokens": 0, "output_tokens": 1000}
    fill(writer, "core_workload", {**workload, "answered_by": "non-reasoning"})
    fill(writer, "core_model", {"model_id": KNOWN}, {"model_id": "llama-3.1-8b-instruct"}, {"model_id": "gpt-4o"})
    fill(writer, "out_verdict", {"as_of": "2026-11-26"})
    for n in range(11):
        fill(writer, "_offer_cost", offer(f"full-{n}", "1"))
        fill(writer, "core_bar_member", member("full", f"full-{n}"))
    fill(writer, "_offer_cost", *(offer(f"strict-{n}", "0.001") for n in range(10)))
    fill(writer, "core_bar_member", *(member("strict", f"strict-{n}") for n in range(10)))
    fill(
        writer,
        "core_price_observation",
        seen("Llama 3.3 70B Turbo", "100", model_id=None),
        seen("cheap", "0.01", model_id=None),
        seen("cheap and confirmed", "0.02", model_id=None),
        seen("cheap and confirmed", "0.02", "feed/models.dev", model_id=None, trust=3),
        seen("gone", "0.01", model_id=None),
        seen("gone", None, model_id=None, valid_from="2026-11-02"),
        seen("in batches", "0.01", model_id=None, tier="batch"),
        seen("costly", "2000", model_id=None),
        seen("known", "0.01", model_id=KNOWN),
    )
    names = ("Llama 3.3 70B Turbo", "cheap", "cheap and confirmed", "gone", "in batches", "costly", "known")
    fill(writer, "core_model_link", *({"provider": "host", "provider_model_id": name} for name in names))
    writer.publish()


def member(bar: str, model_id: str) -> Row:
    return {"bar": bar, "bound": "central", "answered_by": "non-reasoning", "model_id": model_id}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("names") / "home")
    with open_writer(home) as writer:
        publish(writer)
    return home


def test_the_most_important_offers_come_first(home: Home) -> None:
    """1,000 tokens in and out: 0.01 per million is $0.00002, 100 is $0.2 and 2000 is $4."""
    rows, offers = read_unlinked(home)
    assert offers == 7
    assert [(row["provider_model_id"], row["bars"], row["n_sources"], str(row["usd_per_query"])) for row in rows] == [
        ("cheap and confirmed", 2, 2, "0.000040000000"),
        ("cheap", 2, 1, "0.000020000000"),
        ("Llama 3.3 70B Turbo", 1, 1, "0.200000000000"),
        ("costly", 0, 1, "4.000000000000"),
    ]


def test_a_candidate_has_words_in_common(home: Home) -> None:
    rows, _ = read_unlinked(home)
    candidates = {row["provider_model_id"]: row["candidates"] for row in rows}
    assert candidates == {"cheap and confirmed": None, "cheap": None, "costly": None, "Llama 3.3 70B Turbo": KNOWN}


def test_the_command_prints_them(home: Home) -> None:
    result = call(home.path, "names", "--format", "json")
    assert result.stderr == "4 of 7 offers are not linked to a model\n"
    assert [row["provider_model_id"] for row in json.loads(result.stdout)][:2] == ["cheap and confirmed", "cheap"]
    (header, *rows) = csv.reader(io.StringIO(call(home.path, "names", "--format", "csv").stdout))
    assert (tuple(header), len(rows)) == (UNLINKED, 4)


def test_without_a_run_it_fails_in_one_line(tmp_path: Path) -> None:
    result = call(tmp_path, "names")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
