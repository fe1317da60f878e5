"""The server for assistants, asked by the client of the same package: in this process, and as a command over stdio."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from pipelines import mcp_server
from pipelines.mcp_server import ROWS, build_server
from tests.docs.check_links import ROOT
from tests.pipelines.conftest import AS_OF, call
from warehouse.home import Home

SLOW = "SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE hash(a.range + b.range) % 7 = 3"
Call = tuple[str, Mapping[str, Any]]


def ask(home: Path, *calls: Call, seconds: float = 30) -> list[CallToolResult]:
    """The results of some calls to one server."""

    async def talk() -> list[CallToolResult]:
        async with Client(build_server(Home(home), seconds)) as client:
            return [await client.call_tool(name, dict(arguments)) for name, arguments in calls]

    return asyncio.run(talk())


def answer_to(home: Path, tool: str, **arguments: object) -> dict[str, Any]:
    (result,) = ask(home, (tool, arguments))
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


def refusal(result: CallToolResult) -> str:
    (content,) = result.content
    assert result.is_error
    assert isinstance(content, TextContent)
    return content.text


def column(rows: Sequence[Mapping[str, object]], name: str) -> list[object]:
    return [row[name] for row in rows]


def test_five_tools_that_only_read(published: Path) -> None:
    async def list_tools() -> dict[str, bool]:
        async with Client(build_server(Home(published))) as client:
            tools = (await client.list_tools()).tools
            assert all(tool.description for tool in tools)
            return {tool.name: bool(tool.annotations and tool.annotations.read_only_hint) for tool in tools}

    assert asyncio.run(list_tools()) == dict.fromkeys(("verdict", "price", "scenario", "trace", "sql"), True)


def test_the_verdict_is_that_of_the_command(published: Path) -> None:
    answer = answer_to(published, "verdict")
    assert answer["says"] == call(published, "verdict").stdout.splitlines()[:3]
    assert len(answer["rows"]) == 10
    own = answer_to(published, "verdict", target="google-search-full-cost-semianalysis-2023", workload="chat")
    assert set(column(own["rows"], "crossed_on")) >= {"2024-05-13"}
    assert set(column(own["rows"], "workload")) == {"chat"}


def test_the_price_on_a_date(published: Path) -> None:
    rows = answer_to(published, "price", model="gpt-4-0314", at="2023-06-01")["rows"]
    assert [(row["seller"], row["input_usd_per_mtok"], row["output_usd_per_mtok"]) for row in rows] == [
        ("openai", 30.0, 60.0)
    ]
    assert rows[0]["source_url"].startswith("https://")


def test_a_scenario_is_that_of_the_command(published: Path) -> None:
    use = {"input_tokens": 3000, "output_tokens": 500, "searches": 1, "target_usd": "0.01"}
    (row,) = answer_to(published, "scenario", **use)["rows"]
    options = [part for name, value in use.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    (printed,) = json.loads(call(published, "verdict", *options, "--format", "json").stdout)
    assert row == {name: printed[name] for name in row}
    assert (row["now_target_usd_per_query"], row["holds_now"]) == (0.01, True)


def test_a_trace_ends_at_the_evidence(published: Path) -> None:
    lines = answer_to(published, "trace", row="headline")["lines"]
    assert lines[0] == "headline"
    rows = [line.strip() for line in lines if line.strip().startswith("-> ")]
    assert rows[:2] == ["-> out_verdict", "-> out_frontier"]
    assert not (published / "reports" / "trace").exists(), "a tool writes no file"


def test_sql_gives_rows_with_exact_text_and_no_more_than_the_limit(published: Path) -> None:
    answer = answer_to(published, "sql", query="SELECT range AS n, 'ü' AS t FROM range(100000000000)")
    assert (len(answer["rows"]), answer["more"], answer["rows"][-1]) == (ROWS, True, {"n": ROWS - 1, "t": "ü"})
    assert answer_to(published, "sql", query=f"FROM range({ROWS})")["more"] is False
    assert answer_to(published, "sql", query="SELECT as_of, 'NaN'::DOUBLE AS x FROM headline")["rows"] == [
        {"as_of": AS_OF, "x": None}
    ]


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_works(published: Path) -> None:
    slow, next_one = ask(published, ("sql", {"query": SLOW}), ("sql", {"query": "SELECT 42 AS n"}), seconds=0.5)
    assert "the query was stopped after 0.5 seconds" in refusal(slow)
    assert next_one.structured_content == {"says": [], "rows": [{"n": 42}], "more": False}


def test_any_tool_that_takes_too_long_gets_an_error_and_the_next_call_an_answer(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look-up that hangs, as on a disk that does not answer, stands for what no tool does by itself."""
    hangs = threading.Event()
    monkeypatch.setattr(mcp_server, "answer_price", lambda *_: hangs.wait(60))
    monkeypatch.setattr(mcp_server, "MORE", 0.3)

    async def talk() -> list[CallToolResult]:
        async with Client(build_server(Home(published), 0.2)) as client:
            price = await client.call_tool("price", {"model": "gpt-4o-mini"})
            behind = await client.call_tool("verdict", {})
            hangs.set()
            while (after := await client.call_tool("sql", {"query": "SELECT 42 AS n"})).is_error:
                await asyncio.sleep(0.1)  # a loaded machine needs more than the time that is set here
            return [price, behind, after]

    price, behind, after = asyncio.run(asyncio.wait_for(talk(), 120))
    for late in (price, behind):
        assert refusal(late).endswith("no answer within 0.5 seconds: ask again later")
    assert after.structured_content == {"says": [], "rows": [{"n": 42}], "more": False}


