"""Damage releases in a thousand ways and count what readers make of it: right, refused, or wrong.

`python -m tests.hardware.mutate [COUNT]` damages each sample so often. A reader may refuse a mutant in one line, leave
rows out, or state less of a row (None); a row that differs from the whole file's is wrong, and so is a crash.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.hardware.releases.parse import parse_release
from tests.hardware.release_files import OFFLINE, filed, log, system
from warehouse.errors import TokenfallError

Row = dict[str, object]
Mutator = Callable[[str, random.Random], str]
FREE = frozenset({"source_path", "copy_of"})
"""Columns that depend on the other rows of a file."""
LESS_EXACT = frozenset({"observed_at", "accelerator", "source_url"})


@dataclass(frozen=True)
class Sample:
    """A whole small release: the reader's name, the file's name, and its text."""

    reader: str
    name: str
    text: str


def _summary() -> Sample:
    rows = [
        filed(
            Platform=f"box{number}",
            Scenario=scenario,
            Model=benchmark,
            UsedModel=benchmark,
            Performance_Result=1000.5 + number,
            **{"a#": number + 1},
        )
        for number in range(3)
        for scenario in ("Offline", "Server")
        for benchmark in ("llama2-70b-99.9", "gpt-oss-120b")
    ]
    return Sample("mlperf", "summary_results.json", json.dumps(rows, indent=1))


CSV_NAMES = {
    "Organization": "Submitter",
    "Availability": "Availability",
    "Division": "Category",
    "SystemType": "Suite",
    "Platform": "Platform",
    "Model": "UsedModel",
    "MlperfModel": "Model",
    "Scenario": "Scenario",
    "Result": "Performance_Result",
    "number_of_nodes": "Nodes",
    "accelerator_model_name": "Accelerator",
    "accelerators_per_node": "a#",
    "Location": "Location",
    "framework": "Software",
    "version": "version",
    "Units": "Performance_Units",
    "weight_data_types": "weight_data_types",
}


def _table(rows: Sequence[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _summary_csv() -> Sample:
    rows = json.loads(_summary().text)
    table = [{name: row[old] for name, old in CSV_NAMES.items()} for row in rows]
    return Sample("mlperf", "summary.csv", _table(table))


def _offers() -> Sample:
    kinds = ("on-demand", "spot", "reserved", "serverless")
    offers = [
        {
            "provider": f"seller{number}",
            "gpu": "h100-sxm",
            "kind": kinds[number % 4],
            "usd_hr": 2.25 + number,
            "min_gpus": 8,
            "fetched_at": "2026-07-21T05:00:00+00:00",
        }
        for number in range(12)
    ]
    return Sample("rental", "2026-07-21.json", json.dumps({"date": "2026-07-21", "offers": offers}, indent=1))


def _sellers() -> Sample:
    lines = [
        {
            "timestamp": f"2025-10-{day:02}T00:00:00",
            "gpu_type": "H100_80GB",
            "socket_type": "SXM5",
            "by_provider": {"one": {"min": 1.5 + day}, "two": {"min": 2.5 + day}},
        }
        for day in range(1, 8)
    ]
    return Sample("rental", "H100.jsonl", "\n".join(map(json.dumps, lines)) + "\n")


def _instances() -> Sample:
    rows = [
        {"Cloud": f"Seller{n}", "GPU Type": "H100", "GPUs": 8, "On-demand": 16.5 + n, "Spot": 8.25 + n, "Notes": "none"}
        for n in range(8)
    ]
    return Sample("rental", "cloud-gpus.csv", _table(rows))


def _sweep() -> Sample:
    rows = [
        {
            "model": "gptoss120b",
            "hardware": "h100",
            "precision": "fp4",
            "framework": "vllm",
            "disagg": False,
            "decode_tp": 8,
            "num_decode_gpu": 8,
            "isl": 1024,
            "osl": 128,
            "conc": number,
            "date": "2026-09-18",
            "metrics": {"tput_per_gpu": 900.5 + number, "output_tput_per_gpu": 100.25 + number},
        }
        for number in range(1, 9)
    ]
    return Sample("inferencex", "gpt-oss-120b.json", json.dumps(rows, indent=1))


def _chips() -> Sample:
    rows = [
        {
            "Hardware name": f"Chip {n}",
            "Manufacturer": "Acme",
            "Release date": "2024-03-18",
            "Memory (bytes)": 80e9 + n,
            "Memory bandwidth (byte/s)": 3.35e12,
            "Tensor-FP16/BF16 performance (FLOP/s)": 9.9e14,
            "FP8 performance (FLOP/s)": 1.9e15,
            "TDP (W)": 700 + n,
            "Release price (USD)": 25000,
            "Link to datasheet": "https://example.org/chip",
        }
        for n in range(8)
    ]
    return Sample("epoch-hardware", "ml_hardware.csv", _table(rows))


def _run_log() -> Sample:
    place = "closed/Acme/results/box/bert-99/Offline/performance/run_1/mlperf_log_summary.txt"
    return Sample("mlperf", place, log(OFFLINE, extra="Completed samples per second : 999.5"))


def samples() -> list[Sample]:
    """One sample for each format."""
    return [_summary(), _summary_csv(), _run_log(), _offers(), _sellers(), _instances(), _sweep(), _chips()]


def _truncated(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text))]


def _line_gone(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


def _line_twice(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    place = rng.randrange(len(lines))
    return "".join([*lines[: place + 1], *lines[place:]])


def _lines_shuffled(text: str, rng: random.Random) -> str:
    first, *rest = text.splitlines(keepends=True)
    rng.shuffle(rest)
    return "".join([first, *rest])


def _noise(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    return text[:place] + rng.choice(('"', ",", "{", "]", "\\", "\0", "\n\n", "<", "\u200b", "é")) + text[place:]


def _field_renamed(text: str, rng: random.Random) -> str:
    name = rng.choice(_names(text))
    return text.replace(f'"{name}"', f'"{name}_new"')


def _value_blank(text: str, rng: random.Random) -> str:
    """One value of JSON, or one cell of CSV, emptied."""
    lines = text.splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if number and (":" in line or "," in line)]
    place = rng.choice(places)
    line = lines[place]
    if line.lstrip().startswith('"') and '": ' in line and "{" not in line:
        name, _, value = line.partition('": ')
        lines[place] = f'{name}": null{"," if value.rstrip().endswith(",") else ""}\n'
    elif not text.lstrip().startswith(("[", "{")):
        cells = next(csv.reader([line]))
        cells[rng.randrange(len(cells))] = ""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(cells)
        lines[place] = out.getvalue()
    return "".join(lines)


def _columns_swapped(text: str, rng: random.Random) -> str:
    """Two columns of CSV exchanged, header and cells; two fields of JSON objects in another order."""
    if text.lstrip().startswith("["):
        return json.dumps([_reordered(row, rng) for row in json.loads(text)])
    if text.lstrip().startswith(("{", "=")):
        return text
    rows = list(csv.reader(text.splitlines()))
    order = list(range(len(rows[0])))
    rng.shuffle(order)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[row[place] for place in order] for row in rows])
    return out.getvalue()


def _reordered(row: Row, rng: random.Random) -> Row:
    names = list(row)
    rng.shuffle(names)
    return {name: row[name] for name in names}


def _marks(text: str, rng: random.Random) -> str:
    """A byte order mark, other line ends, lines above or below: the same content."""
    return rng.choice(("\ufeff" + text, text.replace("\n", "\r\n"), "\n\n" + text, text + "\n\n"))


def _names(text: str) -> list[str]:
    """Keys of the first object, or the header's columns."""
    if text.lstrip().startswith(("[", "{")):
        body = json.loads(text.splitlines()[0]) if '"by_provider"' in text.splitlines()[0] else json.loads(text)
        first = body[0] if isinstance(body, list) else body.get("offers", [body])[0]
        return list(first)
    return next(csv.reader([text.splitlines()[0]]))


