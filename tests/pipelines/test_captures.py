"""Captures from the command line against real servers: fetch, run, replay, alerts, an archive that breaks off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dagster as dg
import duckdb
import pytest

from assets.capture.collect import LiveSource
from assets.capture.session import CaptureSettings
from assets.capture.stored import commit_shards, page_captures
from assets.hardware.assets import captured_releases, captured_rental_months
from assets.hardware.releases import rental
from assets.prices.assets import archived_pages
from pipelines.resources import AsOf, WarehouseResource, silent
from tests.capture.local_server import Answer, LocalServer
from tests.hardware.release_files import filed
from tests.pipelines.conftest import Result, call, only
from warehouse.bundle import Bundle
from warehouse.home import Home
from warehouse.store import open_writer

HTML = {"Content-Type": "text/html; charset=utf-8"}
LOCAL = """
import os
from dataclasses import replace
import assets.capability.sources as scores, assets.hardware.sources as releases, assets.prices.sources as sources
from assets.capture.collect import LiveSource
from assets.capture.session import CaptureSettings
os.environ.update(TOKENFALL_ALLOW_HTTP="1", TOKENFALL_PERMIT_NETWORKS="127.0.0.0/8", TOKENFALL_ARCHIVE={archive!r})
sources.live_sources = lambda: (LiveSource("page/anthropic", {page!r}, "html", "facts"),)
releases.release_sources = scores.score_sources = lambda: ()
polite = CaptureSettings.policy
CaptureSettings.policy = lambda *rest: replace(polite(*rest), rest_seconds=0.0, backoff_seconds=0.01)
"""


def a_page(price: str) -> bytes:
    """Anthropic's page with one model that the facts know, and one that nobody knows."""
    row = "<tr><td>{}</td><td>${} / MTok</td><td>$0.50 / MTok</td><td>$25 / MTok</td></tr>"
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Pricing - Claude API Docs</title></head><body><h1>Pricing</h1>'
        "<p>Claude API prices in USD. MTok = million tokens.</p><h2>Model pricing</h2><table><thead><tr><th>Model</th>"
        "<th>Base Input Tokens</th><th>Cache Hits &amp; Refreshes</th><th>Output Tokens</th></tr></thead><tbody>"
        f"{row.format('Claude Opus 4.5', price)}{row.format('Claude Unheard 9', price)}</tbody></table></body></html>"
    ).encode()


class Site(LocalServer):
    """A price page, its past in an archive, and a service that takes notifications."""

    def __init__(self) -> None:
        super().__init__()
        self.page: bytes = a_page("5")
        self.raw: list[str] = []
        self.dies_after: int | None = None

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        parts = urlsplit(handler.path)
        if parts.path == "/pricing":
            return Answer(body=self.page, headers=HTML)
        if parts.path == "/cdx/search/cdx":
            query = parse_qs(parts.query)
            stamps = [s for s in ("20251201000000", "20260110000000") if query["from"][0] <= s <= query["to"][0]]
            rows = [["timestamp", "original"], *([stamp, f"{self.base}/pricing"] for stamp in stamps)]
            return Answer(body=json.dumps(rows).encode(), headers={"Content-Type": "application/json"})
        if "id_/" in parts.path:
            if self.dies_after is not None and len(self.raw) >= self.dies_after:
                return Answer(raw=b"")
            self.raw.append(parts.path.removeprefix("/web/")[:14])
            return Answer(body=a_page("5"), headers=HTML)
        return super()._answer(handler)


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.stop()


def forget_sources(home: Path) -> None:
    """Let the next run list the sources again: their list is part of the code, which is the same here."""
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute("DELETE FROM internal._made WHERE table_name IN ('_live_source', '_release_source')")


def tokenfall(home: Path, site: Site, *arguments: str) -> Result:
    """The command line with one live source; a run makes what a page reaches first and publishes it."""
    forget_sources(home)
    accept = ("--accept", "out_source") if arguments[0] == "run" else ()  # the list of sources is short here
    local = LOCAL.format(page=f"{site.base}/pricing", archive=site.base)
    prefix = local + only(*PRICES.split(","), *HEALTH)
    return call(home, *arguments, *accept, prefix=prefix, measured=arguments[0] != "run")


PRICES = (
    "core_exchange_rate,_live_source,_capture_reading,core_model_link,_price_seen,_price_change,_price_doubt,"
    "core_price_observation,out_price_history,_price_refusal,out_quarantine"
)
"""What a capture reaches first; the rest of the graph takes most of a run's time."""
HEALTH = (
    *("_release_source", "_score_source", "_captured_offer", "_reading_problem", "out_reading", "_lost_offer"),
    *("_price_evidence", "out_price_wait", "out_reading_problem", "out_source"),
)
"""What else tells how a source is, with all tables of one computation."""


