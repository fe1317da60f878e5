"""Run logs of MLPerf: what counts, in which unit, on how many accelerators."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assets.hardware.releases.mlperf import read_release
from assets.hardware.releases.mlperf_result import MlperfResult
from tests.hardware.release_files import OFFLINE, SERVER, Release, log, system
from warehouse.errors import TokenfallError


@pytest.fixture
def release(tmp_path: Path) -> Release:
    release = Release(tmp_path)
    release.system(system())
    return release


def only(path: Path) -> MlperfResult:
    results, _ = read_release(path)
    assert len(results) == 1
    return results[0]


def test_an_offline_run_becomes_a_row_with_everything_its_path_and_system_state(release: Release) -> None:
    release.run(log(OFFLINE))
    result = only(release.root)
    assert result == MlperfResult(
        release="mlperf-inference-v3.0",
        division="closed",
        availability="available",
        submitter="Acme",
        system="box",
        accelerator="ACME Chip-SXM-80GB",
        accelerators=8,  # 4 per node on 2 nodes
        benchmark="bert-99",
        scenario="offline",
        metric_unit="samples/s",
        value=1000.5,
        number_format=None,
        software="ACME RT 1.0",
        source_path="closed/Acme/results/box/bert-99/Offline/performance/run_1/mlperf_log_summary.txt",
    )
    assert result.value_per_accelerator == 125.0625
    assert result.tokens_per_s_per_accelerator is None


@pytest.mark.parametrize(
    ("benchmark", "folder", "text", "unit", "value", "tokens_each"),
    [
        (
            "bert-99",
            "Server",
            log(SERVER, "Server", extra="Completed samples per second : 7.5"),
            "queries/s",
            800.25,
            None,
        ),
        ("gnmt", "server", log(SERVER, "Server"), "queries/s", 800.25, None),
        # GPT-J was filed in samples: 1000.5 / 8 x 69 tokens per sample.
        ("gptj-99", "Offline", log(OFFLINE), "samples/s", 1000.5, 8629.3125),
        ("gptj-99.9", "Server", log(SERVER, "Server"), "queries/s", 800.25, 800.25 / 8 * 69),
        # Llama-2-70B has no documented number of tokens per sample.
        ("llama2-70b-99", "Offline", log(OFFLINE), "samples/s", 1000.5, None),
        ("llama2-70b-99", "Offline", log(f"{OFFLINE}\nTokens per second: 21600"), "tokens/s", 21600, 2700),
        ("mixtral-8x7b", "Offline", log(f"{OFFLINE}\nTokens per second (inferred): 800"), "tokens/s", 800, 100),
        (
            "gptj-99",
            "Server",
            log(f"{SERVER}\nCompleted tokens per second (inferred): 55200", "Server"),
            "tokens/s",
            55200,
            6900,
        ),
        # v4.0 hides the tokens of its server runs further down.
        (
            "llama2-70b-99.9",
            "Server",
            log("Completed samples per second    : 70.42", "Server", extra="Completed tokens per second : 20556.40"),
            "tokens/s",
            20556.4,
            2569.55,
        ),
        # v5.0 states them twice.
        (
            "llama2-70b-99.9",
            "Server",
            log("Completed samples per second : 3\nCompleted tokens per second: 800.00", "Server"),
            "tokens/s",
            800,
            100,
        ),
    ],
)
def test_unit_and_value_by_scenario(
    release: Release, benchmark: str, folder: str, text: str, unit: str, value: float, tokens_each: float | None
) -> None:
    release.run(text, f"{benchmark}/{folder}/performance/run_1")
    result = only(release.root)
    assert (result.benchmark, result.metric_unit, result.value) == (benchmark, unit, value)
    assert result.tokens_per_s_per_accelerator == (
        None if tokens_each is None else pytest.approx(tokens_each, rel=1e-12)
    )


@pytest.mark.parametrize(
    ("folder", "logged", "metric", "unit", "value"),
    [
        ("SingleStream", "SingleStream", "90th percentile latency (ns) : 351541", "latency (ms)", 0.351541),
        ("singlestream", "Single Stream", "90th percentile latency (ns) : 2000000", "latency (ms)", 2),
        ("MultiStream", "MultiStream", "99th percentile latency (ns) : 5000000", "latency (ms)", 5),
        ("MultiStream", "Multi Stream", "Samples per query : 2692", "samples/query", 2692),
    ],
)
def test_latencies_have_no_figure_per_accelerator(
    release: Release, folder: str, logged: str, metric: str, unit: str, value: float
) -> None:
    release.run(log(metric, logged), f"resnet/{folder}/performance/run_1")
    result = only(release.root)
    assert (result.metric_unit, result.value, result.value_per_accelerator) == (unit, value, None)
    assert result.tokens_per_s_per_accelerator is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (log(OFFLINE, verdict="INVALID"), "result is INVALID"),
        (log(OFFLINE, mode="AccuracyOnly"), "mode is AccuracyOnly"),
        (log("Samples per second: nan"), "no metric of offline"),
        (log("Samples per second: 0"), "no metric of offline"),
        (log(SERVER, "Server"), "filed as offline, but the log is of server"),
        (log(OFFLINE).partition("Result is")[0], "no verdict"),
        ("<html>404</html>", "not a LoadGen summary"),
    ],
)
def test_runs_that_are_no_results_are_left_out_and_named(release: Release, text: str, complaint: str) -> None:
    release.run(log(OFFLINE))
    bad = release.run(text, "gptj-99/Offline/performance/run_1")
    results, problems = read_release(release.root)
    assert [result.benchmark for result in results] == ["bert-99"]
    assert len(problems) == 1
    assert complaint in problems[0]
    assert bad.relative_to(release.root).as_posix() in problems[0]


def test_a_server_log_cut_before_its_tokens_is_not_read_as_samples(release: Release) -> None:
    whole = log(
        "Completed samples per second    : 70.42", "Server", extra="Completed tokens per second : 20556.40"
    ).replace("  Min duration", "TTFT Early Stopping Result:\n  Min duration")
    for end in ("Completed tokens", "56.40"):
        release.run(whole.partition(end)[0], f"llama2-70b-99{end[:1]}/Server/performance/run_1")
    with pytest.raises(TokenfallError, match=r"2 left out, .* a run of tokens without its tokens per second"):
        read_release(release.root)


@pytest.mark.parametrize(
    ("where", "of"),
    [
        ("bert-99/Offline/TEST01/performance/run_1", "closed/Acme/compliance/box"),
        ("bert-99/Offline/TEST01/performance/run_1", "closed/Acme/results/box"),
        ("bert-99/Offline/TEST01/performance/run_1", "closed/Acme/audit/box"),
        ("bert-99/Offline/performance/run_1", "closed/Acme/compliance/box"),
        ("bert-99/Offline/accuracy", "closed/Acme/results/box"),
        ("bert-99/Offline/performance/ranging", "closed/Acme/results/box"),
        ("bert-99/Server/performance/run_2", "closed/Acme/results/box"),
    ],
)
def test_compliance_accuracy_ranging_and_later_runs_are_no_results(release: Release, where: str, of: str) -> None:
    release.run(log(OFFLINE))
    release.run(log("Samples per second: 9", "Server" if "Server" in where else "Offline"), where, of)
    assert only(release.root).value == 1000.5


@pytest.mark.parametrize(
    ("fields", "accelerators"),
    [
        ({"accelerators_per_node": 8, "number_of_nodes": 1}, 8),
        ({"accelerators_per_node": "8x", "number_of_nodes": "1"}, 8),
        ({"accelerators_per_node": "8.0", "number_of_nodes": 4.0}, 32),
    ],
)
def test_accelerators_are_those_of_all_nodes(release: Release, fields: dict[str, object], accelerators: int) -> None:
    release.system(system(**fields))
    release.run(log(OFFLINE))
    assert only(release.root).accelerators == accelerators


@pytest.mark.parametrize("per_node", ["N/A", "", None, 0, "0", "eight", "4 and 2", True])
def test_an_unknown_count_of_a_named_accelerator_is_null_and_named(release: Release, per_node: object) -> None:
    release.system(system(accelerators_per_node=per_node))
    release.run(log(OFFLINE))
    (result,), problems = read_release(release.root)
    assert (result.value, result.accelerators, result.value_per_accelerator) == (1000.5, None, None)
    assert len(problems) == 1
    assert "count not known" in problems[0]


@pytest.mark.parametrize("name", ["", "N/A", "-", None])
def test_a_system_without_accelerators_has_none_and_that_is_no_problem(release: Release, name: object) -> None:
    release.system(system(accelerator_model_name=name, accelerators_per_node="0"))
    release.run(log(OFFLINE))
    (result,), problems = read_release(release.root)
    assert (result.accelerator, result.accelerators, result.value_per_accelerator) == (None, None, None)
    assert problems == []


def test_a_system_of_several_kinds_has_a_total_and_no_figure_per_chip(release: Release) -> None:
    release.system(system(accelerator_model_name="ACME One (x32), ACME Two (x16)"))
    release.run(log(OFFLINE))
    result = only(release.root)
    assert (result.accelerators, result.value_per_accelerator) == (48, None)


@pytest.mark.parametrize("text", ["", "{", '{"a": 1', "[1]", "<html>", None])
def test_a_missing_or_broken_systems_file_leaves_the_count_unknown(release: Release, text: str | None) -> None:
    path = release.system(text or "")
    if text is None:
        path.unlink()
    release.run(log(OFFLINE))
    (result,), problems = read_release(release.root)
    assert (result.value, result.accelerator, result.accelerators) == (1000.5, None, None)
    assert (result.release, result.division, result.submitter) == ("mlperf-inference-v3.0", "closed", "Acme")
    assert len(problems) == 1
    assert "box.json" in problems[0]
    assert "accelerator and count not known" in problems[0]
    assert "\n" not in problems[0]


@pytest.mark.parametrize("below", ["closed", "closed/Acme", "closed/Acme/results", "closed/Acme/results/box/bert-99"])
def test_any_part_of_a_release_reads_as_in_the_whole(release: Release, below: str) -> None:
    release.run(log(OFFLINE))
    assert only(release.root / below) == only(release.root)
    assert only(next(release.root.rglob("run_1")) / "mlperf_log_summary.txt") == only(release.root)


def test_a_folder_that_starts_below_the_division_takes_it_from_the_systems_file(tmp_path: Path) -> None:
    part = Release(tmp_path, "some-folder")
    part.system(system(), of="Acme")
    part.run(log(OFFLINE), of="Acme/results/box")
    (result,), problems = read_release(part.root)
    assert (result.division, result.submitter, result.release) == ("closed", "Acme Inc.", None)
    assert result.source_path == "Acme/results/box/bert-99/Offline/performance/run_1/mlperf_log_summary.txt"
    assert "the release of 1 results is not stated" in problems[0]


@pytest.mark.parametrize("name", ["inference_results_v0.5", "mlperf_v0.5", "v0.5", "inference_results_v0.5-main"])
def test_the_release_is_read_off_its_folder(tmp_path: Path, name: str) -> None:
    old = Release(tmp_path, name)
    old.system(system(), of="open/Acme", name="torch-v2.3.1-box")
    old.run(log(SERVER, "Server"), "gnmt/server/performance/run_1", of="open/Acme/results/torch-v2.3.1-box")
    assert (only(old.root).release, only(old.root).division) == ("mlperf-inference-v0.5", "open")


def test_v5_0_files_interactive_runs_as_a_benchmark_of_its_own(release: Release) -> None:
    run = "llama2-70b-interactive-99.9/{}/performance/run_1"
    release.run(log("Completed tokens per second: 800", "Server"), run.format("Server"))
    release.run(log("Tokens per second: 900"), run.format("Offline"))
    release.run(log("Tokens per second: 1000"), "llama3_1-405b/Offline/performance/run_1")
    release.run(log("Completed tokens per second: 80", "Server"), "llama3.1-8b/Interactive/performance/run_1")
    assert {(result.benchmark, result.scenario, result.value) for result in read_release(release.root)[0]} == {
        ("llama2-70b-99.9", "interactive", 800),
        ("llama2-70b-interactive-99.9", "offline", 900),
        ("llama3.1-405b", "offline", 1000),
        ("llama3.1-8b", "interactive", 80),
    }


def test_the_weight_type_filed_beside_a_run_is_kept_when_it_is_one(release: Release) -> None:
    release.run(log(OFFLINE))
    folder = "closed/Acme/measurements/box/bert-99/Offline"
    release.write(f"{folder}/box_impl.json", json.dumps({"weight_data_types": "INT8"}))
    release.write(f"{folder}/other.json", "{}")
    assert only(release.root).number_format == "int8"
    release.write(f"{folder}/another.json", json.dumps({"weight_data_types": "fp16"}))
    assert only(release.root).number_format is None


def test_a_99_run_with_the_value_of_the_99_9_run_is_marked_as_its_copy(release: Release) -> None:
    for benchmark, value in (("bert-99", 5), ("bert-99.9", 5), ("dlrm-99", 7), ("dlrm-99.9", 6)):
        release.run(log(f"Samples per second: {value}"), f"{benchmark}/Offline/performance/run_1")
    copies = {result.benchmark: result.copy_of for result in read_release(release.root)[0]}
    assert copies.pop("bert-99") == (
        "closed/Acme/results/box/bert-99.9/Offline/performance/run_1/mlperf_log_summary.txt"
    )
    assert set(copies.values()) == {None}


def test_a_folder_of_only_invalid_runs_is_refused_with_their_number(release: Release) -> None:
    release.run(log(OFFLINE, verdict="INVALID"))
    release.run(log(SERVER, "Server", verdict="INVALID"), "bert-99/Server/performance/run_1")
    with pytest.raises(TokenfallError, match=r"holds no MLPerf result: 2 left out, first .* result is INVALID"):
        read_release(release.root)
