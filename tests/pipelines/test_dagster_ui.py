"""`dg check defs` and `dg list defs` pass, and the four pages of the UI that an operator uses, in a real browser.

The home is that of the first run: its history has a run, a build of every table, and the report page.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.pipelines.conftest import unmeasured
from tests.pipelines.test_make_dev import free_port

ROOT = Path(__file__).parents[2]
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SECONDS = 300
"""How long a loaded machine may take to start the UI or to show a page; a quiet one takes ten."""
PLACE = "/locations/pipelines.definitions"
ENVIRONMENT = {**unmeasured(), "DAGSTER_HOME": str(ROOT), "VIRTUAL_ENV": sys.prefix}


@pytest.mark.parametrize("command", ["check", "list"])
def test_dg_accepts_the_definitions(tmp_path: Path, command: str) -> None:
    dg = [str(Path(sys.prefix) / "bin" / "dg"), command, "defs", *(["--json"] if command == "list" else [])]
    environment = {**ENVIRONMENT, "TOKENFALL_HOME": str(tmp_path)}
    result = subprocess.run(dg, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    if command == "list":
        listed = json.loads(result.stdout)
        assert {"out_verdict", "capture/days"} <= {asset["asset_key"] for asset in listed["assets"]}
        described = [*listed["jobs"], *listed["assets"], *listed["asset_checks"]]
        assert [each for each in described if not each.get("description")] == []


@pytest.fixture(scope="module")
def ui(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `dagster-webserver` on a copy of the home of the first run, on this machine only."""
    if not (CHROMIUM and DRIVER):
        if os.environ.get("TOKENFALL_NO_SKIP"):
            pytest.fail("chromium and chromedriver are not installed, and TOKENFALL_NO_SKIP is set")
        pytest.skip("chromium and chromedriver are not installed: install them to test the Dagster UI in a browser")
    home = Path(shutil.copytree(published, tmp_path_factory.mktemp("ui") / "home"))
    port = free_port()
    server = [sys.executable, "-m", "dagster_webserver", "-m", "pipelines.definitions"]
    process = subprocess.Popen(
        [*server, "--host", "127.0.0.1", "--port", str(port), "--read-only"],
        cwd=ROOT,
        env={**ENVIRONMENT, "TOKENFALL_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for_server(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(SECONDS)


def wait_for_server(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with urlopen(f"{address}/server_info", timeout=30):
                return
        except (URLError, ConnectionError):
            assert process.poll() is None, "the UI ended"
            assert time.monotonic() < deadline, "the UI did not come up"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def browser(ui: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Any]:
    assert CHROMIUM
    assert DRIVER
    options = Options()
    options.binary_location = CHROMIUM
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    for flag in (*quiet, "--window-size=1400,1600", f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def open_page(browser: Any, address: str, *texts: str) -> str:
    """The text of a page of the UI once it shows some texts; the UI asks the server for them one after the other."""
    browser.get(address)
    deadline = time.monotonic() + SECONDS
    while True:
        shown = browser.execute_script("return document.body.innerText")
        missing = [text for text in texts if text not in shown]
        if not missing:
            return shown
        assert time.monotonic() < deadline, f"{missing} are not on {address}, which shows: {shown}"
        if "Empty graph" in shown:  # the code is not loaded yet, and the page does not look again
            browser.get(address)
        time.sleep(1)


def test_the_runs_page_lists_the_run(ui: str, browser: Any) -> None:
    open_page(browser, f"{ui}/runs", "everything", "Success")


def test_the_graph_shows_the_assets_in_their_groups(ui: str, browser: Any) -> None:
    open_page(browser, f"{ui}{PLACE}/asset-groups/reports", "published_warehouse", "report_page")


def test_the_page_of_the_sources_shows_their_health(ui: str, browser: Any) -> None:
    open_page(browser, f"{ui}/assets/out_source?view=events", "in trouble", "statuses", "never captured", "first rows")


def test_the_page_of_the_report_shows_the_answer_and_its_picture(ui: str, browser: Any) -> None:
    answer = "An AI answer as good as GPT-4 became cheaper than a Google search in May 2024."
    open_page(browser, f"{ui}/assets/report_page?view=events", answer, "picture")


def test_the_schedule_says_what_it_does_and_that_it_is_off(ui: str, browser: Any) -> None:
    open_page(browser, f"{ui}{PLACE}/schedules/daily", "at 06:20 UTC, as of that day. Off until you start it")
