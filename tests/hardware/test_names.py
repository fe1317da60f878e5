"""Names of accelerators are met exactly or refused."""

from __future__ import annotations

from pathlib import Path

from assets.hardware.names import sort_by_name
from assets.hardware.releases.mlperf_release import read_release
from tests.hardware.releases import filed, summary


def test_only_an_exact_alias_names_an_accelerator(tmp_path: Path) -> None:
    names = ["H100-SXM", "H100-SXM-80GB", "h100-sxm", "H100", ""]
    results, _ = read_release(summary(tmp_path, *(filed(Accelerator=name, Platform=f"box {name}") for name in names)))
    known, refused = sort_by_name(results, {"H100-SXM": "h100-sxm-80gb"})
    assert [(accelerator_id, result.accelerator) for accelerator_id, result in known] == [("h100-sxm-80gb", "H100-SXM")]
    assert [(result.accelerator, reason) for result, reason in refused] == [
        ("H100-SXM-80GB", "no exact alias: 'H100-SXM-80GB' is not in core_accelerator_alias"),
        ("h100-sxm", "no exact alias: 'h100-sxm' is not in core_accelerator_alias"),
        ("H100", "no exact alias: 'H100' is not in core_accelerator_alias"),
        (None, "no accelerator"),
    ]
