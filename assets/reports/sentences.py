"""Put the answer into words, from the numbers; every sentence also has a form for what is not known."""

from __future__ import annotations

from collections import defaultdict

from assets.forecasts import headline
from assets.forecasts.sensitivity import BREAK
from assets.formats import day, dollars, factor, percent, seller
from assets.reports.gather import OPEN_TARGET, ReportData, Row
from assets.trends.moving_targets import LIST_PRICES, PUBLISHED_FIGURE, SEARCH_OF_TODAY, STANDS_STILL
from assets.trends.record import BASELINE

LEAST_RISE = 1.05
"""A cost within 5% of its lowest has not risen."""
ALL = "all"
"""What out_sensitivity calls the full data, and so the verdict's own definition of a target."""
ENERGIES = {"takes-no-more": "no more", "takes-more": "more", "undecided": "undecided"}
"""The statuses of out_energy_verdict in a sentence."""
ELECTRICITY_LABELS = {
    ALL: "As Google published it in 2009, moving with the price of electricity, as in the verdict",
    SEARCH_OF_TODAY: "A search of today, by our judgement",
    STANDS_STILL: "As published, and standing still",
    LIST_PRICES: "As published, and moving like list prices of search APIs",
}


def headline_sentences(data: ReportData) -> list[str]:
    """Return the answer on the headline bar, workload and target, or what is missing and the answers of other bars."""
    verdict = data.verdict(headline.TARGET)
    if verdict:
        sentences = (crossing(verdict), interval(verdict), today(verdict), *today_in_context(data))
        return [sentence for sentence in sentences if sentence]
    if not data.as_of or not data.verdicts:
        return ["There is no answer yet: no verdict has been computed. Run `tokenfall run` and read this page again."]
    missing = (
        f"There is no answer on the headline bar ({headline.BAR}) as of {day(data.as_of)}: no price of a model that "
        "qualifies is known, or no score snapshot that holds its reference model was known then."
    )
    asked = (headline.WORKLOAD, headline.TARGET)
    others = [row for row in data.verdicts if (row["workload"], row["target"]) == asked]
    return [missing, *(sentence for row in others for sentence in (crossing(row), interval(row)) if sentence)]


def crossing(row: Row) -> str:
    """Return when the answer first cost no more than the search, by which offer; or how far it still is."""
    subject = f"{_answer(row)} from a model at least as capable as {row['bar_label']}"
    times = factor(row["ratio"])
    search = f"{row['target_label']} at {dollars(row['target_usd_per_query'])}"
    offer = f"{seller(row['provider'])} sells {row['model']} at {dollars(row['usd_per_query'])} an answer"
    if row["status"] == "not_crossed":
        return f"{subject} does not yet cost as little as a search ({search}): {offer}, {times} times it."
    sold = offer.replace(" sells ", " sold ", 1)
    if row["status"] == "crossed_before_first_look":
        return f"{subject} already cost no more than a search when first compared, on {day(row['crossed_on'])}: {sold}."
    return (
        f"{subject} first cost no more than a web search on {day(row['crossed_on'])}, when {sold}. "
        f"The search: {search}."
    )


def interval(row: Row) -> str:
    """Return between which dates the crossing lies over the uncertainty of the bar; empty when there is no date."""
    if row["status"] == "not_crossed":
        return ""
    if not row["crossed_on_low"]:
        return "How much the date depends on the uncertainty of the bar is not known: its score has no interval."
    latest = day(row["crossed_on_high"]) if row["crossed_on_high"] else "not yet"
    return (
        f"The bar is itself uncertain: over the interval of its score the date lies between "
        f"{day(row['crossed_on_low'])} and {latest}."
    )


def today(row: Row) -> str:
    """Return what the answer costs on the as-of date, and its ratio to the search."""
    now, ratio = dollars(row["now_usd_per_query"]), row["now_ratio"]
    compared = (
        f"a factor of {factor(1 / ratio)} below the search" if ratio <= 1 else f"{factor(ratio)} times the search"
    )
    return f"On {day(row['as_of'])} it costs {now} ({row['now_model']} at {seller(row['now_provider'])}), {compared}."


def today_in_context(data: ReportData) -> list[str]:
    """Return the lowest cost so far, the costs by stricter bars, and the cost if stale prices counted."""
    by_bar = {row["bar"]: row for row in data.today}
    own, two = by_bar.get(headline.BAR), by_bar.get(f"two-of-three>={headline.LEVEL}")
    verdict = data.verdict(headline.TARGET)
    sentences = [_since_the_low(own), _other_bars(own, two), _stale(verdict), _missing_score(data.missing)]
    return [sentence for sentence in sentences if sentence]


