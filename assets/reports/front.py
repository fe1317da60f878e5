"""Put together what the first page shows: the finding, four tiles, the uses that fit a budget, and some claims."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from assets.forecasts import headline
from assets.formats import day, everyday_money, factor, month, percent
from assets.reports.gather import OPEN_TARGET, ReportData, Row
from assets.reports.sentences import LEAST_RISE
from assets.trends.record import BASELINE

BOLD_RULE, PAST_RATE = "ten-x-per-year", "drift"
CLAIMS_OF_EACH = 2
"""Claims of each verdict that the page shows before its reader chooses."""
VERDICTS = ("supported", "partly", "not_supported", "not_measurable")
NO_ANSWER = "When does an AI answer as good as GPT-4 cost as little as a web search?"
RULES = {
    headline.METHOD: "Our forecast",
    BASELINE: "If prices stay",
    PAST_RATE: "If the fall of the past goes on",
    BOLD_RULE: "If prices fall tenfold a year",
}
"""The methods that the first page compares, in plain words."""
LOWEST_USD, HIGHEST_USD = 1e-6, 100.0
"""Ends of the axis of costs of one use."""


def finding(data: ReportData) -> str:
    """Return the page's title: when an answer became as cheap as a search, or that it has not."""
    row = data.verdict(headline.TARGET)
    if not row:
        return NO_ANSWER
    answer, search = f"An AI answer as good as {reference(row)}", f"a {_search(row)}"
    if row["status"] == "not_crossed":
        return f"{answer} does not yet cost as little as {search}."
    if row["status"] == "crossed_before_first_look":
        text = f"{answer} already cost no more than {search} when first compared, in {row['crossed_on']:%B %Y}"
    else:
        text = f"{answer} became cheaper than {search} in {row['crossed_on']:%B %Y}"
    return f"{text}." if row["holds_now"] else f"{text}, and costs more again now."


def finding_line(data: ReportData) -> str:
    """Return the range of dates, today's share of a search's cost, and the rise since the lowest cost."""
    row = data.verdict(headline.TARGET)
    if not row:
        return ""
    sentences = [_range_of_dates(row), _share(row), _rise(data.today)]
    return " ".join(sentence for sentence in sentences if sentence)


def tiles(data: ReportData) -> list[Row]:
    """Return the four tiles: name, value, what it means, and a note for those who ask."""
    row = data.verdict(headline.TARGET)
    if not row or not data.as_of:
        return []
    tokens = f"{row['input_tokens'] + row['cached_input_tokens']:,} tokens in and {row['output_tokens']:,} out"
    days = (data.as_of - row["now_last_confirmed_on"]).days if row["now_last_confirmed_on"] else None
    confirmed = "no confirmed price" if days is None else f"its price was last confirmed {days} days before"
    crossed = row["crossed_on"] is not None
    then = f"{everyday_money(row['usd_per_query'])} then; " if crossed else ""
    return [
        {
            "name": "Cheaper than a search",
            "value": day(row["crossed_on"]) if crossed else "not yet",
            "meaning": _range_of_dates(row) or "no range of dates is known",
            "note": f"{row['bar_label']}; {row['target_label']}",
        },
        {
            "name": "One answer costs",
            "value": everyday_money(row["now_usd_per_query"]),
            "meaning": f"{then}a search costs {everyday_money(row['now_target_usd_per_query'], 'searches')}",
            "note": f"A {row['workload']} answer: {tokens}",
        },
        {
            "name": "Compared with a search",
            "value": _ratio(row),
            "meaning": f"{row['now_model']} is the cheapest model that qualifies",
            "note": row["target_label"],
        },
        {"name": "As of", "value": day(data.as_of), "meaning": confirmed, "note": "Only what was known on that day"},
    ]


def step_notes(data: ReportData) -> list[Row]:
    """Return the steps of the frontier in words: their days, cost, runner-up, and their row on the page of tables."""
    return [
        {
            **row,
            "days": f"{day(row['valid_from'])} to {day(row['valid_to']) if row['valid_to'] else 'now'}",
            "cost": everyday_money(row["usd_per_query"]),
            "runner_up_cost": everyday_money(row["runner_up_usd_per_query"]) if row["runner_up_model"] else None,
            "proof": f"data.html#step-{row['valid_from']}",
        }
        for row in data.steps
    ]


def reference(row: Row) -> str:
    """Return the name of the model that sets a bar, such as GPT-4."""
    return str(row["bar_label"]).split(" (")[0].split(" on ")[0]


def next_question(data: ReportData) -> Row | None:
    """Return the open target with its three chances in words, or None without a forecast of it."""
    row = data.verdict(OPEN_TARGET)
    if not row or row["status"] != "not_crossed" or row["p_1y"] is None:
        return None
    electricity = everyday_money(row["now_target_usd_per_query"], "searches")
    return {
        "distance": f"The electricity of a search costs about {electricity}. The cheapest answer costs "
        f"{factor(row['now_ratio'])} times that. The chance that it has cost as little at least once:",
        "chances": [(years, percent(row[f"p_{years}y"])) for years in (1, 3, 5)],
    }


