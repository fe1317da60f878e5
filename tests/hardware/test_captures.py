"""Releases captured from a real server and read: what becomes a row, what is compared, what is refused and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.capture.attempts import CaptureAttempt
from assets.capture.collect import LiveSource
from assets.capture.policy import Policy
from assets.capture.readings import CaptureSet, find_sets, find_unread, read_again, read_new, read_set
from assets.capture.session import CaptureSettings, due
from assets.hardware import listing, release_reader
from assets.hardware.collect import collect_releases
from assets.hardware.listing import files_of, path_in_release
from assets.hardware.release_reader import RELEASE_READER
from assets.hardware.releases.rental import snapshots_of
from tests.capture.local_server import Answer, FakeClock, LocalServer
from tests.conftest import fill, make, read
from tests.hardware.release_files import OFFLINE, SERVER, filed, log, system
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

AS_OF = date(2026, 11, 24)
JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
COMMIT = "0123456789abcdef"
REPOSITORY = "/mlcommons/inference_results_v3.0"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalServer]:
    """A server in the place of GitHub's raw files."""
    running = LocalServer()
    monkeypatch.setattr(listing, "RAW", running.base)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """One warehouse for all; captures cannot be made inside a test's own transaction."""
    with open_writer(Home(tmp_path_factory.mktemp("releases") / "home")) as writer:
        yield writer


@pytest.fixture
def home(opened: Writer) -> Iterator[Writer]:
    """A warehouse with the chip of tests.hardware.release_files and nothing else; emptied after the test."""
    fill(opened, "core_accelerator", {"accelerator_id": "acme", "memory_gb": 80, "tdp_w": 700})
    fill(opened, "core_accelerator_alias", {"alias": "ACME Chip-SXM-80GB", "accelerator_id": "acme"})
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


TIME = FakeClock()


def settings() -> CaptureSettings:
    TIME.sleep(1)  # a page is captured once at one moment
    return CaptureSettings((), "me@example.org", plain_http=True, permitted=("127.0.0.0/8",), clock=TIME.clock())


def a_source(site: LocalServer, name: str, path: str, body: object, kind: str = "json") -> LiveSource:
    """A source at the local server, which answers with this body from now on."""
    text = body if isinstance(body, str) else json.dumps(body)
    site.routes[path] = Answer(body=text.encode(), headers=JSON if kind == "json" else TEXT)
    return LiveSource(f"release/{name}", site.base + path, kind, "facts")  # ty: ignore[invalid-argument-type]


def collected(home: Writer, *sources: LiveSource) -> list[CaptureAttempt]:
    """Capture, read, and fill the tables between the captures and core."""
    attempts = collect_releases(home, settings(), sources)
    read_new(home, RELEASE_READER)
    for table, file in (
        ("_release_seen", "select_seen_rows"),
        ("_captured_result", "list_captured_results"),
        ("_captured_rental", "list_captured_rentals"),
    ):
        home.empty(table)
        make(home, table, f"hardware/{file}.sql", as_of=AS_OF)
    return attempts


def sets(home: Writer) -> list[CaptureSet]:
    return find_sets(home.connection, RELEASE_READER)


def results(home: Writer) -> None:
    make(home, "core_hardware_result", "hardware/find_new_results.sql", as_of=AS_OF)


def refusals(home: Writer) -> list[tuple[str, str]]:
    make(home, "_hardware_refusal", "hardware/list_hardware_refusals.sql", as_of=AS_OF, tolerance=1e-3)
    rows = read(home, "SELECT source, reason FROM _hardware_refusal ORDER BY reason")
    home.empty("_hardware_refusal")
    return [(source, reason) for source, reason in rows]


SUMMARY = "/mlcommons/inference_results_v5.1/main/summary_results.json"
FACT = {
    "result_id": "v5.1|closed|Acme|box|llama2-70b-99.9|offline",
    "release": "mlperf-inference-v5.1",
    "released_on": "2025-09-09",
    "value": 1600,
    "metric_unit": "tokens/s",
    "accelerators": 16,
    "accelerator_id": "acme",
    "source": "facts/hardware_results",
    "coverage": "sample",
}


