"""Print a page as a PDF with a browser of this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from warehouse.errors import TokenfallError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
"""Commands of browsers that print without a window, in the order in which they are looked for."""
FLAGS = (
    *("--headless=new", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--no-sandbox"),
)
"""The page is our own, has no script and may load nothing (its content policy), so that it needs no sandbox, which
containers do not allow."""
SECONDS = 120


def print_pdf(page: str, day: date) -> bytes:
    """Return a page as a PDF whose date is the start of a day, so that the same page gives the same bytes.

    Raises:
        TokenfallError: There is no browser, or it printed nothing.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="tokenfall-") as folder:
        source, target = Path(folder) / "brief.html", Path(folder) / "brief.pdf"
        source.write_text(page, encoding="utf-8")
        arguments = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        try:
            subprocess.run(  # noqa: S603 - a browser, and files of our own
                [browser, *FLAGS, *arguments], capture_output=True, check=False, timeout=SECONDS, text=True
            )
        except subprocess.TimeoutExpired as error:
            raise TokenfallError(f"{browser} did not print brief.pdf within {SECONDS} s: try again") from error
        if not target.is_file():
            raise TokenfallError(f"{browser} did not print brief.pdf: run it once by hand, or leave out --pdf")
        return _dated(target.read_bytes(), day)


def find_browser() -> str:
    """Return the command of a browser. Raises TokenfallError where there is none."""
    commands = (shutil.which(name) for name in BROWSERS)
    browser = next((command for command in commands if command), None)
    if browser is None:
        raise TokenfallError(
            f"brief.pdf is printed by a browser, and none was found ({', '.join(BROWSERS)}): install Chromium or "
            "Chrome, or leave out --pdf"
        )
    return browser


def _dated(pdf: bytes, day: date) -> bytes:
    """Replace the times in a PDF by the start of a day; the lengths stay, since the file counts its bytes."""
    return re.sub(rb"\(D:\d{14}", f"(D:{day:%Y%m%d}000000".encode(), pdf)
