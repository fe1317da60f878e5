"""Commands that look up prices, and what a published number rests on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipelines.cli.options import FORMAT, Day, refuse_future
from pipelines.output import show
from warehouse.errors import TokenfallError
from warehouse.home import Home


@click.command(short_help="The price of a model on a date, or the cost of a usage log.")
@click.argument("model", required=False)
@click.option("--seller", help="The seller; without it the model's maker, or every seller where that sells none.")
@click.option("--tier", help="The tier of prices, e.g. batch (default: standard).")
@click.option("--at", type=Day(), help="The date whose price is asked, not after today (default: the as-of date).")
@click.option("--known", type=Day(), help="Use only what was known on this date (default: the as-of date).")
@click.option("--log", type=click.Path(path_type=Path), metavar="FILE", help="Add costs to a usage log (CSV).")
@FORMAT
def price(
    *,
    model: str | None,
    log: Path | None,
    shape: str,
    **options: Any,  # noqa: ANN401 - each has a type of its own
) -> None:
    """Look up the price of MODEL on a date, as it was known on a date, with its sources and its proof.

    MODEL is an id of core_model, the seller's own id, or an alias, exactly as written.

    With --log, add costs to every row of a CSV: columns model, seller, at, tier, input_tokens, cached_tokens and
    output_tokens, or those of FOCUS 1.4. The other options then count for rows that do not say it themselves.

    \b
    tokenfall price gpt-4o-mini
    tokenfall price gpt-4-0314 --at 2024-01-31 --format json
    tokenfall price llama-3.3-70b-instruct --seller groq --at 2025-06-30 --known 2025-06-30
    tokenfall price --log usage.csv
    """
    from pipelines.prices.answer import PriceOptions, answer_price

    if (model is None) == (log is None):
        raise click.UsageError("name a MODEL, or a usage log with --log FILE")
    home, asked = Home.from_environment(), PriceOptions(**options)
    if asked.at:
        refuse_future(asked.at, "--at")
    if log is not None:
        from pipelines.prices.usage_log import price_log
        from pipelines.settings import utc_today

        if shape == "json":
            raise click.UsageError("a usage log is written as CSV: leave out --format json")
        click.echo(price_log(home, log, asked, sys.stdout, utc_today()).line(), err=True)
        return
    answer = answer_price(home, str(model), asked)
    for remark in answer.remarks:
        click.echo(remark, err=True)
    show(
        answer.rows,
        shape,
        columns=("seller", "provider_model_id", "input_usd_per_mtok", "output_usd_per_mtok", "valid_from", "valid_to"),
    )


@click.command(short_help="From a published number to what it rests on.")
@click.argument("row")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The HTML file (default: in the folder of reports); a new folder is made.",
)
def trace(row: str, out: Path | None) -> None:
    """Walk from ROW, a row of a published table, to the price, the claim and the archived page or the fact.

    ROW is 'TABLE: KEY': the values of the table's key columns in order, or column=value. A date in the interval of a
    row stands for its first day. Where a page was captured, an HTML file shows it offline with the cells highlighted.

    \b
    tokenfall trace 'out_frontier: eci>=gpt-4-0314, chat, 2024-05-13'
    tokenfall trace headline
    tokenfall trace 'price_now: provider=openai, provider_model_id=gpt-4o-mini-2024-07-18'
    """
    from pipelines.trace.report import trace_row

    trace_row(Home.from_environment(), row, out, click.echo)


@click.command(short_help="Serve five tools to an assistant, by the Model Context Protocol.")
def mcp() -> None:
    """Serve the tools verdict, price, scenario, trace and sql on stdin and stdout, by the Model Context Protocol.

    An assistant starts this command itself; its settings name the command and TOKENFALL_HOME. The tools only read the
    published file. Needs the extra `mcp`, which `make run` installs.

    \b
    tokenfall mcp
    """
    try:
        from pipelines.mcp_server import build_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise TokenfallError("the package mcp is not installed: run `pip install 'tokenfall[mcp]'`") from error
    build_server(Home.from_environment()).run()
