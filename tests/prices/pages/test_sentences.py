"""Prices in sentences: whose they are, which amount is which, and sentences that are no price of today."""

import pytest

from assets.prices.pages.sentences import prose, sentence_grids

NAME = r"\bAya(?: [A-Z0-9][\w.-]*)*"


def read(text: str) -> tuple[list[list[str]], list[str]]:
    """Model, input, cached input and output of every sentence, and the messages."""
    problems: list[str] = []
    return [[cell.text for cell in grid.rows[0]] for grid in sentence_grids(text, NAME, problems)], problems


@pytest.mark.parametrize(
    "sentence",
    [
        "Aya 9 pricing is $1/1M tokens for input and $2/1M tokens for output.",
        "Aya 9 models (8B and 32B) on the API are charged at $1/1M tokens for input and $2/1M tokens for output.",
        "Aya 9 is billed at $1 per million tokens (input) and $2 per million tokens (output)",
        "Aya 9 costs $1 per 1M input tokens and $2 per 1M output tokens, Aya 10 is $3",
    ],
)
def test_a_sentence_names_a_model_and_both_prices(sentence: str) -> None:
    rows, _ = read(sentence)
    assert rows[0][0] == "Aya 9"
    assert [text.split("/")[0].split(" ")[0] for text in (rows[0][1], rows[0][3])] == ["$1", "$2"]
    assert rows[0][2] == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Aya 9 pricing was $1/1M tokens for input and $2/1M tokens for output",
        "Aya 9 pricing is being reviewed; $1/1M tokens for input and $2/1M tokens for output is the price of others",
        "Baya pricing is $1/1M tokens for input and $2/1M tokens for output",
        "",
    ],
)
def test_a_past_price_and_a_sentence_about_something_else_are_not_read(sentence: str) -> None:
    assert read(sentence) == ([], [])


def test_amounts_that_cannot_be_told_apart_are_named() -> None:
    rows, problems = read("Aya 9 pricing is $1/1M tokens for input and output")
    assert rows == []
    assert problems[0].startswith("Aya 9: sentence left out, an amount without a word of its own")


def test_a_sentence_ends_where_its_block_ends() -> None:
    text = prose(
        "<div><li>Aya 9 pricing is <b>$1</b>/1M tokens for input and $2/1M tokens for output</li><li>$9</li></div>"
    )
    assert read(text)[0] == [["Aya 9", "$1 /1M tokens for input and", "", "$2/1M tokens for output"]]
