"""The notice for readers that a check stopped a publication."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assets.hold import hold_on_failure, lift_hold, put_hold, read_hold, show_hold
from warehouse.errors import HeldError, TokenfallError
from warehouse.home import Home

PAGE = '<body class="finding">\n<a class="skip" href="#main">Skip</a>\n<header>\n<h1>The answer</h1>\n</header>\n'
DAY = date(2026, 11, 24)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a file that is published (it cannot be read) and two pages."""
    home = Home(tmp_path)
    home.published.parent.mkdir()
    home.published.write_bytes(b"published")
    home.reports.mkdir()
    for name in ("index.html", "data.html"):
        (home.reports / name).write_text(PAGE, encoding="utf-8")
    return home


def test_readers_are_told_beside_the_file_and_on_both_pages(home: Home) -> None:
    put_hold(home, DAY, ["rows <are> gone", "another"])
    hold = read_hold(home)
    assert hold
    assert hold.notice == "Not updated since before 24 November 2026: rows <are> gone (and 1 more)"
    assert hold.reasons == ("rows <are> gone", "another")
    assert json.loads(home.hold.read_text())["as_of"] == "2026-11-24"
    for name in ("index.html", "data.html"):
        assert (home.reports / name).read_text() == PAGE.replace(
            "<header>\n",
            '<header>\n<p class="held" role="status">Not updated since before 24 November 2026: rows &lt;are&gt; gone '
            "(and 1 more)</p>\n",
        )
    assert home.published.read_bytes() == b"published"
    assert sorted(path.name for path in home.published.parent.iterdir()) == ["held.json", "tokenfall.duckdb"]


def test_a_later_notice_replaces_the_first_and_none_takes_it_away(home: Home) -> None:
    put_hold(home, DAY, ["first"])
    put_hold(home, DAY, ["second"])
    text = (home.reports / "index.html").read_text()
    assert ("first" in text, text.count("second")) == (False, 1)
    lift_hold(home)
    lift_hold(home)
    show_hold(read_hold(home), home.reports)
    assert (home.reports / "index.html").read_text() == PAGE


def test_a_page_of_an_earlier_version_has_the_notice_first(home: Home) -> None:
    (home.reports / "index.html").write_text("<body>\nold", encoding="utf-8")
    (home.reports / "data.html").unlink()
    put_hold(home, DAY, ["gone"])
    assert (home.reports / "index.html").read_text().startswith('<body>\n<p class="held"')
    (home.reports / "index.html").write_text("older", encoding="utf-8")
    put_hold(home, DAY, ["more gone"])
    assert (home.reports / "index.html").read_text().startswith('<p class="held"')


def test_a_long_reason_is_cut_for_readers_only(home: Home) -> None:
    put_hold(home, DAY, ["word " * 100])
    hold = read_hold(home)
    assert hold
    assert len(hold.notice) < 260
    assert len(hold.reasons[0]) == 500


def test_nothing_published_has_no_readers(tmp_path: Path) -> None:
    put_hold(Home(tmp_path), DAY, ["gone"])
    assert read_hold(Home(tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


def test_only_checks_leave_a_notice(home: Home) -> None:
    with pytest.raises(TokenfallError, match="disk"), hold_on_failure(home, DAY):
        raise TokenfallError("the disk is full")
    assert read_hold(home) is None
    with pytest.raises(HeldError), hold_on_failure(home, DAY):
        raise HeldError(["gone"])
    assert read_hold(home)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"as_of": "yesterday"}', '{"as_of": null, "published_as_of": 1}'])
def test_a_damaged_notice_is_a_notice(home: Home, text: str) -> None:
    home.hold.write_text(text, encoding="utf-8")
    hold = read_hold(home)
    assert hold
    assert "held.json cannot be read" in hold.notice


def test_a_notice_that_cannot_be_written_is_named_with_the_reason(home: Home) -> None:
    home.hold.mkdir()
    with pytest.raises(TokenfallError, match=r"^gone; and the notice for readers cannot be written: .*held.json"):
        put_hold(home, DAY, ["gone"])
