"""Damaged releases: whatever happens to a file, no reader crashes or gives a row that the whole file does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.hardware.releases.parse import parse_release
from tests.hardware.mutate import MUTATORS, Sample, classify_mutant, run, samples

COUNT = 25 * len(MUTATORS)
"""`python -m tests.hardware.mutate` tries a thousand of each."""


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: f"{sample.reader}-{sample.name.rpartition('/')[2]}")
def test_a_damaged_release_is_read_right_or_refused(sample: Sample) -> None:
    verdicts, wrong = run(sample, COUNT)
    assert wrong == []
    assert verdicts["right"] > COUNT / 10
    assert verdicts["refused"] > 0


def test_a_wrong_row_is_seen(tmp_path: Path) -> None:
    sample = samples()[0]
    (tmp_path / sample.name).write_text(sample.text, encoding="utf-8")
    whole, _ = parse_release(sample.reader, tmp_path / sample.name)
    assert classify_mutant(sample, sample.text, tmp_path, whole) == "right"
    assert classify_mutant(sample, sample.text.replace("1000.5", "1000.6"), tmp_path, whole).startswith("wrong: {")
