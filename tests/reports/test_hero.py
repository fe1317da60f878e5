# ruff: noqa: F811 - fixtures of another test file are arguments here
"""The first chart and its neighbours in a real browser: keys, pointer, finger, tabs, and everything without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.reports.test_browser import browser, open_page, page  # noqa: F401 - fixtures

WIDE, NARROW = "#chart-crossing > .wide", "#chart-crossing > .narrow"
# The three steps of the warehouse in tests/reports/conftest.py.
FIRST = (
    "14 March 2023 to 13 May 2024: GPT-4 (Mar 2023) from OpenAI, 4.2 cents ($30 in, $60 out per million tokens). "
    "Runner-up: none. Source: prices.example. Proof"
)
SECOND = (
    "13 May 2024 to 10 January 2025: GPT-4o (May 2024) from OpenAI, 0.8 cents ($5 in, $15 out per million tokens). "
    "Runner-up: GPT-4 (Mar 2023) from OpenAI, 4.2 cents. Source: prices.example. Proof"
)
LAST = (
    "10 January 2025 to now: Phi-4 from OpenRouter, $180 per million answers ($0.10 in, $0.40 out per million tokens). "
    "Runner-up: GPT-4o (May 2024) from OpenAI, 0.8 cents. Source: prices.example. Proof"
)


def find(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def note(browser: Any) -> str:
    return find(browser, "#step-note [aria-live]").text


def chosen(browser: Any) -> list[str]:
    """Numbers of the steps that are drawn as chosen, in both pictures."""
    return browser.execute_script("return [...document.querySelectorAll('.chosen')].map(step => step.dataset.step)")


def test_the_arrow_keys_move_from_step_to_step(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    chart = find(browser, WIDE)
    assert chart.get_attribute("aria-label").startswith(
        "An AI answer as good as GPT-4 became cheaper than a Google search in May 2024. A step line from 4.2 cents"
    )
    assert note(browser).startswith("Point at the line")
    chart.send_keys(Keys.ARROW_LEFT)
    assert note(browser) == LAST
    chart.send_keys(Keys.ARROW_LEFT)
    assert note(browser) == SECOND
    assert chosen(browser) == ["1", "1"]
    chart.send_keys(Keys.HOME, Keys.ARROW_LEFT)
    assert note(browser) == FIRST
    assert not find(browser, "#step-note button[value='-1']").is_enabled()
    chart.send_keys(Keys.END)
    assert note(browser) == LAST
    find(browser, "#step-note button[value='-1']").click()
    assert note(browser) == SECOND


def test_a_step_links_to_its_row_and_its_source(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    find(browser, WIDE).send_keys(Keys.HOME, Keys.ARROW_RIGHT)
    assert find(browser, "#step-note a").get_attribute("href") == "https://prices.example/list"
    browser.find_element("link text", "Proof").click()
    assert browser.current_url.endswith("/data.html#step-2024-05-13")
    assert find(browser, "tr:target").text.startswith("13 May 2024 GPT-4o (May 2024), OpenAI $0.008 $5 / $15")


def test_a_pointer_shows_steps_until_one_is_clicked(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    chart = find(browser, WIDE)

    def move(right: int, *, click: bool = False) -> str:
        chain = ActionChains(browser).move_to_element_with_offset(chart, right, 0)
        (chain.click() if click else chain).perform()
        return note(browser)

    assert move(-450) == FIRST
    assert move(450) == LAST
    assert move(-450, click=True) == FIRST
    assert move(450) == FIRST, "a clicked step stays"
    assert move(-450, click=True) == FIRST
    assert move(450) == LAST, "a second click lets it go"


def test_a_tap_shows_a_step_on_a_phone(browser: Any, page: Path) -> None:
    open_page(browser, page, 390)
    box = browser.execute_script(
        "const chart = document.querySelector(arguments[0]); chart.scrollIntoView();"
        "const box = chart.getBoundingClientRect(); return [box.left, box.top]",
        NARROW,
    )
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, points in (("touchStart", [{"x": box[0] + 40, "y": box[1] + 200}]), ("touchEnd", [])):
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    assert note(browser) == FIRST


def shown_charts(browser: Any) -> list[str]:
    return browser.execute_script(
        "return [...document.querySelectorAll('.hero figure')].filter(f => f.offsetParent).map(f => f.id)"
    )


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_forecast_is_a_tab_of_the_chart(browser: Any, page: Path, *, has_scripts: bool) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not has_scripts})
    open_page(browser, page, 1280)
    assert shown_charts(browser) == ["chart-crossing"]
    find(browser, "[name=hero][value=past]").send_keys(Keys.ARROW_RIGHT)
    assert shown_charts(browser) == ["chart-frontier"]
    browser.find_element("xpath", "//label[contains(., 'until today')]").click()
    assert shown_charts(browser) == ["chart-crossing"]
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_without_scripts_the_steps_are_a_list(browser: Any, page: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    open_page(browser, page, 390)
    assert not find(browser, "#step-note").is_displayed()
    find(browser, ".steps > summary").click()
    rows = [row.text for row in browser.find_elements("css selector", "#step-list > li")]
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert rows == [FIRST, SECOND, LAST]


def shown_cards(browser: Any) -> list[str]:
    return [row.text.split("\n")[0] for row in browser.find_elements("css selector", ".cards li") if row.is_displayed()]


@pytest.mark.parametrize("has_scripts", [True, False])
def test_claims_are_chosen_by_their_verdict(browser: Any, page: Path, *, has_scripts: bool) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not has_scripts})
    open_page(browser, page, 390)
    assert shown_cards(browser) == ["supported"]
    for choice, verdicts in (("all", ["supported", "not measurable"]), ("not measurable", ["not measurable"])):
        browser.find_element("xpath", f"//*[contains(@class, 'filter')]//label[contains(., '{choice}')]").click()
        assert shown_cards(browser) == verdicts
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_query_of_a_claim_opens_where_it_is_folded(browser: Any, page: Path) -> None:
    open_page(browser, page, 1280)
    browser.find_element("link text", "SQL").click()
    assert find(browser, "#sql-hundredfold").is_displayed()
    assert find(browser, "#sql-hundredfold").text == "SELECT 230"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_use_is_read_without_scrolling_sideways(browser: Any, page: Path, width: int) -> None:
    open_page(browser, page, width)
    row = find(browser, ".uses tbody tr")
    assert browser.execute_script("return arguments[0].closest('.scroll')", row) is None
    edges = browser.execute_script(
        """const row = arguments[0], cells = [...row.children].map(cell => cell.getBoundingClientRect());
           const bar = row.querySelector('svg').getBoundingClientRect(), dot = row.querySelector('circle');
           const at = dot.getBoundingClientRect();
           return [Math.max(...cells.map(cell => cell.right)), (at.left + at.width / 2 - bar.left) / bar.width]""",
        row,
    )
    assert edges[0] <= width
    # log10(0.00044 / 1e-6) / 8 = 0.33
    assert edges[1] == pytest.approx(0.33, abs=0.005)


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("name", ["crossing", "frontier", "chances"])
def test_an_embedded_picture_fits_its_frame(browser: Any, page: Path, name: str, width: int) -> None:
    browser.get_log("browser")
    open_page(browser, page.parent / "embed" / f"{name}.html", width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    pictures = [svg.rect for svg in browser.find_elements("css selector", "svg") if svg.is_displayed()]
    assert len(pictures) == 1
    assert 200 < pictures[0]["width"] <= width
    assert browser.get_log("browser") == []
    browser.find_element("partial link text", "the whole page").click()
    assert browser.current_url.endswith(f"index.html#chart-{name}")
    assert find(browser, f"#chart-{name}").is_displayed()
