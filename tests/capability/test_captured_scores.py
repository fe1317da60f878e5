"""Tables of scores captured from a real server: vintages, links to models, refusals, and the class that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from assets.capability.rules import RULES
from assets.capability.score_reader import SCORE_READER
from assets.capability.sources import SCORE_SOURCES, score_sources
from assets.capture.collect import LiveSource
from assets.capture.policy import Policy
from assets.capture.readings import find_sets, find_unread, read_again, read_new
from assets.capture.session import CaptureSettings, capture_live, due
from assets.data_rule import evaluate
from tests.capability.tables import (
    ARENA_COLUMNS,
    Cells,
    arena_row,
    arena_table,
    eci_row,
    eci_table,
    epoch_zip,
    teci_row,
    teci_table,
    weirdml_table,
)
from tests.capture.local_server import Answer, FakeClock, LocalServer
from tests.conftest import fill, make, read
from warehouse.home import Home
from warehouse.store import Writer, open_writer

AS_OF = date(2027, 3, 1)
TYPES = {"zip": "application/zip", "parquet": "application/octet-stream", "csv": "text/plain; charset=utf-8"}
MODELS = {
    "gpt-4-0314": "never",
    "gpt-5": "always",
    "claude-3.5-sonnet-20240620": "never",
    "gemma-3-12b-it": "never",
    "small": "never",
    "hybrid": "adjustable",
    "qwen3-max": "adjustable",
}
EPOCH_NAMES = {
    "GPT-4 (Mar 2023)": "gpt-4-0314",
    "GPT-5": "gpt-5",
    "Claude 3.5 Sonnet": "claude-3.5-sonnet-20240620",
    "Small": "small",
    "Hybrid": "hybrid",
    "gpt-5_high": "gpt-5",
}
ARENA_NAMES = {
    "gpt-4-0314": "gpt-4-0314",
    "small": "small",
    "hybrid": "hybrid",
    "hybrid-thinking": "hybrid",
    "Hybrid (High)": "hybrid",
    "qwen3-max": "qwen3-max",
    "small-2024": "small",
}
BAR = {"bar": "eci>=gpt-4-0314", "benchmark": "eci", "scale": "epoch", "reference_model_id": "gpt-4-0314"}


@pytest.fixture
def site() -> Iterator[LocalServer]:
    running = LocalServer()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """One warehouse for all; captures cannot be made inside a test's own transaction."""
    with open_writer(Home(tmp_path_factory.mktemp("scores") / "home")) as writer:
        yield writer


@pytest.fixture
def home(opened: Writer) -> Iterator[Writer]:
    """A warehouse with a few models and their names; emptied after the test."""
    for model_id, thinking in MODELS.items():
        row = {"model_id": model_id, "name": model_id, "thinking": thinking, "reasoning": thinking == "always"}
        fill(opened, "core_model", row)
    for source, names in (("epoch", EPOCH_NAMES), ("arena", ARENA_NAMES)):
        fill(
            opened,
            "core_model_alias",
            *({"alias": name, "alias_source": source, "model_id": model_id} for name, model_id in names.items()),
        )
    fill(
        opened,
        "core_model_alias",
        {"alias": "Gemma 3 12B IT [x]", "alias_source": "teci", "model_id": "gemma-3-12b-it"},
    )
    yield opened
    for (table,) in read(opened, "SELECT table_name FROM duckdb_tables() WHERE estimated_size > 0"):
        if table != "_migration":
            opened.empty(table)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    polite = CaptureSettings.policy

    def hasty(settings: CaptureSettings, urls: list[str]) -> Policy:
        return replace(polite(settings, urls), rest_seconds=0.0)

    monkeypatch.setattr(CaptureSettings, "policy", hasty)


class Mornings:
    """One source at the local server, captured morning after morning."""

    def __init__(self, home: Writer, site: LocalServer, name: str) -> None:
        file = SCORE_SOURCES[name].file
        self.home, self.site, self.clock, self.captures = home, site, FakeClock(), 0
        self.source = LiveSource(file.source, f"{site.base}/{name}", file.kind, file.licence)
        self.settings = CaptureSettings(
            (self.source,), "me@example.org", plain_http=True, permitted=("127.0.0.0/8",), clock=self.clock.clock()
        )

    def capture(self, body: bytes, days: int = 1) -> str:
        """Serve this body, capture and read it some days after the last one (2026-11-24), and return the outcome."""
        if self.captures:
            self.clock.sleep(days * 86400.0)
        self.captures += 1
        self.site.routes[urlsplit(self.source.url).path] = Answer(
            body=body, headers={"Content-Type": TYPES[self.source.kind]}
        )
        (attempt,) = capture_live(self.home, self.settings, [self.source])
        read_new(self.home, SCORE_READER)
        return attempt.outcome


