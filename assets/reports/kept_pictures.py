"""Keep pictures from one page to the next: a picture is drawn again only when what it shows, or how, has changed.

A file beside the page records each picture: a digest of what it shows, its SVGs, and the SHA-256 of its PNG. It is used
only with the code, the renderer and the fonts that it was written with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from assets.charts import FONT, to_png
from assets.processes import map_in_processes
from assets.reports.pictures import Drawing, Picture

RECORD = ".pictures.json"
PROCESSES = 2
"""Processes that turn SVGs into PNGs."""
CODE = Path(__file__).parents[1]
SPECIMEN = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40" font-family="{FONT}" font-size="12">'
    '<text y="15">Sphinx of black quartz, judge my vow: $0.0123456789</text>'
    '<text y="35" font-weight="bold">Sphinx of black quartz</text></svg>'
)
"""Text in the fonts of the charts: its pixels differ where other fonts are installed."""


class KeptPicture(NamedTuple):
    """A picture of the last page: the digest of its drawing, its SVGs, and the SHA-256 of its PNG."""

    digest: str
    picture: Picture
    png_sha256: str


def read_kept(folder: Path, drawn_with: str) -> dict[str, KeptPicture]:
    """Return the pictures recorded in a folder by name; none without a record, or where they were drawn otherwise."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        kept = {
            name: KeptPicture(row["digest"], Picture(row["wide"], row["narrow"]), row["png_sha256"])
            for name, row in record["pictures"].items()
        }
        return kept if record["drawn_with"] == drawn_with else {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def recorded_names(folder: Path) -> list[str]:
    """Return the names of all pictures recorded in a folder, however they were drawn; none without a record."""
    try:
        names = json.loads((folder / RECORD).read_text(encoding="utf-8"))["pictures"]
        return [name for name in names if Path(name).name == name]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def draw_pictures(
    folder: Path, drawings: Mapping[str, Drawing], kept: Mapping[str, KeptPicture]
) -> tuple[dict[str, Picture], dict[str, bytes]]:
    """Draw the pictures whose rows changed, and the PNGs whose SVG changed or whose file is not the one kept.

    Returns:
        Every picture and every PNG by name, drawn or kept.
    """
    pictures: dict[str, Picture] = {}
    pngs: dict[str, bytes] = {}
    missing: list[str] = []

    def draw_missing() -> Iterator[str]:
        for name, drawing in drawings.items():
            pictures[name] = kept[name].picture if _is_kept(name, drawing, kept) else drawing.draw()
            if png := _kept_png(folder, name, pictures[name], kept):
                pngs[name] = png
            else:
                missing.append(name)
                yield pictures[name].wide

    changed = not all(_is_kept(name, drawing, kept) for name, drawing in drawings.items())
    # The next SVG is drawn here while others are turned into PNGs.
    drawn = list(map_in_processes(to_png, draw_missing(), PROCESSES if changed else 1))
    return pictures, pngs | dict(zip(missing, drawn, strict=True))


def write_record(
    drawings: Mapping[str, Drawing], pictures: Mapping[str, Picture], pngs: Mapping[str, bytes], drawn_with: str
) -> bytes:
    """Return the record of these pictures, to be written as `RECORD`."""
    rows = {
        name: {**picture._asdict(), "digest": drawings[name].digest, "png_sha256": _sha256(pngs[name])}
        for name, picture in pictures.items()
    }
    return json.dumps({"drawn_with": drawn_with, "pictures": rows}, indent=1).encode()


def describe_drawing() -> str:
    """Return a digest of all that a picture depends on beside its rows: our code, the libraries, the fonts."""
    code = [path.read_bytes() for path in sorted(CODE.rglob("*.py"))]
    renderer = version("vl-convert-python").encode()
    return _sha256(b"\n".join([*code, renderer, to_png(SPECIMEN)]))


def _is_kept(name: str, drawing: Drawing, kept: Mapping[str, KeptPicture]) -> bool:
    return name in kept and kept[name].digest == drawing.digest


def _kept_png(folder: Path, name: str, picture: Picture, kept: Mapping[str, KeptPicture]) -> bytes | None:
    file = folder / f"{name}.png"
    if name not in kept or kept[name].picture.wide != picture.wide or not file.is_file():
        return None
    png = file.read_bytes()
    return png if _sha256(png) == kept[name].png_sha256 else None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