def _since_the_low(own: Row | None) -> str:
    if not own or own["times_lowest"] is None or own["times_lowest"] < LEAST_RISE:
        return ""
    return (
        f"The cheapest answer has been cheaper: {dollars(own['lowest_usd_per_query'])} on {day(own['lowest_on'])}. "
        f"It now costs {factor(own['times_lowest'])} times that."
    )


def _other_bars(own: Row | None, two: Row | None) -> str:
    """Count the bars that today's model passes, and give the cost by stricter readings of the question."""
    if not own or not own["bars_judged"]:
        return ""
    passes = f"Today's cheapest model, {own['model']}, passes {own['bars_passed']} of the {own['bars_judged']} tests"
    passes += " of GPT-4's level that it was scored on"
    passes += f"; it is below {own['failed_labels']}." if own["failed_labels"] else "."
    if own["median_of_five_usd_per_query"] is not None:
        median = dollars(own["median_of_five_usd_per_query"])
        passes += f" The five cheapest offers whose price was confirmed in the last 90 days cost {median} (median)."
    if two:
        passes += (
            f" A model that passes at least two of the three tests costs {dollars(two['usd_per_query'])} "
            f"({two['model']} at {seller(two['provider'])})."
        )
    return passes


def _stale(verdict: Row | None) -> str:
    if not verdict:
        return ""
    if verdict["stale_model_id"]:
        return (
            f"If prices that nobody has confirmed for 90 days counted, {verdict['stale_model']} at "
            f"{seller(verdict['stale_provider'])} would be the cheapest, at {dollars(verdict['stale_usd_per_query'])}."
        )
    if verdict["now_is_stale"]:
        return f"That price was last confirmed on {day(verdict['now_last_confirmed_on'])} and may have changed since."
    return ""


def _missing_score(missing: list[Row]) -> str:
    """Name the unscored model whose score would tell most of today's cost, and how much; empty where none would."""
    if not missing:
        return ""
    row = missing[0]
    now, after = (10**dex for dex in (row["cost_range_dex"], row["cost_range_dex"] - row["expected_narrowing_dex"]))
    return (
        f"The missing score that would narrow the range of today's cost most is that of {row['model']} (bar: "
        f"{row['bar_label']}). With every unscored model counted by its assumed chance to qualify, the 80% range spans "
        f"a factor of {factor(now)}; with that score known, {factor(after)} on average."
    )


def open_question(data: ReportData) -> list[str]:
    """Return the target that is still open: how far, how likely by when, and how much the methods disagree."""
    verdict = data.verdict(OPEN_TARGET)
    if not verdict:
        return [
            "Whether an answer will cost as little as a search's electricity is not known: there is no verdict on it."
        ]
    if verdict["status"] != "not_crossed":
        return [crossing(verdict)]
    distance = (
        f"Still open: {verdict['target_label']}, {dollars(verdict['target_usd_per_query'])} a search. The cheapest "
        f"answer costs {factor(verdict['now_ratio'])} times that."
    )
    if verdict["p_1y"] is None:
        return [distance, "There is too little history to forecast when it will be reached."]
    odds = [percent(verdict[f"p_{years}y"]) for years in (1, 3, 5)]
    chances = (
        f"The {verdict['method']} method gives a {odds[0]} chance that it is reached within a year, {odds[1]} within "
        f"three and {odds[2]} within five."
    )
    return [distance, chances, *_since_the_break(data.breaks), *_by_noise_alone(data.methods), *electricity(data)]


def electricity(data: ReportData) -> list[str]:
    """Return what the electricity target compares, how much its definition matters, and the energy like for like."""
    compared = "This compares the price of an answer with the electricity bill of a search."
    return [compared, *_definitions({row["what"]: row["p_5y"] for row in data.electricity}), *_like_for_like(data)]


def _definitions(p_5y: dict[str, float]) -> list[str]:
    """Tell how the five-year chance depends on which electricity is meant, and on how its price moves."""
    if SEARCH_OF_TODAY not in p_5y:
        return []
    moves = [p for what, p in p_5y.items() if what != SEARCH_OF_TODAY]
    lower = p_5y[ALL] - p_5y[SEARCH_OF_TODAY]
    direction = "lower" if lower >= 0 else "higher"
    return [
        f"Which electricity is meant moves the five-year chance by {_points(lower)} ({direction} "
        "against a search of today than against the figure of 2009); how its price moves changes it by "
        f"{_points(max(moves) - min(moves))}."
    ]


