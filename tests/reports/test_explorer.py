"""The page's explorer in a real browser: the same answers as the command line, a link that keeps them, safe names."""

from __future__ import annotations

import functools
import json
import random
import shlex
import threading
from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from assets.forecasts.what_if.scenario import WHAT_IF, Scenario, Tokens, answer_scenario
from assets.reports.gather import gather
from assets.reports.render import render_pages
from tests.pipelines.conftest import call
from tests.reports import test_browser
from tests.reports.test_browser import open_page
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_published

browser = test_browser.browser
Row = dict[str, Any]
USES = 100
"""Every second of them is compared with four searches, so that they are over 200 scenarios."""
BYTES, EXPLORER_BYTES = 1_200_000, 400_000
ANSWER = """const iso = (day) => day == null ? null : new Date(day * 864e5).toISOString().slice(0, 10);
            return arguments[0].map((asked) => {
              const answer = tokenfallExplorer.answer(asked);
              return {status: answer.status, crossed_on: iso(answer.crossing?.day), crossed_on_low: iso(answer.low),
                      crossed_on_high: iso(answer.high), holds_now: answer.holds, usd: String(answer.today?.cost),
                      odds: answer.chances?.odds, basis: answer.chances?.basis} })"""


@pytest.fixture(scope="module")
def page(published: Path) -> Path:
    """The page that a run wrote."""
    return published / "reports" / "index.html"


@pytest.fixture(scope="module")
def data(page: Path) -> Row:
    """The data that the page holds for its explorer."""
    text = page.read_text(encoding="utf-8").split('id="explorer-data">')[1].split("</script>")[0]
    assert len(text.encode()) < EXPLORER_BYTES
    return dict(json.loads(text))


def draw_scenarios(rng: random.Random, data: Row) -> list[Row]:
    """Return a use of random size, or every fifth time a published one, against four searches or one amount."""

    def tokens(most: float) -> int:
        return round(10 ** rng.uniform(0.5, most))

    counts = [
        tokens(5),
        rng.choice([0, 0, tokens(5)]),
        tokens(4),
        rng.choice([0, 0, 0, 1, 3]),
        rng.choice([1, 1, 2, 5]),
    ]
    by = rng.choice(["non-reasoning", "non-reasoning", "reasoning", "any"])
    if rng.random() < 0.2:
        use = rng.choice(data["uses"])
        counts, by = use["counts"], use["by"]
    use = {"bar": rng.choice(data["bars"])["id"], "counts": counts, "by": by}
    if rng.random() < 0.5:
        return [{**use, "target": row["id"], "usd": None} for row in rng.sample(data["targets"], 4)]
    return [{**use, "target": None, "usd": str(Decimal(f"{10 ** rng.uniform(-5.5, -1):.6g}"))}]


def answer_by_command(home: Path, scenarios: list[Row]) -> list[Row]:
    """Return the verdict rows that `tokenfall verdict` has for one use, or what they are when nothing is on sale."""
    first = scenarios[0]
    use = Tokens(*first["counts"][:4], answered_by=first["by"], calls=first["counts"][4])
    with open_published(Home(home)) as connection:
        try:
            rows = answer_scenario(
                connection, Scenario(first["bar"], use, None, first["usd"] and Decimal(first["usd"]))
            )
        except TokenfallError:
            return [{"status": "no_answer"}] * len(scenarios)
    by_target = {row["target"]: row for row in rows}
    return [by_target[asked["target"] or WHAT_IF] for asked in scenarios]


def test_two_hundred_random_scenarios_are_answered_as_by_the_command_line(
    browser: Any, page: Path, published: Path, data: Row
) -> None:
    rng = random.Random(16)
    drawn = [draw_scenarios(rng, data) for _ in range(USES)]
    scenarios = list(chain.from_iterable(drawn))
    assert len(scenarios) >= 200
    rows = list(chain.from_iterable(answer_by_command(published, of_use) for of_use in drawn))
    open_page(browser, page, 1280)
    answers = browser.execute_script(ANSWER, scenarios)
    statuses, bases = Counter(row["status"] for row in rows), Counter(answer["basis"] for answer in answers)
    for asked, row, answer in zip(scenarios, rows, answers, strict=True):
        assert_same(asked, row, answer)
    assert set(statuses) == {"crossed", "crossed_before_first_look", "not_crossed", "no_answer"}
    assert set(bases) >= {"crossed", "published", "target", "amount stays"}
    assert bases["target"] + bases["amount stays"] > 30
    assert 8 * (bases["few searches"] + bases["search stays"]) < len(scenarios)