def test_calls_at_the_same_time_wait_for_each_other(published: Path) -> None:
    async def talk() -> list[CallToolResult]:
        async with Client(build_server(Home(published))) as client:
            calls = [client.call_tool("sql", {"query": f"SELECT {number} AS n"}) for number in range(4)]
            return list(await asyncio.gather(*calls))

    answers = [result.structured_content for result in asyncio.run(talk())]
    assert [answer["rows"] for answer in answers if answer] == [[{"n": number}] for number in range(4)]


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("sql", {"query": "DROP TABLE core_bar"}, "give one statement that has rows"),
        ("sql", {"query": "SELECT 1; SELECT 2"}, "give one statement that has rows"),
        ("sql", {"query": ""}, "give one statement that has rows"),
        ("sql", {"query": "COPY core_bar TO 'bars.csv'"}, "Permission Error"),
        ("sql", {"query": "SELECT * FROM read_csv('/etc/hostname')"}, "Permission Error"),
        ("sql", {"query": "DELETE FROM core_bar RETURNING *"}, "read-only mode"),
        ("sql", {"query": "SELECT * FROM headlin"}, 'Did you mean "headline"?'),
        ("sql", {"query": "SELECT repeat('x', 300000) AS t"}, "more than 200,000: ask for less"),
        ("verdict", {"target": "clasic-search-electricity"}, "did you mean 'classic-search-electricity'?"),
        ("price", {"model": "gpt-4o-mni"}, "did you mean 'gpt-4o-mini'"),
        ("price", {"model": "gpt-4o-mini", "at": "2999-01-01"}, "is in the future"),
        ("scenario", {"input_tokens": 10}, "a use reads and writes tokens"),
        ("scenario", {"input_tokens": 10, "output_tokens": -1}, "-1 is not a number from 0 to 100000000"),
        ("scenario", {"target_usd": "nothing"}, "'nothing' is not an amount in USD"),
        ("trace", {"row": "out_verdit: chat"}, "did you mean 'out_verdict'?"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_reason(
    published: Path, tool: str, arguments: dict[str, object], message: str
) -> None:
    assert message in refusal(*ask(published, (tool, arguments)))


def test_a_home_without_a_published_file_is_named(tmp_path: Path) -> None:
    assert "nothing is published" in refusal(*ask(tmp_path, ("verdict", {})))


def test_the_command_serves_on_stdin_and_stdout(published: Path) -> None:
    async def talk() -> CallToolResult:
        command = StdioServerParameters(
            command=sys.executable,
            args=["-c", "from pipelines.cli import main; main()", "mcp"],
            env={"TOKENFALL_HOME": str(published)},
            cwd=ROOT,
        )
        async with Client(command) as client:
            return await client.call_tool("sql", {"query": "SELECT crossed_on FROM headline"})

    result = asyncio.run(talk())
    assert result.structured_content == {"says": [], "rows": [{"crossed_on": "2024-05-13"}], "more": False}


def test_without_the_extra_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    result = call(tmp_path, "mcp", stdin="", prefix="import sys; sys.modules['mcp'] = None")
    assert (result.returncode, result.stderr) == (
        1,
        "tokenfall: the package mcp is not installed: run `pip install 'tokenfall[mcp]'`\n",
    )
