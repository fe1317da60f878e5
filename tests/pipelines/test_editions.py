"""Editions: frozen, complete, written only for changed content, in one step; and the site that is built from them."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dagster as dg
import pytest
from lxml import etree, html  # ty: ignore[missing-module-member] - compiled
from markdown_it import MarkdownIt

from assets.reports import page as page_module
from assets.reports.pictures import Drawing, Picture
from pipelines import editions
from pipelines.definitions import build_defs
from pipelines.edition_folder import list_editions, next_name
from pipelines.edition_ledger import find_changed_editions, sums_by_edition
from pipelines.editions import BASE_URL, write_edition
from pipelines.freezing import edition_sensor, freeze_edition
from pipelines.pdf import BROWSERS, print_pdf
from pipelines.site import build_site
from tests.pipelines.conftest import call
from tests.reports.conftest import fill_warehouse
from warehouse.errors import TokenfallError
from warehouse.home import ENVIRONMENT_VARIABLE, Home
from warehouse.store import open_writer

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
DRAWN_FAST = f"""
import assets.reports.page as page
from assets.reports.pictures import Drawing, Picture
page.list_drawings = lambda data: {{"crossing": Drawing(lambda: Picture({SVG!r}, {SVG!r}), (), [{{"day": 1}}])}}
page.describe_drawing = lambda: "the same"
"""
DAY = "2026-11-24"
FILES = {
    *("index.html", "data.html", "crossing.svg", "crossing.png", "verdict.json", "verdict.schema.json", "badge.svg"),
    *("feed.xml", "brief.md", "index.md", "llms.txt", "datapackage.json", "tokenfall.duckdb", "out_verdict.parquet"),
    *("SHA256SUMS", "edition.json"),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a small warehouse is published as of DAY."""
    home = Home(tmp_path_factory.mktemp("planted") / "home")
    with open_writer(home) as writer:
        fill_warehouse(writer)
        writer.publish()
    return home.path


