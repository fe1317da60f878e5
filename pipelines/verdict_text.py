"""Verdicts as text: a sentence with today's cost, then a table of the targets nearest to it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from assets.formats import day, dollars, factor, percent, seller
from pipelines.answers import Row
from pipelines.output import page_width, print_text, show

NEAREST = 10
"""Verdicts that are listed without --all."""
OWN_AMOUNT = "what-if"
"""Target of a verdict on an amount given with --target-usd."""
WIDE = {"target_usd_now", "usd_now", "offer"}
"""Columns that a terminal of 80 columns has no room for."""


def print_verdicts(rows: Sequence[Row], answer: Row | None, *, everything: bool, why: bool) -> None:
    """Print the answer (where the headline was asked for), today's cost, and the verdicts nearest to it."""
    for line in describe_headline(answer, rows) if answer else [describe_cost(rows)]:
        print_text(line)
    print()
    listed = rows if everything else nearest(rows)
    if why:
        print(list_explanations(listed, page_width()))
        return
    print_text(describe_choice(listed, rows))
    readable = readable_rows(listed)
    show(readable, "table", columns=[name for name in readable[0] if name not in WIDE], wrap="verdict")


def nearest(rows: Sequence[Row]) -> list[Row]:
    """Return the verdicts whose target is nearest to today's cost by ratio, the nearest first."""
    return sorted(rows, key=lambda row: abs(math.log(_ratio(row))))[:NEAREST]


def describe_headline(answer: Row, rows: Sequence[Row]) -> list[str]:
    """Return the answer of the view headline, today's cost, and the range of the date."""
    lines = [str(answer["answer"]), describe_cost(rows, "it")]
    if answer["crossed_on_low"]:
        first = day(answer["crossed_on_low"])
        last = f"and {day(answer['crossed_on_high'])}" if answer["crossed_on_high"] else "and a day yet to come"
        lines.append(
            f"It cost {dollars(answer['usd_then'])} on {day(answer['crossed_on'])}; over the uncertainty of GPT-4's "
            f"score that day lies between {first} {last}."
        )
    return lines


def describe_cost(rows: Sequence[Row], subject: str | None = None) -> str:
    """Return what an answer costs on the published date, compared with the searches of `rows`.

    `subject` is the subject of the sentence, by default the workload and bar of the answer.
    """
    row, below = rows[0], sum(1 for row in rows if row["holds_now"])
    if _several(rows):
        return f"On {day(row['as_of'])} an answer costs no more than the search in {below} of {len(rows)} comparisons."
    compared = _among(below, len(rows)) if len(rows) > 1 else _against(row)
    offer = f"{row['now_model_id']} at {seller(row['now_provider'])}"
    subject = subject or f"one {row['workload']} answer at {row['bar']}"
    return f"On {day(row['as_of'])} {subject} costs {dollars(row['now_usd_per_query'])} ({offer}): {compared}."


def _among(below: int, total: int) -> str:
    """Compare today's cost with the costs of `total` searches, `below` of which cost at least as much."""
    if not below:
        return f"more than each of {total} searches"
    return f"no more than {f'each of {total}' if below == total else f'{below} of the {total}'} searches compared"


def _against(row: Row) -> str:
    ratio = _ratio(row)
    times = f"a factor of {factor(max(ratio, 1 / ratio))} {'below' if row['holds_now'] else 'above'}"
    target = "your amount" if row["target"] == OWN_AMOUNT else row["target"]
    return f"{times} {target} ({dollars(row['now_target_usd_per_query'])})"


def _ratio(row: Row) -> float:
    """Today's cost over the target; now_ratio is rounded, to 0 against an amount that is large enough."""
    return float(row["now_usd_per_query"]) / float(row["now_target_usd_per_query"])


def describe_choice(listed: Sequence[Row], rows: Sequence[Row]) -> str:
    """Return the line above the table: which verdicts it lists."""
    method = rows[0]["method"]
    if len(listed) == len(rows):
        return f"Forecasts by the method {method}:"
    nearby = "comparisons nearest to equal costs" if _several(rows) else "search costs nearest to that"
    return f"The {len(listed)} of {len(rows)} {nearby} (--all lists all), forecasts by the method {method}:"


def _several(rows: Sequence[Row]) -> bool:
    """Whether the rows are of several answers: more than one bar or workload."""
    return len({(row["bar"], row["workload"]) for row in rows}) > 1


def readable_rows(rows: Sequence[Row]) -> list[Row]:
    """Return verdicts in a few columns with units and sentences, without the names that all rows share.

    Names and costs are columns of the view verdict_plain, for a query in SQL. Costs and offers are today's, as in the
    sentence above the table; the verdict says when and whether it crossed.
    """
    shared = {name for name in ("bar", "workload", "target") if len({row[name] for row in rows}) == 1 and len(rows) > 1}
    return [
        {name: row[name] for name in ("bar", "workload", "target") if name not in shared}
        | {
            "target_usd_now": row["now_target_usd_per_query"],
            "usd_now": row["now_usd_per_query"],
            "verdict": _sentence(row),
            "offer": f"{row['now_model_id']} at {row['now_provider']}",
        }
        for row in rows
    ]


def list_explanations(rows: Sequence[Row], width: int) -> str:
    """Return the explanation of each verdict below its names, in lines of at most `width` characters."""
    return "\n\n".join(
        f"{row['bar']}, {row['workload']}, {row['target']}:\n"
        + textwrap.fill(str(row["explanation"]), width, break_on_hyphens=False)
        for row in rows
    )


def _sentence(row: Row) -> str:
    if row["status"] != "not_crossed":
        text = f"crossed on {row['crossed_on']}"
        if row["status"] == "crossed_before_first_look":
            text = f"already below on {row['crossed_on']}, when first compared"
        elif row["crossed_on_low"]:
            text += f" ({_range(row)})"
        return text if row["holds_now"] else f"{text}; above it again now"
    ratio = _ratio(row)
    expensive = f"{f'{ratio:,.0f}' if ratio >= 1000 else f'{ratio:.3g}'} times as expensive"
    if row["p_1y"] is None:
        return f"{expensive}; too little history to forecast"
    chances = ", ".join(f"{percent(row[f'p_{years}y'])} in {years}y" for years in (1, 3, 5))
    return f"{expensive}; chance {chances}"


def _range(row: Row) -> str:
    low, high = row["crossed_on_low"], row["crossed_on_high"]
    return f"{low} to {high}" if high else f"{low} at the earliest, at the latest not yet"
