"""MLPerf results from a release's folders of run logs and systems files (v0.5 to v5.0, and later where kept).

Seen in real releases: v0.5, v0.7, v3.0, v4.0 and v5.0. Compliance, audit, accuracy and ranging runs are not results.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assets.hardware.releases.files import parse_json, positive, stated
from assets.hardware.releases.mlperf_result import MlperfResult, chips, name_scenario, release_name
from warehouse.errors import TokenfallError

DIVISIONS = ("closed", "open", "network")
SCENARIOS = ("offline", "server", "interactive", "singlestream", "multistream")
LOG = "mlperf_log_summary.txt"
NOT_RESULTS = {"compliance", "audit", "accuracy", "ranging", "calibration", "code", "src", "setup", ".git"}

TOKENS = (
    "Completed tokens per second",
    "Tokens per second",
    "Completed tokens per second (inferred)",
    "Tokens per second (inferred)",
)
"""A log with any of these has the metric tokens/s; v4.0's server runs list it under Additional Stats."""

SAMPLES = {
    "offline": (("Samples per second", "samples/s"),),
    "server": (("Scheduled samples per second", "queries/s"), ("Completed samples per second", "queries/s")),
    "singlestream": (("90th percentile latency (ns)", "latency (ms)"),),
    "multistream": (("Samples per query", "samples/query"), ("99th percentile latency (ns)", "latency (ms)")),
}
"""Name of a scenario's metric in the first section of a summary, and the unit that it is returned in."""


@dataclass(frozen=True)
class LogLocation:
    """The fields in the path of a log; None = the path is too short to hold the field."""

    log: Path
    scenario: str
    benchmark: str
    system: str
    submitter: str | None
    division: str | None
    release: str | None
    home: Path
    source_path: str


@dataclass
class LoadGenLog:
    """The lines `name : value` of a LoadGen summary's first section and of the rest."""

    summary: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)
    of_tokens: bool = False


def find_logs(root: Path) -> Iterator[Path]:
    """Yield every log of a first performance run below a folder, in the order of their paths."""
    for folder, below, files in os.walk(root.resolve()):
        below[:] = sorted(name for name in below if name.lower() not in NOT_RESULTS)
        if LOG in files and folder.lower().endswith(f"performance{os.sep}run_1"):
            yield Path(folder) / LOG


def read_logs(root: Path) -> tuple[list[MlperfResult], list[str]]:
    """Return the valid results of all run logs below a folder, and one line for each log left out."""
    results, problems = [], []
    systems: dict[Path, tuple[Mapping[str, Any], str | None]] = {}
    for path in find_logs(root):
        location = _place(path, root.resolve())
        if location is None:
            continue
        systems_file = location.home / "systems" / f"{location.system}.json"
        if systems_file not in systems:
            systems[systems_file] = _read_system(systems_file)
        system, complaint = systems[systems_file]
        try:
            result = _result(location, system)
        except ValueError as error:
            problems.append(f"{location.source_path}: {error}")
            continue
        results.append(result)
        if complaint or (result.accelerator and result.accelerators is None):
            problems.append(f"{location.source_path}: {complaint or _count_unknown(system)}")
    return results, problems + _unplaced(results, root)


def _place(log: Path, root: Path) -> LogLocation | None:
    """`division/submitter/results/system/benchmark/Scenario/performance/run_1`, from the right; None if another run."""
    parts = log.parts
    if len(parts) < 7:
        return None
    system, benchmark, folder = parts[-6:-3]
    benchmark, scenario = name_scenario(benchmark, folder)
    if scenario not in SCENARIOS or parts[-7].lower() in NOT_RESULTS:
        return None
    division = parts[-9].lower() if len(parts) > 8 and parts[-9].lower() in DIVISIONS else None
    above = parts[:-9] if division else parts[:-6]
    return LogLocation(
        log=log,
        scenario=scenario,
        benchmark=benchmark,
        system=system,
        submitter=parts[-8] if division else None,
        division=division,
        release=next((name for part in reversed(above) if (name := release_name(part))), None),
        home=log.parents[6],
        source_path="/".join(parts[-9:]) if division else log.relative_to(root).as_posix(),
    )


