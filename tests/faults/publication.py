"""Plant wrong numbers into what is about to be published, at random, and check that each is stopped.

Every third attempt plants something harmless, which must pass. What is planted is rolled back, so that one home serves
all attempts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assets.reports.publication.gate import refuse_publication
from assets.reports.publication.row_counts import LEAST_LOST, OPEN_QUESTIONS
from tests.faults.campaign import Outcome
from tests.pipelines.conftest import call
from warehouse import query
from warehouse.errors import HeldError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

Plant = Callable[[Writer, random.Random], None]


def lose_rows(writer: Writer, draw: random.Random) -> None:
    _keep(writer, draw, draw.uniform(0, 0.79))


def lose_few_rows(writer: Writer, draw: random.Random) -> None:
    """Lose up to a fifth of a table on which no required model rests."""
    _keep(writer, draw, draw.uniform(0.81, 1), not_in=("core_model", "core_score", "out_price_history", "out_verdict"))


def lose_a_model(writer: Writer, draw: random.Random) -> None:
    model = draw.choice(["gpt-4-0314", "gpt-3.5-turbo-0613", "gpt-5.6-sol", "gpt-4o-mini", "phi-4"])
    table = draw.choice(["core_model", "core_score", "out_price_history"])
    writer.delete_rows(table, {"model_id": model})


def plant_a_nan(writer: Writer, draw: random.Random) -> None:
    rows = query.row_counts(writer.connection)
    places = [
        (table, name)
        for table, kinds in query.columns_by_table(writer.connection).items()
        for name, kind in kinds.items()
        if kind == "DOUBLE" and rows.get(table)
    ]
    table, name = draw.choice(sorted(places))
    value = draw.choice(["nan", "inf", "-inf"])
    _change(writer, draw, table, f"{name} = '{value}'", "true")


def cross_quantiles(writer: Writer, draw: random.Random) -> None:
    _change(writer, draw, "out_forecast", "usd_per_query = usd_per_query * 1e9", "quantile < 0.5")


def lower_a_passage(writer: Writer, draw: random.Random) -> None:
    _change(
        writer,
        draw,
        "out_crossing",
        "p_level = 0, p_first_passage = 0",
        "p_first_passage > 0.5 AND date > origin + 400",
    )


def exceed_a_chance(writer: Writer, draw: random.Random) -> None:
    value = draw.choice(["1.01", "-0.01", "'nan'"])
    _change(writer, draw, "out_crossing", f"p_first_passage = {value}", "p_first_passage < 1")


def shrink_a_chance(writer: Writer, draw: random.Random) -> None:
    change = draw.choice(["p_3y = p_1y - 0.01", "p_5y = p_3y - 0.01", "p_1y = p_3y + 0.01", "date_p50 = date_p10 - 1"])
    _change(writer, draw, "out_verdict", change, "p_1y > 0.02 AND date_p50 IS NOT NULL")


def turn_quantiles(writer: Writer, draw: random.Random) -> None:
    table, column = draw.choice([("out_backtest", "log10_quantiles"), ("out_registered_forecast", "quantiles")])
    if not query.row_counts(writer.connection)[table]:  # of a past date nothing is registered
        table, column = "out_backtest", "log10_quantiles"
    _change(writer, draw, table, f"{column} = list_reverse({column})", f"{column}[1] < {column}[-1]")


def flip_a_status(writer: Writer, draw: random.Random) -> None:
    change = "status = CASE status WHEN 'crossed' THEN 'not_crossed' ELSE 'crossed' END"
    _change(writer, draw, "out_verdict", change, "true")


def move_a_crossing(writer: Writer, draw: random.Random) -> None:
    days = draw.choice([-365, -1, 1, 30])
    _change(writer, draw, "out_verdict", f"crossed_on = crossed_on + {days}", "crossed_on IS NOT NULL")


def change_the_headline(writer: Writer, draw: random.Random) -> None:
    column = draw.choice(["usd_per_query", "now_usd_per_query"])
    headline = "bar = 'eci>=gpt-4-0314' AND workload = 'chat' AND target = 'google-search-full-cost-semianalysis-2023'"
    _change(writer, draw, "out_verdict", f"{column} = {column} * {draw.choice(['0.9', '1.01', '2'])}", headline)


def change_nothing(writer: Writer, draw: random.Random) -> None:
    """Plant nothing."""


WRONG: dict[Plant, str] = {
    lose_rows: "more than a fifth of the rows",
    lose_a_model: "models are missing",
    plant_a_nan: "numbers are infinite or not a number",
    cross_quantiles: "out_forecast: ",
    lower_a_passage: "out_crossing: ",
    exceed_a_chance: "out_crossing: ",
    shrink_a_chance: "out_verdict: ",
    turn_quantiles: "out_",
    flip_a_status: "verdicts differ",
    move_a_crossing: "verdicts differ",
    change_the_headline: "verdicts differ",
}
"""What is planted, and how the line begins that stops it."""
HARMLESS: tuple[Plant, ...] = (change_nothing, lose_few_rows)


def _keep(writer: Writer, draw: random.Random, share: float, not_in: tuple[str, ...] = ()) -> None:
    counts = query.row_counts(writer.connection)
    tables = [
        table for table, rows in counts.items() if rows > 5 * LEAST_LOST and table not in {*OPEN_QUESTIONS, *not_in}
    ]
    table = draw.choice(sorted(tables))
    writer.connection.execute(
        f'DELETE FROM "{table}" WHERE rowid NOT IN (SELECT rowid FROM "{table}" ORDER BY rowid LIMIT ?)',
        [int(counts[table] * share) + (share > 0.8)],
    )


def _change(writer: Writer, draw: random.Random, table: str, change: str, where: str) -> None:
    """Change one row of those that meet a condition."""
    rows: list[Any] = writer.connection.execute(f'SELECT rowid FROM "{table}" WHERE {where}').fetchall()
    writer.connection.execute(
        f'UPDATE "{table}" SET {change} WHERE rowid = ?',
        [draw.choice(rows)[0]],
    )


def attempt(writer: Writer, number: int, plant: Plant) -> Outcome:
    """Plant, let the checks look at what is about to be published, and take it back."""
    published = writer.home.published.read_bytes()
    writer.connection.begin()
    try:
        plant(writer, random.Random(number))
        reasons = _reasons(writer)
    finally:
        writer.connection.rollback()
    begins = WRONG.get(plant)
    faults = []
    if begins and not any(reason.startswith(begins) for reason in reasons):
        faults.append(f"not stopped by '{begins}': {reasons}")
    if not begins and reasons:
        faults.append(f"harmless, and stopped: {reasons}")
    if writer.home.published.read_bytes() != published:
        faults.append("the published file changed")
    return Outcome(number, getattr(plant, "__name__", "?").replace("_", " "), faults)


def _reasons(writer: Writer) -> tuple[str, ...]:
    try:
        refuse_publication(writer)
    except HeldError as error:
        return error.reasons
    return ()


@contextmanager
def planted_numbers(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home with every table; attempts are of each kind in turn."""
    if not (folder / "published").exists() and (first := call(folder, "run", "--offline")).returncode:
        raise RuntimeError(first.stderr)
    plants = [
        plant for place, wrong in enumerate(WRONG) for plant in (wrong, HARMLESS[place // 2 % 2])[: 1 + place % 2]
    ]
    with open_writer(Home(folder)) as writer:
        yield lambda number: attempt(writer, number, plants[number % len(plants)])
