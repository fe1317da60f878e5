"""Explain each verdict in a paragraph of its own numbers.

The texts of the report page are in `assets/reports/sentences.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.formats import day, dollars, factor, percent, seller
from assets.trends.moving_targets import reach
from assets.trends.paths import add_months
from warehouse import query

if TYPE_CHECKING:
    import duckdb

Row = Mapping[str, Any]
HERE = Path(__file__).parent
MUCH = 0.03
"""Least difference of two chances that is mentioned: from 1,000 paths, two standard errors are 3.2 points."""
OWN = 0.02
"""The same for two chances from the same paths."""
MOVES = {"list-price": "may move as prices of a search do", "electricity": "moves with the price of electricity"}
"""How a target may change."""
MOSTLY = 0.1
"""From this difference on, much of a chance depends on the target."""


def write_explanations(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Write the explanation of every row of out_verdict into its column `explanation`."""
    dates = {"as_of": as_of, "in_1y": add_months(as_of, 12), "in_3y": add_months(as_of, 36)}
    rows = query.rows(connection, HERE / "explain_verdicts.sql", dates)
    texts = {"positions": [row["position"] for row in rows], "texts": [explain(row) for row in rows]}
    query.execute(connection, HERE / "store_explanations.sql", texts)


def explain(row: Row) -> str:
    """Return a row of `explain_verdicts.sql` as a paragraph; what is not known is named or left out, never guessed."""
    if row["status"] == "not_crossed":
        parts = [_distance(row), _runner_up(row), _ended(row), _chances(row)]
        parts += [_target_uncertainty(row, row["p_1y"], row["p_1y_still"]), _difference(row)]
    else:
        parts = [_crossing(row), _stand_in(row), _interval(row), _today(row), _ended(row), _holding(row)]
        parts += [_target_uncertainty(row, row["p_level_1y"], row["p_level_1y_still"])]
    return " ".join(part for part in parts if part)


def _subject(row: Row) -> str:
    searches = {0: "", 1: ", one search"}.get(row["searches"], f", {row['searches']:,} searches")
    tokens = f"{row['tokens_in']:,} tokens in, {row['output_tokens']:,} out{searches}"
    kind = "use" if row["workload"] == "what-if" else f"{row['workload']} answer"
    return f"One {kind} ({tokens}) of a model that qualifies for {row['bar_label']}"


def _times(ratio: float) -> str:
    """Write a ratio with enough digits to differ from 1; `as much as` where three decimals do not."""
    if 0.95 < ratio < 1.05:
        near = f"{ratio:.3f}"
        return "as much as" if near == "1.000" else f"{near} times"
    return f"{factor(ratio)} times"


def _search(row: Row) -> str:
    return f"{row['target_label']} at {dollars(row['target_usd_per_query'])}"


def _crossing(row: Row) -> str:
    offer = f"{seller(row['provider'])} sold {row['model']} at {dollars(row['usd_per_query'])}"
    compared = f"{_times(row['ratio'])} the target ({_search(row)})"
    if row["status"] == "crossed_before_first_look":
        return (
            f"{_subject(row)} already cost no more than the target on {day(row['crossed_on'])}, the first day on which "
            f"both prices are known: {offer}, {compared}."
        )
    return f"{_subject(row)} first cost no more than the target on {day(row['crossed_on'])}: {offer}, {compared}."


def _stand_in(row: Row) -> str:
    if row["other_model"] is None:
        return f"It depends on that model alone: no other has cost as little up to {day(row['as_of'])}."
    other = f"{row['other_model']} at {seller(row['other_provider'])} ({dollars(row['other_usd_per_query'])})"
    if row["other_day"] <= row["crossed_on"]:
        return f"Without that model the day would be the same, with {other}."
    return f"Without that model it would have been {day(row['other_day'])}, with {other}."


def _interval(row: Row) -> str:
    low, high = row["crossed_on_low"], row["crossed_on_high"]
    if low is None:
        return "The bar's score has no interval, so how far the bar moves the day is not known."
    if high is None:
        return f"At the lower end of the bar's interval the day is {day(low)}; at the upper end it is not crossed yet."
    if low == high == row["crossed_on"]:
        return "The bar's interval does not move the day."
    return f"Over the bar's interval the day lies between {day(low)} and {day(high)}."


def _today(row: Row) -> str:
    now = (
        f"on {day(row['as_of'])} the cheapest is {row['now_model']} at {seller(row['now_provider'])}, "
        f"{dollars(row['now_usd_per_query'])}, {_times(row['now_ratio'])} the target's "
        f"{dollars(row['now_target_usd_per_query'])}"
    )
    if row["holds_now"]:
        return f"It holds now: {now}."
    return f"It no longer holds: {now}."


def _ended(row: Row) -> str:
    if row["target_ended_on"] is None:
        return ""
    return f"The target was withdrawn on {day(row['target_ended_on'])}; its last price stays the target."


def _holding(row: Row) -> str:
    if row["differing_method"] is None:
        return ""
    chance = f"That it holds in a year has a chance of {percent(row['headline_p'])} by the {row['method']} method"
    if abs(row["headline_p"] - row["differing_p"]) < MUCH:
        return f"{chance}, and no method differs by much."
    return f"{chance}; of all methods {row['differing_method']} differs most and gives {percent(row['differing_p'])}."


def _distance(row: Row) -> str:
    return (
        f"{_subject(row)} does not yet cost as little as the target ({_search(row)}): on {day(row['as_of'])} the "
        f"cheapest is {row['model']} at {seller(row['provider'])}, {dollars(row['usd_per_query'])}, "
        f"{_times(row['ratio'])} the target."
    )


def _runner_up(row: Row) -> str:
    if row["other_model"] is None:
        return "No other model that qualifies for the bar is on sale for it."
    times = _times(float(row["other_usd_per_query"]) / float(row["target_usd_per_query"]))
    return (
        f"Without that model it would be {row['other_model']} at {seller(row['other_provider'])}, "
        f"{dollars(row['other_usd_per_query'])}, {times} the target."
    )


def _chances(row: Row) -> str:
    if row["p_1y"] is None:
        return "There is too little history to forecast when it will."
    odds = [percent(row[f"p_{years}y"]) for years in (1, 3, 5)]
    even = f"an even chance by {day(row['date_p50'])}" if row["date_p50"] else "no even chance within five years"
    return (
        f"The {row['method']} method gives it a chance of {odds[0]} within a year, {odds[1]} within three and "
        f"{odds[2]} within five, and {even}."
    )


def _target_uncertainty(row: Row, p: float | None, still: float | None) -> str:
    """Tell how much of a chance within a year is due to the uncertain target; empty where that is little."""
    if p is None or still is None or abs(p - still) < OWN:
        return ""
    usd = float(row["now_target_usd_per_query"])
    low, high = reach(usd, row["target_low"], row["target_high"], row["target_quality"])
    reasons = [f"may be {dollars(low)} to {dollars(high)} today"] if low < high else []
    reasons += [MOVES[row["target_moves"]]] if row["target_moves"] else []
    part = "Much" if abs(p - still) >= MOSTLY else "Part"
    return (
        f"{part} of the uncertainty is the target's own: it {' and '.join(reasons)}. If it were exactly {dollars(usd)} "
        f"and constant, the chance within a year would be {percent(still)}."
    )


def _difference(row: Row) -> str:
    if row["differing_method"] is None:
        return ""
    if abs(row["headline_p"] - row["differing_p"]) < MUCH:
        return "No method differs by much."
    return f"Of all methods {row['differing_method']} differs most: {percent(row['differing_p'])} within three years."
