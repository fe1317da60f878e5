"""InferenceX dumps, Spec-Bench's leaderboard and Epoch's table of hardware."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assets.hardware.releases.inferencex import read_inferencex
from assets.hardware.releases.parse import parse_release
from warehouse.errors import TokenfallError


def write(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def point(**fields: object) -> dict[str, object]:
    """Eight GPUs: 50 tokens a second each, of which 20 are output."""
    flat = {"hw": "chip1", "conc": 4, "model": "org/model", "framework": "vllm", "precision": "FP8", "disagg": False}
    speed = {"isl": 1024, "osl": 512, "tp": 8, "tput_per_gpu": 50.0, "output_tput_per_gpu": 20.0}
    return flat | speed | {"spec_decoding": "none-at-all"} | fields


def test_a_point_of_one_node(tmp_path: Path) -> None:
    ((row,), problems) = parse_release("inferencex", write(tmp_path, json.dumps(point()), "agg.json"))
    assert row == {
        "model": "org/model",
        "accelerator": "chip1",
        "number_format": "fp8",
        "framework": "vllm",
        "speculative_decoding": "none-at-all",
        "tensor_parallel": 8,
        "tokens_per_s_per_user": None,
        "gpus": 8,
        "input_len": 1024,
        "output_len": 512,
        "concurrency": 4,
        "tokens_per_s": 160.0,
        "tokens_per_s_per_accelerator": 20.0,
        "total_tokens_per_s_per_accelerator": 50.0,
        "measured_on": None,
    }
    assert problems == []


def test_where_prefill_has_gpus_of_its_own_output_is_spread_over_all(tmp_path: Path) -> None:
    apart = point(disagg=True, num_prefill_gpu=24, num_decode_gpu=8, decode_tp=4, tp=None)
    ((row,), _) = parse_release("inferencex", write(tmp_path, json.dumps([apart]), "agg.json"))
    # 20 tokens a second on each of 8 decoding GPUs are 160, over 32 GPUs 5.
    assert (row["gpus"], row["tensor_parallel"]) == (32, 4)
    assert (row["tokens_per_s"], row["tokens_per_s_per_accelerator"]) == (160.0, 5.0)


def test_rows_of_the_database_dump(tmp_path: Path) -> None:
    metrics = {"tput_per_gpu": 50.0, "output_tput_per_gpu": 20.0}
    dumped = {
        "hardware": "chip1",
        "model": "m",
        "precision": "fp4",
        "disagg": False,
        "decode_tp": 8,
        "metrics": metrics,
    }
    dumped |= {"isl": 1, "osl": 2, "conc": 3, "num_prefill_gpu": 8, "num_decode_gpu": 8, "date": "2026-03-01T00:00:00Z"}
    ((row,), _) = parse_release("inferencex", write(tmp_path, json.dumps([dumped]), "dump.json"))
    assert (row["gpus"], row["tokens_per_s"], row["measured_on"]) == (8, 160.0, "2026-03-01")


def test_output_is_not_made_up_from_the_total(tmp_path: Path) -> None:
    ((row,), _) = parse_release("inferencex", write(tmp_path, json.dumps(point(output_tput_per_gpu=None)), "agg.json"))
    assert (row["tokens_per_s"], row["tokens_per_s_per_accelerator"]) == (None, None)
    assert row["total_tokens_per_s_per_accelerator"] == 50.0


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"tput_per_gpu": 0}, "no positive tput_per_gpu"),
        ({"tp": None}, "no number of GPUs"),
        ({"disagg": True}, "disaggregated without"),
        ({"hw": ""}, "no hw"),
        ({"isl": None}, "no isl"),
    ],
)
def test_points_that_state_too_little_are_named(tmp_path: Path, fields: dict[str, object], complaint: str) -> None:
    points, problems = read_inferencex(write(tmp_path, json.dumps([point(), point(**fields), 3]), "agg.json"))
    assert len(points) == 1
    assert len(problems) == 2
    assert complaint in problems[0]


LEADERBOARD = """# Leaderboard