def build(home: Writer, *facts: Cells, as_of: date = AS_OF) -> None:
    """Fill the tables from the captures to the members of bars, as known on a day."""
    for table in ("_score_source", "_captured_score", "core_score", "_score_refusal", "_bar_judgement"):
        home.empty(table)
    home.empty("core_bar_member")
    columns = ("source", "url", "kind", "licence", "verified", "look")
    fill(home, "_score_source", *({name: getattr(file, name) for name in columns} for file in score_sources()))
    make(home, "_captured_score", "capability/list_captured_scores.sql", as_of=as_of)
    fill(home, "core_score", *({**row, "source": "facts/scores"} for row in facts))
    make(home, "core_score", "capability/find_captured_scores.sql")
    make(home, "_score_refusal", "capability/list_score_refusals.sql", as_of=as_of)
    make(home, "_bar_judgement", "capability/compare_with_bars.sql")
    make(home, "core_bar_member", "capability/find_bar_members.sql")


def scores(home: Writer, benchmark: str, columns: str = "model_id, score") -> list[tuple[object, ...]]:
    return read(home, f"SELECT {columns} FROM core_score WHERE benchmark = '{benchmark}' ORDER BY ALL")


def reasons(home: Writer) -> list[str]:
    return [reason for (reason,) in read(home, "SELECT reason FROM _score_refusal ORDER BY reason")]


def members(home: Writer, answered_by: str = "non-reasoning") -> list[str]:
    rows = read(
        home,
        f"""SELECT model_id FROM core_bar_member
            WHERE bound = 'central' AND answered_by = '{answered_by}' ORDER BY model_id""",
    )
    return [model_id for (model_id,) in rows]


def test_a_new_snapshot_changes_who_qualifies_without_a_hand(home: Writer, site: LocalServer) -> None:
    fill(home, "core_bar", BAR)
    epoch = Mornings(home, site, "epoch")
    assert epoch.capture(epoch_zip(eci_row("Small", "124", "120", "127"))) == "captured"
    build(home)
    assert members(home) == ["claude-3.5-sonnet-20240620", "gpt-4-0314"]
    epoch.capture(epoch_zip(eci_row("Small", "126.5", "123", "129")), days=40)
    build(home)
    assert members(home) == ["claude-3.5-sonnet-20240620", "gpt-4-0314", "small"]
    # Each capture is a vintage: what was known before the second one is still known.
    assert read(home, "SELECT DISTINCT known_on, is_latest FROM _bar_judgement ORDER BY known_on") == [
        ("2026-11-24", False),
        ("2027-01-03", True),
    ]
    build(home, as_of=date(2026, 12, 31))
    assert members(home) == ["claude-3.5-sonnet-20240620", "gpt-4-0314"]


def test_the_frontier_class_is_the_best_model_of_the_newest_snapshot(home: Writer, site: LocalServer) -> None:
    def bars() -> list[tuple[object, ...]]:
        home.empty("core_bar")
        fill(home, "core_bar", {**BAR, "position": 3})
        make(home, "core_bar", "capability/find_frontier_class.sql")
        return read(home, "SELECT bar, position, reference_model_id, label FROM core_bar ORDER BY position")[1:]

    epoch = Mornings(home, site, "epoch")
    epoch.capture(epoch_zip(eci_row("Small", "124")))
    build(home)
    label = "gpt-5 (the frontier class of November 2026) on the Epoch Capabilities Index"
    assert bars() == [("eci>=gpt-5", 4, "gpt-5", label)]
    epoch.capture(epoch_zip(eci_row("Hybrid", "166.31")), days=14)
    build(home)
    label = "hybrid (the frontier class of December 2026) on the Epoch Capabilities Index"
    assert bars() == [("eci>=hybrid", 4, "hybrid", label)]
    # A model that scores lower in a newer snapshot gives way, although it once had the most points.
    epoch.capture(epoch_zip(eci_row("Hybrid", "149")), days=31)
    build(home)
    label = "gpt-5 (the frontier class of January 2027) on the Epoch Capabilities Index"
    assert bars() == [("eci>=gpt-5", 4, "gpt-5", label)]
    # A bar of that name is not doubled, and the class of a bundled snapshot is a bundled bar.
    for row in ({"model_id": "gpt-4-0314", "source": "score/epoch"}, {"model_id": "small", "source": "facts/scores"}):
        home.empty("core_score")
        fill(home, "core_score", {**row, "benchmark": "eci", "scale": "epoch", "effort": ""})
        assert bars() == []


