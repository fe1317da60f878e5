"""Types of options that several commands use: dates, amounts, names from a list, output formats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import click

from pipelines.names import unknown_name
from pipelines.output import FORMATS
from pipelines.settings import utc_today


class Day(click.ParamType):
    """A date of the form YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; refuse anything else in one line."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date of the form YYYY-MM-DD", param, ctx)


def refuse_future(day: date, option: str) -> None:
    """Raise a usage error where an option names a day after today, in UTC."""
    if day > utc_today():
        raise click.BadParameter(
            f"{day} is in the future: use today's date or an earlier one", param_hint=f"'{option}'"
        )


class Usd(click.ParamType):
    """A positive amount of US dollars, exactly as it is written."""

    name = "usd"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the amount; refuse other text, and amounts that are too large for a cost, in one line."""
        try:
            amount = Decimal(str(value))
        except ArithmeticError:
            self.fail(f"{value!r} is not an amount in USD", param, ctx)
        if not (amount.is_finite() and Decimal("1e-12") <= amount < 1_000_000):
            self.fail(f"{value!r} is not an amount between 0.000000000001 and 999999 USD", param, ctx)
        return amount


class Name(click.Choice[str]):
    """One of a list of names; any other name is refused with the nearest one as a suggestion."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - as click has it
        """Return the name; refuse one that is not in the list."""
        if value not in self.choices:
            raise unknown_name(str(value), self.choices, param.opts[-1] if param else "")
        return super().convert(value, param, ctx)


FORMAT = click.option("--format", "shape", type=Name(FORMATS), default="table", help="How to print the rows.")
FILE_FORMAT = click.option(
    "--format", "shape", type=Name(("parquet", "csv", "json")), default="parquet", show_default=True
)
MOST = 100_000_000
"""Largest number of tokens, searches or calls of one use: larger products do not fit into the columns."""
TOKENS, CALLS = click.IntRange(0, MOST), click.IntRange(1, MOST)
SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)
