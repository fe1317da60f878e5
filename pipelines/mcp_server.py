"""A server of the Model Context Protocol: five tools with which an assistant reads the published file.

Nothing can be written through it. Every answer has at most ROWS rows and CHARACTERS characters. A query of
the tool `sql` is stopped after SECONDS; any call that has no answer MORE seconds later gets an error.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any, Concatenate, Literal, ParamSpec

import click
import duckdb
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from pipelines.answers import read_headline, read_verdicts
from pipelines.cli.options import MOST, Usd, refuse_future
from pipelines.output import as_json
from pipelines.prices.answer import PriceOptions, answer_price
from pipelines.sql import gives_rows, run_statement, split_statements
from pipelines.trace.address import find_row
from pipelines.trace.walk import describe, walk_from
from pipelines.verdict_text import describe_cost, describe_headline, nearest
from pipelines.what_if import read_what_if
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.query import Row
from warehouse.store import open_published

ROWS, CHARACTERS, SECONDS, MORE = 200, 200_000, 10, 10
VERDICT = (
    *("bar", "workload", "target", "as_of", "status", "crossed_on", "crossed_on_low", "crossed_on_high"),
    *("now_usd_per_query", "now_model_id", "now_provider", "now_target_usd_per_query", "holds_now"),
    *("p_1y", "p_3y", "p_5y", "method", "explanation"),
)
"""The columns of a verdict that an assistant gets; the tool `sql` reads the others."""
INSTRUCTIONS = """\
tokenfall says when an answer by a model as good as GPT-4 came to cost what a web search costs, from published prices.
Quote amounts with their as_of date and source_url. Call `verdict` for the answer, `scenario` for a use or an amount of
the user's own, `price` for a model's price, `trace` for what a published row rests on, and `sql` for all else: SHOW
TABLES lists the tables, and duckdb_columns() has a comment on every column. Quote intervals and chances too."""
Answer = dict[str, Any]
P = ParamSpec("P")


def in_time(tool: Callable[Concatenate[Tools, P], Answer]) -> Callable[Concatenate[Tools, P], Answer]:
    """Let a tool run in its turn and for a limited time; an error that users would see is one for the assistant."""

    @functools.wraps(tool)
    def answer(tools: Tools, *arguments: P.args, **named: P.kwargs) -> Answer:
        try:
            return tools.run(functools.partial(tool, tools, *arguments, **named))
        except click.UsageError as error:
            raise ToolError(error.format_message()) from error
        except (TokenfallError, duckdb.Error) as error:
            raise ToolError(" ".join(str(error).split())) from error

    return answer


class Tools:
    """The tools; one call runs at a time, since DuckDB allows one setting of a file in a process."""

    def __init__(self, home: Home, seconds: float = SECONDS) -> None:
        self._home = home
        self._seconds = seconds
        self._turns = ThreadPoolExecutor(1)

    def run(self, tool: Callable[[], Answer]) -> Answer:
        """Return the answer of a tool once the calls before it have ended.

        Raises:
            TokenfallError: It takes too long with the calls before it. A call that has begun goes on and is not heard.
        """
        running, limit = self._turns.submit(tool), self._seconds + MORE
        try:
            return running.result(limit)
        except TimeoutError:
            running.cancel()
            raise TokenfallError(f"no answer within {limit:g} seconds: ask again later") from None

    @in_time
    def verdict(self, bar: str | None = None, workload: str | None = None, target: str | None = None) -> Answer:
        """Say when the cheapest qualifying answer first cost as little as a web search, or the chance that it will.

        Without arguments it is the headline answer, with the ten search costs that are nearest to today's cost.

        Args:
            bar: Which models are good enough, e.g. `eci>=gpt-4-0314` (an id of core_bar).
            workload: What an answer takes, e.g. `chat` (an id of core_workload).
            target: The search cost, e.g. `classic-search-electricity` (an id of core_search_cost).
        """
        with open_published(self._home) as connection:
            rows = read_verdicts(connection, bar=bar, workload=workload, target=target)
            if bar is workload is target is None:
                return _answer(nearest(rows), VERDICT, says=describe_headline(read_headline(connection), rows))
            return _answer(rows, VERDICT, says=[describe_cost(rows)])

    @in_time
    def price(self, model: str, seller: str | None = None, tier: str | None = None, at: date | None = None) -> Answer:
        """Return the price in force of a model on a date, in USD per million tokens, with its source.

        Args:
            model: Our id of the model, the seller's own id, or an alias, exactly as written.
            seller: The seller; without it the model's maker, or every seller where that sells none.
            tier: `standard` (the default), `batch` or another tier.
            at: The date of the price, not after today; by default the as-of date of the file.
        """
        if at:
            refuse_future(at, "at")
        answer = answer_price(self._home, model, PriceOptions(seller, tier, at))
        return _answer(answer.rows, says=answer.remarks)

    @in_time
    def scenario(  # noqa: PLR0913, PLR0917 - one parameter for each property of a use
        self,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
        cached_input_tokens: int | None = None,
        searches: int | None = None,
        calls: int | None = None,
        answered_by: Literal["non-reasoning", "reasoning", "any"] | None = None,
        target_usd: str | None = None,
        bar: str | None = None,
        workload: str | None = None,
        target: str | None = None,
    ) -> Answer:
        """Compute the verdict for a use of tokens, or an amount in USD, that no table holds.

        Args:
            input_tokens: Fresh input tokens of one use.
            output_tokens: Output tokens of one use.
            cached_input_tokens: Input tokens read from the seller's cache.
            searches: Web searches of one use.
            calls: Model calls that share the tokens.
            answered_by: The models that may answer.
            target_usd: The amount to compare with, as decimal text, e.g. `0.01`, in place of a search cost.
            bar: Which models are good enough (default: the headline's).
            workload: A workload in place of own tokens.
            target: A search cost (default: all; the nearest ten are returned).
        """
        rows = read_what_if(
            self._home,
            bar=bar,
            workload=workload,
            target=target,
            input_tokens=_count(input_tokens),
            cached_input_tokens=_count(cached_input_tokens),
            output_tokens=_count(output_tokens),
            searches=_count(searches),
            calls=_count(calls, least=1),
            answered_by=answered_by,
            target_usd=_amount(target_usd),
        )
        return _answer(nearest(rows), VERDICT, says=[describe_cost(rows)])

    @in_time
    def trace(self, row: str) -> Answer:
        """Walk from a published row to the price, the claim, and the fact or the archived page that it rests on.

        Args:
            row: `TABLE: KEY`, the values of the table's key columns in order, or column=value, such as `headline`
                or `out_frontier: eci>=gpt-4-0314, chat, 2024-05-13`.
        """
        with open_published(self._home) as connection:
            walk = walk_from(connection, self._home, find_row(connection, row))
            lines = list(describe(walk))
            return _limited({"lines": lines[:ROWS], "more": len(lines) > ROWS})

    @in_time
    def sql(self, query: str) -> Answer:
        """Run one read-only statement of DuckDB's SQL on the published tables; the first 200 rows, 10 seconds at most.

        Args:
            query: The statement, e.g. `SELECT * FROM headline` or `SHOW TABLES`.
        """
        with open_published(self._home, internal=False) as connection:
            statements = split_statements(connection, query)
            if len(statements) != 1 or not gives_rows(statements[0]):
                raise TokenfallError("give one statement that has rows, such as SELECT * FROM headline")
            result = run_statement(connection, statements[0], seconds=self._seconds, limit=ROWS)
            return _answer(result.rows, more=result.more)


def build_server(home: Home, seconds: float = SECONDS) -> MCPServer[None]:
    """Return the server with its five tools on the published file of a home.

    Args:
        home: Where the published file is.
        seconds: Longest time of a query.
    """
    server: MCPServer[None] = MCPServer(
        "tokenfall",
        instructions=INSTRUCTIONS,
        version=importlib.metadata.version("tokenfall"),
        log_level="WARNING",
    )
    tools = Tools(home, seconds)
    harmless = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for tool in (tools.verdict, tools.price, tools.scenario, tools.trace, tools.sql):
        server.add_tool(tool, annotations=harmless)
    return server


def _answer(
    rows: Sequence[Row], columns: Sequence[str] = (), *, says: Sequence[str] = (), more: bool = False
) -> Answer:
    """Return rows with only `columns` (all without them), sentences about them, and whether there are more rows."""
    kept = [{name: row[name] for name in columns or row} for row in rows[:ROWS]]
    return _limited({"says": list(says), "rows": kept, "more": more or len(rows) > ROWS})


def _limited(answer: Mapping[str, object]) -> Answer:
    text = as_json(answer)
    if len(text) > CHARACTERS:
        raise TokenfallError(f"the answer has {len(text):,} characters, more than {CHARACTERS:,}: ask for less")
    return json.loads(text)


def _count(count: int | None, least: int = 0) -> int | None:
    if count is not None and not least <= count <= MOST:
        raise click.UsageError(f"{count} is not a number from {least} to {MOST}")
    return count


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Usd().convert(text, None, None)
