"""What the Dagster UI shows of the sources and of the page: a few lines and a small picture."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from assets.forecasts import headline
from assets.reports.cost_picture import as_markdown, draw_costs
from assets.reports.source_health import describe_statuses, describe_trouble
from tests.reports.conftest import fill_warehouse
from warehouse import query
from warehouse.query import Row
from warehouse.store import Writer

SQL = Path(__file__).parents[2] / "assets" / "reports"


def source(name: str, status: str, error: str | None = None) -> Row:
    return {"source": name, "status": status, "error": error}


def test_statuses_are_counted_in_a_table() -> None:
    rows = [{"status": "ok", "sources": 40}, {"status": "failed", "sources": 2}]
    assert describe_statuses(rows) == "| status | sources |\n| --- | --- |\n| ok | 40 |\n| failed | 2 |"


def test_the_first_ten_sources_in_trouble_are_named_in_a_line_each() -> None:
    listed = describe_trouble([source(f"page/{n}", "failed", "status 503: <b>later</b>\n" * 30) for n in range(12)])
    lines = listed.splitlines()
    assert lines[0].startswith("- page/0: failed: status 503: &lt;b&gt;later&lt;/b&gt; status 503")
    assert (len(lines), lines[-1]) == (11, "- and 2 more: `tokenfall sources`")
    assert len(listed) < 3000
    assert describe_trouble([]) == "none"
    assert describe_trouble([source("feed/litellm", "stale")]) == "- feed/litellm: stale"


def test_the_statuses_of_the_sources_are_those_that_alert(writer: Writer) -> None:
    fill_warehouse(writer)
    writer.connection.execute(
        "UPDATE out_source SET status = 'failed', error = 'status 503' WHERE source = 'page/openai'"
    )
    counts = query.rows(writer.connection, SQL / "count_source_statuses.sql")
    total = query.rows_named(writer.connection, "out_source", {}, limit=1000)
    assert sum(row["sources"] for row in counts) == len(total)
    trouble = query.rows(writer.connection, SQL / "list_sources_in_trouble.sql")
    alerts = (SQL / "find_alerts.sql").read_text(encoding="utf-8")
    condition = "WHERE status SIMILAR TO '(failed|doubted|refused|stale|needs review).*'"
    assert condition in alerts
    assert condition in (SQL / "list_sources_in_trouble.sql").read_text(encoding="utf-8")
    assert {row["status"] for row in trouble} <= {row["status"] for row in counts}


def test_the_picture_is_a_step_line_of_the_headline_with_the_search_and_a_kilobyte_large(writer: Writer) -> None:
    fill_warehouse(writer)
    asked = {"bar": headline.BAR, "workload": headline.WORKLOAD, "target": headline.TARGET}
    steps = query.rows(writer.connection, SQL / "list_headline_costs.sql", asked)
    assert [row["usd_per_query"] for row in steps] == [Decimal("0.042"), Decimal("0.008"), Decimal("0.00018")]
    markdown = as_markdown(draw_costs(steps, date(2026, 11, 23)), "cheaper")
    assert len(markdown) < 2000
    kind, _, data = markdown.removeprefix("![cheaper](").removesuffix(")").partition(",")
    assert kind == "data:image/svg+xml;base64"
    svg = ElementTree.fromstring(base64.b64decode(data))
    search, costs = svg.findall("{*}path")
    # From the left edge at the top, down twice, to the right edge at the bottom; days 426 and 668 of 1350.
    assert costs.get("d") == "M0 18H151V50H238V122H480"
    assert search.get("d") == "M0 44H480"
    assert "$0.042 to $0.00018" in "".join(svg.itertext())


def test_one_price_that_never_changed_is_a_line() -> None:
    step = {"valid_from": date(2026, 1, 1), "usd_per_query": Decimal("0.01"), "target_usd": Decimal("0.01")}
    assert "d='M0 18H480'" in draw_costs([step], date(2026, 1, 1))
