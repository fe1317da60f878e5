"""Verdicts for a use or an amount that is in no table: the options of `tokenfall verdict` as a scenario."""

from __future__ import annotations

from decimal import Decimal

import click
import duckdb

from assets.forecasts import headline
from assets.forecasts.what_if.scenario import Scenario, Tokens, answer_scenario
from pipelines.answers import Row, refuse_unknown
from warehouse.home import Home
from warehouse.store import open_published


def read_what_if(  # noqa: PLR0913 - one parameter for each option
    home: Home,
    *,
    bar: str | None,
    workload: str | None,
    target: str | None,
    input_tokens: int | None,
    cached_input_tokens: int | None,
    output_tokens: int | None,
    searches: int | None,
    calls: int | None,
    answered_by: str | None,
    target_usd: Decimal | None,
) -> list[Row]:
    """Return the verdict rows of a scenario.

    The default bar and use are those of the headline; the default is all targets. The other parameters are the options
    of `tokenfall verdict` that describe a use: its tokens, searches and calls.

    Raises:
        click.UsageError: A name is unknown, or options contradict each other.
        TokenfallError: Nothing is published, or nothing is on sale for the scenario.
    """
    counts = (input_tokens, cached_input_tokens, output_tokens, searches)
    own_tokens = any(count is not None for count in counts)
    if own_tokens and workload is not None:
        raise click.UsageError(
            "--workload has its own tokens: give either --workload or --input-tokens and --output-tokens"
        )
    if target is not None and target_usd is not None:
        raise click.UsageError("--target has its own cost: give either --target or --target-usd")
    for option, value in (("--answered-by", answered_by), ("--calls", calls)):
        if value and not own_tokens:
            raise click.UsageError(f"{option} needs --input-tokens and --output-tokens")
    use = _tokens(counts, answered_by, calls) if own_tokens else workload or headline.WORKLOAD
    scenario = Scenario(bar or headline.BAR, use, target, target_usd)
    with open_published(home) as connection:
        names = {"bar": scenario.bar, "workload": use if isinstance(use, str) else None, "target": target}
        for option, name in names.items():
            refuse_unknown(connection, option, name)
        try:
            return answer_scenario(connection, scenario)
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            raise click.UsageError("such a use costs more than 999,999 USD: give fewer tokens or searches") from error


def _tokens(counts: tuple[int | None, ...], answered_by: str | None, calls: int | None) -> Tokens:
    input_tokens, cached_input_tokens, output_tokens, searches = counts
    if not (input_tokens or cached_input_tokens) or not output_tokens:
        raise click.UsageError("a use reads and writes tokens: give --input-tokens and --output-tokens above 0")
    return Tokens(input_tokens or 0, cached_input_tokens or 0, output_tokens, searches or 0, answered_by, calls)
