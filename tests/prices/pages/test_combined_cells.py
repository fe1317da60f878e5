"""Several prices in one cell: which is which must be stated, by a word beside each or by a stated order."""

import pytest

from assets.prices.pages.combined import order_in, parts_of
from assets.reading.money import MoneyError


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$0.15 input$0.60 output", {"input": "$0.15 input", "output": "$0.60 output"}),
        ("in $0.10 / out $0.30", {"input": "in $0.10", "output": "out $0.30"}),
        ("$0.09/$0.17 in/out", {"input": "$0.09", "output": "$0.17"}),
        ("(Input/Output) $0.70/$0.80", {"input": "$0.70", "output": "$0.80"}),
        (
            "Input: $2.50\nCached input: $1.25\nOutput: $10",
            {"input": "Input: $2.50", "cached": "Cached input: $1.25", "output": "Output: $10"},
        ),
        ("$0.70 / $0.80", {}),
        ("$22.00 per 1M characters", {}),
    ],
)
def test_words_identify_each_amount(text: str, parts: dict[str, str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "$0.15 input $0.60 output $0.10",
        "$0.15 input $0.60 input",
        "from $0.15 input $0.60 output",
        "input output $1 $2",
    ],
)
def test_words_that_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        parts_of(text)


def test_a_stated_order_needs_as_many_amounts() -> None:
    order = order_in("prices are input / cached input / output, in that order")
    assert order == ("input", "cached", "output")
    assert parts_of("$3.00 / $0.30 / $15.00", order) == {"input": "$3.00", "cached": "$0.30", "output": "$15.00"}
    with pytest.raises(MoneyError):
        parts_of("$3.00 / $15.00", order)


def test_two_stated_orders_are_none() -> None:
    assert order_in("input / output here, input / cached input / output there") == ()


def test_one_price_holds_for_both_only_when_the_page_states_it() -> None:
    assert parts_of("$0.20", alike=True) == {"input": "$0.20", "output": "$0.20"}
    assert parts_of("$0.20") == {}
