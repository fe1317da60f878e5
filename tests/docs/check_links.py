"""Check the links of every Markdown page: `python -m tests.docs.check_links` prints what is broken and exits 1.

A link to another host is not followed. A path in code, such as `warehouse/store.py`, is a link too: where its first
folder is one of the repository's, the file must exist, so that a page is corrected when a file is renamed.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
FOLDERS = ("pipelines/", "assets/", "warehouse/", "tests/", "docs/", ".ci/")
"""Folders of the repository: a path in code that starts with one of them names a file."""
PLACEHOLDER = re.compile(r"[<>*{}\s]")
"""A path in code with one of these is a pattern or an example, not the name of a file."""


def pages(root: Path = ROOT) -> list[Path]:
    """Return every Markdown page of the repository that people read, in alphabetical order."""
    inside = [path for folder in ("docs", "warehouse/facts") for path in (root / folder).rglob("*.md")]
    return sorted([*root.glob("*.md"), *inside])


def broken_links(page: Path, root: Path = ROOT) -> list[str]:
    """Return one line for each link of a page whose file or heading does not exist."""
    return [f"{page.relative_to(root)}:{line}: {link}: {reason}" for line, link, reason in _problems(page, root)]


@cache
def headings(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as GitHub makes them: repeated headings are numbered."""
    tokens = _tokens(page)
    texts = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    anchors, seen = set(), Counter[str]()
    for text in texts:
        anchor = slug(text)
        anchors.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return frozenset(anchors)


def slug(heading: str) -> str:
    """Return the anchor of a heading.

    >>> slug("Set-up: `make run` (twice)")
    'set-up-make-run-twice'
    """
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _problems(page: Path, root: Path) -> Iterator[tuple[int, str, str]]:
    for line, link in _links(_tokens(page)):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = Path(os.path.normpath(page.parent / unquote(parts.path))) if parts.path else page
        if not target.is_relative_to(root) or not target.exists():
            yield line, link, "no such file in the repository"
        elif parts.fragment and parts.fragment not in headings(target):
            yield line, link, "no such heading"
    for line, path in _paths_in_code(_tokens(page)):
        if not (root / path).exists():
            yield line, path, "no such file in the repository"


def _tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def _links(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for line, token in _inline(tokens):
        if target := token.attrGet("href") or token.attrGet("src"):
            yield line, str(target)


def _paths_in_code(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for line, token in _inline(tokens):
        if token.type == "code_inline" and token.content.startswith(FOLDERS) and not PLACEHOLDER.search(token.content):
            yield line, token.content


def _inline(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """Yield the tokens inside paragraphs, headings and cells with the line that their block starts on."""
    line = 0
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        for child in token.children or ():
            yield line, child


def main() -> None:
    """Print every broken link; exit 1 where there is one."""
    broken = [problem for page in pages() for problem in broken_links(page)]
    sys.stdout.write("".join(f"{problem}\n" for problem in broken))
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