## Leaderboard on 3090

- Device: a single ACME 3090 GPU
- Experimental Settings: Llama-7B-v1.3, greedy decoding, FP16 precision, batch size = 1

| Models | Multi-turn | Translation | #Mean Accepted Tokens | Overall |
| --- | :-: | :-: | :-: | :-: |
| [Eagle](https://a.example)🏅 | **2.71x** | 1.82x | **4.36** | **2.25x** |
| [PLD](https://b.example) | 1.57x | 0.97x | - | 1.25x |
| [Odd](https://c.example) | n/a | 0.97x | - | 1.25x |

## Leaderboard on A100

- Device: a single ACME A100 GPU (80GB) with 64 CPU cores
- Experimental Settings: greedy decoding, FP16 precision, batch size = 1

### Llama-33B-v1.3

| Models | Multi-turn | Translation | #Mean Accepted Tokens | Overall |
| --- | :-: | :-: | :-: | :-: |
| [Eagle](https://a.example)🥈 | 2.79x | 2.05x | 3.39 | 2.47x |
"""


def test_speed_ups_by_device_and_model(tmp_path: Path) -> None:
    rows, problems = parse_release("spec-bench", write(tmp_path, LEADERBOARD, "Leaderboard.md"))
    assert [tuple(row.values()) for row in rows] == [
        (
            "Eagle",
            "Llama-7B-v1.3",
            "a single ACME 3090 GPU",
            "Llama-7B-v1.3, greedy decoding, FP16 precision, batch size = 1",
            2.25,
            1.82,
            2.71,
            4.36,
        ),
        (
            "PLD",
            "Llama-7B-v1.3",
            "a single ACME 3090 GPU",
            "Llama-7B-v1.3, greedy decoding, FP16 precision, batch size = 1",
            1.25,
            0.97,
            1.57,
            None,
        ),
        (
            "Eagle",
            "Llama-33B-v1.3",
            "a single ACME A100 GPU (80GB) with 64 CPU cores",
            "greedy decoding, FP16 precision, batch size = 1",
            2.47,
            2.05,
            2.79,
            3.39,
        ),
    ]
    assert len(problems) == 1
    assert "Odd: Multi-turn is 'n/a'" in problems[0]


EPOCH = """Hardware name,Manufacturer,Notes,Release date,Release price (USD),Tensor-FP16/BF16 performance (FLOP/s),\
FP8 performance (FLOP/s),Memory (bytes),Memory bandwidth (byte/s),TDP (W),Link to datasheet,New column
ACME One,ACME,"two
lines",2022-09-20,33600.0,989400000000000.0,1979000000000000.0,80000000000.0,3350000000000.0,700.0,"https://a.example
https://b.example",x
ACME Two,ACME,,,,,,,,,,
ACME Three,ACME,,2022-09-20,,fast,,,,,,
"""


def test_chips_in_our_units(tmp_path: Path) -> None:
    rows, problems = parse_release("epoch-hardware", write(tmp_path, EPOCH, "ml_hardware.csv"))
    assert rows[0] == {
        "accelerator": "ACME One",
        "vendor": "ACME",
        "released_on": "2022-09-20",
        "memory_gb": 80.0,
        "memory_bandwidth_tb_per_s": 3.35,
        "dense_fp16_tflops": 989.4,
        "dense_fp8_tflops": 1979.0,
        "tdp_w": 700.0,
        "release_price_usd": "33600.0",
        "source_url": "https://a.example",
    }
    assert set(list(rows[1].values())[2:]) == {None}
    assert len(problems) == 1
    assert "ACME Three: Tensor-FP16/BF16 performance (FLOP/s)" in problems[0]


def test_a_table_whose_unit_changed_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, EPOCH.replace("Memory (bytes)", "Memory (GB)"), "ml_hardware.csv")
    with pytest.raises(TokenfallError, match=r"no column 'Memory \(bytes\)': the table's layout or units changed"):
        parse_release("epoch-hardware", path)
