"""The command line: every command of the contract, one line on failure, heavy imports only where they are used."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from pipelines.output import FORMATS, show
from warehouse.errors import TokenfallError
from warehouse.home import Home

FORMAT = click.option("--format", "shape", type=click.Choice(FORMATS), default="table", help="How to print the rows.")


class Day(click.ParamType):
    """A date of the form YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Refuse anything else in one line."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date of the form YYYY-MM-DD", param, ctx)


class Usd(click.ParamType):
    """A positive amount of US dollars, exactly as it is written."""

    name = "usd"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Refuse what is no amount, or more than a cost can be, in one line."""
        try:
            amount = Decimal(str(value))
        except ArithmeticError:
            self.fail(f"{value!r} is not an amount in USD", param, ctx)
        if not (amount.is_finite() and Decimal("1e-12") <= amount < 1_000_000):
            self.fail(f"{value!r} is not an amount between 0.000000000001 and 999999 USD", param, ctx)
        return amount


COUNT = click.IntRange(0, 100_000_000)
ANSWERED_BY = ("non-reasoning", "reasoning", "any")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="tokenfall", prog_name="tokenfall")
def cli() -> None:
    """When does GPT-4-class inference cost what a web search costs, and how sure are we?

    \b
    tokenfall run          remake what changed and publish it
    tokenfall verdict      the answer
    tokenfall sql "SELECT * FROM headline"

    State lives in TOKENFALL_HOME (default ./data).
    """


@cli.command()
@click.option("--offline", is_flag=True, help="Use only what is on this machine: no live source is asked.")
@click.option("--as-of", type=Day(), help="Use only what was known on this date (default: today, UTC).")
@click.option("--select", metavar="KEYS", help="Only these tables, in Dagster's selection syntax; commas join.")
@click.option("--notify", "notify_url", metavar="URL", help="Tell of price events and failing sources (Apprise).")
def run(offline: bool, as_of: date | None, select: str | None, notify_url: str | None) -> None:
    """Materialize every table that is stale, check them, and publish them in one step.

    \b
    tokenfall run --offline
    tokenfall run --as-of 2026-03-01
    tokenfall run --select 'out_frontier+'
    """
    from pipelines.answers import tell_looks  # noqa: PLC0415
    from pipelines.progress import progress  # noqa: PLC0415
    from pipelines.resources import utc_today  # noqa: PLC0415
    from pipelines.run import run as run_pipeline  # noqa: PLC0415 - Dagster

    home, day = Home.from_environment(), as_of or utc_today()
    if day > utc_today():
        raise click.BadParameter(f"{day} lies in the future: nothing is known then yet", param_hint="'--as-of'")
    with progress() as listen:
        outcome = run_pipeline(home, day, select, listen, live=not offline and day == utc_today())
    if not outcome.remade:
        print(f"nothing changed: all {outcome.tables} tables are as of {day} already; {home.published} stays")
    else:
        said = f"published {home.published}" if outcome.published else "not published, as other tables are out of date"
        print(f"remade {len(outcome.remade)} of {outcome.tables} tables as of {day}; {said}")
    for line in tell_looks(outcome.looks):
        print(line)
    if outcome.published:
        print(f"report: {home.reports / 'index.html'}")
        _print_headline(home)
    if notify_url:
        from assets.reports.alerts import notify  # noqa: PLC0415
        from pipelines.answers import read_alerts  # noqa: PLC0415

        alerts = read_alerts(home, day)
        notify(notify_url, alerts, home)
        print(f"{len(alerts)} alerts told")


@cli.command()
@click.option("--acknowledge", "keys", multiple=True, metavar="KEY", help="Tell no more of this alert; `all` = of any.")
@FORMAT
def alerts(keys: tuple[str, ...], shape: str) -> None:
    """List what --notify would tell: new price events, and sources that failed, are refused or gone stale.

    \b
    tokenfall alerts
    tokenfall alerts --acknowledge 'source page/openai failed'
    """
    from assets.reports.alerts import acknowledge  # noqa: PLC0415
    from pipelines.answers import read_alerts  # noqa: PLC0415
    from pipelines.resources import utc_today  # noqa: PLC0415

    home = Home.from_environment()
    found = read_alerts(home, utc_today())
    if keys:
        known = {one.key for one in found}
        if unknown := [key for key in keys if key != "all" and key not in known]:
            raise TokenfallError(f"no open alert is called {unknown[0]!r}: see `tokenfall alerts`")
        acknowledge(home, known if "all" in keys else keys)
        found = read_alerts(home, utc_today())
    show([{"key": one.key, "alert": one.text} for one in found], shape)


@cli.command()
@click.option("--bar", help="Only this bar, e.g. 'eci>=gpt-4-0314'.")
@click.option("--workload", help="Only this workload, e.g. chat.")
@click.option("--target", help="Only this search cost, e.g. classic-search-electricity.")
@click.option("--input-tokens", type=COUNT, help="What if: fresh input tokens of one use.")
@click.option("--cached-input-tokens", type=COUNT, help="What if: input tokens read from the seller's cache.")
@click.option("--output-tokens", type=COUNT, help="What if: output tokens of one use.")
@click.option("--searches", type=COUNT, help="What if: web searches of one use.")
@click.option("--answered-by", type=click.Choice(ANSWERED_BY), help="What if: which models may answer.")
@click.option("--target-usd", type=Usd(), help="What if: an amount in USD in place of a search cost.")
@click.option("--why", is_flag=True, help="Say the reason for each verdict in a paragraph.")
@FORMAT
def verdict(
    *,
    bar: str | None,
    workload: str | None,
    target: str | None,
    why: bool,
    shape: str,
    **what_if: Any,  # noqa: ANN401 - each what-if option has a type of its own
) -> None:
    """Say when the cheapest answer first cost what the search cost, or how likely that is and when.

    With tokens or an amount of one's own it answers what no table holds, from the same prices and forecasts.

    \b
    tokenfall verdict
    tokenfall verdict --target classic-search-electricity --workload chat --why
    tokenfall verdict --bar 'eci>=140' --format json
    tokenfall verdict --input-tokens 3000 --output-tokens 500 --searches 1 --target-usd 0.01
    """
    from pipelines.answers import read_verdicts, tell, tell_why  # noqa: PLC0415

    home = Home.from_environment()
    if any(value is not None for value in what_if.values()):
        from pipelines.what_if import read_what_if  # noqa: PLC0415

        rows, title = read_what_if(home, bar=bar, workload=workload, target=target, **what_if)
    else:
        rows, title = read_verdicts(home, bar=bar, workload=workload, target=target)
    if why and shape == "table":
        click.echo(tell_why(rows, title))
    else:
        show(tell(rows) if shape == "table" else rows, shape, title)


@cli.command()
@click.argument("query", required=False)
@FORMAT
def sql(query: str | None, shape: str) -> None:
    """Query the published file with read-only SQL; without QUERY, an interactive shell.

    \b
    tokenfall sql "SELECT * FROM headline"
    tokenfall sql "SELECT model_id, min(output_usd_per_mtok) FROM price_now GROUP BY ALL ORDER BY 2" --format csv
    """
    from pipelines.answers import run_query, run_shell  # noqa: PLC0415

    home = Home.from_environment()
    if query is None:
        run_shell(home, lambda rows: show(rows, shape))
    else:
        show(run_query(home, query), shape)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--method", default="drift", show_default=True, help="A trend method.")
@click.option("--interval", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.9, show_default=True)
@click.option("--target", type=click.FloatRange(0, min_open=True), help="A cost in USD; adds when it is met.")
@click.option("--as-of", type=Day(), help="Leave out later rows (default: the last date in the file).")
@click.option("--by", metavar="COLUMN", help="Fit one series for each value of this column.")
@FORMAT
def fit(  # noqa: PLR0913, PLR0917 - one parameter for each option of the contract
    file: Path, method: str, interval: float, target: float | None, as_of: date | None, by: str | None, shape: str
) -> None:
    """Fit a series of one's own: FILE is a CSV with the columns date and usd.

    \b
    tokenfall fit prices.csv --method record-ols
    tokenfall fit prices.csv --target 0.0106 --format json
    tokenfall fit warehouse/facts/study_series.csv --method record-ols --by benchmark
    """
    from assets.trends.fit_file import fit_series, read_file  # noqa: PLC0415
    from assets.trends.methods import METHODS  # noqa: PLC0415

    if method not in METHODS:
        raise click.BadParameter(f"{method!r} is not one of {', '.join(METHODS)}", param_hint="--method")
    series = read_file(file, by, as_of)
    rows = [({by: name} if by else {}) | fit_series(one, method, interval, target) for name, one in series]
    show(rows, shape)


@cli.command()
@click.argument("source")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--captured-on", type=Day(), help="The day the page was seen, for exchange rates (default: today, UTC).")
def parse(source: str, file: Path, captured_on: date | None) -> None:
    """Read one stored page, feed or release: rows as JSON lines on stdout, what was left out on stderr.

    SOURCE is a provider (openai, deepseek, z.ai ...), a feed (openrouter, litellm, models.dev, llm-prices) or a kind of
    release (mlperf, trtllm, rental, inferencex, spec-bench, epoch-hardware). A page that is not what its reader expects
    gives no rows and status 1.

    \b
    tokenfall parse anthropic pricing.html --captured-on 2026-04-26
    tokenfall parse mlperf summary_results.json
    """
    from pipelines.output import print_lines  # noqa: PLC0415
    from pipelines.parsing import parse_file  # noqa: PLC0415
    from pipelines.resources import utc_today  # noqa: PLC0415

    rows, problems = parse_file(source, file, captured_on or utc_today())
    print_lines(rows)
    for problem in problems:
        print(f"tokenfall: {file}: {problem}", file=sys.stderr)


@cli.command()
@click.argument("sources", nargs=-1)
def fetch(sources: tuple[str, ...]) -> None:
    """Capture live pages, feeds and releases, politely: all that are due, or the SOURCES named (a provider, a feed, a
    kind of release, a source).

    The bytes are kept in WARC files below TOKENFALL_HOME; `tokenfall run` reads them. A source that fails is named and
    the others go on; status 1 when none could be captured, or one that was named could not. A published release is due
    until it is captured; the run logs of older MLPerf releases take hours and are captured only when they are named.

    \b
    tokenfall fetch
    tokenfall fetch openai deepseek
    tokenfall fetch rental mlperf/v6.1
    """
    from pipelines.collecting import fetch as fetch_sources  # noqa: PLC0415
    from pipelines.resources import capture_settings  # noqa: PLC0415

    attempts = fetch_sources(Home.from_environment(), capture_settings(), sources)
    failed = [one for one in attempts if one.outcome in {"failed", "doubted"}]
    for one in attempts:
        if one not in failed:
            print(f"{one.source}: {one.outcome}")
    for one in failed:
        print(f"tokenfall: {one.source}: {one.outcome}: {one.reason}", file=sys.stderr)
    if len(failed) == len(attempts) or (sources and failed):
        raise TokenfallError(f"{len(failed)} of {len(attempts)} sources were not captured; their last captures stay")


@cli.command()
@click.argument("source")
@click.option("--from", "first", type=Day(), required=True, help="The first month, by any day in it.")
@click.option("--to", "last", type=Day(), required=True, help="The last month, by any day in it.")
def backfill(source: str, first: date, last: date) -> None:
    """Capture the past of SOURCE's pages from a web archive, month by month, under the archive's own timestamps.

    What is stored is not fetched again: run it again after an interruption and it goes on where it stopped. The archive
    is the Wayback Machine unless TOKENFALL_ARCHIVE names another.

    \b
    tokenfall backfill openai --from 2023-03-01 --to 2024-12-31
    """
    from pipelines.collecting import backfill as backfill_months  # noqa: PLC0415
    from pipelines.resources import capture_settings  # noqa: PLC0415

    captured = 0
    for page, month, attempts in backfill_months(Home.from_environment(), capture_settings(), source, first, last):
        good = sum(1 for one in attempts if one.outcome == "captured")
        captured += good
        print(f"{page.source} {month.year}-{month.month:02}: {good} captured")
        for one in attempts:
            if one.outcome != "captured":
                print(f"tokenfall: {one.source}: {one.outcome}: {one.reason}", file=sys.stderr)
    print(f"{captured} captures added; `tokenfall run` reads them")


@cli.command()
@click.argument("sources", nargs=-1)
@FORMAT
def replay(sources: tuple[str, ...], shape: str) -> None:
    """Read stored bytes again with today's readers, and show what changed against what they gave before.

    \b
    tokenfall replay
    tokenfall replay openai --format csv
    tokenfall replay mlperf
    """
    from pipelines.collecting import replay as replay_captures  # noqa: PLC0415

    rows: list[dict[str, object]] = []
    captures = 0
    for source, digest, changes in replay_captures(Home.from_environment(), sources):
        captures += 1
        rows += [{"source": source, "capture": digest[:12], **change} for change in changes]
    if rows or shape != "table":
        show(rows, shape)
    print(f"{captures} captures read again, {len(rows)} differences", file=sys.stderr)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "shape", type=click.Choice(("parquet", "csv", "json")), default="parquet", show_default=True)
def export(folder: Path, shape: str) -> None:
    """Write every core_ and out_ table into FOLDER, with a datapackage.json that describes them.

    \b
    tokenfall export out/
    tokenfall export out/ --format csv
    """
    from pipelines.exports import export_tables  # noqa: PLC0415

    written = export_tables(Home.from_environment(), folder, shape)
    print(f"wrote {len(written)} tables and datapackage.json to {folder}")


@cli.command()
@click.option(
    "--out", "folder", type=click.Path(path_type=Path, file_okay=False), help="Default: TOKENFALL_HOME/reports."
)
def report(folder: Path | None) -> None:
    """Write the report page and its pictures from the published file.

    \b
    tokenfall report
    tokenfall report --out site/
    """
    from assets.reports.page import write_report  # noqa: PLC0415
    from warehouse.store import open_published  # noqa: PLC0415

    home = Home.from_environment()
    with open_published(home) as connection:
        print(write_report(connection, folder or home.reports))


@cli.command()
@FORMAT
def check(shape: str) -> None:
    """Evaluate every data rule on the published file; status 1 when one that blocks is broken."""
    from pipelines.answers import check_published  # noqa: PLC0415

    rows, broken = check_published(Home.from_environment())
    show(rows, shape)
    if broken:
        raise TokenfallError(f"{broken} blocking {'rule is' if broken == 1 else 'rules are'} broken")


@cli.command()
@FORMAT
def sources(shape: str) -> None:
    """List every source: url, last success, age, rows, status."""
    from pipelines.answers import read_sources  # noqa: PLC0415

    rows, columns = read_sources(Home.from_environment())
    show(rows, shape, "Sources", columns)


def _print_headline(home: Home) -> None:
    from pipelines.answers import read_headline, tell  # noqa: PLC0415

    show(tell(read_headline(home)), "table", "Verdict")


def main() -> None:
    """Run a command; whatever goes wrong is one line on stderr, status 1, or 2 when the command was misused."""
    try:
        cli(standalone_mode=False)
    except click.UsageError as error:
        where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        _fail(f"{error.format_message()}{where}", 2)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        _fail("interrupted", 130)
    except click.ClickException as error:
        _fail(error.format_message(), 1)
    except TokenfallError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _fail(reason: str, status: int) -> None:
    print(f"tokenfall: {' '.join(reason.split())}", file=sys.stderr)
    sys.exit(status)
