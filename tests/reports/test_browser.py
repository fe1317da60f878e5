"""The page in a real browser: nothing is fetched, nothing is cut off, everything can be read on a phone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Generator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from assets.reports.page import write_report
from tests.reports.conftest import fill_warehouse
from warehouse.home import Home
from warehouse.store import open_writer

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a page")
    with open_writer(Home(folder / "home")) as writer:
        fill_warehouse(writer)
        return write_report(writer.connection, folder / "out")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Generator[Any]:
    if not (CHROMIUM and DRIVER):
        if os.environ.get("TOKENFALL_NO_SKIP"):
            pytest.fail("chromium and chromedriver are not installed, and TOKENFALL_NO_SKIP is set")
        pytest.skip("chromium and chromedriver are not installed: install them to test the page in a browser")
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def open_page(browser: Any, page: Path, width: int) -> None:
    """Open a page in a window of this width and 900 pixels down."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(page.as_uri())


def test_it_reads_without_scripts_and_asks_for_nothing(browser: Any, page: Path) -> None:
    browser.get_log("performance")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    open_page(browser, page, 1280)
    heading = browser.find_element("css selector", "h1").text
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert heading == "An AI answer as good as GPT-4 became cheaper than a Google search in May 2024."
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    assert {url for url in asked if not url.startswith(("file:", "data:"))} == set()
    assert any(url.startswith("file:") for url in asked), "the log must show at least the page itself"


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
@pytest.mark.parametrize("name", ["index.html", "data.html"])
def test_no_width_scrolls_sideways_and_every_picture_shown_has_a_size(
    browser: Any, page: Path, name: str, width: int
) -> None:
    open_page(browser, page.with_name(name), width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    wider = """return [...document.querySelectorAll('main *')]
               .filter(item => !item.closest('.scroll, .toc, svg, details'))
               .filter(item => item.getBoundingClientRect().right > innerWidth)
               .map(item => item.outerHTML.slice(0, 80))"""
    assert browser.execute_script(wider) == []
    sizes = browser.execute_script(
        """return [...document.querySelectorAll('figure svg')]
           .filter(svg => svg.parentElement.offsetParent && !svg.closest('details:not([open])'))
           .map(svg => { const box = svg.getBoundingClientRect(); return [box.width, box.height, box.right] })"""
    )
    assert len(sizes) == {"index.html": 3, "data.html": 4}[name]
    assert all(across > 200 and down > 100 and right <= width for across, down, right in sizes)


@pytest.mark.parametrize("name", ["index.html", "data.html"])
def test_labels_in_a_phone_sized_chart_can_be_read(browser: Any, page: Path, name: str) -> None:
    open_page(browser, page.with_name(name), 390)
    heights = browser.execute_script(
        """return [...document.querySelectorAll('svg text')].map(text => text.getBoundingClientRect().height)
           .filter(height => height > 0)"""
    )
    assert min(heights) >= 11


def skip_without_arial() -> None:
    """Charts are laid out in the widths of Arial; another font is up to a seventh wider."""
    matcher = shutil.which("fc-match")
    font = subprocess.run([matcher, "Arial"], capture_output=True, text=True, check=True).stdout if matcher else ""
    if not any(name in font for name in ("Arial", "Liberation Sans", "Arimo", "Helvetica")):
        if os.environ.get("TOKENFALL_NO_SKIP"):
            pytest.fail("no font as wide as Arial is installed, and TOKENFALL_NO_SKIP is set")
        pytest.skip("no font as wide as Arial is installed: install fonts-liberation to test the texts of charts")


@pytest.mark.parametrize("name", ["index.html", "data.html"])
def test_texts_in_a_chart_stay_inside_it_and_off_each_other(browser: Any, page: Path, name: str) -> None:
    skip_without_arial()
    for width in (390, 1280):
        open_page(browser, page.with_name(name), width)
        cut, covered = browser.execute_script(
            """const seen = [...document.querySelectorAll('svg')].filter(svg => svg.parentElement.offsetParent);
               const cut = [], covered = [];
               for (const svg of seen) {
                 const frame = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')]
                   .filter(text => text.textContent && text.getAttribute('stroke') !== 'white')
                   .map(text => [text.textContent, text.getBoundingClientRect()]);
                 for (const [word, box] of texts)
                   if (box.left < frame.left - 1 || box.right > frame.right + 1) cut.push(word);
                 texts.forEach(([word, a], n) => texts.slice(n + 1).forEach(([other, b]) => {
                   if (a.left + 2 < b.right && b.left + 2 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom)
                     covered.push(word + ' / ' + other) }));
               }
               return [cut, covered]"""
        )
        assert cut == []
        assert covered == []


@pytest.mark.parametrize("name", ["index.html", "data.html"])
def test_headings_are_in_order_and_tables_have_captions_and_scopes(browser: Any, page: Path, name: str) -> None:
    open_page(browser, page.with_name(name), 1280)
    levels = browser.execute_script(
        "return [...document.querySelectorAll('h1,h2,h3')].map(heading => +heading.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    bare = """return [document.querySelectorAll('table:not(:has(caption))').length,
              document.querySelectorAll('th:not([scope])').length,
              document.querySelectorAll('svg:not([role=img][aria-label])').length]"""
    assert browser.execute_script(bare) == [0, 0, 0]


@pytest.mark.parametrize("name", ["index.html", "data.html"])
def test_the_file_names_no_resource_outside_itself(page: Path, name: str) -> None:
    rows: list[tuple[str, str]] = []

    class Resources(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = ("src", "srcset", "poster", "data") if tag == "a" else ("src", "srcset", "poster", "data", "href")
            rows.extend((tag, value or "") for name, value in attrs if name in names or name == "xlink:href")

    text = page.with_name(name).read_text(encoding="utf-8")
    Resources().feed(text)
    assert rows == [("link", "data:,")]
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_the_first_page_is_short_and_neither_page_logs_an_error(browser: Any, page: Path) -> None:
    browser.get_log("browser")
    open_page(browser, page, 1280)
    assert browser.execute_script("return document.documentElement.scrollHeight") < 6000
    assert len(browser.find_element("css selector", "body").text.split()) < 1500
    browser.find_element("link text", "data.html").click()
    assert browser.current_url.endswith("/data.html")
    assert browser.get_log("browser") == []


def test_the_pages_follow_the_readers_choice_of_dark_colours(browser: Any, page: Path) -> None:
    colours = """return ['body', 'h1', 'figure svg rect[fill=white]', 'figure svg text'].map(name => {
        const style = getComputedStyle(document.querySelector(name));
        return name.startsWith('figure') ? style.fill : name === 'body' ? style.backgroundColor : style.color })"""
    light, dark, pale = "rgb(255, 255, 255)", "rgb(20, 23, 26)", "rgb(236, 236, 236)"
    for choice, expected in (("light", [light, "rgb(26, 26, 26)"] * 2), ("dark", [dark, pale] * 2)):
        features = [{"name": "prefers-color-scheme", "value": choice}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        open_page(browser, page, 1280)
        assert browser.execute_script(colours) == expected
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_printed_page_shows_what_is_folded(browser: Any, page: Path) -> None:
    open_page(browser, page.with_name("data.html"), 1280)
    folded = "return document.querySelectorAll('details:not([open])').length"
    before = browser.execute_script(folded)
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert browser.execute_script(folded) == 0
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert browser.execute_script(folded) == before > 0