def compared_methods(data: ReportData) -> list[Row]:
    """Return the chances of our forecast and of three simple rules, in plain words."""
    by_method = {row["method"]: row for row in data.methods if row["p_1y"] is not None}
    return [{**by_method[name], "label": label} for name, label in RULES.items() if name in by_method]


def reasons(drivers: Iterable[Row]) -> str:
    """Return how much each driver made an answer cheaper over the whole time, the rest called unexplained."""
    whole = {row["driver"]: row for row in drivers if row["span"] == "whole"}
    if not {"hardware", "algorithms", "residual"} <= whole.keys():
        return ""
    first = whole["hardware"]
    total = float(Decimal(first["usd_per_query_from"]) / Decimal(first["usd_per_query_to"]))
    changes = [whole["algorithms"]["log_change"], whole["hardware"]["log_change"]]
    changes.append(whole["residual"]["with_market_log_change"])
    if None in changes:
        return f"An answer became {factor(total)} times cheaper. Not every driver of it could be measured."
    algorithms, hardware, rest = (factor(math.exp(-change)) for change in changes)
    return (
        f"From {month(first['period_from'])} to {month(first['period_to'])} an answer became {factor(total)} times "
        f"cheaper. Better software and smaller models explain a factor of {algorithms}, cheaper "
        f"hardware {hardware}. A factor of {rest} is unexplained: margins, discounts and "
        "what we measure badly."
    )


def affordable(points: Iterable[Row]) -> list[Row]:
    """Return one row an application, at the first bar it has: cost, budget, and since when or how likely it fits."""
    first: dict[str, Row] = {}
    for row in points:
        first.setdefault(row["application"], row)
    return [
        {
            **row,
            "cost": everyday_money(row["usd_per_task"], "uses"),
            "budget": everyday_money(row["budget_usd"], "uses"),
            "share": _share_of_budget(row["ratio"]),
            "is_within": row["viable_on"] is not None and row["holds_now"],
            "answer": _affordable_since(row),
            "cost_x": _place(row["usd_per_task"]),
            "budget_x": _place(row["budget_usd"]),
        }
        for row in first.values()
    ]


def claim_cards(claims: Iterable[Row]) -> Row:
    """Return the number of claims of each verdict, and all claims by verdict; the first few of each are marked."""
    by_verdict: dict[str, list[Row]] = {verdict: [] for verdict in VERDICTS}
    for row in claims:
        by_verdict[row["verdict"]].append(row)
    cards = [
        {**row, "is_first": number < CLAIMS_OF_EACH and verdict != "not_measurable"}
        for verdict, rows in by_verdict.items()
        for number, row in enumerate(rows)
    ]
    return {"counts": {verdict: len(rows) for verdict, rows in by_verdict.items() if rows}, "cards": cards}


def _search(row: Row) -> str:
    return str(row["target_label"]).split(",")[0].split(" (")[0]


def _range_of_dates(row: Row) -> str:
    if not row["crossed_on"] or not row["crossed_on_low"]:
        return ""
    latest = day(row["crossed_on_high"]) if row["crossed_on_high"] else "some day not reached yet"
    return f"Possible dates: between {day(row['crossed_on_low'])} and {latest}."


def _share(row: Row) -> str:
    if row["now_ratio"] > 1:
        return f"Today it costs {factor(row['now_ratio'])} times as much as the search."
    return f"Today it costs 1/{factor(1 / row['now_ratio'])} of the search."


def _ratio(row: Row) -> str:
    if row["now_ratio"] > 1:
        return f"{factor(row['now_ratio'])} times its cost"
    return f"{factor(1 / row['now_ratio'])} times cheaper"


def _rise(today: Iterable[Row]) -> str:
    own = next((row for row in today if row["bar"] == headline.BAR), None)
    if not own or own["times_lowest"] is None or own["times_lowest"] < LEAST_RISE:
        return ""
    return (
        f"It was lowest in {own['lowest_on']:%B %Y}, at {everyday_money(own['lowest_usd_per_query'])}; it now costs "
        f"{factor(own['times_lowest'])} times that."
    )


def _share_of_budget(ratio: float) -> str:
    return f"{factor(ratio)} times the budget" if ratio > 1 else f"1/{factor(1 / ratio)} of the budget"


def _affordable_since(row: Row) -> str:
    if row["viable_on"]:
        since = f"{month(row['viable_on'])}{' or before' if row['below_at_first_comparison'] else ''}"
        return f"since {since}" if row["holds_now"] else f"from {since}, not now"
    return "not yet" if row["p_5y"] is None else f"not yet; {percent(row['p_5y'])} within 5 years"


def _place(usd: Decimal) -> int:
    """Return where an amount is on the logarithmic axis of uses, from 0 to 100."""
    share = math.log(float(usd) / LOWEST_USD) / math.log(HIGHEST_USD / LOWEST_USD) if usd > 0 else 0
    return round(100 * min(max(share, 0), 1))
