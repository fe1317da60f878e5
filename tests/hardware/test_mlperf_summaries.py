"""MLPerf's summary files: counts, units, copies, duplicates and rows that are refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.hardware.releases.mlperf import read_release
from assets.hardware.releases.mlperf_result import chips, count
from assets.hardware.releases.parse import parse_release
from tests.hardware.release_files import filed, summary
from warehouse.errors import TokenfallError

NAMES = (
    st.text(alphabet="ABCDEFXx0123456789- ", min_size=1).map(str.strip).filter(lambda name: name and " x" not in name)
)


def test_accelerators_per_node_are_multiplied_by_nodes(tmp_path: Path) -> None:
    rows, problems = parse_release("mlperf", summary(tmp_path, filed()))
    assert problems == []
    assert rows == [
        {
            "release": "mlperf-inference-v5.1",
            "division": "closed",
            "availability": "available",
            "submitter": "Acme",
            "system": "box",
            "accelerator": "ACME Chip-SXM-80GB",
            "accelerators": 16,
            "benchmark": "llama2-70b-99.9",
            "scenario": "offline",
            "metric_unit": "tokens/s",
            "value": 1600.0,
            "value_per_accelerator": 100.0,
            "tokens_per_s_per_accelerator": 100.0,
            "number_format": "fp8",
            "software": "ACME RT 2.0",
            "source_path": "closed/Acme/results/box/llama2-70b-99.9/Offline",
            "copy_of": None,
        }
    ]


@pytest.mark.parametrize(
    ("name", "per_node", "nodes", "expected"),
    [
        ("X (x32), Y (x16)", 8, 6, (48, True)),
        ("X (x8) and Y (x8) and Z (x8)", 8, 3, (24, True)),
        ("X (x87)", 8, 11, (87, False)),
        ("X (x8), X (x4)", 8, 2, (12, False)),
        ("X (Power Cap 1000 W)", 8, 1, (8, False)),
        ("X (a, b)", "8", "1", (8, False)),
        ("X and Y", 4, 2, (8, True)),
        ("X, Y", 4, 2, (8, True)),
        ("X", 8.0, "2", (16, False)),
        ("X", None, 2, (None, False)),
        ("X", 0, 2, (None, False)),
    ],
)
def test_counting_the_chips_of_a_system(
    name: str, per_node: object, nodes: object, expected: tuple[int | None, bool]
) -> None:
    assert chips(name, per_node, nodes) == expected


@given(st.lists(st.tuples(NAMES, st.integers(1, 5000)), min_size=1, max_size=5), st.sampled_from([", ", " and ", "; "]))
def test_stated_counts_are_summed_whatever_the_nodes_state(kinds: list[tuple[str, int]], between: str) -> None:
    written = between.join(f"{name} (x{number})" for name, number in kinds)
    total, mixed = chips(written, 8, 1)
    assert total == sum(number for _, number in kinds)
    assert mixed == (len({name.lower() for name, _ in kinds}) > 1)


@given(st.integers(0, 10**6))
def test_a_count_reads_the_same_however_it_is_filed(number: int) -> None:
    assert {count(filed_as) for filed_as in (number, str(number), f"{number}.0", float(number), f" {number}x")} == {
        number
    }


@pytest.mark.parametrize("text", ["N/A", "", None, "eight", "-1", "1.5", True, "8 (4 used)"])
def test_what_is_no_count_is_none(text: object) -> None:
    assert count(text) is None


def test_a_mixed_system_keeps_its_total_and_has_no_figure_per_chip(tmp_path: Path) -> None:
    rows, problems = parse_release("mlperf", summary(tmp_path, filed(Accelerator="X (x32), Y (x16)", Nodes=6)))
    assert (rows[0]["accelerator"], rows[0]["accelerators"]) == ("X (x32), Y (x16)", 48)
    assert (rows[0]["value_per_accelerator"], rows[0]["tokens_per_s_per_accelerator"]) == (None, None)
    assert problems == []


def test_a_filed_total_that_differs_from_the_count_is_named(tmp_path: Path) -> None:
    path = summary(tmp_path, filed(Accelerator="X (x87)", Nodes=11, **{"Total Accelerators": 88}))
    (result,), problems = read_release(path)
    assert (result.accelerators, result.value_per_accelerator) == (87, 1600 / 87)
    assert len(problems) == 1
    assert "total filed as 88, counted 87" in problems[0]


def test_part_variants_stay_apart(tmp_path: Path) -> None:
    parts = ["H-SXM-80GB", "H-PCIe-80GB", "H-NVL-94GB", "H-SXM-80GB CTS", "H-SXM-80GB (Power Cap 1000 W)"]
    path = summary(tmp_path, *(filed(Accelerator=part, Platform=part) for part in parts))
    assert [row["accelerator"] for row in parse_release("mlperf", path)[0]] == parts


@pytest.mark.parametrize(
    ("fields", "unit", "each", "tokens_each"),
    [
        ({}, "tokens/s", 100, 100),
        ({"Performance_Units": "Samples/s"}, "samples/s", 100, None),
        ({"Performance_Units": "Queries/s", "Scenario": "Server"}, "queries/s", 100, None),
        ({"Performance_Units": "Latency (ms)", "Scenario": "SingleStream"}, "latency (ms)", None, None),
        ({"Performance_Units": "Latency (s)", "Scenario": "MultiStream"}, "latency (s)", None, None),
        ({"Accelerator": "", "a#": ""}, "tokens/s", None, None),
        ({"Accelerator": "N/A", "a#": 0}, "tokens/s", None, None),
        # GPT-J: 100 samples of 69 tokens; from v4.1 on in tokens.
        ({"Model": "gptj-99", "Performance_Units": "Samples/s", "version": "v4.0"}, "samples/s", 100, 6900),
        ({"Model": "gptj-99", "version": "v4.1"}, "tokens/s", 100, 100),
        # v5.1 files these in queries/s; v6.0 the same ones in tokens/s.
        ({"Model": "llama3.1-8b", "Scenario": "Interactive", "Performance_Units": "Queries/s"}, "queries/s", 100, 100),
        ({"Model": "llama3.1-8b", "Scenario": "Server", "Performance_Units": "Queries/s"}, "queries/s", 100, None),
    ],
)
def test_units(
    tmp_path: Path, fields: dict[str, object], unit: str, each: float | None, tokens_each: float | None
) -> None:
    ((row,), _) = parse_release("mlperf", summary(tmp_path, filed(**fields)))
    assert row["metric_unit"] == unit
    assert (row["value_per_accelerator"], row["tokens_per_s_per_accelerator"]) == (each, tokens_each)


@pytest.mark.parametrize(
    ("as_filed", "ours"), [("FP4", "fp4"), ("fp8,fp16", "fp8,fp16"), ("UNSET", None), ("", None), (None, None)]
)
def test_the_number_format_is_the_filed_weight_type(tmp_path: Path, as_filed: object, ours: str | None) -> None:
    ((row,), _) = parse_release("mlperf", summary(tmp_path, filed(weight_data_types=as_filed)))
    assert row["number_format"] == ours


def test_copies_are_marked_whatever_the_inferred_flag_is(tmp_path: Path) -> None:
    path = summary(
        tmp_path,
        filed(Model="llama2-70b-99", inferred=0),  # v5.1: copied, not flagged
        filed(),
        filed(Model="gpt-oss-120b", Scenario="Interactive", inferred=1),  # v6.0: flagged, yet measured
    )
    results, problems = read_release(path)
    assert [(result.benchmark, result.copy_of) for result in results] == [
        ("llama2-70b-99", "closed/Acme/results/box/llama2-70b-99.9/Offline"),
        ("llama2-70b-99.9", None),
        ("gpt-oss-120b", None),
    ]
    assert [result.inferred for result in results] == [False, False, True]
    assert problems == []


def test_the_same_run_in_two_suites_is_two_results_of_which_one_is_a_copy(tmp_path: Path) -> None:
    both = [filed(Model="resnet", Performance_Units="Samples/s", Suite=suite) for suite in ("datacenter", "edge")]
    results, problems = read_release(summary(tmp_path, *both))
    assert [result.copy_of for result in results] == [None, "closed/Acme/results/box/resnet/Offline"]
    assert problems == []


def test_a_result_filed_twice_counts_once_and_is_named(tmp_path: Path) -> None:
    results, problems = read_release(summary(tmp_path, filed(), filed()))
    assert len(results) == 1
    assert "filed 2 times, counted once" in problems[0]


def test_two_values_under_one_key_are_both_refused(tmp_path: Path) -> None:
    path = summary(tmp_path, filed(Performance_Result=1), filed(Performance_Result=2), filed(Scenario="Server"))
    results, problems = read_release(path)
    assert [result.scenario for result in results] == ["server"]
    assert len(problems) == 1
    assert "llama2-70b-99.9, offline" in problems[0]
    assert "with different values, all left out" in problems[0]


def test_an_open_division_may_run_several_models_as_one_benchmark(tmp_path: Path) -> None:
    path = summary(
        tmp_path,
        filed(Category="open", UsedModel="pruned", Performance_Result=1),
        filed(Category="open", UsedModel="tuned", Performance_Result=2),
    )
    results, problems = read_release(path)
    assert [(result.model_used, result.value) for result in results] == [("pruned", 1), ("tuned", 2)]
    assert problems == []


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"Performance_Result": "fast"}, "'fast' is not a positive number"),
        ({"Performance_Result": -1}, "not a positive number"),
        ({"Performance_Result": True}, "not a positive number"),
        ({"Performance_Result": ""}, "no value"),
        ({"Performance_Units": "Watts"}, "a row of energy"),
        ({"Performance_Units": "millijoules per stream"}, "a row of energy"),
        ({"Performance_Units": "Furlongs/s"}, "the unit 'Furlongs/s' is not known"),
        ({"Performance_Units": None}, "no unit is stated"),
        ({"Platform": None}, "no system"),
    ],
)
def test_rows_that_cannot_be_meant_are_left_out_and_named(
    tmp_path: Path, fields: dict[str, object], complaint: str
) -> None:
    results, problems = read_release(summary(tmp_path, filed(), filed(Scenario="Server", **fields)))
    assert [result.scenario for result in results] == ["offline"]
    assert len(problems) == 1
    assert "result 2" in problems[0]
    assert complaint in problems[0]


def test_unknown_fields_do_not_matter(tmp_path: Path) -> None:
    path = summary(tmp_path, filed(Moonphase="full", nested={"a": [1]}))
    assert len(read_release(path)[0]) == 1


OLD_HEADER = (
    "Organization,Availability,Division,SystemType,SystemName,Platform,Model,MlperfModel,Scenario,Result,Accuracy,"
    "number_of_nodes,accelerator_model_name,accelerators_per_node,Location,framework,notes,compilance,errors,version,infered"
)


def old_csv(folder: Path, *rows: str, header: str = OLD_HEADER, name: str = "summary.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def old_row(model: str, scenario: str, result: str, version: str, mlperf_model: str | None = None) -> str:
    return (
        f'Acme,available,closed,datacenter,"A box, big",box,{model},{mlperf_model or model},{scenario},{result},'
        f'"F1: 90",2,"ACME Chip",4,./closed/Acme/results/box/{model}/{scenario},"RT 1, CUDA 1","",1,0,{version},0'
    )


@pytest.mark.parametrize(
    ("model", "scenario", "version", "unit", "tokens_each"),
    [
        ("bert-99", "Offline", "v1.1", "samples/s", None),
        ("bert-99", "Server", "v2.0", "queries/s", None),
        ("resnet50", "SingleStream", "v1.1", "latency (ms)", None),
        ("resnet50", "MultiStream", "v2.1", "latency (ms)", None),
        ("gptj-99", "Offline", "v3.1", "samples/s", 6900),
        ("gptj-99", "Server", "v4.0", "queries/s", 6900),
        ("llama2-70b-99", "Offline", "v4.0", "tokens/s", 100),
        ("llama2-70b-99", "Server", "v4.0", "tokens/s", 100),
    ],
)
def test_old_files_without_units_mean_their_scenarios(
    tmp_path: Path, model: str, scenario: str, version: str, unit: str, tokens_each: float | None
) -> None:
    ((row,), problems) = parse_release("mlperf", old_csv(tmp_path, old_row(model, scenario, "800", version)))
    assert (row["release"], row["metric_unit"], row["accelerators"]) == (f"mlperf-inference-{version}", unit, 8)
    assert row["tokens_per_s_per_accelerator"] == tokens_each
    assert (row["source_path"], problems) == (f"closed/Acme/results/box/{model}/{scenario}", [])


def test_no_unit_is_guessed_from_v4_1_on(tmp_path: Path) -> None:
    with pytest.raises(TokenfallError, match="no unit is stated for llama2-70b-99, offline"):
        read_release(old_csv(tmp_path, old_row("llama2-70b-99", "Offline", "800", "v4.1")))


def test_the_csv_s_benchmark_is_mlperf_s_name_and_lines_above_the_header_are_skipped(tmp_path: Path) -> None:
    path = old_csv(
        tmp_path,
        old_row("my-pruned-net", "Offline", "8", "v3.0", mlperf_model="bert-99"),
        old_row("wan-2.2-t2v-a14b", "Offline", "8", "v3.0", mlperf_model="text_to_video"),
        header=f"Results of Acme,,,\n,,,\n{OLD_HEADER}",
    )
    assert [(result.benchmark, result.model_used) for result in read_release(path)[0]] == [
        ("bert-99", "my-pruned-net"),
        ("wan-2.2-t2v-a14b", "wan-2.2-t2v-a14b"),
    ]


def test_v6_1_names_its_columns_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "summary.csv"
    row = {
        "Organization": "Acme",
        "Division": "closed",
        "Platform": "rack",
        "Model": "deepseek-r1",
        "MlperfModel": "deepseek-r1",
        "Scenario": "Interactive",
        "Result": "7200.0",
        "number_of_nodes": "18",
        "accelerator_model_name": "ACME 300",
        "accelerators_per_node": "4",
        "total_accelerators": "72",
        "version": "v6.1",
        "Units": "Tokens/s",
        "weight_data_types": "fp4",
        "Location": "./closed/Acme/results/rack/deepseek-r1/Interactive/performance/run_1",
        "SomethingNew": "?",
    }
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, list(row), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerow(row)
    ((read,), problems) = parse_release("mlperf", path)
    assert (read["accelerators"], read["value_per_accelerator"], read["number_format"]) == (72, 100.0, "fp4")
    assert (read["scenario"], read["availability"], problems) == ("interactive", None, [])


def test_a_row_cut_short_is_left_out_and_named(tmp_path: Path) -> None:
    # Cut inside its result, of which "80" is left.
    cut = old_row("bert-99", "Server", "8000", "v3.0").partition("00,")[0]
    path = old_csv(tmp_path, old_row("bert-99", "Offline", "800", "v3.0"), cut)
    results, problems = read_release(path)
    assert len(results) == 1
    assert len(problems) == 1
    assert "line 3: no submitter, division, system, benchmark, scenario, value (cut short" in problems[0]


def test_a_folder_of_submitters_summaries_is_one_release(tmp_path: Path) -> None:
    for submitter in ("Acme", "Bolt"):
        folder = tmp_path / "closed" / submitter
        folder.mkdir(parents=True)
        old_csv(folder, old_row("bert-99", "Offline", "800", "v3.0").replace("Acme,", f"{submitter},", 1))
    assert [result.submitter for result in read_release(tmp_path)[0]] == ["Acme", "Bolt"]


def test_a_stray_quote_or_comma_costs_its_own_row_only(tmp_path: Path) -> None:
    stray = old_row("bert-99", "Server", "700", "v3.0").replace('"F1: 90"', '"F1 "90", 91"')
    path = old_csv(tmp_path, stray, old_row("bert-99", "Offline", "800", "v3.0"))
    results, problems = read_release(path)
    assert [(result.scenario, result.value) for result in results] == [("offline", 800)]
    assert len(problems) == 1
    assert "line 2" in problems[0]


def test_nan_is_absent(tmp_path: Path) -> None:
    path = summary(
        tmp_path, filed(Accelerator="", **{"a#": float("nan")}), filed(Performance_Result=float("nan"), Nodes=1)
    )
    (result,), problems = read_release(path)
    assert (result.accelerator, result.accelerators) == (None, None)
    assert len(problems) == 1
    assert "no value" in problems[0]


def test_a_stated_total_counts_where_no_number_per_node_is_filed(tmp_path: Path) -> None:
    row = filed(**{"a#": None, "Total Accelerators": 32})
    ((result,), problems) = read_release(summary(tmp_path, row))
    assert (result.accelerators, result.value_per_accelerator, problems) == (32, 50.0, [])
    ((none,), problems) = read_release(summary(tmp_path, filed(**{"a#": None})))
    assert (none.accelerators, len(problems)) == (None, 1)


def test_a_division_that_nobody_knows_is_left_out_and_named(tmp_path: Path) -> None:
    results, problems = read_release(summary(tmp_path, filed(Category="network"), filed(Category="clo<sed")))
    assert [result.division for result in results] == ["network"]
    assert problems[0].endswith("the division 'clo<sed' is not known: left out")


@pytest.mark.parametrize(("end", "read"), [("\n", 2), ("", 1)])
def test_a_last_figure_without_its_line_end_may_be_cut(tmp_path: Path, end: str, read: int) -> None:
    path = tmp_path / "summary.csv"
    names = ("Submitter", "Category", "Platform", "Model", "Scenario", "Performance_Units", "version")
    lines = [",".join([*(str(filed(Platform=box)[name]) for name in names), "1600"]) for box in ("one", "two")]
    header = "Organization,Division,Platform,Model,Scenario,Units,version,Result"
    path.write_text("\n".join([header, *lines]) + end, encoding="utf-8")
    results, problems = read_release(path)
    assert (len(results), len(problems)) == (read, 2 - read)
