"""Pages per second of our grids against pandas.read_html in one run: `python -m tests.benchmarks.bench_grids`.

Reads every HTML page given on the command line (or the stored pages where present, or pages made here).
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

from assets.reading.html import html_grids

SHARED = Path("../shared/pages")
SECONDS = 8.0


def made_pages() -> list[str]:
    """Twenty pages of 30 tables, with spans and two-row headers."""
    head = "<tr><th rowspan=2>Model</th><th colspan=2>Short</th></tr><tr><th>Input</th><th>Output</th></tr>"
    rows = "".join(f"<tr><td>model-{i}</td><td>${i}.50 / MTok</td><td>${i * 5}.00</td></tr>" for i in range(1, 20))
    table = f"<h2>Prices</h2><div><p>Per 1M tokens</p><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>"
    return [f"<html><body>{table * 30}</body></html>"] * 20


def pages_per_second(read: Callable[[str], object], pages: list[str], seconds: float) -> float:
    """Whole rounds over all pages until the time is up."""
    start, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - start) < seconds or not done:
        for page in pages:
            read(page)
            done += 1
    return done / spent


def read_with_pandas(page: str) -> object:
    import pandas  # heavy

    return pandas.read_html(io.StringIO(page), flavor="lxml")


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]] or sorted(SHARED.glob("*.html"))
    pages = [text for path in paths if "<table" in (text := path.read_text("utf-8"))] or made_pages()
    for name, read in (("html_grids", html_grids), ("pandas.read_html", read_with_pandas)):
        read(pages[0])
        print(f"{name}: {pages_per_second(read, pages, SECONDS):.1f} pages/s over {len(pages)} pages")


if __name__ == "__main__":
    main()
