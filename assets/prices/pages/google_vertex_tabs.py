"""The tables of Google Cloud's price page with the tabs that they are in: Standard, Priority, Flex/Batch; regions.

Tabs are buttons in a bar before their panels, or one button before each; a table does not say in which tab it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assets.prices.pages.opening import SCRIPTS
from assets.prices.price_page import PageRefused
from assets.reading.grids import Grid
from assets.reading.html import Element, grids_in, parse_html

UNNAMED = "?"
"""The label of a panel whose bar has another number of buttons than there are panels."""

BALANCED = ("div", "button", "span", "table", "th")


def tabbed_grids(text: str) -> list[Grid]:
    """Return the tables of a page or of a fragment of it, with their tabs.

    Raises:
        PageRefused: Tags are lost, so that a table may seem to be in another tab.
    """
    visible = SCRIPTS.sub(" ", text)
    if any(len(re.findall(rf"<{tag}[\s>]", visible)) != visible.count(f"</{tag}>") for tag in BALANCED):
        raise PageRefused("tags around tabs are lost; capture the page again")
    root = parse_html(text)
    for table in root.iter("table"):
        _name_panels(table)
    return grids_in(root)


def _name_panels(table: Element) -> None:
    """Label the panels around a table with the buttons of the bar before them, or as unnamed."""
    for panel, parent in pairwise((table, *table.iterancestors())):
        if panel.get("data-tab"):
            return
        children = list(parent)
        panels = [child for child in children if child.tag == "table" or child.find(".//table") is not None]
        bar = next((child for child in children[: children.index(panels[0])] if _buttons(child) > 1), None)
        sections = any(child.find(f".//{heading}") is not None for child in panels for heading in ("h1", "h2", "h3"))
        if len(panels) > 1 and bar is not None and not sections:
            labels = ["".join(button.itertext()).strip() for button in bar.iter("button")]
            for i, child in enumerate(panels):
                child.set("data-tab", labels[i] if len(labels) == len(panels) else UNNAMED)


def _buttons(element: Element) -> int:
    return sum(1 for _ in element.iter("button"))
