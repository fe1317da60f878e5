"""Commands that run the pipeline, or write files from the published file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from assets.formats import visible
from pipelines.cli.options import FILE_FORMAT, FORMAT, Day, refuse_future
from pipelines.output import print_text, show
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.writable import refuse_unwritable


@click.command(short_help="Compute what changed, check it, and publish it.")
@click.option("--offline", is_flag=True, help="Use only what is on this machine: capture no live source.")
@click.option("--as-of", type=Day(), help="Use only what was known on this date (default: today, UTC).")
@click.option("--select", metavar="KEYS", help="Only these tables, in Dagster's selection syntax; commas join.")
@click.option("--accept", metavar="TABLES", help="Publish these although they differ much from the last; commas join.")
@click.option("--notify", "notify_url", metavar="URL", help="Send price events and failed sources to this Apprise URL.")
def run(*, offline: bool, as_of: date | None, select: str | None, accept: str | None, notify_url: str | None) -> None:
    """Materialize every table that is stale, check them, and publish them in one step.

    \b
    tokenfall run --offline
    tokenfall run --as-of 2026-03-01
    tokenfall run --select 'out_frontier+'
    """
    from pipelines.event_log import logging_to
    from pipelines.selection import accepted_tables, refuse_unknown_tables
    from pipelines.settings import utc_today

    today = utc_today()  # once: a run that spans midnight is a run of the day on which it began
    day = as_of or today
    refuse_future(day, "--as-of")
    if select:
        refuse_unknown_tables(select)
    accepted = accepted_tables(accept or "")
    if notify_url:
        from assets.reports.alerts import service_of

        service_of(notify_url)
    home = Home.from_environment()
    refuse_unwritable(home.path, home.published.parent, home.reports, home.dagster)
    live = not offline and day == today
    with logging_to(home, "run", as_of=day.isoformat(), live=live):
        _run(home, day, today, select, accepted, notify_url, live=live)


@click.command()
@click.option(
    "--out", "folder", type=click.Path(path_type=Path, file_okay=False), help="Default: TOKENFALL_HOME/reports."
)
def report(folder: Path | None) -> None:
    """Write the report page and its pictures from the published file.

    \b
    tokenfall report
    tokenfall report --out site/
    """
    home = Home.from_environment()
    refuse_unwritable(out := folder or home.reports)
    from assets.hold import read_hold, show_hold
    from assets.reports.page import write_report
    from warehouse.store import open_published

    with open_published(home) as connection:
        print(write_report(connection, out))
    show_hold(read_hold(home), out)


@click.command(short_help="Write the tables as files, with a data package, a Croissant file and a workbook.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@FILE_FORMAT
def export(folder: Path, shape: str) -> None:
    """Write every core_ and out_ table and the views for users into FOLDER, and the files that describe them.

    Beside the tables are datapackage.json (Frictionless), croissant.json (not with JSON) and tokenfall.xlsx, an Excel
    workbook of headline, frontier and claims. Text in a CSV file is as it is, for programs; people open the workbook.

    \b
    tokenfall export out/
    tokenfall export out/ --format csv
    """
    from pipelines.exports import export_tables

    def warn(line: str) -> None:
        print(f"tokenfall: {line}", file=sys.stderr)

    written = export_tables(Home.from_environment(), folder, shape, warn)
    print(f"wrote {len(written)} tables and views, datapackage.json and tokenfall.xlsx to {folder}")


@click.command(short_help="Evaluate every data rule on the published file.")
@FORMAT
def check(shape: str) -> None:
    """Evaluate every data rule on the published file; status 1 when one that blocks is broken.

    \b
    tokenfall check
    tokenfall check --format csv
    """
    from pipelines.answers import check_published

    rows, broken = check_published(Home.from_environment())
    show(rows, shape, columns=("status", "table", "says"), wrap="says")
    if broken:
        raise TokenfallError(f"{broken} blocking {'rule is' if broken == 1 else 'rules are'} broken")


def _run(  # noqa: PLR0913, PLR0917 - what `run` was asked for
    home: Home,
    day: date,
    today: date,
    select: str | None,
    accepted: Sequence[str],
    notify_url: str | None,
    *,
    live: bool,
) -> None:
    """Do what `run` does after its arguments are checked, and print what became of it."""
    from pipelines.answers import describe_attempts, describe_refusals, read_alerts
    from pipelines.progress import progress
    from pipelines.run import run as run_pipeline

    with progress() as on_step:
        outcome = run_pipeline(home, day, select, on_step, live=live, accepted=accepted)
    if outcome.restored:
        print(f"restored {outcome.restored} captures that {home.database} had lost, from {home.capture_ledger}")
    if outcome.damaged:
        print(f"Dagster's history was damaged: it is in {outcome.damaged}, and a new one has begun; no table needs it")
    if not (outcome.built or outcome.replaced):
        print(f"nothing changed: all {outcome.tables} tables are as of {day} already; {home.published} stays")
    else:
        where = f"published {home.published}" if outcome.published else "not published: other tables are out of date"
        print(f"rebuilt {len(outcome.built)} of {outcome.tables} tables as of {day}; {where}")
    refusals = describe_refusals(home) if outcome.attempts and outcome.published else []
    for line in (*describe_attempts(outcome.attempts), *refusals):
        print(visible(line))
    registration_error = edition_error = None
    if outcome.published:
        registration_error = _register(home, day, is_past=day < today)
        edition_error = _freeze(home) if day == today else None
        print(f"report: {home.reports / 'index.html'}\n")
        _print_answer(home)
    if notify_url:
        from assets.reports.alerts import notify

        alerts = read_alerts(home, day)
        notify(notify_url, alerts, home)
        print(f"{len(alerts)} alerts sent")
    if error := registration_error or edition_error:
        raise error


def _register(home: Home, day: date, *, is_past: bool) -> TokenfallError | None:
    """Register the forecasts of a run as of today; return the error where that failed, since the rest was published."""
    from pipelines.registering import register_once

    if is_past:
        print(f"not registered: forecasts as of {day} are of a past date")
        return None
    try:
        print(register_once(home, day))
    except TokenfallError as error:
        return TokenfallError(f"published, but the forecasts are not registered: {error}")
    return None


def _freeze(home: Home) -> TokenfallError | None:
    """Write an edition of a run as of today where the answer changed; return the error where that failed."""
    from pipelines.editions import write_edition

    try:
        print(write_edition(home, of_answer=True))
    except Exception as error:  # a run that has published never fails for its edition
        reason = str(error) if isinstance(error, TokenfallError) else f"{type(error).__name__}: {error}"
        return TokenfallError(f"published, but no edition is written: {reason}")
    return None


def _print_answer(home: Home) -> None:
    """Print the output of `tokenfall verdict`, or the reason why there is no verdict; the run does not fail."""
    from pipelines.answers import read_headline, read_verdicts
    from pipelines.verdict_text import print_verdicts
    from warehouse.store import open_published

    with open_published(home) as connection:
        answer = read_headline(connection)
        try:
            rows = read_verdicts(connection, bar=None, workload=None, target=None)
        except TokenfallError:
            print_text(answer["answer"])
        else:
            print_verdicts(rows, answer, everything=False, why=False)
