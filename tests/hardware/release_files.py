"""Small releases of our own making, in the formats and with the traps of the real ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

OFFLINE = "Samples per second: 1000.5"
SERVER = "Scheduled samples per second : 800.25"


def log(
    metric: str, scenario: str = "Offline", verdict: str = "VALID", extra: str = "", mode: str = "Performance"
) -> str:
    """A LoadGen summary with the metric's lines in its first section and `extra` under Additional Stats."""
    line = "=" * 48
    return (
        f"{line}\nMLPerf Results Summary\n{line}\nSUT name : a SUT\nScenario : {scenario}\nMode     : {mode}\n"
        f"{metric}\nResult is : {verdict}\n  Min duration satisfied : Yes\n\n{line}\nAdditional Stats\n{line}\n"
        f"{extra}\n"
        f"Mean latency (ns)               : 41376384024\n\n{line}\nTest Parameters Used\n{line}\n"
        "samples_per_query : 24576\ntarget_qps : 27200\n"
    )


def system(**fields: object) -> dict[str, object]:
    """A systems file of two nodes with four accelerators each, as filed unless given otherwise."""
    return {
        "division": "closed",
        "submitter": "Acme Inc.",
        "status": "available",
        "accelerator_model_name": "ACME Chip-SXM-80GB",
        "accelerators_per_node": "4",
        "number_of_nodes": "2",
        "framework": "ACME RT 1.0",
    } | fields


class Release:
    """A release's folder, filled run by run."""

    def __init__(self, folder: Path, name: str = "inference_results_v3.0") -> None:
        self.root = folder / name
        self.root.mkdir()

    def run(
        self, text: str, where: str = "bert-99/Offline/performance/run_1", of: str = "closed/Acme/results/box"
    ) -> Path:
        """One run log below results, or in another folder."""
        return self.write(f"{of}/{where}/mlperf_log_summary.txt", text)

    def system(self, fields: Mapping[str, object] | str, of: str = "closed/Acme", name: str = "box") -> Path:
        """The systems file of a submitter's box: fields, or a text as it is."""
        return self.write(f"{of}/systems/{name}.json", fields if isinstance(fields, str) else json.dumps(fields))

    def write(self, path: str, text: str) -> Path:
        """Any file of the release."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target


def filed(**fields: object) -> dict[str, object]:
    """One row of a summary_results.json: two nodes of eight accelerators, 1,600 tokens a second."""
    row = {
        "ID": "5.1-0001",
        "Submitter": "Acme",
        "Availability": "Available",
        "Category": "closed",
        "Suite": "datacenter",
        "System": "Acme server",
        "Platform": "box",
        "UsedModel": "llama2-70b-99.9",
        "Model": "llama2-70b-99.9",
        "Scenario": "Offline",
        "Nodes": 2,
        "Accelerator": "ACME Chip-SXM-80GB",
        "a#": 8,
        "Software": "ACME RT 2.0",
        "version": "v5.1",
        "inferred": 0,
        "weight_data_types": "FP8",
        "Unique ID (e.g. for Audit)": "datacenter/closed/Acme/box",
        "Performance_Result": 1600.0,
        "Performance_Units": "Tokens/s",
    } | fields
    row.setdefault("Location", f"closed/Acme/results/{row['Platform']}/{row['Model']}/{row['Scenario']}")
    return row


def summary(folder: Path, *rows: Mapping[str, object]) -> Path:
    """A summary_results.json of these rows."""
    path = folder / "summary_results.json"
    path.write_text(json.dumps(list(rows)), encoding="utf-8")
    return path