def test_a_table_that_says_the_same_is_no_new_vintage(home: Writer, site: LocalServer) -> None:
    """Epoch renews its zip several times a week, mostly for other tables."""
    epoch = Mornings(home, site, "epoch")
    epoch.capture(epoch_zip(eci_row("Small", "124")))
    epoch.capture(epoch_zip(eci_row("Small", "124"), **{"benchmark_metadata.csv": "a,b\n1,2\n"}))
    assert epoch.capture(epoch_zip(eci_row("Small", "124"), **{"benchmark_metadata.csv": "a,b\n1,2\n"})) == "unchanged"
    assert (len(find_sets(home.connection, SCORE_READER)), find_unread(home.connection, SCORE_READER)) == (2, [])
    build(home)
    assert scores(home, "eci", "DISTINCT vintage") == [("2026-11-24",)]
    epoch.capture(epoch_zip(eci_row("Small", "124.1")))
    build(home)
    assert scores(home, "eci", "DISTINCT vintage") == [("2026-11-24",), ("2026-11-27",)]


def test_of_the_snapshots_of_a_month_a_bar_compares_the_last(home: Writer, site: LocalServer) -> None:
    fill(home, "core_bar", BAR)
    epoch = Mornings(home, site, "epoch")
    for score in ("124", "125", "126", "127"):
        epoch.capture(epoch_zip(eci_row("Small", score)), days=3)
    build(home)
    assert len(scores(home, "eci", "DISTINCT vintage")) == 4
    query = "SELECT DISTINCT known_on, score FROM _bar_judgement WHERE model_id = 'small'"
    assert read(home, f"{query} ORDER BY known_on") == [("2026-11-30", 126.0), ("2026-12-03", 127.0)]


def test_efforts_of_names_are_those_of_the_facts(home: Writer, site: LocalServer) -> None:
    arena = Mornings(home, site, "arena")
    rows = [
        arena_row("gpt-4-0314", 1288),
        arena_row("hybrid", 1300),
        arena_row("hybrid-thinking", 1350),
        arena_row("Hybrid (High)", 1360),
        arena_row("qwen3-max", 1400),
    ]
    arena.capture(arena_table(*rows))
    build(home)
    assert scores(home, "arena-text", "vintage, model_id, score, effort, score_effort, scale") == [
        # Without thinking, because the same leaderboard lists its thinking variant.
        ("2026-11-20", "gpt-4-0314", 1288.0, "", "none", "arena-style-control"),
        ("2026-11-20", "hybrid", 1300.0, "", "none", "arena-style-control"),
        ("2026-11-20", "hybrid", 1350.0, "thinking", "on", "arena-style-control"),
        ("2026-11-20", "hybrid", 1360.0, "high", "high", "arena-style-control"),
        # `max` is part of the name of this model, whose effort is not stated.
        ("2026-11-20", "qwen3-max", 1400.0, "", "unknown", "arena-style-control"),
    ]
    epoch = Mornings(home, site, "epoch")
    epoch.capture(epoch_zip(eci_row("Hybrid", "140"), weirdml=weirdml_table()))
    build(home)
    # The index has one score for all efforts of a model; `model_versions`, which would say more, is empty.
    assert ("hybrid", "", "shared") in scores(home, "eci", "model_id, effort, score_effort")
    assert scores(home, "weirdml", "model_id, score, effort, usd_per_run") == [("gpt-5", 60.0, "high", "0.250000")]