MUTATORS: tuple[Mutator, ...] = (
    _truncated,
    _line_gone,
    _line_twice,
    _lines_shuffled,
    _noise,
    _field_renamed,
    _value_blank,
    _columns_swapped,
    _marks,
)


def classify_mutant(sample: Sample, text: str, folder: Path, whole: list[Row]) -> str:
    """Return "right", "refused", or "wrong" with the row that the whole file does not state."""
    try:
        rows = _parse(sample, text, folder)
    except TokenfallError as error:
        return "refused" if "\n" not in str(error) else f"wrong: two lines: {error}"
    foreign = next((row for row in rows if not any(_states_less(row, whole_row) for whole_row in whole)), None)
    return "right" if foreign is None else f"wrong: {foreign}"


def _parse(sample: Sample, text: str, folder: Path) -> list[Row]:
    """A file is read by itself, a run log as a part of its release."""
    path = folder / sample.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return parse_release(sample.reader, folder if "/" in sample.name else path)[0]


def _states_less(row: Row, whole: Row) -> bool:
    """Whether each of a row's cells is that of the whole file's row, less exact, or not stated."""
    return all(value is None or _less(name, value, whole[name]) for name, value in row.items() if name not in FREE)


def _less(name: str, value: object, whole: object) -> bool:
    """A stray character in a name is indistinguishable from it; a time may lack its hour, a chip its form and an
    address its end, where a source states them in a field of their own, or last.
    """
    if not isinstance(value, str) or not isinstance(whole, str) or name == "usd_per_gpu_hour":
        return value == whole
    if name in LESS_EXACT:
        return whole.startswith(value.partition("T")[0]) or _bare(value) == _bare(whole)
    return _bare(value) == _bare(whole)


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum() and sign != "é")


def run(sample: Sample, count: int, seed: int = 1) -> tuple[Counter[str], list[str]]:
    """Verdicts over so many mutants, and the wrong ones in words."""
    rng = random.Random(seed)
    verdicts: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "inference_results_v5.1"
        (folder / "closed/Acme/systems").mkdir(parents=True)
        (folder / "closed/Acme/systems/box.json").write_text(json.dumps(system()), encoding="utf-8")
        whole = _parse(sample, sample.text, folder)
        for number in range(count):
            mutator = MUTATORS[number % len(MUTATORS)]
            verdict = classify_mutant(sample, mutator(sample.text, rng), folder, whole)
            verdicts[verdict.split(":")[0]] += 1
            if verdict.startswith("wrong"):
                wrong.append(f"mutant {number} of {sample.name}: {verdict}")
    return verdicts, wrong


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for sample in samples():
        verdicts, faults = run(sample, asked)
        print(f"{sample.reader} {sample.name}: {dict(verdicts)}")
        for fault in faults[:5]:
            print(f"  {fault}")