def _like_for_like(data: ReportData) -> list[str]:
    """Return the verdict on energy against the published figure of a search, and how many take more than today's."""
    published = [row for row in data.energy if row["search"] == PUBLISHED_FIGURE]
    if not published:
        return []
    listed = "; ".join(
        f"{row['label']} takes {factor(row['watt_hours'])} Wh, {factor(row['ratio'])} times that "
        f"({factor(row['ratio_low'])} to {factor(row['ratio_high'])}: {ENERGIES[row['status']]})"
        for row in published
    )
    of_today = [row["status"] for row in data.energy if row["search"] == SEARCH_OF_TODAY]
    return [
        "Energy against energy, a verdict of its own without any price, with 80% intervals: a search of 2009 took "
        f"{factor(published[0]['search_watt_hours'])} Wh; {listed}. Of these, {of_today.count('takes-more')} of "
        f"{len(of_today)} take more than a search of today does by our judgement."
    ]


def _points(difference: float) -> str:
    """Write a difference of two chances in percentage points."""
    points = round(100 * abs(difference))
    return f"{points} point{'' if points == 1 else 's'}"


def _since_the_break(breaks: list[Row]) -> list[str]:
    """Give the first year's chance by the headline's method, fitted to the prices since the break alone."""
    own = next((row for row in breaks if row["method"] == headline.METHOD), None)
    if not own or own["p_1y_since"] is None:
        return []
    return [
        f"Fitted to prices since {BREAK:%B %Y} alone, when the fall slowed, the same method gives "
        f"{percent(own['p_1y_since'])} for the first year."
    ]


def _by_noise_alone(methods: list[Row]) -> list[str]:
    """Give the five-year chance of the rule that prices stay as they are, which comes from its noise."""
    return [
        "Prices that stay as they are on average, with the noise of the past, would reach it within five years with a "
        f"chance of {percent(row['p_5y'])}."
        for row in methods
        if row["method"] == BASELINE and row["p_5y"] is not None
    ]


def track_record(backtest: list[Row], falls: list[Row], weights: list[Row]) -> list[str]:
    """Return how the headline's method did: compared with no-change, its coverage, and which methods were closer."""
    own = [row for row in backtest if row["method"] == headline.METHOD]
    if not own:
        return ["How well each method did in the past is not known yet: no forecast has come due."]
    year = next((row for row in own if row["horizon_months"] == 12), own[-1])
    skill = (
        f"{year['horizon_months']} months ahead its error was {percent(abs(year['skill_vs_no_change']))} "
        f"{'less' if year['skill_vs_no_change'] >= 0 else 'more'} than that of assuming no change"
    )
    if year["skill_low"] is not None:
        sure = "" if year["skill_low"] > 0 else ", so it may have been luck"
        skill += (
            f" ({percent(year['interval_level'])} interval of the gain "
            f"{round(100 * year['skill_low'])} to {round(100 * year['skill_high'])}%{sure})"
        )
    coverage = f"Its 80% intervals held {percent(year['cover_80'])} of the {year['n']:,} costs that followed."
    tried = f"Backtested, the {headline.METHOD} was tried from {own[0]['n_origins']} past months. {skill}."
    return [tried, coverage, *_falls_within_a_year(falls), _closer(own, backtest), *_members(weights)]


def _closer(own: list[Row], backtest: list[Row]) -> str:
    """List the methods that had a smaller error than the headline's, and how many months ahead."""
    months: dict[str, list[str]] = defaultdict(list)
    for row in own:
        best = _best_at(row["horizon_months"], backtest)
        if best["skill_vs_no_change"] > row["skill_vs_no_change"]:
            months[best["method"]].append(str(row["horizon_months"]))
    if not months:
        return "No other method was closer at any horizon."
    listed = "; ".join(f"{method} ({', '.join(ahead)})" for method, ahead in months.items())
    return f"Another method was closer (months ahead): {listed}."


def _members(weights: list[Row]) -> list[str]:
    """List the members of the pool."""
    names = [row["method"] for row in weights]
    return [f"It draws equal shares of its paths from {', '.join(names)}."] if names else []


def _falls_within_a_year(falls: list[Row]) -> list[str]:
    """Compare the mean chance of a fall within a year with how often it happened, over all forecasts together."""
    return [
        f"Falls within a year to which it gave {percent(row['forecast'])} on average happened in "
        f"{percent(row['observed'])} of cases."
        for row in falls
    ]


def _best_at(months: int, backtest: list[Row]) -> Row:
    """Return the best row by its gain over no-change on shared forecasts: not every method forecasts young bars."""
    rows = (row for row in backtest if row["horizon_months"] == months)
    return max(rows, key=lambda row: row["skill_vs_no_change"])


def _answer(row: Row) -> str:
    tokens = f"{row['input_tokens'] + row['cached_input_tokens']:,} tokens in, {row['output_tokens']:,} out"
    return f"A {row['workload']} answer ({tokens})"