def test_a_name_without_an_alias_is_listed_and_not_guessed(home: Writer, site: LocalServer) -> None:
    epoch = Mornings(home, site, "epoch")
    epoch.capture(epoch_zip(eci_row("Small 2", "139"), eci_row("small", "139")))
    build(home)
    assert ("small", 139.0) not in scores(home, "eci")
    assert reasons(home) == ["no exact alias: the name is not in core_model_alias for this source"] * 2
    assert read(home, "SELECT source, row FROM _score_refusal ORDER BY row")[0] == (
        "score/epoch",
        '{"benchmark":"eci","name":"Small 2","score":139.0,"vintage":"2026-11-24"}',
    )
    fill(home, "core_model_alias", {"alias": "Small 2", "alias_source": "epoch", "model_id": "small"})
    build(home)
    assert ("small", 139.0) in scores(home, "eci")


def test_two_names_of_one_model_count_once(home: Writer, site: LocalServer) -> None:
    Mornings(home, site, "arena").capture(arena_table(arena_row("small", 1280), arena_row("small-2024", 1290)))
    build(home)
    assert scores(home, "arena-text") == [("small", 1290.0)]
    assert reasons(home) == ["another name of the same model at the same effort has a higher score"]


def test_bundled_scores_are_not_doubled(home: Writer, site: LocalServer) -> None:
    fact = {"model_id": "small", "benchmark": "arena-text", "scale": "arena-style-control", "effort": "", "score": 1281}
    Mornings(home, site, "arena").capture(arena_table(arena_row("small", 1280), arena_row("gpt-4-0314", 1288)))
    build(home, {**fact, "vintage": "2026-11-20"})
    assert scores(home, "arena-text") == [("gpt-4-0314", 1288.0), ("small", 1281.0)]


def facts(shift: float, *names: str) -> list[Cells]:
    row = {"benchmark": "arena-text", "scale": "arena-style-control", "effort": "", "vintage": "2026-10-20"}
    return [{**row, "model_id": ARENA_NAMES[name], "score": 1280 + place + shift} for place, name in enumerate(names)]


@pytest.mark.parametrize(("shift", "used"), [(10.0, True), (10.5, False), (-101.0, False)])
def test_a_rescaled_benchmark_is_refused(home: Writer, site: LocalServer, shift: float, used: bool) -> None:
    """GPT-4 had 1186 points on the Arena, then 1210, then 1287: a drift is no rescaling, a jump of all models is."""
    names = ("gpt-4-0314", "small", "qwen3-max")
    arena = Mornings(home, site, "arena")
    arena.capture(arena_table(*(arena_row(name, 1280.0 + place) for place, name in enumerate(names))))
    build(home, *facts(-shift, *names))
    captured = [row for row in scores(home, "arena-text", "model_id, vintage") if row[1] == "2026-11-20"]
    assert len(captured) == (3 if used else 0)
    assert len(reasons(home)) == (0 if used else 1)
    if not used:
        (reason,) = reasons(home)
        assert reason.startswith(
            f"the benchmark was rescaled: the scores of 3 models lie {shift} from those of 2026-10-20 (median): review"
        )


def test_what_its_reader_refuses_leaves_the_last_snapshot_in_force(home: Writer, site: LocalServer) -> None:
    epoch = Mornings(home, site, "epoch")
    epoch.capture(epoch_zip(eci_row("Small", "124")))
    renamed = eci_table(eci_row("Small", "124")).replace("eci_ci_low", "eci_90_low")
    assert epoch.capture(epoch_zip(eci=renamed)) == "captured"
    build(home)
    assert ("small", 124.0) in scores(home, "eci")
    (reason,) = reasons(home)
    assert reason.startswith("reader refused: epoch/eci_scores.csv: the column 'eci_ci_low' is missing")
    # With its columns back it is read again, and nothing is refused any more.
    epoch.capture(epoch_zip(eci_row("Small", "125")))
    build(home)
    assert ("small", 125.0) in scores(home, "eci")
    assert reasons(home) == []


def test_what_its_reader_leaves_out_is_listed(home: Writer, site: LocalServer) -> None:
    Mornings(home, site, "epoch").capture(epoch_zip(eci_row("Small", "none yet")))
    build(home)
    assert reasons(home) == ["reader left out: epoch/eci_scores.csv: Small: 'none yet' is no score: left out"]


