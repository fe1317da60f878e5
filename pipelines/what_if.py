"""Verdicts for a use or an amount that is in no table: options made into a scenario, and a title for the answer."""

from __future__ import annotations

from decimal import Decimal

import click

from assets.forecasts import headline
from assets.forecasts.scenario import Scenario, Tokens, judge_scenario
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
    answered_by: str | None,
    target_usd: Decimal | None,
) -> tuple[list[Row], str]:
    """Verdict rows of a scenario and a title that says what was asked.

    Without a bar or a use the headline's is taken, without a target all. Raises a usage error for unknown names and for
    options that contradict each other, TokenfallError when nothing is published or on sale.
    """
    counts = (input_tokens, cached_input_tokens, output_tokens, searches)
    own_tokens = any(count is not None for count in counts)
    if own_tokens and workload is not None:
        raise click.UsageError("--workload has its own tokens: give either it or --input-tokens and the like")
    if target is not None and target_usd is not None:
        raise click.UsageError("--target has its own cost: give either it or --target-usd")
    if answered_by and not own_tokens:
        raise click.UsageError("--answered-by goes with --input-tokens and --output-tokens")
    use = _tokens(*counts, answered_by) if own_tokens else workload or headline.WORKLOAD
    scenario = Scenario(bar or headline.BAR, use, target, target_usd)
    with open_published(home) as connection:
        named = {"bar": scenario.bar, "workload": use if isinstance(use, str) else None, "target": target}
        for name, value in named.items():
            if value is not None:
                refuse_unknown(connection, name, value)
        rows = judge_scenario(connection, scenario)
    return rows, _title(scenario, rows[0])


def _tokens(
    input_tokens: int | None,
    cached_input_tokens: int | None,
    output_tokens: int | None,
    searches: int | None,
    answered_by: str | None,
) -> Tokens:
    if not (input_tokens or cached_input_tokens) or not output_tokens:
        raise click.UsageError("a use reads and writes tokens: give --input-tokens and --output-tokens above 0")
    return Tokens(input_tokens or 0, cached_input_tokens or 0, output_tokens, searches or 0, answered_by)


def _title(scenario: Scenario, row: Row) -> str:
    counts = [
        f"{row[name]:,} {name.replace('_', ' ')}"
        for name in ("input_tokens", "cached_input_tokens", "output_tokens", "searches")
        if row[name]
    ]
    return (
        f"{scenario.bar}: {', '.join(counts)}, answered by {row['answered_by']} models: as of {row['as_of']}, "
        f"forecasts by {row['method']}"
    )
