"""What the explorer is given: quantiles that can be read back, names in plain words, and a rate of words."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date

import numpy as np
import pytest

from assets.reports.explorer import ENGLISH_WORDS, embed, list_presets
from assets.reports.explorer_chances import QUANTILES, UNIT, encode_quantiles
from tests.conftest import ROOT
from tests.reports.conftest import GOOGLE, verdict_row


def decode(text: str) -> list[float]:
    """Read quantiles as the page's script does: groups of seven bits, the lowest first."""
    numbers, number, shift = [], 0, 0
    for byte in base64.b64decode(text):
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    first = -(numbers[0] >> 1) if numbers[0] & 1 else numbers[0] >> 1
    return [float(value) * UNIT for value in np.cumsum([first, *numbers[1:]])]


def test_three_costs_give_a_straight_line_of_quantiles() -> None:
    quantiles = decode(encode_quantiles(np.array([0.5, -1.5, -0.5], dtype=np.float32)))
    assert len(quantiles) == QUANTILES
    assert quantiles[0] == pytest.approx(-1.5)
    assert quantiles[50] == pytest.approx(-0.5)
    assert quantiles[75] == pytest.approx(0.0, abs=UNIT)
    assert quantiles[-1] == pytest.approx(0.5)


def test_quantiles_are_read_back_within_half_a_unit() -> None:
    costs = np.random.default_rng(1).normal(-0.3, 0.8, 1000).astype(np.float32)
    exact = np.quantile(costs.astype(np.float64), np.linspace(0, 1, QUANTILES))
    assert np.abs(np.array(decode(encode_quantiles(costs))) - exact).max() <= UNIT / 2 + 1e-12


def test_equal_costs_take_a_byte_a_quantile() -> None:
    assert decode(encode_quantiles(np.zeros(7, dtype=np.float32))) == [0.0] * QUANTILES


def test_the_words_are_those_of_the_text_that_was_counted() -> None:
    text = (ROOT / "docs" / "tokenizers" / "english.txt").read_bytes()
    assert {hashlib.sha256(text).hexdigest(): len(text.split())} == ENGLISH_WORDS


def test_embedded_data_cannot_end_its_element() -> None:
    text = embed({"name": "</script><!--&\u2028"})
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text) == {"name": "</script><!--&\u2028"}


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, "since 13 May 2024"),
        ({"holds_now": False}, "from 13 May 2024, not now"),
        ({"status": "crossed_before_first_look"}, "since 13 May 2024 at the latest"),
        ({"status": "not_crossed"}, "not yet"),
    ],
)
def test_a_published_use_says_since_when(changes: dict[str, object], answer: str) -> None:
    tokens = {"input_tokens": 70, "cached_input_tokens": 5, "output_tokens": 215, "searches": 0}
    labels = {"bar_label": "GPT-4", "target_label": "Google search"}
    row = verdict_row(GOOGLE, **tokens, workload_label="one", **labels, crossed_on=date(2024, 5, 13)) | changes
    (preset,) = list_presets([row, row | {"bar": "eci>=140"}])
    assert (preset["name"], preset["tokens_in"], preset["cost"]) == ("A chat answer", 75, "$180 per million uses")
    assert preset["answer"] == answer
