"""TensorRT-LLM's tables: five layouts, and figures that are of one GPU in some and of all in others."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.hardware.releases.parse import parse_release
from assets.hardware.releases.trtllm import read_trtllm
from warehouse.errors import TokenfallError

FLAT = """# Performance

## Peak Throughput

### H9 GPUs (FP8)<sup>*</sup>

| Model     | Batch Size | TP (1)    | Input Length | Output Length | Throughput (out tok/s/GPU) |
| :-------- | :--------- | :-------- | :----------- | :------------ | -------------------------: |
| Small 7B  | 768        | 1         | 128          | 2048          |                     19,694 |
|           |            |           |              |               |                            |
| Big 70B   | 1024       | 4         | 128          | 128           |                        600 |
| Big 70B   | 1024       | 4         | 2048         | 128           |                            |

## Low Latency<sup>**</sup>

### H9 GPUs (FP8)

| Model     | Batch Size | TP (1)    | Input Length | 1st Token Latency (ms) |
| :-------- | :--------- | :-------- | :----------- | ---------------------: |
| Small 7B  | 1          | 1         | 128          |                      7 |
"""

STACKED = """# Overview

| Throughput (tokens / sec) |                            | GPU                          | H9 141GB HBM3 | A1-SXM4-80GB |
|:--------------------------|:---------------------------|:-----------------------------|:--------------|:-------------|
|                           | Precision                  |                              | FP8           | FP16         |
| Model                     | Tensor Model Parallel Size | Runtime Input/Output Lengths |               |              |
| Small v3.1 8B             | 1                          | 128, 128                     | 29526.04      | 6627.27      |
|                           |                            | 128, 4096                    | 17370.8       |              |
| Big v3.1 70B              | 2                          | 128, 128                     | 6800          |              |
|                           | 4                          | 1000, 1000                   | 8000          | 2000         |
"""

PER_MODEL = """## Throughput Measurements

and shows the throughput scenario under maximum load. The reported metric is `Total Output Throughput (tokens/sec)`.

#### Big 3.3 70B FP4
|             | GPU{colon} | B9        |           | B9 Ultra |
|:------------|:-----------|:----------|:----------|:---------|
|             | TP Size    | 1         | 2         | 8        |
| ISL, OSL    |            |           |           |          |
|             |            |           |           |          |
| 128, 128    |            | 11,253.28 | 17,867.66 | 80       |
| 20000, 2000 |            | 580.96    |           | 16       |

```shell
Per GPU Output Throughput (tokens/sec/gpu):       5530.7382
```
"""

SETUPS = """# Overview

The reported metric is `{metric}`.

#### Some Model 70B

| Sequence Length (ISL/OSL) | B9<br/>TP1 (FP4) | H9<br/>TP2 (FP8) |
|---|---|---|
| 128/2048 | 11,147 | 6,378 |
| 20000/2000 | 665 | |

RTX 9 Server Edition
| Sequence Length (ISL/OSL) | **1 GPUs**<br/>TP1,PP1 (FP4) | **8 GPUs**<br/>TP2,PP4 (FP4) |
|---|---|---|
| 128/128 | 3,264 | 16,000 |

#### Other Model - RTX 9 Server Edition

| Sequence Length (ISL/OSL) | **4 GPUs**<br/>DEP2,PP2 (FP8) |
|---|---|
| 1000/1000 | 400 |

| Input Length | Output Length | $seq_len |
| ------------ | ------------- | -------- |
| 128          | 128           | 256      |

