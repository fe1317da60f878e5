"""Which pictures are drawn again, and that no PNG shows anything but the SVG beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assets.charts import to_png
from assets.reports import kept_pictures
from assets.reports import page as page_module
from assets.reports.kept_pictures import RECORD, recorded_names
from assets.reports.page import write_report
from assets.reports.pictures import Drawing, Picture
from assets.reports.render import dark_picture
from warehouse.store import Writer

Write = Callable[..., list[str]]
FILES = ["methods.png", "methods.svg", "rental.png", "rental.svg"]


def square(colour: str) -> str:
    rectangle = f'<rect fill="{colour}" width="9" height="9"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{rectangle}</svg>'


def draw(*shown: object) -> Picture:
    return Picture(repr(shown), "")


def show_pictures(_: object, pictures: Mapping[str, Picture], __: object = None) -> dict[str, str]:
    return {"index.html": "", "data.html": "".join(svg for picture in pictures.values() for svg in picture)}


@pytest.fixture
def write(writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a report with a square of each colour, and return what was drawn: names of SVGs, and colours of PNGs."""
    drawn: list[str] = []

    def draw_square(name: str, colour: str) -> Picture:
        drawn.append(f"{name}.svg")
        return Picture(square(colour), square("narrow"))

    def png(svg: str) -> bytes:
        if svg != kept_pictures.SPECIMEN:
            drawn.append(f"{svg.split('fill=')[1].split(maxsplit=1)[0].strip(chr(34))}.png")
        return to_png(svg)

    def write(**colours: str) -> list[str]:
        drawn.clear()
        drawings = {name: Drawing(draw_square, (name, colour)) for name, colour in colours.items()}
        monkeypatch.setattr(page_module, "list_drawings", lambda _: drawings)
        write_report(writer.connection, tmp_path)
        return list(drawn)

    # What the page itself holds is tested in test_page.py and takes most of the time of a report.
    monkeypatch.setattr(page_module, "gather", lambda _: None)
    monkeypatch.setattr(page_module, "render_pages", show_pictures)
    monkeypatch.setattr(page_module, "render_embeds", lambda *_: {})
    monkeypatch.setattr(kept_pictures, "to_png", png)
    monkeypatch.setattr(kept_pictures, "PROCESSES", 1)  # a function of a test is not known to another process
    return write


def shows(file: Path, colour: str) -> bool:
    return file.with_suffix(".svg").read_text() == dark_picture(square(colour)) and file.read_bytes() == to_png(
        square(colour)
    )


def test_nothing_is_drawn_or_written_for_the_same_page(write: Write, tmp_path: Path) -> None:
    assert write(methods="red", rental="blue") == ["methods.svg", "red.png", "rental.svg", "blue.png"]
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.iterdir() if path.is_file()}
    assert set(before) == {*FILES, "index.html", "data.html", RECORD}
    assert write(methods="red", rental="blue") == []
    after = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.iterdir() if path.is_file()}
    assert after == before


def test_a_picture_that_changed_is_drawn_again_and_no_other(write: Write, tmp_path: Path) -> None:
    write(methods="red", rental="blue")
    assert write(methods="green", rental="blue") == ["methods.svg", "green.png"]
    assert shows(tmp_path / "methods.png", "green")
    assert shows(tmp_path / "rental.png", "blue")
    assert write(methods="red", rental="blue") == ["methods.svg", "red.png"]
    assert shows(tmp_path / "methods.png", "red")


def test_a_png_that_was_deleted_cut_or_replaced_is_drawn_again(write: Write, tmp_path: Path) -> None:
    write(methods="red")
    png = tmp_path / "methods.png"
    whole = png.read_bytes()
    damages: list[Callable[[], object]] = [
        png.unlink,
        lambda: png.write_bytes(whole[:-10]),
        lambda: png.write_bytes(b""),
        lambda: png.write_bytes(to_png(square("blue"))),
    ]
    for damage in damages:
        damage()
        assert write(methods="red") == ["red.png"]
        assert png.read_bytes() == whole


def test_an_svg_that_was_deleted_or_edited_is_written_again(write: Write, tmp_path: Path) -> None:
    write(methods="red")
    svg = tmp_path / "methods.svg"
    svg.write_text("edited")
    assert write(methods="red") == []
    assert shows(tmp_path / "methods.png", "red")
    svg.unlink()
    assert write(methods="red") == []
    assert shows(tmp_path / "methods.png", "red")


@pytest.mark.parametrize("written", range(6))
def test_a_crash_between_two_files_leaves_no_lasting_mismatch(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    write(methods="red", rental="blue")
    real, left = os.replace, iter(range(written))

    def crash(source: Path, target: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as crashing:
        crashing.setattr(os, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            write(methods="green", rental="yellow")
    for colours in ({"methods": "green", "rental": "yellow"}, {"methods": "red", "rental": "blue"}):
        write(**colours)
        assert all(shows(tmp_path / f"{name}.png", colour) for name, colour in colours.items())


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"drawn_with": "x", "pictures": {"methods": 1}}', "\xff"])
def test_without_a_readable_record_everything_is_drawn(write: Write, tmp_path: Path, record: str) -> None:
    write(methods="red")
    (tmp_path / RECORD).write_bytes(record.encode("latin-1"))
    assert write(methods="red") == ["methods.svg", "red.png"]
    assert write(methods="red") == []


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"pictures": 1}', '{"pictures": {"../methods": {}}}'])
def test_only_pictures_of_the_last_report_are_removed(write: Write, tmp_path: Path, record: str) -> None:
    (tmp_path / RECORD).write_text(record)
    assert recorded_names(tmp_path) == []
    (tmp_path / "holiday.png").write_text("not ours")
    write(methods="red", rental="blue")
    write(rental="blue")
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        *("holiday.png", "rental.png", "rental.svg", "index.html", "data.html", RECORD)
    }


def test_other_fonts_libraries_or_code_draw_everything_again(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(methods="red")
    with monkeypatch.context() as changed:
        changed.setattr(kept_pictures, "SPECIMEN", kept_pictures.SPECIMEN.replace("Arial", "monospace"))
        assert write(methods="red") == ["methods.svg", "red.png"]
    assert write(methods="red") == ["methods.svg", "red.png"]
    with monkeypatch.context() as changed:
        changed.setattr(kept_pictures, "version", lambda name: "99" if name == "vl-convert-python" else "1")
        assert write(methods="red") == ["methods.svg", "red.png"]
    assert write(methods="red") == ["methods.svg", "red.png"]
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "charts.py").write_text("BLUE = 1")
    with monkeypatch.context() as changed:
        changed.setattr(kept_pictures, "CODE", tmp_path / "code")
        assert write(methods="red") == ["methods.svg", "red.png"]


def test_a_drawing_is_known_by_all_that_it_shows() -> None:
    assert Drawing(draw, ("a", 1)).digest == Drawing(draw, ("a", 1)).digest
    assert len({Drawing(draw, shown).digest for shown in (("a", 1), ("a", "1"), ("a",), (1, "a"))}) == 4


def test_the_phone_s_picture_is_kept_too(write: Write, tmp_path: Path) -> None:
    write(methods="red")
    assert write(methods="red") == []
    assert json.loads((tmp_path / RECORD).read_text())["pictures"]["methods"]["narrow"] == square("narrow")
    assert square("narrow") in (tmp_path / "data.html").read_text(encoding="utf-8")
