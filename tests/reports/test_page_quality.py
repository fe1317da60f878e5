"""The pages of a real run as their readers get them: for every reader, at every width, printed, and from any host."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Generator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.reports import test_browser
from tests.reports.test_browser import open_page

browser = test_browser.browser
PAGES = ("index.html", "data.html")
LARGEST = {"index.html": 1_200_000, "data.html": 3_000_000}
"""Bytes of a page."""
PAPER = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}
"""Inches across and down."""
SECONDS = 900
"""Most time for one script; a quiet machine needs ten."""
SCRIPTS = Path(__file__).parent / "page_quality"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""What a careful host adds to every answer, beside a policy."""
STRICTER = "; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
"""What a careful host adds to the page's own policy: no frame, and no text that a script turns into elements."""


class CarefulHost(SimpleHTTPRequestHandler):
    """A web server that sends each page's own policy as a header, and more that is stricter still."""

    def end_headers(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.suffix == ".html" and file.is_file():
            self.send_header("Content-Security-Policy", policy_of(file) + STRICTER)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output of the tests short."""


@pytest.fixture(scope="module")
def pages(published: Path, browser: Any) -> Path:
    """The folder of the pages; the browser is given time to look at them, even on a busy machine."""
    browser.command_executor.client_config.timeout = SECONDS
    browser.set_script_timeout(SECONDS)
    return published / "reports"


@pytest.fixture(scope="module")
def host(pages: Path) -> Generator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(CarefulHost, directory=str(pages)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def policy_of(page: Path) -> str:
    """Return the content security policy that a page gives itself."""
    found_policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page.read_text(encoding="utf-8"))
    assert found_policy, f"{page} has no content security policy"
    return found_policy[1].replace("&#39;", "'")


def look(browser: Any, script: str, *arguments: object) -> Any:
    """Return what a script of `page_quality/` returns in the open page."""
    return browser.execute_script((SCRIPTS / f"{script}.js").read_text(encoding="utf-8"), *arguments)


def unfold(browser: Any) -> None:
    """Open every fold, so that what is in it is looked at too."""
    browser.execute_script("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def choose_colours(browser: Any, choice: str, media: str = "") -> None:
    features = [{"name": "prefers-color-scheme", "value": choice}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features, "media": media})


@pytest.fixture
def colours(browser: Any) -> Generator[Any]:
    """Set the reader's choice of colours; it ends with the test."""
    yield partial(choose_colours, browser)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [], "media": ""})


@pytest.mark.parametrize(
    ("name", "width", "choice"),
    [
        ("index.html", 390, "dark"),
        ("index.html", 1280, "light"),
        ("data.html", 1280, "dark"),  # ten times as many elements: half a minute
    ],
)
def test_axe_has_nothing_serious_to_say(
    browser: Any, pages: Path, colours: Any, name: str, width: int, choice: str
) -> None:
    colours(choice)
    open_page(browser, pages / name, width)
    unfold(browser)
    axe = files("axe_selenium_python") / "node_modules" / "axe-core" / "axe.min.js"
    browser.execute_script(axe.read_text(encoding="utf-8"))
    violations = browser.execute_async_script((SCRIPTS / "run_axe.js").read_text(encoding="utf-8"))
    serious = [violation for violation in violations if violation["impact"] in {"serious", "critical"}]
    assert serious == [], json.dumps(serious, indent=1)


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_texts_of_charts_stand_out_from_what_is_behind_them(
    browser: Any, pages: Path, colours: Any, name: str, choice: str
) -> None:
    """axe cannot tell what is behind the text of a chart and leaves it open."""
    colours(choice)
    open_page(browser, pages / name, 1280)
    unfold(browser)
    measured = look(browser, "contrast_of_charts")
    assert len(measured) > 20
    faint = [text for text in measured if text["ratio"] < text["least"]]
    assert faint == [], "\n".join(map(str, faint))


