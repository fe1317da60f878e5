"""`tokenfall price`: the price of a model on a date, from the home of the first run."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest

from pipelines.prices.names import Catalogue
from pipelines.prices.sellers import find_seller
from tests.pipelines.conftest import AS_OF, Result, call


def asked(home: Path, *arguments: str) -> list[dict]:
    result = call(home, "price", *arguments, "--format", "json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def refused(home: Path, *arguments: str) -> Result:
    result = call(home, "price", *arguments)
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result


def test_the_price_of_gpt_4_has_its_interval_its_source_and_the_line_of_the_facts(published: Path) -> None:
    (row,) = asked(published, "gpt-4-0314", "--at", "2023-06-01")
    line = int(row.pop("proof").removeprefix("warehouse/facts/price_changes.csv line "))
    root = Path(__file__).parents[2]
    text = (root / "warehouse/facts/price_changes.csv").read_text(encoding="utf-8").splitlines()[line - 1]
    assert text.startswith("openai,gpt-4-0314,gpt-4-0314,standard,30,,60,2023-03-14,announced")
    assert (row["seller"], row["valid_from"], row["date_basis"]) == ("openai", "2023-03-14", "announced")
    assert (row["input_usd_per_mtok"], row["cached_input_usd_per_mtok"], row["output_usd_per_mtok"]) == (30, None, 60)
    assert (row["at"], row["known"]) == ("2023-06-01", AS_OF)
    assert row["source_url"] == "https://openai.com/index/gpt-4-research/"


def test_an_alias_and_the_sellers_name_are_understood(published: Path) -> None:
    by_id = asked(published, "gpt-4o-mini", "--seller", "OpenAI")
    by_sellers_id = asked(published, "gpt-4o-mini-2024-07-18", "--seller", "openai")
    assert [row["model_id"] for row in by_id] == [row["model_id"] for row in by_sellers_id] == ["gpt-4o-mini"]


def test_before_its_announcement_nothing_was_known(published: Path) -> None:
    result = refused(published, "gpt-4o-mini", "--known", "2024-07-17")
    assert result.returncode == 1
    assert "no standard price of gpt-4o-mini on" in result.stderr
    assert "as known on 2024-07-17: no price of it was known then" in result.stderr


def test_no_price_on_a_date_names_the_nearest_interval_and_gives_none(published: Path) -> None:
    result = refused(published, "gpt-4o-mini", "--at", "2024-07-17")
    assert result.returncode == 1
    assert "nearest: 2024-07-18 to " in result.stderr
    assert "(0.15 in, 0.6 out USD per million tokens)" in result.stderr


def test_a_seller_that_does_not_have_it_and_a_tier_that_it_does_not_have(published: Path) -> None:
    assert "sold by: " in refused(published, "gpt-4-0314", "--seller", "groq", "--at", "2023-06-01").stderr
    tiers = refused(published, "gpt-4-0314", "--tier", "flex", "--at", "2023-06-01")
    assert (tiers.returncode, "its tiers there: standard" in tiers.stderr) == (1, True)


def test_a_model_whose_maker_sells_nothing_has_the_price_of_every_seller(published: Path) -> None:
    result = call(published, "price", "llama-3.1-70b-instruct", "--format", "json")
    assert result.returncode == 0, result.stderr
    sellers = {row["seller"] for row in json.loads(result.stdout)}
    assert {"openrouter"} < sellers
    assert "--seller names one" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gpt4o-mini"], "'gpt4o-mini' is unknown: did you mean 'gpt-4o-mini'"),
        (["zzzzzzzz"], "'zzzzzzzz' is unknown: no name is like it"),
        (["gpt-4o-mini", "--seller", "opnai"], "'opnai' is unknown: did you mean 'openai'?"),
        (["gpt-4o-mini", "--tier", "batsh"], "'batsh' is unknown: did you mean 'batch'?"),
        (["gpt-4o-mini", "--known", "2030-01-01"], f"2030-01-01 is after {AS_OF}"),
        (["gpt-4o-mini", "--at", "2999-01-01"], "2999-01-01 is in the future: use today's date or an earlier one"),
        (["--log", "x.csv", "--at", "2999-01-01"], "2999-01-01 is in the future"),
        (["gpt-4o-mini", "--at", "yesterday"], "not a date of the form YYYY-MM-DD"),
        ([], "name a MODEL, or a usage log with --log FILE"),
        (["gpt-4o-mini", "--log", "x.csv"], "name a MODEL, or a usage log with --log FILE"),
        (["--log", "x.csv", "--format", "json"], "leave out --format json"),
    ],
)
def test_what_is_unknown_is_one_line_and_exit_2(published: Path, arguments: list[str], message: str) -> None:
    result = refused(published, *arguments)
    assert (result.returncode, message in result.stderr) == (2, True), result.stderr


def test_an_unknown_name_takes_less_than_a_second_of_the_processor(published: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    refused(published, "gpt4o-mini")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1


@pytest.mark.parametrize(
    ("name", "seller"),
    [
        ("OpenAI", "openai"),
        ("Amazon Web Services", "aws-bedrock"),
        ("Z.ai", "zai"),
        ("Acme", None),
        ("azure ", "azure"),
    ],
)
def test_sellers_are_known_by_the_names_of_companies(name: str, seller: str | None) -> None:
    assert find_seller(name, ["openai", "aws-bedrock", "zai", "azure"]) == seller


def test_a_name_means_the_asked_sellers_id_before_ours() -> None:
    rows = [
        {"meaning": "seller", "model": "gpt-4-0613", "seller": "azure"},
        {"meaning": "model", "model": "gpt-4", "seller": None},
        {"meaning": "alias", "model": "gpt-4-0314", "seller": "arena"},
    ]
    catalogue = Catalogue({"gpt-4": rows, "g4": rows[2:]}, ["azure"], {"gpt-4": "OpenAI", "other": None})
    assert catalogue.models_named("gpt-4", "azure") == ("gpt-4-0613",)
    assert catalogue.models_named("gpt-4", None) == ("gpt-4",)
    assert catalogue.models_named("g4", "openai") == ("gpt-4-0314",)
    assert catalogue.models_named("unheard", None) == ()
    assert (catalogue.is_alias("g4"), catalogue.is_alias("gpt-4")) == (True, False)
    assert catalogue.maker_of(["gpt-4"]) is None  # OpenAI is no seller in this catalogue
    assert catalogue.maker_of(["gpt-4", "other"]) is None