def assert_same(asked: Row, row: Row, answer: Row) -> None:
    """Compare the page's answer with the row of the command line: equal days and money, chances within a point."""
    assert answer["status"] == row["status"], asked
    if row["status"] == "no_answer":
        return
    for name in ("crossed_on", "crossed_on_low", "crossed_on_high"):
        assert answer[name] == (row[name] and str(row[name])), (name, asked)
    assert Decimal(answer["usd"]).scaleb(-12) == row["now_usd_per_query"], asked
    assert answer["holds_now"] == row["holds_now"], asked
    if answer["odds"] and answer["basis"] != "search stays":
        odds = [row[f"p_{years}y"] for years in (1, 3, 5)]
        assert answer["odds"] == pytest.approx(odds, abs=0.01, rel=0), asked
    elif answer["basis"] == "little history":
        assert row["p_1y"] is None, asked


def test_money_is_compared_exactly(browser: Any, page: Path) -> None:
    """1,155 and 211 tokens of GPT-4o at $5 and $15 a million cost $0.00894: as little as that, and not a bit less."""
    asked = {"bar": "eci>=gpt-4-0314", "counts": [1155, 0, 211, 0, 1], "by": "non-reasoning", "target": None}
    open_page(browser, page, 1280)
    amounts = ("0.00894", "0.008939999999", "8.94e-3", "0.0089399999995")
    days = [row["crossed_on"] for row in browser.execute_script(ANSWER, [{**asked, "usd": usd} for usd in amounts])]
    assert days[0] == days[2] == days[3] == "2024-05-13"
    assert days[1] > "2024-05-13"


def test_tokens_that_are_spread_over_calls_fit_smaller_windows(browser: Any, page: Path) -> None:
    """30,000 tokens are too many for the 16,384 of Phi-4 in one call, and not in two."""
    asked = {"bar": "eci>=gpt-4-0314", "by": "non-reasoning", "target": None, "usd": "1"}
    open_page(browser, page, 1280)
    uses = [{**asked, "counts": [29000, 0, 1000, 0, calls]} for calls in (1, 2)]
    whole, spread = (int(answer["usd"]) for answer in browser.execute_script(ANSWER, uses))
    assert spread < whole


def test_a_price_that_nobody_has_seen_for_long_is_named_and_not_counted(
    browser: Any, published: Path, tmp_path: Path
) -> None:
    with open_published(Home(published)) as connection:
        shown = gather(connection)
    assert shown.explorer
    offers, as_of = shown.explorer["offers"], shown.explorer["as_of"]
    phi = shown.explorer["models"].index("Phi-4")
    old = [n for n, model in enumerate(offers["model_id"]) if model == phi and offers["end_day"][n] is None]
    seen = [as_of - 91 if n in old else day for n, day in enumerate(offers["confirmed_day"])]
    changed = {**offers, "is_stale": old, "confirmed_day": seen}
    text = render_pages(replace(shown, explorer={**shown.explorer, "offers": changed}), {})["index.html"]
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    open_page(browser, tmp_path / "index.html", 1280)
    more = browser.find_element(By.ID, "explorer-more").text
    assert "it costs $130 per million uses (Gemma 3 27B at DeepInfra)" in more
    assert "A price of $110 per million uses (Phi-4 at DeepInfra) has not been seen for 90 days" in more
    assert "may have changed" in browser.find_element(By.ID, "explorer-offers").text


def sentence(browser: Any) -> str:
    return str(browser.find_element(By.ID, "explorer-sentence").text)


def type_into(browser: Any, name: str, text: str) -> None:
    """Put a text into a field as a reader would."""
    script = """const field = document.querySelector(`#explorer-form [name="${arguments[0]}"]`);
                field.value = arguments[1]; field.dispatchEvent(new Event("input", {bubbles: true}))"""
    browser.execute_script(script, name, text)


def state(browser: Any) -> Row:
    """Return the values of all controls, and the answer."""
    script = """const form = document.getElementById("explorer-form");
                return Object.fromEntries([...new FormData(form).entries()])"""
    return {**browser.execute_script(script), "sentence": sentence(browser)}