```shell
Total Output Throughput (tokens/sec):             5530.7382
Per GPU Output Throughput (tokens/sec/gpu):       5530.7382
```
"""


def rows(folder: Path, text: str) -> list[tuple[object, ...]]:
    path = folder / "perf-overview.md"
    path.write_text(text, encoding="utf-8")
    return [tuple(row.values()) for row in parse_release("trtllm", path)[0]]


def test_flat_tables_per_chip_and_gpu(tmp_path: Path) -> None:
    assert rows(tmp_path, FLAT) == [
        ("Small 7B", "H9", "fp8", 1, 128, 2048, 19694.0, 19694.0),
        ("Big 70B", "H9", "fp8", 4, 128, 128, 2400.0, 600.0),
    ]


def test_flat_tables_of_all_gpus(tmp_path: Path) -> None:
    (_, big) = rows(tmp_path, FLAT.replace("tok/s/GPU", "tok/s"))
    assert big == ("Big 70B", "H9", "fp8", 4, 128, 128, 600.0, 150.0)


def test_one_table_of_stacked_headers(tmp_path: Path) -> None:
    assert rows(tmp_path, STACKED) == [
        ("Small v3.1 8B", "H9 141GB HBM3", "fp8", 1, 128, 128, 29526.04, 29526.04),
        ("Small v3.1 8B", "A1-SXM4-80GB", "fp16", 1, 128, 128, 6627.27, 6627.27),
        ("Small v3.1 8B", "H9 141GB HBM3", "fp8", 1, 128, 4096, 17370.8, 17370.8),
        ("Big v3.1 70B", "H9 141GB HBM3", "fp8", 2, 128, 128, 6800.0, 3400.0),
        ("Big v3.1 70B", "H9 141GB HBM3", "fp8", 4, 1000, 1000, 8000.0, 2000.0),
        ("Big v3.1 70B", "A1-SXM4-80GB", "fp16", 4, 1000, 1000, 2000.0, 500.0),
    ]


@pytest.mark.parametrize("colon", ["", ":"])
def test_stacked_headers_per_model(tmp_path: Path, colon: str) -> None:
    assert rows(tmp_path, PER_MODEL.replace("{colon}", colon)) == [
        ("Big 3.3 70B", "B9", "fp4", 1, 128, 128, 11253.28, 11253.28),
        ("Big 3.3 70B", "B9", "fp4", 2, 128, 128, 17867.66, 8933.83),
        ("Big 3.3 70B", "B9 Ultra", "fp4", 8, 128, 128, 80.0, 10.0),
        ("Big 3.3 70B", "B9", "fp4", 1, 20000, 2000, 580.96, 580.96),
        ("Big 3.3 70B", "B9 Ultra", "fp4", 8, 20000, 2000, 16.0, 2.0),
    ]


def test_one_column_per_setup_of_all_gpus(tmp_path: Path) -> None:
    assert rows(tmp_path, SETUPS.replace("{metric}", "Total Output Throughput (tokens/sec)")) == [
        ("Some Model 70B", "B9", "fp4", 1, 128, 2048, 11147.0, 11147.0),
        ("Some Model 70B", "B9", "fp4", 1, 20000, 2000, 665.0, 665.0),
        ("Some Model 70B", "H9", "fp8", 2, 128, 2048, 6378.0, 3189.0),
        ("Some Model 70B", "RTX 9 Server Edition", "fp4", 1, 128, 128, 3264.0, 3264.0),
        # Pipeline stages are GPUs too: 2 x 4.
        ("Some Model 70B", "RTX 9 Server Edition", "fp4", 2, 128, 128, 16000.0, 2000.0),
        # Data parallel attention has no tensor parallelism.
        ("Other Model", "RTX 9 Server Edition", "fp8", None, 1000, 1000, 400.0, 100.0),
    ]


def test_one_column_per_setup_per_gpu(tmp_path: Path) -> None:
    read = rows(tmp_path, SETUPS.replace("{metric}", "Output Throughput per GPU (tokens/sec/GPU)"))
    assert read[2] == ("Some Model 70B", "H9", "fp8", 2, 128, 2048, 12756.0, 6378.0)
    assert read[-1] == ("Other Model", "RTX 9 Server Edition", "fp8", None, 1000, 1000, 1600.0, 400.0)


def test_a_table_s_own_unit_counts_before_the_document_s(tmp_path: Path) -> None:
    text = SETUPS.replace("{metric}", "Total Output Throughput (tokens/sec)").replace(
        "| 1000/1000 | 400 |", "| 1000/1000 | 400 |\n\nunit: `output tokens per second per GPU`"
    )
    read = rows(tmp_path, text)
    assert read[2][-2:] == (6378.0, 3189.0)
    assert read[-1][-2:] == (1600.0, 400.0)


def test_figures_that_may_be_of_one_gpu_or_of_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TokenfallError, match="neither table nor text states that its figures are per GPU"):
        rows(tmp_path, SETUPS.replace("The reported metric is `{metric}`.", ""))


def test_a_total_beside_figures_per_gpu_is_taken_as_headed_and_flagged(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    path.write_text(FLAT + FLAT.replace("tok/s/GPU", "tok/s").replace("H9", "A1"), encoding="utf-8")
    read, problems = read_trtllm(path)
    assert [
        (throughput.accelerator, throughput.tensor_parallel, throughput.doubt is not None) for throughput in read
    ] == [
        ("H9", 1, False),
        ("H9", 4, False),
        ("A1", 1, False),
        ("A1", 4, True),
    ]
    assert (read[-1].tokens_per_s, read[-1].tokens_per_s_per_accelerator) == (600.0, 150.0)
    assert len(problems) == 1
    assert "1 figures of several GPUs are headed as a total beside tables headed per GPU" in problems[0]


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("B9<br/>TP1 (FP4)", "B9 (FP4)", "states no parallelism"),
        ("**8 GPUs**<br/>TP2,PP4", "**8 GPUs**<br/>TP2,PP2", "number of GPUs is not clear"),
        ("| 11,147 |", "| fast |", "'fast' is not a figure"),
        ("| 128/2048 |", "| long |", "is not a figure"),
    ],
)
def test_what_is_not_clear_is_left_out_and_named(tmp_path: Path, was: str, becomes: str, complaint: str) -> None:
    path = tmp_path / "perf-overview.md"
    metric = "Total Output Throughput (tokens/sec)"
    path.write_text(SETUPS.replace("{metric}", metric).replace(was, becomes, 1), encoding="utf-8")
    read, problems = read_trtllm(path)
    assert len(read) < 6
    assert complaint in problems[0]


def test_a_last_row_cut_inside_a_figure_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "perf-overview.md"
    path.write_text(STACKED[: STACKED.index("2000         |") + 2], encoding="utf-8")
    read, problems = read_trtllm(path)
    assert len(read) == 4
    assert "cut short" in problems[0]