@pytest.mark.parametrize("name", PAGES)
def test_a_file_logs_no_error_and_asks_for_nothing(browser: Any, pages: Path, name: str) -> None:
    page = (pages / name).as_uri()
    assert visit(browser, page) == ([], {page})


@pytest.mark.parametrize("name", PAGES)
def test_a_careful_host_gets_no_error_and_one_request(browser: Any, host: str, name: str) -> None:
    assert visit(browser, f"{host}/{name}") == ([], {f"{host}/{name}"})


def visit(browser: Any, url: str) -> tuple[list[str], set[str]]:
    """Read a page to its end, with every fold open; return what the console logged and the addresses requested."""
    for log in ("browser", "performance"):
        browser.get_log(log)
    browser.get(url)
    unfold(browser)
    browser.execute_script("scrollTo(0, document.body.scrollHeight)")
    browser.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 50))")
    logged = [entry["message"] for entry in browser.get_log("browser")]
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    requests = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    return logged, {address for address in requests if not address.startswith("data:")}


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_small_screen_never_scrolls_sideways(browser: Any, pages: Path, name: str, width: int) -> None:
    open_page(browser, pages / name, width)
    unfold(browser)
    assert browser.execute_script("return document.scrollingElement.scrollWidth") <= width
    assert look(browser, "find_cut_elements") == []


@pytest.mark.parametrize("name", PAGES)
def test_what_scrolls_can_be_scrolled_with_the_keyboard(browser: Any, pages: Path, name: str) -> None:
    open_page(browser, pages / name, 320)
    unfold(browser)
    regions = look(browser, "find_scrolling_regions")
    assert len(regions) > (10 if name == "data.html" else 0)
    assert [region for region in regions if not (region["focusable"] and region["name"])] == []


@pytest.mark.parametrize("paper", PAPER)
def test_the_first_page_prints_on_at_most_eight_sheets(browser: Any, pages: Path, paper: str) -> None:
    open_page(browser, pages / "index.html", 1280)
    across, down = PAPER[paper]
    options = {"paperWidth": across, "paperHeight": down, "printBackground": False}
    pdf = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", options)["data"])
    assert 1 <= count_sheets(pdf) <= 8


def count_sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("name", PAGES)
def test_print_is_light_whole_and_its_links_can_be_read(browser: Any, pages: Path, colours: Any, name: str) -> None:
    open_page(browser, pages / name, 720)
    colours("dark", media="print")
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    printed = look(browser, "describe_print")
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert printed["paper"] == "rgb(255, 255, 255)"
    assert printed["pale"] == [], "texts in a colour that is hard to read on white"
    assert printed["folded"] == [], "what is folded on the screen must be printed"
    assert printed["cut"] == [], "what scrolls on the screen must fit the sheet"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_too_large(pages: Path, name: str) -> None:
    size = (pages / name).stat().st_size
    assert size <= LARGEST[name], f"{name} has {size:,} bytes, {size - LARGEST[name]:,} too many"


def test_the_first_page_is_read_in_two_minutes(browser: Any, pages: Path) -> None:
    open_page(browser, pages / "index.html", 1280)
    down = browser.execute_script("return document.scrollingElement.scrollHeight")
    lengths = look(browser, "count_words")
    longest = ", ".join(f"{name} {words} words, {pixels} px" for name, words, pixels in lengths)
    words = sum(words for _, words, _ in lengths)
    assert down < 6000, f"index.html is {down} px tall; its sections: {longest}"
    assert words < 1500, f"index.html shows {words} words; its sections: {longest}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_ready_within_a_second(browser: Any, pages: Path, name: str) -> None:
    """Counted in processor time of the page's own thread: other work on the machine does not slow it."""
    browser.switch_to.new_window("tab")
    try:
        browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        open_page(browser, pages / name, 1280)
        metrics = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    finally:
        browser.close()
        browser.switch_to.window(browser.window_handles[0])
    seconds = next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
    assert 0 < seconds < 1, f"{name} needs {seconds:.2f} s of one processor until it is drawn"