def _result(location: LogLocation, system: Mapping[str, Any]) -> MlperfResult:
    log = _read_log(location.log)
    unit, value = _metric(log, location.scenario)
    accelerator = stated(system.get("accelerator_model_name"))
    per_node, nodes = system.get("accelerators_per_node"), system.get("number_of_nodes")
    accelerators, mixed = chips(accelerator, per_node, nodes)
    return MlperfResult(
        release=location.release,
        division=location.division or (stated(system.get("division")) or "").lower() or None,
        availability=(stated(system.get("status")) or "").lower() or None,
        submitter=location.submitter or stated(system.get("submitter")),
        system=location.system,
        accelerator=accelerator,
        accelerators=accelerators if accelerator else None,
        benchmark=location.benchmark,
        scenario=location.scenario,
        metric_unit=unit,
        value=value,
        number_format=_weight_data_types(location),
        software=stated(system.get("framework")),
        source_path=location.source_path,
        mixed=mixed,
    )


def _count_unknown(system: Mapping[str, Any]) -> str:
    per_node, nodes = system.get("accelerators_per_node"), system.get("number_of_nodes")
    return f"{per_node!r} accelerators per node on {nodes!r} nodes: count not known"


def _unplaced(results: list[MlperfResult], root: Path) -> list[str]:
    """One line for each field that neither the paths nor the systems files state, with the number of results."""
    lacking = {
        name: sum(getattr(result, name) is None for result in results) for name in ("release", "division", "submitter")
    }
    return [f"{root}: the {name} of {number} results is not stated" for name, number in lacking.items() if number]


def _read_system(path: Path) -> tuple[Mapping[str, Any], str | None]:
    try:
        system = parse_json(path.read_text(encoding="utf-8-sig", errors="replace"), path.name)
    except OSError:
        return {}, f"no systems file {path.name}: accelerator and count not known"
    except TokenfallError as error:
        return {}, f"systems file {error}: accelerator and count not known"
    if not isinstance(system, dict):
        return {}, f"systems file {path.name} is not an object: accelerator and count not known"
    return system, None


def _weight_data_types(location: LogLocation) -> str | None:
    """Return the weight type in the files of a run, when all files that state one agree."""
    folder = location.home / "measurements" / location.system / location.log.parts[-5] / location.log.parts[-4]
    filed = set()
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        measured, _ = _read_system(path)
        filed.add((stated(measured.get("weight_data_types")) or "").lower() or None)
    filed.discard(None)
    return filed.pop() if len(filed) == 1 else None


def _read_log(path: Path) -> LoadGenLog:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror}): left out") from error
    if "MLPerf Results Summary" not in text:
        raise ValueError("not a LoadGen summary: left out")
    summary, _, rest = text.rpartition("\n")[0].partition("Additional Stats")
    log = LoadGenLog(_lines(summary), _lines(rest), of_tokens="TTFT" in summary)
    if "Result is" not in log.summary:
        raise ValueError("no verdict (cut short?): left out")
    if log.summary["Result is"] != "VALID":
        raise ValueError(f"result is {log.summary['Result is']}: left out")
    if not log.summary.get("Mode", "Performance").startswith("Performance"):
        raise ValueError(f"mode is {log.summary['Mode']}, not performance: left out")
    return log


def _lines(text: str) -> dict[str, str]:
    pairs = re.findall(r"^[ \t]*([A-Za-z0-9][^:\n]*?)[ \t]*:[ \t]*(\S.*?)[ \t]*$", text, re.MULTILINE)
    return dict(reversed(pairs))


def _metric(log: LoadGenLog, scenario: str) -> tuple[str, float]:
    """Unit and value of the scenario's metric; ValueError when the log does not hold it."""
    logged = re.sub(r"[^a-z]", "", log.summary.get("Scenario", scenario).lower())
    run_as = "server" if scenario == "interactive" else scenario
    if logged not in {run_as, scenario}:
        raise ValueError(f"filed as {scenario}, but the log is of {logged}: left out")
    if run_as in {"offline", "server"}:
        for name in TOKENS:
            if number := positive(log.summary.get(name, log.rest.get(name))):
                return "tokens/s", float(number)
        if log.of_tokens:
            raise ValueError("a run of tokens without its tokens per second (cut short?): left out")
    for name, unit in SAMPLES[run_as]:
        if number := positive(log.summary.get(name)):
            return unit, float(number / 1_000_000 if unit == "latency (ms)" else number)
    raise ValueError(f"no metric of {scenario}: left out")