def test_a_summary_becomes_results_and_a_refused_row_has_a_reason(home: Writer, site: LocalServer) -> None:
    rows = [
        filed(),
        filed(Model="llama2-70b-99", UsedModel="llama2-70b-99"),
        filed(Scenario="Server", Performance_Result=800.0, Accelerator="Unheard"),
        filed(Platform="mix", Accelerator="ACME Chip-SXM-80GB (x8), Other (x8)"),
        filed(Platform="edge", Scenario="SingleStream", Performance_Units="Latency (ms)"),
        filed(Platform="cpu", Accelerator="N/A", **{"a#": 0}),
        filed(Platform="uncounted", **{"a#": None}),
    ]
    (attempt,) = collected(home, a_source(site, "mlperf/v5.1", SUMMARY, rows))
    assert attempt.outcome == "captured"
    results(home)
    assert read(home, "SELECT DISTINCT tokens_basis FROM core_hardware_result") == [("unit is tokens/s",)]
    # 1,600 tokens a second on two nodes of eight: 100 each. The less accurate variant repeats the same run.
    assert read(
        home,
        """SELECT result_id, accelerator_id, accelerators, value_per_accelerator, tokens_per_s_per_accelerator,
                  number_format, release_date_basis, released_on, coverage, duplicate_of, source
           FROM core_hardware_result ORDER BY duplicate_of NULLS FIRST""",
    ) == [
        (
            *("v5.1|closed|Acme|box|llama2-70b-99.9|offline", "acme", 16, 100.0, 100.0),
            *("fp8", "first_captured", "2026-11-24", "complete", None, "release/mlperf/v5.1"),
        ),
        (
            *("v5.1|closed|Acme|box|llama2-70b-99|offline", "acme", 16, 100.0, 100.0, "fp8", "first_captured"),
            *("2026-11-24", "complete", "v5.1|closed|Acme|box|llama2-70b-99.9|offline", "release/mlperf/v5.1"),
        ),
    ]
    assert [reason for _, reason in refusals(home)] == [
        "no accelerator",
        "no exact alias: the name is not in core_accelerator_alias",
        "no exact alias: the name is not in core_accelerator_alias",
        "scenario singlestream: no throughput under load",
        "the number of accelerators is not known",
    ]


def test_a_result_of_the_facts_is_not_doubled_and_a_disagreement_is_refused(home: Writer, site: LocalServer) -> None:
    fill(home, "core_hardware_result", FACT)
    source = a_source(site, "mlperf/v5.1", SUMMARY, [filed(), filed(Scenario="Server", Performance_Result=900.0)])
    collected(home, source)
    results(home)
    assert read(home, "SELECT scenario, source, released_on FROM core_hardware_result ORDER BY source") == [
        ("some", "facts/hardware_results", "2025-09-09"),
        ("server", "release/mlperf/v5.1", "2025-09-09"),  # the day of release is that of the facts
    ]
    assert refusals(home) == []
    site.routes[SUMMARY] = Answer(body=json.dumps([filed(Performance_Result=1700.0)]).encode(), headers=JSON)
    collected(home, source)
    ((_, reason),) = refusals(home)
    assert reason.startswith(f"disagrees with the bundled result {FACT['result_id']}: 1700.0 tokens/s on 16 of acme")


def test_the_same_bytes_are_read_once_and_a_new_content_replaces_the_old(home: Writer, site: LocalServer) -> None:
    source = a_source(site, "mlperf/v5.1", SUMMARY, [filed()])
    collected(home, source)
    assert (len(sets(home)), find_unread(home.connection, RELEASE_READER)) == (1, [])
    (attempt,) = collected(home, source)
    assert attempt.outcome == "unchanged"
    site.routes[SUMMARY] = Answer(body=json.dumps([filed(Performance_Result=1500.0)]).encode(), headers=JSON)
    collected(home, source)
    assert read(home, "SELECT value FROM _captured_result") == [(1500.0,)]
    assert len(sets(home)) == 2


