"""An HTML page as BeautifulSoup shows it: its title, its visible text, its elements by name."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, SoupStrainer

DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
INVISIBLE = ("script", "style", "noscript", "title", "template")


def parse_page(text: str, only: str | None = None) -> BeautifulSoup:
    """Return the page as a tree.

    Args:
        text: The page's HTML; an XML declaration in front of it is ignored.
        only: The name of the only elements to keep, which takes less than half the time on large pages.
    """
    html = DECLARATION.sub("", text, count=1) if text.lstrip().startswith("<?xml") else text
    return BeautifulSoup(html, "lxml", parse_only=SoupStrainer(only) if only else None)


def title_and_text(page: BeautifulSoup) -> tuple[str, str]:
    """Return the title and the visible text, each on one line; takes what is invisible out of the page."""
    title = " ".join(page.title.get_text().split()) if page.title else ""
    for element in page.find_all(INVISIBLE):
        element.decompose()
    return title, " ".join(page.get_text().split())
