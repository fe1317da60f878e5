"""Values that scripts and MDX pages assign to names: JSON, literals of JavaScript, and code, which is neither."""

from decimal import Decimal

import pytest

from assets.reading.embedded import markdown_in, script_values
from assets.reading.script_values import NotLiteral, assignments, read_literal


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('{"a": 1.50, "b": [true, null]}', {"a": Decimal("1.50"), "b": [True, None]}),
        ("{a: 1, 'b-c': .5, 3: 5.,}", {"a": Decimal(1), "b-c": Decimal("0.5"), "3": Decimal(5)}),
        ("[{a: 'it\\'s \"so\"'}, `b`, undefined,]", [{"a": 'it\'s "so"'}, "b", None]),
        (
            "{a: 1_000, /* { */ b: -2e-7, // }\n c: '// no comment'}",
            {"a": 1000, "b": Decimal("-2E-7"), "c": "// no comment"},
        ),
        ("{a: {}, b: []} as const;", {"a": {}, "b": []}),
        (r"""{a: "\\'b'"}""", {"a": r"\'b'"}),
    ],
)
def test_a_literal_is_read_with_its_numbers_as_written(written: str, value: object) -> None:
    assert read_literal(f"x = {written}", 4) == value


@pytest.mark.parametrize(
    "written",
    [
        "{a: 1",
        "{a: 1 + 1}",
        "{a: price(1)}",
        "{a: b}",
        "{...rest}",
        "{a() { return 1 }}",
        "[1, 2",
        "{a: `${b}`}",
        "{a: 1}}"[:3],
    ],
)
def test_code_and_a_cut_off_value_are_no_literals(written: str) -> None:
    with pytest.raises(NotLiteral):
        read_literal(written)


def test_a_value_nested_too_deeply_is_no_literal() -> None:
    with pytest.raises(NotLiteral):
        read_literal("{a:" * 100_000)


def test_names_are_found_where_values_are_assigned_to_them() -> None:
    text = "export const PRICING: Rates = {a: 1}\nwindow._DATA={}; let b = [];\n  plain = [1]\nif (x == {}) y(c = 3)"
    assert [name for name, _ in assignments(text)] == ["PRICING", "_DATA", "b", "plain"]


def test_the_scripts_of_a_page_give_their_values_by_name() -> None:
    page = (
        '<p>x = {"no": 1}</p><script type="application/json"> {"a": 1}</script><script>var b = [2], c = d();</script>'
    )
    assert list(script_values(page)) == [("", {"a": 1}), ("b", [2])]


def test_a_page_that_starts_with_a_comment_of_mdx_gives_the_values_it_exports() -> None:
    assert list(script_values("{/* {a: 1} */}\n\nexport const PRICES = {a: 2};\nexport const x = [e];")) == [
        ("PRICES", {"a": 2})
    ]


def test_markdown_is_found_at_any_depth_by_the_rule_below_a_header() -> None:
    table = "| a | b |\n|---|:-:|\n| 1 | 2 |"
    assert list(markdown_in({"x": [None, {"y": table}, "a | b"], "z": "---"})) == [table]
