"""Commands that read the published file, or fit a series of the user."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from pipelines.cli.options import CALLS, FORMAT, SHARE, TOKENS, Day, Name, Usd
from pipelines.names import unknown_name
from pipelines.output import Row, show
from warehouse.home import Home

UNLINKED = (
    *("provider", "provider_model_id", "input_usd_per_mtok", "output_usd_per_mtok", "usd_per_query", "bars"),
    *("n_sources", "last_seen_on", "candidates", "source_url"),
)
"""The columns of an offer whose model is not known."""
COMMENT = re.compile(r"--[^\s=]*\s")
ANSWERED_BY = ("non-reasoning", "reasoning", "any")


@click.command(short_help="When an answer first costs as little as a search.")
@click.option("--bar", help="Only this bar, e.g. 'eci>=gpt-4-0314'.")
@click.option("--workload", help="Only this workload, e.g. chat.")
@click.option("--target", help="Only this search cost, e.g. classic-search-electricity.")
@click.option("--input-tokens", type=TOKENS, help="What if: fresh input tokens of one use.")
@click.option("--cached-input-tokens", type=TOKENS, help="What if: input tokens read from the seller's cache.")
@click.option("--output-tokens", type=TOKENS, help="What if: output tokens of one use.")
@click.option("--searches", type=TOKENS, help="What if: web searches of one use.")
@click.option("--calls", type=CALLS, help="What if: model calls that share the tokens (default 1).")
@click.option("--answered-by", type=Name(ANSWERED_BY), help="What if: the models that may answer.")
@click.option("--target-usd", type=Usd(), help="What if: an amount in USD in place of a search cost.")
@click.option("--all", "everything", is_flag=True, help="List every search cost, not only the ten nearest.")
@click.option("--why", is_flag=True, help="Explain each verdict in a paragraph.")
@FORMAT
def verdict(  # noqa: PLR0913 - one parameter for each option
    *,
    bar: str | None,
    workload: str | None,
    target: str | None,
    everything: bool,
    why: bool,
    shape: str,
    **what_if: Any,  # noqa: ANN401 - each what-if option has a type of its own
) -> None:
    """Show when the cheapest answer first cost as little as a search, or the probability that it will.

    With your own tokens or your own amount it computes the same from the published prices and forecasts.

    \b
    tokenfall verdict
    tokenfall verdict --target classic-search-electricity --workload chat --why
    tokenfall verdict --bar 'eci>=140' --format json
    tokenfall verdict --input-tokens 3000 --output-tokens 500 --searches 1 --target-usd 0.01
    """
    from assets.hold import read_hold
    from pipelines.answers import read_headline, read_held_prices, read_verdicts
    from warehouse.store import open_published

    home, answer = Home.from_environment(), None
    if hold := read_hold(home):
        print(f"tokenfall: {hold.notice}", file=sys.stderr)
    if any(value is not None for value in what_if.values()):
        from pipelines.what_if import read_what_if

        rows = read_what_if(home, bar=bar, workload=workload, target=target, **what_if)
    else:
        with open_published(home) as connection:
            rows = read_verdicts(connection, bar=bar, workload=workload, target=target)
            for line in read_held_prices(connection):
                print(f"tokenfall: {line}", file=sys.stderr)
            if shape == "table" and bar is workload is target is None:
                answer = read_headline(connection)
    if shape != "table":
        show(rows, shape)
        return
    from pipelines.verdict_text import print_verdicts

    print_verdicts(rows, answer, everything=everything, why=why)


class SqlCommand(click.Command):
    """A command whose QUERY may begin with a comment, which click would take for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put a space before an argument that is a comment: two dashes and a text with spaces before any `=`."""
        return super().parse_args(ctx, [f" {arg}" if COMMENT.match(arg) else arg for arg in args])


@click.command(cls=SqlCommand, short_help="Query the published file, or open a shell on it.")
@click.argument("query", required=False)
@FORMAT
def sql(query: str | None, shape: str) -> None:
    """Query the published file with read-only SQL; without QUERY, an interactive shell.

    \b
    tokenfall sql "SELECT * FROM headline"
    tokenfall sql "SELECT model_id, min(output_usd_per_mtok) FROM price_now GROUP BY ALL ORDER BY 2" --format csv
    """
    from pipelines.sql import run_query

    def show_result(rows: Sequence[Row], columns: Sequence[str]) -> None:
        show(rows, shape, names=columns)

    home = Home.from_environment()
    if query is None:
        from pipelines.sql_shell import run_shell

        run_shell(home, show_result)
    else:
        run_query(home, query, show_result, many=shape == "table")


@click.command(short_help="Fit your own series from a CSV.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--method", default="drift", show_default=True, help="A trend method.")
@click.option("--interval", type=SHARE, default=0.9, show_default=True, help="Confidence of the rate's interval.")
@click.option(
    "--target", type=click.FloatRange(0, min_open=True), help="A cost in USD; adds when the series reaches it."
)
@click.option("--as-of", type=Day(), help="Leave out rows after this date (default: the last date).")
@click.option("--by", metavar="COLUMN", help="Fit one series for each value of this column.")
@click.option("--workload", help="For --method pool: the workload whose published prices it learns from, e.g. chat.")
@FORMAT
def fit(  # noqa: PLR0913 - one parameter for each option of the contract
    *,
    file: Path,
    method: str,
    interval: float,
    target: float | None,
    as_of: date | None,
    by: str | None,
    workload: str | None,
    shape: str,
) -> None:
    """Fit your own series: FILE is a CSV with the columns date and usd; - is the standard input.

    --method pool forecasts it as the headline is forecast, with all published prices of a workload: run `tokenfall run`
    before.

    \b
    tokenfall fit prices.csv --method record-ols
    tokenfall fit prices.csv --target 0.0106 --format json
    tokenfall fit prices.csv --method pool --workload chat --target 0.0003
    tokenfall fit warehouse/facts/study_series.csv --method record-ols --by benchmark
    """
    from assets.trends.fit_file import fit_series, read_file
    from assets.trends.methods.registry import SERIES_METHODS
    from assets.trends.record import POOL

    if method not in {*SERIES_METHODS, POOL}:
        raise unknown_name(method, [*SERIES_METHODS, POOL], "--method")
    if (method == POOL) != (workload is not None):
        raise click.UsageError("--method pool and --workload go together: the pool learns from one workload's prices")
    every_series = list(read_file(file, by, as_of))  # before the pool, which takes seconds to read
    pool = None
    if workload is not None:
        from pipelines.answers import read_published_pool

        pool = read_published_pool(Home.from_environment(), workload)
    rows = [
        ({by: name} if by else {}) | fit_series(series, method, interval, target, pool) for name, series in every_series
    ]
    show(rows, shape)
    if pool:
        print(f"forecast with the published prices of {workload}, as known on panel_as_of", file=sys.stderr)


@click.command()
@FORMAT
def sources(shape: str) -> None:
    """List every source: url, last success, age, rows, status.

    \b
    tokenfall sources
    tokenfall sources --format csv
    """
    from pipelines.answers import read_sources

    rows, columns = read_sources(Home.from_environment())
    show(rows, shape, names=columns, columns=("source", "age_hours", "rows", "status"), wrap="source")


@click.command(short_help="List offers whose model is not known.")
@FORMAT
def names(shape: str) -> None:
    """List the offers whose model is not known, the most important first, with candidates.

    Such an offer has a price history but counts for no bar. `bars` is the number of bars that would have it among their
    ten cheapest offers for a chat answer if its model qualified. A candidate is only a model with words in common:
    look it up, and accept it with one row in page_names.csv or model_links.csv of warehouse/facts.

    \b
    tokenfall names
    tokenfall names --format csv
    """
    from pipelines.answers import read_unlinked

    rows, offers = read_unlinked(Home.from_environment())
    show(
        rows,
        shape,
        names=UNLINKED,
        columns=("provider", "provider_model_id", "usd_per_query", "bars", "candidates"),
        wrap="candidates",
    )
    print(f"{len(rows)} of {offers} offers are not linked to a model", file=sys.stderr)


@click.command(short_help="List price events, and sources in trouble.")
@click.option(
    "--acknowledge", "keys", multiple=True, metavar="KEY", help="Stop listing this alert; `all` = every alert."
)
@FORMAT
def alerts(keys: tuple[str, ...], shape: str) -> None:
    """List new price events, and sources that failed, were refused or went stale; `run --notify` sends these.

    \b
    tokenfall alerts
    tokenfall alerts --acknowledge 'source page/openai/pricing.md failed'
    """
    from assets.reports.alerts import acknowledge
    from pipelines.answers import read_alerts
    from pipelines.settings import utc_today

    home = Home.from_environment()
    open_alerts = read_alerts(home, utc_today())
    if keys:
        known = [alert.key for alert in open_alerts]
        for key in keys:
            if key not in {"all", *known}:
                raise unknown_name(key, known, "--acknowledge")
        acknowledge(home, known if "all" in keys else keys)
        open_alerts = read_alerts(home, utc_today())
    show(
        [{"key": alert.key, "alert": alert.text} for alert in open_alerts], shape, names=("key", "alert"), wrap="alert"
    )