def query(home: Path, sql: str) -> list[tuple]:
    """Rows of the writer's own file: not every test waits for a publication."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_live_page_is_captured_read_and_traced(own_home: Path, site: Site) -> None:
    assert tokenfall(own_home, site, "fetch", "anthropic").stdout == "page/anthropic: captured\n"
    assert tokenfall(own_home, site, "fetch").stdout == "page/anthropic: unchanged\n"
    # Before the day of the capture nothing is known of it; on that day its tables are rebuilt although nothing is new.
    early = tokenfall(own_home, site, "run", "--offline", "--as-of", "2026-11-24", "--select", PRICES)
    assert early.returncode == 0, early.stderr
    seen = "SELECT count(*) FROM core_price_observation WHERE source = 'page/anthropic'"
    assert query(own_home, seen) == [(0,)]
    ran = tokenfall(own_home, site, "run")
    assert ran.returncode == 0, ran.stderr
    assert "live sources: 1 of 1 captured, 0 of them new or changed" in ran.stdout
    ((digest,),) = query(own_home, "SELECT DISTINCT capture_sha256 FROM raw_page_capture")
    # The page confirms the price in the facts: no new price, and the row is the page's own observation.
    quote = "Base Input Tokens: $5 / MTok | Cache Hits & Refreshes: $0.50 / MTok | Output Tokens: $25 / MTok"
    assert query(
        own_home,
        """SELECT model_id, input_usd_per_mtok::VARCHAR, date_basis, capture_sha256, quote FROM core_price_observation
           WHERE source = 'page/anthropic' ORDER BY model_id""",
    ) == [("claude-opus-4.5", "5.000000000", "import", digest, quote)]
    # The price of the model that nobody knows waits for the capture of another day.
    waiting = "SELECT model_id, provider_model_id, released_by FROM out_price_wait"
    assert query(own_home, waiting) == [(None, "Claude Unheard 9", None)]
    assert query(
        own_home, "SELECT model_id, linked_by FROM core_model_link WHERE provider_model_id LIKE 'Claude %'"
    ) == [("claude-opus-4.5", "alias"), (None, None)]
    assert query(own_home, "SELECT reason FROM out_quarantine WHERE source = 'page/anthropic'") == [
        ("one witness: no other source, page or tier confirms the price",)
    ]
    listed = json.loads(tokenfall(own_home, site, "sources", "--format", "json").stdout)
    (source,) = (row for row in listed if row["source"] == "page/anthropic")
    assert (source["status"], source["rows"], source["quarantined"]) == ("ok", 2, 1)
    replayed = tokenfall(own_home, site, "replay", "anthropic")
    assert (replayed.returncode, replayed.stderr) == (0, "1 captures read again, 0 differences\n")


def test_a_slipped_decimal_on_a_live_page_never_reaches_the_history(own_home: Path, site: Site) -> None:
    site.page = a_page("0.5")
    assert tokenfall(own_home, site, "run", "--select", PRICES).returncode == 0
    reasons = query(own_home, "SELECT reason FROM out_quarantine WHERE source = 'page/anthropic' AND row LIKE '%opus%'")
    assert len(reasons) == 1
    assert "times" in reasons[0][0]
    assert query(own_home, "SELECT count(*) FROM out_price_history WHERE source = 'page/anthropic'") == [(0,)]


def test_a_page_that_fails_is_named_and_reported_until_it_is_acknowledged(own_home: Path, site: Site) -> None:
    site.page = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"
    fetched = tokenfall(own_home, site, "fetch", "anthropic")
    assert fetched.returncode == 1
    assert "page/anthropic: doubted: challenge page" in fetched.stderr
    assert tokenfall(own_home, site, "run").returncode == 0
    (alert,) = json.loads(tokenfall(own_home, site, "alerts", "--format", "json").stdout)
    assert alert["key"] == "source page/anthropic doubted"
    assert tokenfall(own_home, site, "alerts", "--acknowledge", alert["key"]).stdout == "no rows\n"
    unknown = tokenfall(own_home, site, "run", "--offline", "--notify", "nosuch://secret")
    assert (unknown.returncode, "secret" in unknown.stderr) == (1, False)


def test_the_past_is_captured_once_and_goes_on_where_it_stopped(own_home: Path, site: Site) -> None:
    asked = ("backfill", "anthropic", "--from", "2025-12-01", "--to", "2026-01-31")
    site.dies_after = 1
    first = tokenfall(own_home, site, *asked)
    assert first.returncode == 1
    assert first.stderr.count("\n") == 1
    site.dies_after = None
    second = tokenfall(own_home, site, *asked)
    assert second.returncode == 0, second.stderr
    assert site.raw == ["20251201000000", "20260110000000"]
    assert tokenfall(own_home, site, *asked).stdout.endswith("0 captures added; `tokenfall run` reads them\n")
    assert query(own_home, "SELECT captured_at::VARCHAR, via FROM raw_page_capture ORDER BY 1") == [
        ("2025-12-01 00:00:00", site.base.removeprefix("http://")),
        ("2026-01-10 00:00:00", site.base.removeprefix("http://")),
    ]


def test_unknown_sources_and_turned_dates_are_one_line(own_home: Path, site: Site) -> None:
    unknown = tokenfall(own_home, site, "fetch", "anthropc")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    assert "'anthropc' is unknown: did you mean 'anthropic'?" in unknown.stderr
    turned = tokenfall(own_home, site, "backfill", "anthropic", "--from", "2026-02-01", "--to", "2026-01-01")
    assert (turned.returncode, turned.stderr.count("\n")) == (2, 1)
    nothing = tokenfall(own_home, site, "replay", "anthropic")
    assert "nothing is stored of anthropic" in nothing.stderr


@pytest.mark.parametrize(("source", "text"), [("anthropic", "hello"), ("openrouter", "{}"), ("mlperf", "not json")])
def test_parse_of_something_else_gives_no_rows_and_one_line(tmp_path: Path, source: str, text: str) -> None:
    (tmp_path / "page.json").write_text(text)
    result = call(tmp_path, "parse", source, str(tmp_path / "page.json"))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)


def test_parse_gives_json_lines_and_names_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(a_page("5"))
    result = call(tmp_path, "parse", "claude", str(tmp_path / "page.html"), "--captured-on", "2026-04-26")
    first, second = map(json.loads, result.stdout.splitlines())
    assert list(first)[:4] == ["provider", "model", "tier", "input_usd_per_mtok"]
    assert (first["provider"], first["input_usd_per_mtok"], second["model"]) == ("anthropic", "5", "Claude Unheard 9")
    assert (first["model_id"], first["linked_by"]) == ("claude-opus-4.5", "alias")
    assert (second["model_id"], second["linked_by"]) == (None, None)
    assert result.stderr.splitlines()[-1].endswith(
        "1 of 2 names are not linked to a model: add them to warehouse/facts/page_names.csv: Claude Unheard 9"
    )
    assert call(tmp_path, "parse", "nobody", str(tmp_path / "page.html")).returncode == 2


def test_parse_does_not_mention_names_when_all_are_linked(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(a_page("5").replace(b"Claude Unheard 9", b"Claude Opus 4.7"))
    result = call(tmp_path, "parse", "anthropic", str(tmp_path / "page.html"), "--captured-on", "2026-04-26")
    assert len(result.stdout.splitlines()) == 2
    assert "not linked" not in result.stderr


def test_months_of_a_provider_are_partitions_and_wait_in_shards(tmp_path: Path, site: Site) -> None:
    source = LiveSource("page/anthropic", f"{site.base}/pricing", "html", "facts")
    settings = CaptureSettings(
        (source,), "tester@example.org", plain_http=True, permitted=("127.0.0.0/8",), archive=site.base
    )
    home = Home(tmp_path)
    resources = {
        "home": dg.ResourceDefinition.hardcoded_resource(home),
        "capture": dg.ResourceDefinition.hardcoded_resource(settings),
    }
    month = dg.MultiPartitionKey({"provider": "anthropic", "month": "2025-12-01"})
    result = dg.materialize([archived_pages], partition_key=month, resources=resources)
    assert result.success
    (event,) = result.asset_materializations_for_node("capture__archive")
    assert event.metadata["pages and months"].value == 1
    assert site.raw == ["20251201000000"]
    # The warehouse was not opened; a second run of the partition finds the shard and asks for nothing.
    assert not home.database.exists()
    assert dg.materialize([archived_pages], partition_key=month, resources=resources).success
    assert site.raw == ["20251201000000"]
    with open_writer(home) as warehouse:
        (attempt,) = commit_shards(warehouse)
        assert (attempt.source, attempt.outcome) == ("page/anthropic", "captured")
        assert commit_shards(warehouse) == []
        assert [row.captured_at.isoformat() for row in page_captures(warehouse.connection)] == ["2025-12-01T00:00:00"]
    assert list(home.shards.rglob("*.parquet")) == []


RELEASES = """
import os
from dataclasses import replace
import assets.capability.sources as scores, assets.hardware.sources as releases, assets.prices.sources as sources
from assets.capture.collect import LiveSource
from assets.capture.session import CaptureSettings
os.environ.update(TOKENFALL_ALLOW_HTTP="1", TOKENFALL_PERMIT_NETWORKS="127.0.0.0/8")
sources.live_sources = scores.score_sources = lambda: ()
mlperf = LiveSource("release/mlperf/v6.1", {summary!r}, "json", "Apache-2.0")
releases.release_sources = lambda: (mlperf, LiveSource("release/spec-bench", {missing!r}, "markdown", "facts"))
polite = CaptureSettings.policy
CaptureSettings.policy = lambda *rest: replace(polite(*rest), rest_seconds=0.0, backoff_seconds=0.01)
"""
HARDWARE = (
    "_release_source,_release_reading,_release_seen,_captured_result,_captured_rental,core_hardware_result,"
    "core_engine_throughput,_price_refusal,_score_refusal,_hardware_refusal,out_quarantine"
)


def test_a_hardware_release_is_fetched_read_joined_and_replayed(own_home: Path, site: Site) -> None:
    known = filed(Submitter="NVIDIA", Platform="box", Accelerator="NVIDIA H100-SXM-80GB", version="v6.1")
    rows = json.dumps([known, filed(Accelerator="Unheard", version="v6.1")]).encode()
    site.routes["/summary_results.json"] = Answer(body=rows, headers={"Content-Type": "application/json"})
    prefix = RELEASES.format(summary=f"{site.base}/summary_results.json", missing=f"{site.base}/gone.md")
    forget_sources(own_home)
    fetched = call(own_home, "fetch", prefix=prefix)
    assert (fetched.returncode, fetched.stdout) == (0, "release/mlperf/v6.1: captured\n")
    assert "release/spec-bench: doubted: missing: HTTP 404" in fetched.stderr
    assert call(own_home, "fetch", "mlperf", prefix=prefix).stdout == "release/mlperf/v6.1: unchanged\n"
    assert call(own_home, "run", "--offline", "--select", HARDWARE, prefix=prefix, measured=False).returncode == 0
    # 1,600 tokens a second on two nodes of eight; the day of release is that of the bundled results of v6.1.
    assert query(
        own_home,
        """SELECT accelerator_id, tokens_per_s_per_accelerator, released_on::VARCHAR, coverage
           FROM core_hardware_result WHERE source = 'release/mlperf/v6.1'""",
    ) == [("h100-sxm-80gb", 100.0, "2026-09-15", "complete")]
    assert query(own_home, "SELECT reason FROM out_quarantine WHERE source LIKE 'release/%' ORDER BY 1") == [
        ("capture does not count: missing: HTTP 404",),
        ("no exact alias: the name is not in core_accelerator_alias",),
    ]
    replayed = call(own_home, "replay", "mlperf", prefix=prefix)
    assert (replayed.returncode, replayed.stderr) == (0, "1 captures read again, 0 differences\n")
    assert "nothing is stored of trtllm" in call(own_home, "replay", "trtllm", prefix=prefix).stderr


def test_a_release_and_a_month_of_rental_are_partitions(tmp_path: Path, site: Site, monkeypatch: Any) -> None:
    site.routes["/summary.csv"] = Answer(body=b"Organization\n", headers={"Content-Type": "text/plain"})
    day = json.dumps({"date": "2026-07-06", "offers": []}).encode()
    site.routes["/data/snapshots/2026-07-06.json"] = Answer(body=day, headers={"Content-Type": "application/json"})
    monkeypatch.setattr(rental, "SNAPSHOTS", f"{site.base}/data")
    source = LiveSource("release/mlperf/v6.1", f"{site.base}/summary.csv", "csv", "facts")
    settings = CaptureSettings((source,), "tester@example.org", plain_http=True, permitted=("127.0.0.0/8",))
    polite = CaptureSettings.policy
    monkeypatch.setattr(CaptureSettings, "policy", lambda *rest: replace(polite(*rest), rest_seconds=0.0))
    resources = {
        "warehouse": WarehouseResource(home=str(tmp_path)),
        "as_of": AsOf(date="2026-07-07"),
        "bundle": dg.ResourceDefinition.hardcoded_resource(Bundle()),
        "progress": dg.ResourceDefinition.hardcoded_resource(silent),
        "capture": dg.ResourceDefinition.hardcoded_resource(settings),
    }
    release = dg.materialize([captured_releases], partition_key="mlperf/v6.1", resources=resources)
    (event,) = release.asset_materializations_for_node("capture__releases")
    assert event.metadata["captured"].value == 1
    month = dg.materialize([captured_rental_months], partition_key="2026-07-01", resources=resources)
    (event,) = month.asset_materializations_for_node("capture__rental")
    # Days 5 to 7: the first snapshot ever to the as-of date; the one that is there is kept, the others are named.
    assert (event.metadata["captured"].value, event.metadata["doubted"].value) == (1, 2)
    assert "2026-07-05.json: missing: HTTP 404" in str(event.metadata["not captured"].value)
