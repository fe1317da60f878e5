"""`tokenfall trace`: from published rows to facts and archived pages; pages that would act, and bytes that are lost."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import duckdb
import pytest
from bs4 import BeautifulSoup

from assets.capture.keep import PageCapture
from pipelines.trace.address import find_row, key_of
from pipelines.trace.archived_page import render, write_page
from pipelines.trace.evidence import CapturedPage
from pipelines.trace.report import trace_row
from pipelines.trace.walk import describe, walk_from
from tests.pipelines.conftest import call
from tests.pipelines.test_captures import Site, a_page, tokenfall
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

FRONTIER = "out_frontier: eci>=gpt-4-0314, chat, 2024-05-13"


@pytest.fixture(scope="module")
def connection(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(Home(published)) as opened:
        yield opened


def walk(connection: duckdb.DuckDBPyConnection, published: Path, address: str) -> str:
    return "\n".join(describe(walk_from(connection, Home(published), find_row(connection, address))))


def test_a_step_of_the_frontier_leads_to_the_line_of_its_price_and_of_its_score(published: Path) -> None:
    result = call(published, "trace", FRONTIER)
    assert (result.returncode, result.stderr) == (0, "")
    tables = re.findall(r"^ *(?:-> )?((?:out|core)_\w+)$", result.stdout, re.MULTILINE)
    assert tables == ["out_frontier", "out_price_history", "core_price_observation", "core_score"]
    (line,) = re.findall(
        r"facts: warehouse/facts/price_changes.csv line (\d+) \(SHA-256 of the file (\w+), verified", result.stdout
    )
    file = Path(__file__).parents[2] / "warehouse/facts/price_changes.csv"
    text = file.read_text(encoding="utf-8").splitlines()[int(line[0]) - 1]
    assert text.startswith("openai,gpt-4o-2024-05-13,gpt-4o-2024-05-13,standard,5,,15,2024-05-13,announced")
    assert line[1] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "address: https://openai.com/index/hello-gpt-4o/ (the page itself was not kept)" in result.stdout
    assert re.search(r"facts: warehouse/facts/scores.csv line \d+", result.stdout)
    assert re.search(r"made by assets/trends/assets.py line \d+ from .*_frontier", result.stdout)
    assert "page:" not in result.stdout


def test_a_day_within_an_interval_stands_for_its_first_day(
    connection: duckdb.DuckDBPyConnection, published: Path
) -> None:
    inside = walk(connection, published, "out_frontier: eci>=gpt-4-0314, chat, 2024-01-31")
    assert inside == walk(connection, published, "out_frontier: eci>=gpt-4-0314, chat, 2023-11-06")
    assert "model_id: gpt-4-1106-preview" in inside


@pytest.mark.parametrize(
    "address",
    ["headline", "headline:", "verdict_plain: eci>=gpt-4-0314, chat, google-search-full-cost-semianalysis-2023"],
)
def test_the_answer_leads_to_the_price_that_crossed_and_to_the_search_cost(
    connection: duckdb.DuckDBPyConnection, published: Path, address: str
) -> None:
    text = walk(connection, published, address)
    assert re.findall(r"-> (\w+)", text) == [
        *("out_verdict", "out_frontier", "out_price_history", "core_price_observation", "core_score"),
        "core_search_cost",
    ]
    assert "facts: warehouse/facts/search_costs.csv line " in text


def test_every_published_row_can_be_traced(connection: duckdb.DuckDBPyConnection, published: Path) -> None:
    """The first row of each table and view: by its key, or by its columns where it has none."""
    traced = 0
    for table in sorted(query.columns_by_table(connection)):
        rows = [] if table.startswith("_") else query.first_rows(connection, table, 1)
        for row in rows:
            text = {
                name: str(cell).lower() if isinstance(cell, bool) else str(cell)
                for name, cell in row.items()
                if cell is not None
            }
            key = [text.get(name, "-") for name in key_of(table)]
            named = [f'"{name}={cell.replace(chr(34), chr(34) * 2)}"' for name, cell in text.items()]
            address = f"{table}: {', '.join(f'{chr(34)}{cell}{chr(34)}' for cell in key) or ', '.join(named)}"
            assert walk(connection, published, address).startswith(f"{table}\n"), address
            traced += 1
    assert traced > 50


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("out_fronteer: a", "'out_fronteer' is no published table: did you mean 'out_frontier'?"),
        ("_frontier: a", "'_frontier' is no published table"),
        ("out_frontier: eci>=gpt-4-0314, chatt, 2024-05-13", "has no workload 'chatt': did you mean 'chat'?"),
        ("out_frontier: eci>=gpt-4-0314, chat, 2020-01-01", "on 2020-01-01; the rows begin on 2023-03-14, "),
        ("out_frontier: a, b, c, d", "has 4 values: the key of out_frontier is bar, workload, valid_from"),
        ("out_frontier: colour=red", "out_frontier has no column 'colour'. Columns: bar, workload, valid_from, "),
        ("out_frontier: eci>=gpt-4-0314, wrkload=chat", "no column 'wrkload': did you mean 'workload'? Columns: bar, "),
        ("out_quarantine: a", "out_quarantine has no key: write column=value, not 'a'"),
        ("out_reading_problem", "out_reading_problem is empty"),
        ("core_model: model_id=nobody", "core_model has no model_id 'nobody'"),
    ],
)  # fmt: skip
def test_an_unknown_row_is_one_line_with_the_nearest(
    connection: duckdb.DuckDBPyConnection, address: str, message: str
) -> None:
    with pytest.raises(click.BadParameter) as caught:
        find_row(connection, address)
    assert message in str(caught.value)


def test_several_rows_are_told_apart(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(TokenfallError, match=r"out_frontier has several rows of .*: add valid_from=2023-03-14 or "):
        find_row(connection, "out_frontier: eci>=gpt-4-0314, chat")
    with pytest.raises(TokenfallError, match=r"^out_frontier has several rows: add valid_from="):
        find_row(connection, "out_frontier")


def test_an_address_need_not_say_that_there_is_no_context_band(connection: duckdb.DuckDBPyConnection) -> None:
    short = find_row(connection, "out_price_history: openai, gpt-4-0314, gpt-4-0314, standard, 2023-03-14")
    assert short == find_row(connection, "out_price_history: openai, gpt-4-0314, gpt-4-0314, standard, -, 2023-03-14")


def page(body: bytes, quote: str, *names: str, content_type: str = "text/html") -> CapturedPage:
    capture = PageCapture(
        source="page/x", url="https://x.example/p", captured_at=datetime(2026, 1, 2), fetched_at=datetime(2026, 1, 2),
        via="live", asked_url="", final_url="", address=None, status=200, content_type=content_type, headers="[]",
        capture_sha256="ab" * 32, bytes=len(body), warc_file="", warc_offset=0, body_warc_file="", body_warc_offset=0,
        counts=True, doubt=None,
    )  # fmt: skip
    return CapturedPage(capture, body, quote, names)


def marked(markup: str) -> list[str]:
    return [element.get_text(strip=True) for element in BeautifulSoup(markup, "lxml").select(".quoted")]


def before_marks(markup: str, name: str) -> list[str]:
    """The text of the last element of a name that begins before each highlighted cell."""
    cells = BeautifulSoup(markup, "lxml").select(".quoted")
    return [before.get_text() for cell in cells if (before := cell.find_previous(name))]


HOSTILE = Path(__file__).with_name("hostile.html").read_bytes()


def test_a_page_that_would_act_is_only_text_and_cells() -> None:
    document = write_page(
        "<script>t</script>", ["</pre><script>evil()</script>"], [page(HOSTILE, "In: $1 / MTok", "Beta")]
    )
    tree = BeautifulSoup(document, "lxml")
    assert "evil" not in document.replace("&lt;/pre&gt;&lt;script&gt;evil()", "")
    assert {element.name for element in tree.find_all(True)} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "pre", "p", "code", "div"),
        *("table", "tbody", "tr", "td", "span"),
    }  # fmt: skip
    names = {name for element in tree.select("body *") for name in element.attrs}
    assert names == {"class", "colspan"}
    (policy,) = tree.select("meta[http-equiv=Content-Security-Policy]")
    assert str(policy["content"]).startswith("default-src 'none'")
    assert "kept words" in document
    assert marked(document) == ["$1/ MTok"]
    assert before_marks(document, "td") == ["Beta"]


def test_equal_amounts_in_several_rows_are_told_apart_by_the_name() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>$5</td><td>$5</td></tr>" for name in ("GPT-4o mini", "GPT-4o", "GPT-4"))
    body = f"<html><body><p>GPT-4o is new</p><table>{rows}</table></body></html>".encode()
    rendering = render(page(body, "Input: $5 | Output: $5", "GPT-4o"))
    marked_rows = BeautifulSoup(rendering.markup, "lxml").select("tr:has(.quoted)")
    assert [row.get_text("|") for row in marked_rows] == ["GPT-4o|$5|$5"]
    text = b"| GPT-4o mini | $5 |\n| GPT-4o | $5 |\n| GPT-4 | $5 |\n"
    shown = render(page(text, "Input: $5", "GPT-4o", content_type="text/plain")).markup
    assert shown.partition("<mark")[0].endswith("| GPT-4o | ")
    assert rendering.note == "2 of 2 quoted cells are highlighted."


def test_a_list_of_contents_is_not_the_models_row() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>$5</td></tr>" for name in ("GPT-4", "GPT-4o New"))
    body = f"<html><ul><li>GPT-4o</li></ul><table>{rows}</table></html>".encode()
    assert before_marks(render(page(body, "Input: $5", "GPT-4o")).markup, "td") == ["GPT-4o New"]


def test_a_transposed_table_is_read_after_the_models_heading() -> None:
    table = "<table><tr><td>Input price</td><td>${}</td></tr><tr><td>Output price</td><td>${}</td></tr></table>"
    body = f"<html><h2>Pro</h2>{table.format(2, 8)}<h2>Flash</h2>{table.format(2, 4)}</html>".encode()
    rendering = render(page(body, "Input price: $2 | Output price: $4", "Flash"))
    assert before_marks(rendering.markup, "h2") == ["Flash", "Flash"]


def test_amounts_that_share_a_cell_and_empty_cells() -> None:
    rows = "<tr><td>Alpha</td><td>in $0.15 / out $0.60</td><td>$0.1</td></tr>"
    body = f"<html><table>{rows}</table></html>".encode()
    combined = render(page(body, "Input: in $0.15 | Cached input:  | Output: out $0.60", "Alpha"))
    assert combined.note == "2 of 2 quoted cells are highlighted."
    assert marked(combined.markup) == ["in $0.15 / out $0.60"]
    assert marked(render(page(body, "All tokens: $0.1 | Output: $0.1", "Alpha")).markup) == ["$0.1"]
    assert marked(render(page(body, "Input: $0.6", "Alpha")).markup) == []  # no digits of a longer number
    text = b"| Alpha | **$0.15**<br>in | \\$0.60 out |"
    shown = render(page(text, "Input: $0.15 in | Output: $0.60 out", "Alpha", content_type="text/markdown"))
    assert shown.note == "2 of 2 quoted cells are highlighted."


def test_a_cell_that_is_not_there_is_said() -> None:
    body = b"<html><body><table><tr><td>Alpha</td><td>$1</td></tr></table></body></html>"
    absent = render(page(body, "In: $9", "Alpha"))
    assert absent.note == "The quoted cell is not where the quote says: the page is shown without a highlight."
    assert marked(absent.markup) == []
    assert render(page(body, "In: $1 | Out: $9", "Alpha")).note == "1 of 2 quoted cells are highlighted."
    assert render(page(body, "")).note == "The row has no quote of a cell: the whole page is its evidence."


def test_a_price_in_the_data_of_a_page_is_shown_in_its_source() -> None:
    body = b'<html><body><p>Prices</p><script>x = {"name": "Alpha", "prompt": "0.0000010"}</script></body></html>'
    rendering = render(page(body, "Alpha: prompt: 0.000001", "Alpha"))
    assert rendering.note == "The quote is in the page's source, not in its visible text."
    assert marked(rendering.markup) == ['"prompt": "0.0000010"']
    assert "<script" not in rendering.markup


def test_json_and_markdown_are_shown_as_text() -> None:
    models = [{"id": "a/m", "pricing": {"prompt": "0.000001", "completion": "2e-6"}}]
    models += [{"id": "b/m", "pricing": {"prompt": "0.000001", "completion": "0.000002"}}]
    body = json.dumps(models).encode()
    rendering = render(page(body, "m: prompt: 0.000001, completion: 0.000002", "b/m", content_type="application/json"))
    assert marked(rendering.markup) == ['"prompt": "0.000001"', '"completion": "0.000002"']
    before = rendering.markup.partition("<mark")[0]
    assert "b/m" in before
    text = b"| Model | In |\n| </pre><script> | $3 |\n| Alpha | $3 |\n"
    rendering = render(page(text, "In: $3", "Alpha", content_type="text/markdown; charset=utf-8"))
    assert rendering.markup.startswith("<pre>| Model | In |\n| &lt;/pre&gt;&lt;script&gt; | $3 |\n| Alpha | <mark")


def test_of_a_long_text_the_part_around_the_quote_is_shown() -> None:
    text = b"x" * 300_000 + b" Alpha In: $3 " + b"y" * 300_000
    rendering = render(page(text, "In: $3", "Alpha", content_type="text/plain"))
    assert rendering.note.endswith("Only a part of this long text is shown.")
    assert len(rendering.markup) < 400_100
    assert marked(rendering.markup) == ["In: $3"]


def test_other_encodings_are_read() -> None:
    body = "<html><meta charset='gbk'><body><td>输入价格</td></body></html>".encode("gbk")
    assert "输入价格" in render(page(body, "")).markup
    odd = page(b"<html><meta charset='nosuch'><body>\xc3\xa9</body></html>", "")
    assert "é" in render(odd).markup


@pytest.fixture
def price_site() -> Iterator[Site]:
    running = Site()
    yield running
    running.stop()


def test_a_captured_price_is_shown_in_its_archived_page(own_home: Path, price_site: Site) -> None:
    assert tokenfall(own_home, price_site, "fetch", "anthropic").returncode == 0
    assert tokenfall(own_home, price_site, "run").returncode == 0
    with open_published(Home(own_home)) as opened:
        (row,) = query.rows_named(opened, "core_price_observation", {"source": "page/anthropic"})
    address = f"core_price_observation: source=page/anthropic, provider_model_id={row['provider_model_id']}"
    result = call(own_home, "trace", address)
    assert (result.returncode, result.stderr) == (0, "")
    digest = hashlib.sha256(a_page("5")).hexdigest()
    assert f"SHA-256 {digest}, verified" in result.stdout
    file = Path(result.stdout.splitlines()[-1].removeprefix("page: "))
    assert file.parent == own_home / "reports" / "trace"
    document = file.read_text(encoding="utf-8")
    assert marked(document) == ["$5 / MTok", "$0.50 / MTok", "$25 / MTok"]
    assert digest in document
    other = own_home / "a" / "b.html"
    assert call(own_home, "trace", "out_source: page/anthropic", "--out", str(other)).returncode == 0
    assert "the whole page is its evidence" in other.read_text(encoding="utf-8")
    (archive,) = (own_home / "captures").rglob("*.warc.gz")
    archive.write_bytes(archive.read_bytes()[:100])
    lost = call(own_home, "trace", address)
    assert lost.returncode == 1
    assert f"SHA-256 {digest}: the bytes are lost" in lost.stdout
    assert "has no whole record at" in lost.stderr
    assert lost.stderr.count("\n") == 1


def test_facts_that_have_changed_since_and_a_folder_that_cannot_be_written(published: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(published / "published", tmp_path / "home" / "published")).parent
    with duckdb.connect(str(home / "published" / "tokenfall.duckdb")) as opened:
        opened.execute("UPDATE core_price_observation SET capture_sha256 = repeat('0', 64)")
        opened.execute("UPDATE out_price_history SET capture_sha256 = repeat('0', 64)")
    lines: list[str] = []
    trace_row(Home(home), FRONTIER, None, lines.append)
    assert any("but the installed file has no such row (digest at the time 0000" in line for line in lines)
    with pytest.raises(TokenfallError, match=r"cannot write .*; free space, or choose another file"):
        trace_row(Home(home), FRONTIER, home / "published" / "tokenfall.duckdb" / "x.html", lines.append)
