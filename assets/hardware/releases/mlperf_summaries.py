"""MLPerf results from `summary_results.json` (v4.1 on) and `summary.csv` (per submitter since v1.1, whole in v6.1).

Both hold one flat row per result under different names. Seen in real files: v1.1, v4.1, v5.0, v5.1, v6.0 and v6.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from assets.hardware.releases.files import csv_rows, parse_json, positive, read_text, stated
from assets.hardware.releases.mlperf_result import MlperfResult, chips, count, name_scenario, release_name
from warehouse.errors import TokenfallError

FIELDS = {
    "submitter": ("Submitter", "Organization"),
    "availability": ("Availability",),
    "division": ("Category", "Division"),
    "suite": ("Suite", "SystemType"),
    "system": ("Platform", "SystemName"),
    "benchmark": ("MlperfModel", "Model"),
    "model_used": ("UsedModel", "Model"),
    "scenario": ("Scenario",),
    "value": ("Performance_Result", "Result"),
    "unit": ("Performance_Units", "Units"),
    "accelerator": ("Accelerator", "accelerator_model_name"),
    "per_node": ("a#", "accelerators_per_node"),
    "nodes": ("Nodes", "number_of_nodes"),
    "total": ("Total Accelerators", "total_accelerators"),
    "software": ("Software", "framework"),
    "version": ("version", "Version"),
    "location": ("Location",),
    "inferred": ("inferred", "infered"),
    "number_format": ("weight_data_types",),
}
"""Our field, and the names under which the formats file it; the first name that is present counts."""

NEEDED = ("submitter", "division", "system", "benchmark", "scenario", "value")
CSV_HEADER = frozenset({"Organization", "Division", "Platform", "Model", "Scenario", "Result"})
CSV_FIGURES = frozenset({"Result", *FIELDS["per_node"], *FIELDS["nodes"], *FIELDS["total"]})
DIVISIONS = frozenset({"closed", "open", "network"})

UNITS = {
    "tokens/s": "tokens/s",
    "samples/s": "samples/s",
    "queries/s": "queries/s",
    "latency (ms)": "latency (ms)",
    "latency (s)": "latency (s)",
}
POWER_UNIT = re.compile(r"watt|joule", re.IGNORECASE)
"""Some releases repeat a result's row with its energy in place of its speed."""

UNITS_BY_SCENARIO = {
    "offline": "samples/s",
    "server": "queries/s",
    "singlestream": "latency (ms)",
    "multistream": "latency (ms)",
}
"""Units of files without a unit (before v4.1), where only Llama-2-70B is in tokens/s."""

Filed = Mapping[str, object]


def read_summary(path: Path) -> tuple[list[MlperfResult], list[str]]:
    """Return the results of one summary file, and one line for each thing left out or doubtful.

    Raises:
        TokenfallError: The file is not a summary of MLPerf.
    """
    results, problems = [], []
    for place, filed in _filed_rows(path):
        try:
            result, doubts = _result(filed, path)
        except ValueError as error:
            problems.append(f"{place}: {error}")
        else:
            results.append(result)
            problems += [f"{place}: {doubt}" for doubt in doubts]
    return results, problems


def _filed_rows(path: Path) -> Iterator[tuple[str, Filed]]:
    text = read_text(path, "MLPerf's summary_results.json or summary.csv")
    if text.lstrip()[0] not in "[{":
        for line, row in csv_rows(text, str(path), CSV_HEADER, CSV_FIGURES):
            yield f"{path} line {line}", row
        return
    rows = parse_json(text, str(path))
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
        raise TokenfallError(f"{path}: expected MLPerf's flat array of results")
    if missing := [name for name in NEEDED if _get(rows[0], name) is None]:
        raise TokenfallError(f"{path}: its first result has no {', '.join(missing)}: not MLPerf's summary")
    for index, row in enumerate(rows):
        yield f"{path} result {index + 1}", row if isinstance(row, dict) else {}


def _get(filed: Filed, field: str) -> str | None:
    present = next((name for name in FIELDS[field] if name in filed), None)
    return stated(filed[present]) if present else None


def _result(filed: Filed, path: Path) -> tuple[MlperfResult, list[str]]:
    get = {name: _get(filed, name) for name in FIELDS}
    if missing := [name for name in NEEDED if get[name] is None]:
        raise ValueError(f"no {', '.join(missing)} (cut short, or not as wide as the header?): left out")
    benchmark, scenario = name_scenario(str(get["benchmark"]), str(get["scenario"]))
    division = str(get["division"]).lower()
    if division not in DIVISIONS:
        raise ValueError(f"the division {get['division']!r} is not known: left out")
    value = positive(get["value"])
    if value is None:
        raise ValueError(f"the result {get['value']!r} is not a positive number: left out")
    accelerator = get["accelerator"]
    accelerators, mixed = chips(accelerator, get["per_node"], get["nodes"])
    if accelerators is None and get["per_node"] is None:
        accelerators = count(get["total"]) or None
    release = release_name(get["version"] or "") or release_name(path.name) or release_name(path.parent.name)
    result = MlperfResult(
        release=release,
        division=division,
        availability=(get["availability"] or "").lower() or None,
        submitter=get["submitter"],
        system=str(get["system"]),
        accelerator=accelerator,
        accelerators=accelerators if accelerator else None,
        benchmark=benchmark,
        scenario=scenario,
        metric_unit=_unit(get["unit"], benchmark, scenario, release),
        value=float(value),
        number_format=(get["number_format"] or "").lower() or None,
        software=get["software"],
        source_path=(get["location"] or path.name).removeprefix("./"),
        mixed=mixed,
        model_used=get["model_used"],
        suite=get["suite"],
        inferred=None if get["inferred"] is None else get["inferred"].lower() in {"1", "true"},
    )
    return result, _doubts(result, get["per_node"], get["total"])


def _unit(unit: str | None, benchmark: str, scenario: str, release: str | None) -> str:
    if unit and POWER_UNIT.search(unit):
        raise ValueError(f"a row of energy ({unit}), not of speed: left out")
    if unit:
        if unit.lower() not in UNITS:
            raise ValueError(f"the unit {unit!r} is not known: left out")
        return UNITS[unit.lower()]
    if benchmark.startswith("llama2-70b") and release == "mlperf-inference-v4.0":
        return "tokens/s"
    known = scenario in UNITS_BY_SCENARIO and release is not None and release < "mlperf-inference-v4.1"
    if not known:
        raise ValueError(f"no unit is stated for {benchmark}, {scenario}: left out")
    return UNITS_BY_SCENARIO[scenario]


def _doubts(result: MlperfResult, per_node: str | None, total: str | None) -> list[str]:
    doubts = [] if result.release else ["no version stated: release is not known"]
    if result.accelerator and result.accelerators is None:
        doubts.append(f"accelerators per node filed as {per_node!r}: count not known")
    if result.accelerators and count(total) not in {None, result.accelerators}:
        doubts.append(f"total filed as {total}, counted {result.accelerators} by {result.accelerator!r} and its nodes")
    return doubts