def test_a_truncated_file_is_kept_but_gives_no_rows(home: Writer, site: LocalServer) -> None:
    broken = a_source(site, "mlperf/v5.1", SUMMARY, json.dumps([filed()])[:-40])
    other = a_source(site, "spec-bench", "/Leaderboard.md", "# Nothing here\n\nNo table.\n", "markdown")
    assert [attempt.outcome for attempt in collected(home, broken, other)] == ["doubted", "captured"]
    assert read(home, "SELECT count(*) FROM _release_row") == [(0,)]
    assert refusals(home) == [
        ("release/mlperf/v5.1", "capture does not count: wrong type: the body is not JSON"),
        ("release/spec-bench", "reader refused: Leaderboard.md: no leaderboard of Spec-Bench in it"),
    ]


def a_listing(*paths: str, truncated: bool = False) -> dict[str, object]:
    return {"tree": [{"path": path, "type": "blob"} for path in paths], "truncated": truncated}


RUN = "closed/Acme/results/my box/bert-99/{}/performance/run_1/mlperf_log_summary.txt"
RELEASE_FILES = {
    RUN.format("Offline"): log(OFFLINE),
    RUN.format("Server"): log(SERVER, "Server"),
    "closed/Acme/systems/my box.json": json.dumps(system()),
    "closed/Acme/measurements/my box/bert-99/Offline/my box_rt_Offline.json": '{"weight_data_types": "int8"}',
}
NOT_WANTED = (
    "closed/Acme/compliance/my box/bert-99/Offline/TEST01/performance/run_1/mlperf_log_summary.txt",
    "closed/Acme/results/my box/bert-99/Offline/accuracy/mlperf_log_summary.txt",
    RUN.format("SingleStream"),
    "open/Acme/results/my box/bert-99/Offline/performance/run_1/mlperf_log_summary.txt",
    "closed/Acme/systems/other box.json",
    "closed/Acme/code/main.py",
    "closed/../results/x/bert-99/Offline/performance/run_1/mlperf_log_summary.txt",
)


def logs_of(site: LocalServer) -> LiveSource:
    for path, text in RELEASE_FILES.items():
        kind = JSON if path.endswith(".json") else TEXT
        site.routes[f"{REPOSITORY}/{COMMIT}/{path.replace(' ', '%20')}"] = Answer(body=text.encode(), headers=kind)
    place = f"/repos{REPOSITORY}/git/trees/{COMMIT}?recursive=1"
    return a_source(site, "mlperf/v3.0", place, a_listing(*RELEASE_FILES, *NOT_WANTED))


def test_a_release_of_run_logs_is_captured_file_by_file(home: Writer, site: LocalServer) -> None:
    source = logs_of(site)
    attempts = collected(home, source)
    assert [attempt.outcome for attempt in attempts] == [
        "captured"
    ] * 5  # the listing, two logs, a system, a weight type
    results(home)
    assert read(
        home,
        """SELECT release, submitter, system, scenario, metric_unit, value, accelerators, number_format_as_filed
           FROM core_hardware_result ORDER BY scenario""",
    ) == [
        ("mlperf-inference-v3.0", "Acme", "my box", "offline", "samples/s", 1000.5, 8, "int8"),
        ("mlperf-inference-v3.0", "Acme", "my box", "server", "queries/s", 800.25, 8, None),
    ]
    assert read(
        home,
        """SELECT count(*) FROM core_hardware_result AS result
           INNER JOIN raw_page_capture AS capture ON capture.capture_sha256 = result.capture_sha256
           WHERE capture.url = result.source_url AND capture.url LIKE '%mlperf_log_summary.txt'""",
    ) == [(2,)]
    asked = len(site.paths)
    collected(home, source)
    assert len(site.paths) == asked + 1  # the listing only: what is stored is not asked for again


