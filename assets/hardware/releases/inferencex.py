"""Results of InferenceX (formerly InferenceMAX): one JSON object per point of a sweep, or an array of them.

Two shapes: the flat `agg_*.json` that a run writes (verified against one real file, of one node, and the project's own
writer) and the rows of its database dump with `metrics` inside (known from the project's source only, not verified).
Not captured: the weekly dumps attached to its releases, archives of several hundred megabytes with the same rows as the
public interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assets.capture.collect import LiveSource
from assets.hardware.releases.files import parse_json, positive, read_text, stated
from assets.hardware.releases.release_source import RELEASE, ReleaseSource
from warehouse.errors import TokenfallError

ADDRESS = "https://inferencex.semianalysis.com/api/v1/benchmarks?model="
MODELS = ("DeepSeek-R1-0528", "Llama-3.3-70B-Instruct-FP8", "gpt-oss-120b")
TERMS = "results are facts; no licence is stated for the interface"

COLUMNS = (
    "model",
    "accelerator",
    "number_format",
    "framework",
    "speculative_decoding",
    "tensor_parallel",
    "gpus",
    "input_len",
    "output_len",
    "concurrency",
    "tokens_per_s",
    "tokens_per_s_per_accelerator",
    "total_tokens_per_s_per_accelerator",
    "tokens_per_s_per_user",
    "measured_on",
)


@dataclass(frozen=True)
class SweepPoint:
    """Output tokens per second at one concurrency; `total_...` counts input and output tokens.

    `tokens_per_s_per_user` is the median over requests of the speed at which one of them is answered.

    Values per accelerator are divided by all `gpus`. With disaggregated prefill and decode the source divides output by
    the decoding GPUs only, which overstates it.
    """

    model: str
    accelerator: str
    number_format: str | None
    framework: str | None
    speculative_decoding: str | None
    tensor_parallel: int | None
    gpus: int
    input_len: int
    output_len: int
    concurrency: int
    tokens_per_s: float | None
    tokens_per_s_per_accelerator: float | None
    total_tokens_per_s_per_accelerator: float
    tokens_per_s_per_user: float | None
    measured_on: date | None


def read_inferencex(path: Path) -> tuple[list[SweepPoint], list[str]]:
    """Return the points of one dump, and one line for each result left out.

    Raises:
        TokenfallError: The file is not a dump, or holds no point.
    """
    body = parse_json(read_text(path, "InferenceX results as JSON"), str(path))
    rows = body if isinstance(body, list) else [body]
    points, problems = [], []
    for number, row in enumerate(rows, 1):
        try:
            points.append(_point(row if isinstance(row, dict) else {}))
        except ValueError as error:
            problems.append(f"{path} result {number}: {error}: left out")
    if not points:
        raise TokenfallError(f"{path} is no InferenceX result: {problems[0] if problems else 'it is empty'}")
    return points, problems


def _point(row: Mapping[str, Any]) -> SweepPoint:
    metrics = row["metrics"] if isinstance(row.get("metrics"), dict) else row
    total = positive(metrics.get("tput_per_gpu"))
    output = positive(metrics.get("output_tput_per_gpu"))
    user = positive(metrics.get("median_intvty"))
    if total is None:
        raise ValueError("no positive tput_per_gpu")
    apart = row.get("disagg") in {True, "true"}
    gpus, decoding = _gpus(row, apart)
    tokens_per_s = None if output is None else output * (decoding if apart else gpus)
    return SweepPoint(
        model=_text(row, "model", "infmax_model_prefix"),
        accelerator=_text(row, "hw", "hardware"),
        number_format=(stated(row.get("precision")) or "").lower() or None,
        framework=stated(row.get("framework")),
        speculative_decoding=stated(row.get("spec_decoding", row.get("spec_method"))),
        tensor_parallel=_count(row, "decode_tp" if apart else "tp", "decode_tp"),
        gpus=gpus,
        input_len=_needed(row, "isl"),
        output_len=_needed(row, "osl"),
        concurrency=_needed(row, "conc"),
        tokens_per_s=None if tokens_per_s is None else float(tokens_per_s),
        tokens_per_s_per_accelerator=None if tokens_per_s is None else float(tokens_per_s / gpus),
        total_tokens_per_s_per_accelerator=float(total),
        tokens_per_s_per_user=None if user is None else float(user),
        measured_on=_day(row.get("date")),
    )


def _gpus(row: Mapping[str, Any], apart: bool) -> tuple[int, int]:
    """Return the number of all GPUs and of decoding GPUs, which are the same without disaggregation."""
    prefill, decode = _count(row, "num_prefill_gpu"), _count(row, "num_decode_gpu")
    if apart:
        if prefill is None or decode is None:
            raise ValueError("disaggregated without num_prefill_gpu and num_decode_gpu")
        return prefill + decode, decode
    if (gpus := _count(row, "num_decode_gpu", "tp", "decode_tp")) is None:
        raise ValueError("no number of GPUs")
    return gpus, gpus


def _count(row: Mapping[str, Any], *names: str) -> int | None:
    count = next((number for name in names if (number := positive(row.get(name)))), None)
    return int(count) if count else None


def _needed(row: Mapping[str, Any], name: str) -> int:
    if (number := _count(row, name)) is None:
        raise ValueError(f"no {name}")
    return number


def _text(row: Mapping[str, Any], *names: str) -> str:
    if (value := next((text for name in names if (text := stated(row.get(name)))), None)) is None:
        raise ValueError(f"no {names[0]}")
    return value


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


SOURCE = ReleaseSource(
    kind="inferencex",
    files=tuple(
        LiveSource(f"{RELEASE}inferencex/{model}", ADDRESS + model, "json", TERMS, verified=False) for model in MODELS
    ),
    columns=COLUMNS,
    read=lambda path, _: read_inferencex(path),
)