@pytest.fixture
def home(planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of that home; its only picture is drawn at once."""
    drawing = Drawing(lambda: Picture(SVG, SVG), (), [{"day": 1}])
    monkeypatch.setattr(page_module, "list_drawings", lambda data: {"crossing": drawing})
    monkeypatch.setattr(page_module, "describe_drawing", lambda: "the same")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "home"))
    shutil.copytree(planted, tmp_path / "home")
    return Home(tmp_path / "home")


def publish(home: Home, *statements: str) -> None:
    """Change the tables and publish them."""
    with open_writer(home) as writer:
        for statement in statements:
            writer.connection.execute(statement)
        writer.publish()


def names(home: Home) -> list[str]:
    """The names in the folder of editions, drafts included."""
    return sorted(path.name for path in home.editions.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_edition_is_complete_and_its_digests_hold(home: Home) -> None:
    assert write_edition(home) == f"edition: {home.editions / DAY / 'index.html'}"
    folder = home.editions / DAY
    assert set(contents(folder)) >= FILES
    assert not {"brief.html", ".pictures.json", "brief.pdf"} & set(contents(folder))
    assert names(home) == [".lock", DAY, "index.html"]
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, check=True, capture_output=True)
    assert len((folder / "SHA256SUMS").read_text().splitlines()) == len(contents(folder)) - 1
    assert list(sums_by_edition(home)) == [DAY]
    assert list(find_changed_editions(home)) == []


def test_what_is_written_twice_is_the_same(home: Home, tmp_path: Path) -> None:
    write_edition(home)
    first = contents(home.editions / DAY)
    shutil.rmtree(home.editions)
    shutil.rmtree(home.edition_ledger)
    write_edition(home)
    assert contents(home.editions / DAY) == first


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "UPDATE out_verdict SET as_of = as_of + 1",
        "UPDATE out_verdict SET p_1y = p_1y - 0.01 WHERE status = 'not_crossed'",
        "UPDATE out_frontier SET last_confirmed_on = last_confirmed_on + 1",
    ],
)
def test_where_only_time_has_passed_there_is_no_new_edition(home: Home, statement: str) -> None:
    write_edition(home)
    publish(home, statement)
    assert write_edition(home) == f"no new edition: answer and data are the same as in {home.editions / DAY}"
    assert names(home) == [".lock", DAY, "index.html"]


@pytest.mark.parametrize(
    ("statement", "of_answer"),
    [
        ("UPDATE out_verdict SET now_usd_per_query = now_usd_per_query / 2", True),
        ("UPDATE out_verdict SET p_1y = p_1y - 0.03 WHERE status = 'not_crossed'", True),
        ("UPDATE out_verdict SET p_1y = NULL WHERE status = 'not_crossed'", True),
        ("UPDATE core_model SET name = 'Phi-4 (14B)' WHERE model_id = 'phi-4'", False),
    ],
)
def test_changed_content_is_another_edition_and_the_first_stays(home: Home, statement: str, of_answer: bool) -> None:
    write_edition(home)
    first = contents(home.editions / DAY)
    publish(home, statement)
    assert write_edition(home, of_answer=True).startswith("edition: " if of_answer else "no new edition: the answer is")
    write_edition(home)
    assert names(home) == [".lock", DAY, f"{DAY}-2", "index.html"]
    assert contents(home.editions / DAY) == first
    own, earlier = (home.editions / name / "crossing.png" for name in (f"{DAY}-2", DAY))
    assert own.samefile(earlier), "a file that has not changed takes no space"
    assert own.with_name("tokenfall.duckdb").samefile(home.published) is False


def test_a_name_is_given_once(home: Home) -> None:
    write_edition(home)
    shutil.rmtree(home.editions / DAY)
    write_edition(home)
    assert names(home) == [".lock", f"{DAY}-2", "index.html"]


def test_an_edition_of_an_earlier_version_gets_a_line_from_the_next_run(home: Home) -> None:
    write_edition(home)
    shutil.rmtree(home.edition_ledger)
    assert write_edition(home).startswith("no new edition")
    assert list(sums_by_edition(home)) == [DAY]


def test_an_earlier_date_is_compared_with_what_came_before_it(home: Home) -> None:
    write_edition(home)
    publish(home, "UPDATE out_verdict SET as_of = DATE '2026-06-30'")
    write_edition(home)
    assert [edition.folder.name for edition in list_editions(home.editions)] == ["2026-06-30", DAY]


def test_names_of_one_date_count_on(home: Home) -> None:
    record = {"as_of": DAY, "answer_text": "", "answer": {}, "data": {}, "chances": {}}
    for number in range(2, 12):
        (home.editions / f"{DAY}-{number}").mkdir(parents=True)
        (home.editions / f"{DAY}-{number}" / "edition.json").write_text(json.dumps(record))
    assert next_name(date.fromisoformat(DAY), [path.name for path in home.editions.iterdir()]) == f"{DAY}-12"
    assert list_editions(home.editions)[-1].folder.name == f"{DAY}-11"


def test_a_kill_leaves_no_half_edition_and_the_next_one_cleans_up(home: Home) -> None:
    killed = DRAWN_FAST + "import os, pipelines.editions as e\ne.freeze = lambda *rest: os.kill(os.getpid(), 9)\n"
    assert call(home.path, "edition", prefix=killed).returncode == -9
    assert [name for name in names(home) if not name.startswith(".")] == []
    assert any(name.startswith(".next-") for name in names(home))
    result = call(home.path, "edition", prefix=DRAWN_FAST)
    assert result.stdout == f"edition: {home.editions / DAY / 'index.html'}\n", result.stderr
    assert names(home) == [".lock", DAY, "index.html"]


def test_two_processes_do_not_write_at_once(home: Home) -> None:
    home.editions.mkdir()
    with (home.editions / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(TokenfallError, match="another process is writing an edition"):
            write_edition(home)


def test_a_full_disk_is_one_line_and_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", str(home.editions))

    monkeypatch.setattr(editions, "freeze", fail)
    with pytest.raises(TokenfallError, match=r"cannot write .*editions: No space left on device"):
        write_edition(home)
    assert names(home) == [".lock"]


@pytest.mark.parametrize("record", [None, "", "[]", "3", '{"as_of": "2026-01-01"}'])
def test_a_folder_that_is_no_edition_is_named(home: Home, record: str | None) -> None:
    (home.editions / "2026-01-01").mkdir(parents=True)
    if record is not None:
        (home.editions / "2026-01-01" / "edition.json").write_text(record)
    with pytest.raises(TokenfallError, match="2026-01-01 is no whole edition"):
        write_edition(home)


def test_before_the_first_verdict_there_is_nothing_to_freeze(home: Home) -> None:
    publish(home, "DELETE FROM out_verdict")
    with pytest.raises(TokenfallError, match="the published file has no verdict"):
        write_edition(home)


def test_a_wrong_address_is_refused_before_any_work(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BASE_URL, "fall.example")
    with pytest.raises(TokenfallError, match="TOKENFALL_BASE_URL is not the address of a site"):
        write_edition(home)
    assert not home.editions.exists()


def test_a_pdf_that_is_asked_for_later_is_in_another_edition(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.pdf.print_pdf", lambda page, day: b"%PDF-1.4")
    write_edition(home)
    assert write_edition(home, pdf=True).endswith(f"{DAY}-2/index.html")
    assert 'href="brief.pdf"' in (home.editions / f"{DAY}-2" / "index.html").read_text()
    assert 'href="brief.pdf"' not in (home.editions / DAY / "index.html").read_text()
    assert write_edition(home, pdf=True).startswith("no new edition")


def test_without_a_browser_a_pdf_says_what_it_needs(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(home.path))
    result = call(home.path, "edition", "--pdf")
    assert result.returncode == 1
    assert "install Chromium or Chrome, or leave out --pdf" in result.stderr
    assert not home.editions.exists()


def test_the_brief_is_one_page_and_the_same_twice(home: Home) -> None:
    if not any(shutil.which(name) for name in BROWSERS):
        if os.environ.get("TOKENFALL_NO_SKIP"):
            pytest.fail("no browser is installed, and TOKENFALL_NO_SKIP is set")
        pytest.skip("no browser is installed: install Chromium to test the PDF")
    write_edition(home, pdf=True)
    pdf = (home.editions / DAY / "brief.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert set(re.findall(rb"\(D:(\d{14})", pdf)) == {b"20261124000000"}


def test_a_browser_that_prints_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "chromium").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(TokenfallError, match="did not print"):
        print_pdf("<p>", date(2026, 11, 24))


def test_a_run_writes_an_edition_and_a_failure_is_one_line(home: Home) -> None:
    prefix = f"""{DRAWN_FAST}
import datetime, pipelines.settings, pipelines.run, pipelines.registering, pipelines.cli.making as making
pipelines.settings.utc_today = lambda: datetime.date.fromisoformat({DAY!r})
pipelines.run.run = lambda *rest, **more: pipelines.run.RunResult(("out_verdict",), 60, (), True)
pipelines.registering.register_once = lambda home, day: "registered already"
making._print_answer = lambda home: None
"""
    result = call(home.path, "run", "--offline", prefix=prefix)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"\nedition: {home.editions / DAY / 'index.html'}\n" in result.stdout
    result = call(home.path, "run", "--offline", prefix=prefix)
    assert "no new edition: the answer is the same as in" in result.stdout
    shutil.rmtree(home.editions)
    home.editions.write_text("no folder")
    result = call(home.path, "run", "--offline", prefix=prefix)
    assert (result.returncode, "\nreport: " in result.stdout) == (1, True)
    (line,) = result.stderr.splitlines()
    assert line.startswith("tokenfall: published, but no edition is written: cannot write")
    broken = f"{prefix}import pipelines.editions\npipelines.editions.Content = None\n"
    home.editions.unlink()
    result = call(home.path, "run", "--offline", prefix=broken)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    result = call(home.path, "run", "--offline", "--as-of", "2026-11-01", prefix=prefix)
    assert (result.returncode, result.stderr) == (0, "")


@dg.asset(name="report_page")
def report() -> None:
    """Replaces the report of a run."""


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


def test_the_sensor_writes_an_edition_of_a_day_on_that_day(home: Home, instance: dg.DagsterInstance) -> None:
    dg.materialize([report], instance=instance)

    def tick() -> Any:
        with dg.build_sensor_context(instance=instance, definitions=build_defs()) as context:
            return edition_sensor.evaluate_tick(context)

    day = datetime.now(UTC).date()
    assert tick().skip_message == f"no edition is written of tables as of {DAY} that were published on {day}"
    publish(home, f"UPDATE out_verdict SET as_of = DATE '{day}'")
    assert len(tick().run_requests) == 1
    assert freeze_edition.execute_in_process(instance=instance).success
    assert (home.editions / str(day) / "verdict.json").is_file()


def links_of(path: Path) -> Iterator[str]:
    """Every address in a page, feed or Markdown file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from (link for _, _, link, _ in html.fromstring(text).iterlinks())
    elif path.suffix == ".xml":
        yield from (str(link) for link in etree.fromstring(text.encode()).xpath("//@href"))
    else:
        tokens = [child for token in MarkdownIt().parse(text) for child in token.children or ()]
        yield from (str(token.attrGet("href") or token.attrGet("src")) for token in tokens if token.attrs)


def dead_links(site: Path) -> list[str]:
    """Every relative link of a site whose file does not exist, and every link that leaves the site."""
    dead = []
    for path in (path for path in site.rglob("*") if path.suffix in {".html", ".md", ".xml", ".txt"}):
        for link in links_of(path):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = Path(os.path.normpath(path.parent / unquote(parts.path)))
            if not target.is_relative_to(site) or not target.exists():
                dead.append(f"{path.relative_to(site)}: {link}")
    return dead


def test_a_site_has_the_latest_at_its_root_and_no_dead_link(home: Home, tmp_path: Path) -> None:
    write_edition(home)
    publish(home, "UPDATE out_claim SET verdict = 'partly' WHERE claim_id = 'hundredfold'")
    write_edition(home)
    site = tmp_path / "public" / "a site"
    site.mkdir(parents=True)
    assert build_site(home, site) == 2
    assert dead_links(site) == []
    assert dead_links(home.editions) == []
    assert contents(site / "editions" / DAY) == contents(home.editions / DAY)
    assert (site / "verdict.json").read_bytes() == (home.editions / f"{DAY}-2" / "verdict.json").read_bytes()
    assert 'href="editions/index.html"' in (site / "index.html").read_text()
    assert f'href="editions/{DAY}/index.html"' in (site / "feed.xml").read_text()
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=site, check=True, capture_output=True)
    (site / "old.html").write_text("of an earlier site")
    result = call(home.path, "site", str(site))
    assert result.stdout == f"site of 2 editions: {site / 'index.html'}\n", result.stderr
    assert not (site / "old.html").exists()
    assert [path.name for path in site.parent.iterdir()] == [site.name]


def test_a_site_replaces_nothing_else(home: Home, tmp_path: Path) -> None:
    with pytest.raises(TokenfallError, match=r"there is no edition in .* yet: run `tokenfall edition` first"):
        build_site(home, tmp_path / "site")
    write_edition(home)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("x")
    with pytest.raises(TokenfallError, match="holds something that is no site of tokenfall"):
        build_site(home, tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.tex"]