def test_a_log_that_fails_is_named_and_fetched_the_next_time(home: Writer, site: LocalServer) -> None:
    source = logs_of(site)
    missing = f"{REPOSITORY}/{COMMIT}/{RUN.format('Server').replace(' ', '%20')}"
    whole = site.routes.pop(missing)
    attempts = collected(home, source)
    assert [(attempt.outcome, attempt.reason) for attempt in attempts if attempt.outcome != "captured"] == [
        ("doubted", "missing: HTTP 404")
    ]
    assert read(home, "SELECT scenario FROM _captured_result") == [("offline",)]
    site.routes[missing] = whole
    collected(home, source)
    assert read(home, "SELECT scenario FROM _captured_result ORDER BY 1") == [("offline",), ("server",)]
    assert read(home, "SELECT count(*), sum(rows) FROM _release_reading") == [(1, 2)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (a_listing(*RELEASE_FILES, truncated=True), "is cut short"),
        (a_listing("README.md"), "lists no run log"),
        ({"message": "Not Found"}, "is not the listing of a repository"),
        ([1, 2], "is not the listing of a repository"),
    ],
)
def test_another_listing_is_refused_in_one_line(home: Writer, site: LocalServer, body: object, reason: str) -> None:
    source = replace(logs_of(site), look="asked")
    site.routes[source.url.removeprefix(site.base)] = Answer(body=json.dumps(body).encode(), headers=JSON)
    attempts = collected(home, source)
    assert [attempt.outcome for attempt in attempts] == ["captured", "failed"]
    assert reason in (attempts[1].reason or "")


def test_paths_that_climb_never_leave_the_folder() -> None:
    source = LiveSource("release/mlperf/v3.0", f"https://x/repos/a/b/git/trees/{COMMIT}?recursive=1", "json", "facts")
    body = json.dumps(a_listing(*RELEASE_FILES, *NOT_WANTED)).encode()
    names = [path_in_release(file.url).as_posix() for file in files_of(source, body)]
    assert names == [f"b/{path}" for path in sorted(RELEASE_FILES)]


OFFERS: dict[str, Any] = {
    "generated_at": "2026-09-02T06:00:00Z",
    "offers": [
        {"provider": "acme", "gpu": "ACME Chip-SXM-80GB", "kind": "on-demand", "usd_hr": 2.5},
        {"provider": "acme", "gpu": "ACME Chip-SXM-80GB", "kind": "on-demand", "usd_hr": 3.25},
        {"provider": "acme", "gpu": "ACME Chip-SXM-80GB", "kind": "spot", "usd_hr": 1.0},
        {"provider": "acme", "gpu": "rtx-4090", "kind": "on-demand", "usd_hr": 0.4},
        {"provider": "acme", "gpu": "ACME Chip-SXM-80GB", "kind": "reserved", "usd_hr": 400},
    ],
}


def test_rental_snapshots_become_monthly_medians(home: Writer, site: LocalServer) -> None:
    source = a_source(site, "rental/adriannutiu", "/latest.json", OFFERS)
    fill(home, "_release_source", {"source": source.source, "licence": "CC BY 4.0"})
    collected(home, source)
    later = OFFERS | {"generated_at": "2026-09-03T06:00:00Z"}
    later["offers"] = [OFFERS["offers"][0] | {"usd_hr": 2.0}, *[OFFERS["offers"][3]] * 4]
    site.routes["/latest.json"] = Answer(body=json.dumps(later).encode(), headers=JSON)
    old = replace(source, url=f"{site.base}/old.json")
    site.routes["/old.json"] = Answer(body=json.dumps(OFFERS | {"generated_at": "2026-08-31T23:59:59Z"}).encode())
    csv = "Cloud,GPU Type,GPUs,On-demand,Per-GPU\nAcme,ACME Chip-SXM-80GB,8,16,2\n"
    listed = a_source(site, "rental/the-full-stack", "/cloud-gpus.csv", csv, "csv")
    fill(
        home,
        "core_rental_price",
        {"provider": "acme", "accelerator_id": "acme", "month": "2026-08-01", "term": "spot", "source": "facts"},
    )
    site.routes["/old.json"] = replace(site.routes["/old.json"], headers=JSON)
    collected(home, source, old, listed)
    make(home, "core_rental_price", "hardware/find_new_rentals.sql", as_of=AS_OF)
    # September on demand: 2.0, 2.5 and 3.25 on two days. August's spot price is in the facts already.
    assert read(
        home,
        """SELECT month, term, usd_per_gpu_hour, usd_per_gpu_hour_low, usd_per_gpu_hour_high, n, licence
           FROM core_rental_price WHERE source <> 'facts' ORDER BY ALL""",
    ) == [
        ("2026-08-01", "on-demand", "2.875000", "2.500000", "3.250000", 2, "CC BY 4.0"),
        ("2026-09-01", "on-demand", "2.500000", "2.000000", "3.250000", 3, "CC BY 4.0"),
        ("2026-09-01", "spot", "1.000000", "1.000000", "1.000000", 1, "CC BY 4.0"),
    ]
    assert {reason for _, reason in refusals(home)} == {
        "a price of USD 400 per hour is not that of one accelerator",
        "no exact alias: the name is not in core_accelerator_alias",
        "the list states no day: its price may be years old",
    }