def test_a_link_restores_every_control_and_the_answer(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    assert sentence(browser) == (
        "A chat answer, as good as GPT-4 (March 2023), first cost no more than \u201cGoogle search, full cost per "
        "query (SemiAnalysis estimate)\u201d on 13 May 2024."
    )
    assert "#" not in browser.current_url
    Select(browser.find_element(By.NAME, "bar")).select_by_value("arena-text>=gpt-4-0314")
    for name, text in (("in", "3000"), ("cached", "400"), ("out-words", "500"), ("searches", "1"), ("calls", "2")):
        type_into(browser, name, text)
    Select(browser.find_element(By.NAME, "target")).select_by_value("own")
    type_into(browser, "usd", "0.000345")
    before = state(browser)
    assert before["out"] == "632"  # 500 x 292 / 231
    assert before["use"] == "own"
    assert "does not yet cost as little as your $350 per million uses" in before["sentence"]
    link = browser.current_url
    browser.get("about:blank")
    browser.get(link)
    assert state(browser) == before
    browser.execute_script("location.hash = 'use=bare&target=nosuch'")
    note = browser.find_element(By.ID, "explorer-note")
    browser.execute_async_script("setTimeout(arguments[0], 50)")
    assert note.text == "The link names nosuch, which this page does not know: the usual choice stands in its place."
    assert sentence(browser).startswith("One question, ")


def test_a_chip_fills_the_sizes_and_a_slider_leaves_it(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    browser.find_element(By.CSS_SELECTOR, "[value=agent]").click()
    assert [state(browser)[name] for name in ("in", "cached", "out", "searches", "calls", "by")] == [
        *("20000", "16000", "1500", "3", "4", "any")
    ]
    type_into(browser, "in-slider", "61")
    assert (state(browser)["in"], state(browser)["in-words"], state(browser)["use"]) == ("1000", "791", "own")
    slider = browser.find_element(By.NAME, "in-slider")
    assert slider.get_attribute("aria-valuetext") == "1,000 tokens, about 791 words"


@pytest.mark.parametrize(
    ("name", "text"), [("in", ""), ("out", "0"), ("in", "1.5"), ("calls", "0"), ("in", "100000001")]
)
def test_a_use_that_makes_no_sense_is_named_and_not_linked(browser: Any, page: Path, name: str, text: str) -> None:
    open_page(browser, page, 1280)
    type_into(browser, name, text)
    assert " whole numbers " in sentence(browser) or " at least one " in sentence(browser)
    assert not browser.find_element(By.ID, "explorer-chart").is_displayed()
    assert "#" not in browser.current_url


def test_a_level_without_such_models_says_what_to_choose(browser: Any, page: Path) -> None:
    browser.get(f"{page.as_uri()}#bar=eci%3E%3D150&use=chat")
    assert sentence(browser) == (
        "At this level only models that reason before they answer are on sale: choose that under More."
    )
    browser.get("about:blank")


@pytest.fixture(scope="module")
def address(page: Path) -> Generator[str]:
    """The page behind a plain web server."""
    handler = functools.partial(QuietHandler, directory=page.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.parametrize("from_server", [False, True])
def test_it_runs_without_an_error_from_a_file_and_from_a_server(
    browser: Any, page: Path, address: str, *, from_server: bool
) -> None:
    browser.get_log("browser")
    browser.get(address if from_server else page.as_uri())
    type_into(browser, "out", "300")
    assert sentence(browser).startswith("A use that reads 1,155 tokens and writes 300, as good as GPT-4")
    assert browser.find_elements(By.CSS_SELECTOR, "#explorer-chart path")
    assert browser.current_url.endswith("by=non-reasoning&target=google-search-full-cost-semianalysis-2023")
    assert browser.get_log("browser") == []
    assert page.stat().st_size < BYTES


def test_without_scripts_the_published_uses_remain(browser: Any, page: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get("about:blank")
    open_page(browser, page, 1280)
    shown = {
        name: browser.find_element(By.ID, f"explorer-{name}").is_displayed() for name in ("form", "presets", "details")
    }
    table = browser.find_element(By.ID, "explorer-presets").text
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert shown == {"form": False, "presets": True, "details": False}
    assert "A chat answer 1,155 211 0 $" in table
    assert "since 13 May 2024" in table


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_state_scrolls_sideways_or_covers_a_label(browser: Any, page: Path, width: int) -> None:
    for link in (
        "",
        "#use=agent&bar=eci%3E%3D140&target=bing-grounding",
        "#use=bare&usd=0.001",
        "#use=chat&target=serper",
    ):
        browser.get("about:blank")
        open_page(browser, Path(f"{page}"), width)
        browser.execute_script("location.hash = arguments[0]", link)
        browser.execute_async_script("setTimeout(arguments[0], 50)")
        browser.execute_script("document.querySelector('.explorer fieldset details').open = true")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        cut = """const frame = document.getElementById('explorer-chart').getBoundingClientRect();
                 return [...document.querySelectorAll('#explorer-chart text')].map(text => text.getBoundingClientRect())
                   .filter(box => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1)
                   .length"""
        assert browser.execute_script(cut) == 0
        assert (
            browser.execute_script("return document.getElementById('explorer-chart').getBoundingClientRect().width")
            <= width
        )


def test_every_control_has_a_name_and_the_answer_is_announced(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    unnamed = """return [...document.querySelectorAll('.explorer :is(input, select, button, textarea)')]
                 .filter(item => !item.labels?.length && !item.ariaLabel && !item.textContent.trim()).length"""
    assert browser.execute_script(unnamed) == 0
    answer = browser.find_element(By.ID, "explorer-answer")
    assert (answer.tag_name, answer.get_attribute("aria-live")) == ("output", "polite")
    label = browser.find_element(By.ID, "explorer-chart").get_attribute("aria-label")
    assert label == sentence(browser)


def copied(browser: Any, kind: str) -> str:
    browser.execute_script("document.querySelector(`.copies [value=${arguments[0]}]`).click()", kind)
    return str(browser.find_element(By.ID, "explorer-text").get_attribute("value"))


LINKS = [
    "#use=chat&bar=eci%3E%3Dgpt-4-0314&target=exa",
    "#in=3000&cached=100&out=500&searches=1&calls=2&by=any&bar=eci%3E%3D130&usd=0.0123",
    "#in=3000&cached=0&out=500&searches=0&calls=1&by=reasoning&bar=gpqa-diamond%3E%3Dgpt-4-0314&target=openai-web-search",
]


@pytest.mark.parametrize("link", LINKS)
def test_the_copied_command_and_sql_give_the_day_of_the_page(
    browser: Any, page: Path, published: Path, link: str
) -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}{link}")
    command, statement = copied(browser, "command"), copied(browser, "sql")
    assert copied(browser, "link").split("#")[0] == page.as_uri()
    (row,) = json.loads(call(published, *shlex.split(command)[1:], "--format", "json").stdout)
    with open_published(Home(published)) as connection:
        result = connection.execute(statement)
        names = [column[0] for column in result.description]
        first = dict(zip(names, result.fetchall()[0], strict=True))
    assert str(first["crossed_on"]) == row["crossed_on"]
    day = date.fromisoformat(row["crossed_on"])
    assert f"{day.day} {day:%B %Y}" in sentence(browser)


def test_the_copied_csv_holds_every_step(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    header, *steps = copied(browser, "csv").splitlines()
    assert header == "valid_from,valid_to,usd_per_use,model,seller"
    assert "2024-05-13,2024-05-14,0.00894,GPT-4o (May 2024),OpenAI" in steps
    assert steps[0].startswith("2023-03-14,")
    assert steps[-1].split(",")[1] == ""


HOSTILE = '=1+1</script><script>document.title="taken"</script><img src=x onerror=alert(1)>&"\''


def test_hostile_names_stay_text(browser: Any, published: Path, tmp_path: Path) -> None:
    with open_published(Home(published)) as connection:
        shown = gather(connection)
    assert shown.explorer
    names = {"models": [HOSTILE] * len(shown.explorer["models"]), "sellers": [HOSTILE] * len(shown.explorer["sellers"])}
    for kind in ("bars", "uses", "targets"):
        names[kind] = [{**row, "name": HOSTILE, "label": HOSTILE, "group": HOSTILE} for row in shown.explorer[kind]]
    text = render_pages(replace(shown, explorer=shown.explorer | names), {})["index.html"]
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    browser.get_log("browser")
    open_page(browser, tmp_path / "index.html", 1280)
    assert browser.title != "taken"
    assert HOSTILE in sentence(browser)
    assert browser.find_element(By.CSS_SELECTOR, "#explorer-offers th").text == HOSTILE
    assert not browser.find_elements(By.CSS_SELECTOR, ".explorer img, .explorer svg script")
    quoted = HOSTILE.replace('"', '""')
    assert copied(browser, "csv").splitlines()[1].endswith(f""","'{quoted}","'{quoted}\"""")
    assert browser.get_log("browser") == []


def test_without_a_price_the_section_says_so(empty: Writer) -> None:
    shown = gather(empty.connection)
    assert shown.explorer is None
    assert "No use could be priced on this date." in render_pages(shown, {})["index.html"]


def test_days_are_counted_from_1970(data: Row) -> None:
    assert date(1970, 1, 1) + timedelta(days=data["as_of"]) == date(2026, 11, 23)
