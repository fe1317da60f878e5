"""Unknown names: a usage error with the nearest known one, whatever was misspelt."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.names import nearest
from pipelines.selection import refuse_unknown_tables
from tests.pipelines.conftest import call

BARS = ["arena-text>=gpt-4-0314", "eci>=140", "eci>=gpt-4-0314", "gpqa-diamond>=gpt-4-0314"]
BACKFILL = ("--from", "2024-01-01", "--to", "2024-02-01")


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("verdit", ["run", "verdict"], "verdict"),
        ("ECI>=140", BARS, "eci>=140"),
        ("gtp", BARS, "eci>=gpt-4-0314"),
        ("gpqa", BARS, "gpqa-diamond>=gpt-4-0314"),
        ("bing", ["exa", "bing-search-api-s1", "bing-grounding"], "bing-grounding"),
        ("zzz", BARS, None),
        ("nosuch", ["spec-bench", "out_source"], None),
        ("", BARS, None),
        ("any", [], None),
    ],
)
def test_the_nearest_name_is_the_most_alike_as_a_whole_or_in_a_word(
    name: str, known: list[str], near: str | None
) -> None:
    assert nearest(name, known) == near


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("verdct",), "verdict"),
        (("verdict", "--targt", "exa"), "--target"),
        (("verdict", "--bar", "eci>=gpt-4"), "eci>=gpt-4-0314"),
        (("verdict", "--workload", "chats"), "chat"),
        (("verdict", "--target", "bing"), "bing-grounding"),
        (("verdict", "--input-tokens", "5", "--output-tokens", "5", "--bar", "eci>=141"), "eci>=140"),
        (("verdict", "--answered-by", "reasonin"), "reasoning"),
        (("verdict", "--format", "jsn"), "json"),
        (("fit", "no such file.csv", "--method", "drft"), "drift"),
        (("export", "out", "--format", "parket"), "parquet"),
        (("run", "--select", "out_frontir"), "out_frontier"),
        (("run", "--select", "core_model,out_verdit+"), "out_verdict"),
        (("parse", "opnai", "no such file.html"), "openai"),
        (("fetch", "opnai"), "openai"),
        (("fetch", "mlprf/v6.1"), "mlperf"),
        (("backfill", "opnai", *BACKFILL), "openai"),
        (("replay", "opnai"), "openai"),
    ],
)
def test_an_unknown_name_is_a_usage_error_with_the_nearest(
    published: Path, arguments: tuple[str, ...], near: str
) -> None:
    result = call(published, *arguments)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert f": did you mean {near!r}?" in result.stderr


def test_an_alert_that_nobody_knows_is_a_usage_error(published: Path) -> None:
    result = call(published, "alerts", "--acknowledge", "source page/openai failed")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_a_source_of_which_nothing_is_stored_is_no_usage_error(published: Path) -> None:
    for name in ("openai", "claude", "page/openai/pricing.md", "mlperf/v6.1"):
        result = call(published, "replay", name)
        assert (result.returncode, result.stderr.count("\n")) == (1, 1)
        assert f"nothing is stored of {name}" in result.stderr


def test_a_selection_that_dagster_cannot_read_is_a_usage_error(published: Path) -> None:
    for select in ("out_verdict(", "group:nothing"):
        result = call(published, "run", "--offline", "--select", select)
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_a_wrong_table_is_answered_with_tables_for_users_and_an_internal_one_may_be_named(published: Path) -> None:
    wrong = call(published, "run", "--select", "wrong").stderr
    assert " Known: core_accelerator, " in wrong
    assert [name for name in wrong.partition("Known: ")[2].split(", ") if name.startswith(("_", "raw_"))] == []
    refuse_unknown_tables("_frontier,+_offer_cost")
    capture = call(published, "run", "--offline", "--select", "raw_page_capture")
    assert (capture.returncode, capture.stdout) == (2, "")
    assert "names no table" in capture.stderr


def test_a_wrong_table_is_refused_before_dagster_is_loaded(published: Path) -> None:
    prefix = "import atexit, sys; atexit.register(lambda: print('dagster' in sys.modules, file=sys.stderr))"
    result = call(published, "run", "--select", "out_frontir", prefix=prefix)
    assert (result.returncode, result.stderr.splitlines()[-1]) == (2, "False")