def test_prices_of_days_after_the_as_of_date_are_not_known(home: Writer, site: LocalServer) -> None:
    late = OFFERS | {"generated_at": "2026-11-25T00:00:00Z"}
    collected(home, a_source(site, "rental/adriannutiu", "/latest.json", late))
    assert read(home, "SELECT * FROM _captured_rental") == []


TABLES = """# Overview

## H100 GPUs (FP8)

| Model | Batch Size | TP (1) | Input Length | Output Length | Throughput (out tok/s/GPU) |
| --- | --- | --- | --- | --- | --- |
| LLaMA 70B | 64 | 4 | 128 | 2048 | 250 |

## Odd GPUs (FP8)

| Model | Batch Size | TP (1) | Input Length | Output Length | Throughput (out tok/s/GPU) |
| --- | --- | --- | --- | --- | --- |
| LLaMA 70B | 64 | 2 | 128 | 2048 | 40 |
"""
POINT = {"model": "m", "hw": "H100", "precision": "FP8", "isl": 1024, "osl": 128, "conc": 4, "tp": 8}
BOARD = """# Leaderboard

- Device: one card
- Experimental Settings: Vicuna-7B-v1.3, greedy decoding

| Models | Writing | Math | #Mean Accepted Tokens | Overall |
| --- | --- | --- | --- | --- |
| Quick | 1.5x | 2.5x | 3.1 | 2.0x |
"""
CHIPS = (
    "Hardware name,Manufacturer,Release date,Memory (bytes),Memory bandwidth (byte/s),"
    "Tensor-FP16/BF16 performance (FLOP/s),FP8 performance (FLOP/s),TDP (W)\n"
    "ACME Chip-SXM-80GB,Acme,2024-01-01,80e9,3e12,1e15,2e15,{}\n"
)


def test_other_releases_have_tables_of_their_own(home: Writer, site: LocalServer) -> None:
    fill(home, "core_accelerator", {"accelerator_id": "h100"})
    fill(home, "core_accelerator_alias", {"alias": "H100", "accelerator_id": "h100"})
    collected(
        home,
        a_source(site, "trtllm/v0.9.0", "/perf-overview.md", TABLES, "markdown"),
        a_source(site, "inferencex/m", "/m.json", [POINT | {"tput_per_gpu": 900.5, "output_tput_per_gpu": 100}]),
        a_source(site, "spec-bench", "/Leaderboard.md", BOARD, "markdown"),
        a_source(site, "epoch-hardware", "/ml_hardware.csv", CHIPS.format(350) + "New,Acme,,,,,,\n", "csv"),
    )
    for table, file in (
        ("core_engine_throughput", "select_engine_throughput"),
        ("core_inference_sweep", "select_inference_sweeps"),
        ("core_decoding_speedup", "select_decoding_speedups"),
    ):
        make(home, table, f"hardware/{file}.sql")
    assert read(
        home,
        """SELECT engine, version, model, accelerator_id, number_format, tensor_parallel, tokens_per_s,
                  tokens_per_s_per_accelerator FROM core_engine_throughput""",
    ) == [("tensorrt-llm", "0.9.0", "LLaMA 70B", "h100", "fp8", 4, 1000.0, 250.0)]
    assert read(home, "SELECT gpus, tokens_per_s, total_tokens_per_s_per_accelerator FROM core_inference_sweep") == [
        (8, 800.0, 900.5)
    ]
    assert read(home, "SELECT method, model, hardware, factor, low, high FROM core_decoding_speedup") == [
        ("Quick", "Vicuna-7B-v1.3", "one card", 2.0, 1.5, 2.5)
    ]
    assert refusals(home) == [
        ("release/epoch-hardware", "a chip that core_accelerator does not hold under this exact name"),
        (
            "release/epoch-hardware",
            "differs from core_accelerator for acme: memory 80.0 against 80.0 GB, 350.0 against 700.0 W",
        ),
        ("release/trtllm/v0.9.0", "no exact alias: the name is not in core_accelerator_alias"),
    ]


