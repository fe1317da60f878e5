"""Blocking rules are evaluated before a build is committed: a table that breaks one never replaces a good one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from assets.all_rules import rules_of
from assets.checks import check_results, check_specs
from assets.data_rule import Rule, evaluate
from assets.table_asset import Computation, _build
from tests.conftest import ASSETS, fill, read
from warehouse.bundle import Bundle
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

DAY = date(2026, 11, 23)


@pytest.fixture
def own_writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse in which a build may begin and end its own transaction."""
    with open_writer(Home(tmp_path / "home")) as opened:
        yield opened


def build(writer: Writer, names: Sequence[str], version: str, *, grows: bool = False) -> None:
    """Build core_bar and core_score in one computation, with a bar of each name."""

    def make(_: object) -> dict[str, dict[str, object]]:
        fill(writer, "core_score", {"model_id": "a"})
        fill(writer, "core_bar", *({"bar": name} for name in names))
        return {}

    computation = Computation(make, ("core_score", "core_bar"), ASSETS / "capability", (), grows)
    _build(computation, writer, DAY, Bundle(), ("code", version))


def bars(writer: Writer) -> list[tuple[object, ...]]:
    return read(writer, "SELECT bar FROM core_bar ORDER BY bar")


def test_a_repeated_key_leaves_the_rows_the_record_and_the_published_file_of_before(own_writer: Writer) -> None:
    fill(own_writer, "core_model", {"model_id": "a"})
    build(own_writer, ["good", "better"], "first")
    own_writer.publish()
    published = own_writer.home.published.read_bytes()
    before = own_writer.build_records()
    assert set(before) == {"core_bar", "core_score"}
    with pytest.raises(TokenfallError) as refused:
        build(own_writer, ["twice", "twice", "once"], "second")
    assert str(refused.value) == "not published: core_bar: 1 rows break 'one row per bar', such as twice, 2"
    assert bars(own_writer) == [("better",), ("good",)]
    assert own_writer.build_records() == before
    assert own_writer.home.published.read_bytes() == published


def test_a_rule_about_another_table_counts_too(own_writer: Writer) -> None:
    with pytest.raises(TokenfallError, match="core_score: 1 rows break 'every model_id is in core_model', such as a"):
        build(own_writer, ["good"], "first")
    assert bars(own_writer) == []
    assert own_writer.build_records() == {}


def test_a_key_that_repeats_in_rows_of_two_builds_is_refused(own_writer: Writer) -> None:
    fill(own_writer, "core_model", {"model_id": "a"})
    build(own_writer, ["good"], "first")
    own_writer.delete_rows("core_score", {"model_id": "a"})
    with pytest.raises(TokenfallError, match="core_bar: 1 rows break 'one row per bar', such as good, 2"):
        build(own_writer, ["good"], "second", grows=True)
    assert bars(own_writer) == [("good",)]


def test_a_rule_that_only_warns_is_reported_and_the_table_is_built(own_writer: Writer) -> None:
    fill(own_writer, "core_model", {"model_id": "a", "total_params_b": 1, "active_params_b": 2})
    results = {result.check_name: result for result in check_results(own_writer.connection, "core_model", rebuilt=True)}
    warning = results["active_params_fit_in_total"]
    assert (warning.passed, warning.severity.value, warning.metadata["breaches"].value) == (False, "WARN", 1)
    assert all(result.passed for name, result in results.items() if name != warning.check_name)


def test_a_table_that_was_not_rebuilt_is_evaluated_by_all_its_rules(writer: Writer) -> None:
    fill(writer, "core_bar", {"bar": "twice"}, {"bar": "twice"})
    results = {
        result.check_name: result.passed for result in check_results(writer.connection, "core_bar", rebuilt=False)
    }
    assert results == {"has_rows": True, "key_is_unique": False}


def test_a_frontier_step_may_come_from_a_bundled_source_or_a_captured_page(writer: Writer) -> None:
    (rule,) = [rule for rule in rules_of("out_frontier") if rule.name == "steps_trace_to_a_capture"]
    fill(writer, "raw_capture", {"capture_sha256": "bundled"})
    fill(writer, "raw_page_capture", {"capture_sha256": "page"})
    for sha256 in ("bundled", "page", "lost"):
        fill(writer, "out_frontier", {"bar": sha256, "capture_sha256": sha256})
    finding = evaluate(writer.connection, rule)
    assert (finding.count, finding.sample) == (1, ("lost, some, 2020-01-01, lost",))


def test_every_rule_of_a_table_is_declared_once() -> None:
    specs = check_specs("core_bar", "core_score")
    rules: list[Rule] = rules_of("core_bar") + rules_of("core_score")
    assert [(spec.asset_key.to_user_string(), spec.name, spec.blocking) for spec in specs] == [
        (rule.table, rule.name, rule.blocking) for rule in rules
    ]