@pytest.mark.parametrize(
    ("name", "body", "doubt"),
    [
        ("epoch", b"<!doctype html><title>Log in</title>", "login wall"),
        ("arena", b"PK\x03\x04 a zip", "wrong type: the body is not a parquet file"),
    ],
)
def test_another_kind_of_document_does_not_count(
    home: Writer, site: LocalServer, name: str, body: bytes, doubt: str
) -> None:
    assert Mornings(home, site, name).capture(body) == "doubted"
    build(home)
    assert len(reasons(home)) == 1
    assert reasons(home)[0].startswith("capture does not count: ")
    assert doubt in reasons(home)[0]


def test_a_large_file_may_lead_to_the_hosts_that_its_source_names(home: Writer, site: LocalServer) -> None:
    store = LocalServer()
    try:
        arena = Mornings(home, site, "arena")
        body = arena_table(arena_row("small", 1290))
        store.routes["/blob"] = Answer(body=body, headers={"Content-Type": TYPES["parquet"]})
        site.routes["/arena"] = Answer(status=302, headers={"Location": f"{store.base}/blob"})
        (elsewhere,) = capture_live(home, arena.settings, [arena.source])
        assert elsewhere.outcome == "failed"
        assert "is not on the list of allowed hosts" in str(elsewhere.reason)
        arena.clock.sleep(86400.0)
        (followed,) = capture_live(home, arena.settings, [replace(arena.source, redirects=(store.base,))])
        assert followed.outcome == "captured"
    finally:
        store.stop()


def test_teci_is_captured_once_and_judged_by_the_index_that_it_estimates(home: Writer, site: LocalServer) -> None:
    fill(
        home,
        "core_bar",
        {
            **{"bar": "teci>=eci-gpt-4-0314", "benchmark": "teci", "scale": "method-c"},
            **{"reference_model_id": "gpt-4-0314", "reference_benchmark": "eci", "reference_vintage": "2026-08-11"},
        },
    )
    teci = Mornings(home, site, "teci")
    assert SCORE_SOURCES["teci"].file.look == "once"
    assert due(home, [replace(teci.source, look="once")]) != []
    teci.capture(teci_table(teci_row("Gemma 3 12B IT [x]", 126.07)))
    assert due(home, [replace(teci.source, look="once")]) == []
    index = {"model_id": "gpt-4-0314", "benchmark": "eci", "scale": "epoch", "effort": "", "score_low": 119.95}
    index = {**index, "score_high": 129.65, "score_effort": "none"}
    # GPT-4 has 125.70 in the snapshot that TECI was fitted to; a later one, in which it has more, changes nothing.
    build(home, {**index, "score": 125.7, "vintage": "2026-08-11"}, {**index, "score": 127, "vintage": "2026-11-11"})
    query = "SELECT bound, model_id, threshold, vintage FROM core_bar_member WHERE answered_by = 'any' ORDER BY bound"
    assert read(home, query) == [
        ("central", "gemma-3-12b-it", 125.7, "2026-08-16"),
        ("low", "gemma-3-12b-it", pytest.approx(125.7 - 7.05), "2026-08-16"),  # 127 - 119.95, its latest interval
    ]
    # Whether it qualifies is as uncertain as its own estimate, too: 2 points either way.
    own = "SELECT DISTINCT round(score_low, 6), score, round(score_high, 6) FROM core_bar_member"
    assert read(home, own) == [(124.07, 126.07, 128.07)]


def test_reading_again_with_the_same_reader_changes_nothing(home: Writer, site: LocalServer) -> None:
    Mornings(home, site, "arena").capture(arena_table(arena_row("small", 1290)))
    (captures,) = find_sets(home.connection, SCORE_READER)
    assert read_again(home, SCORE_READER, captures) == []


def test_the_tables_keep_their_rules(home: Writer, site: LocalServer) -> None:
    Mornings(home, site, "epoch").capture(epoch_zip(eci_row("Small", "124", "120", "127")))
    Mornings(home, site, "arena").capture(arena_table(arena_row("small", 1290)))
    build(home)
    findings = [evaluate(home.connection, rule) for rule in RULES if rule.table != "core_bar"]
    assert [finding.rule.statement for finding in findings if not finding.passed] == []


def test_a_source_that_is_not_known_any_more_is_refused(home: Writer, site: LocalServer) -> None:
    arena = Mornings(home, site, "arena")
    arena.source = replace(arena.source, source="score/old")
    arena.capture(arena_table(arena_row("small", 1290), columns=ARENA_COLUMNS))
    build(home)
    assert reasons(home) == ["reader refused: score/old: no reader of scores is called old"]