def test_reading_again_returns_what_changed(home: Writer, site: LocalServer) -> None:
    collected(home, a_source(site, "mlperf/v5.1", SUMMARY, [filed(), filed(Scenario="Server")]))
    (captures,) = sets(home)
    assert read_again(home, RELEASE_READER, captures) == []
    home.connection.execute("DELETE FROM _release_row WHERE row LIKE '%server%'")
    (change,) = read_again(home, RELEASE_READER, captures)
    assert (change["change"], change["before"], json.loads(str(change["now"]))["scenario"]) == ("added", None, "server")


def test_a_release_is_due_until_it_is_captured(home: Writer, site: LocalServer) -> None:
    once = replace(a_source(site, "mlperf/v5.1", SUMMARY, [filed()]), look="once")
    daily = a_source(site, "rental/adriannutiu", "/latest.json", OFFERS)
    asked = replace(logs_of(site), look="asked")
    assert due(home, [once, daily, asked]) == [once, daily]
    collected(home, once, daily)
    assert due(home, [once, daily, asked]) == [daily]


def test_a_month_of_snapshots_begins_with_the_first_and_ends_today() -> None:
    days = [snapshot.url[-15:-5] for snapshot in snapshots_of(date(2026, 7, 1), date(2026, 7, 7))]
    assert days == ["2026-07-05", "2026-07-06", "2026-07-07"]
    assert len(snapshots_of(date(2026, 9, 1), AS_OF)) == 30
    assert snapshots_of(date(2026, 12, 1), AS_OF) == []


def test_a_lost_file_is_reported_and_the_rest_goes_on(home: Writer, site: LocalServer) -> None:
    collected(home, a_source(site, "mlperf/v5.1", SUMMARY, [filed()]))
    (captures,) = sets(home)
    (home.home.captures / captures.captures[0].body_warc_file).unlink()
    reading = read_set(RELEASE_READER, captures, home.home.captures)
    assert (reading.rows, "restore the captures folder" in str(reading.refused)) == ((), True)


def test_a_capture_of_a_kind_without_a_reader_is_refused(home: Writer, site: LocalServer) -> None:
    collected(home, a_source(site, "retired/v1", "/v1.json", [filed()]))
    assert refusals(home) == [
        ("release/retired/v1", "reader refused: release/retired/v1: no reader of the kind retired")
    ]


def test_a_change_of_any_code_that_reads_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = Path(release_reader.__file__).parents[1]
    shutil.copytree(code / "hardware", tmp_path / "hardware")
    shutil.copytree(code / "reading", tmp_path / "reading")
    monkeypatch.setattr(release_reader, "HERE", tmp_path / "hardware")
    versions = {release_reader._version.__wrapped__()}
    for name in ("hardware/releases/trtllm.py", "hardware/listing.py", "reading/markdown.py"):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# changed")
        versions.add(release_reader._version.__wrapped__())
    assert len(versions) == 4


def test_a_table_of_units_is_refused_where_no_listing_is_meant() -> None:
    with pytest.raises(TokenfallError, match="is not the address of a repository's listing"):
        files_of(
            LiveSource("release/mlperf/v3.0", "https://example.org/", "json", "facts"),
            json.dumps(a_listing(*RELEASE_FILES)).encode(),
        )
