"""What names a table of an HTML page from outside: its caption, the tabs it is in, the text before it."""

from __future__ import annotations

from assets.reading.html_cells import SKIPPED, Element, clean, text_of


def caption_of(table: Element) -> str:
    """Return the caption of a table, of the figure around it, or its label for screen readers."""
    for caption in (*table.iterchildren("caption"), *table.xpath("ancestor::figure[1]/figcaption")):
        if text := clean(text_of(caption)):
            return text
    return _aria_label(table)


def tabs_of(table: Element) -> tuple[str, ...]:
    """Return the labels of the tab panels, and of the sections that fold, in which a table is; the outermost first."""
    labels = [label for element in table.iterancestors() if (label := _tab_label(element))]
    return tuple(reversed(labels))


def text_before(table: Element) -> str:
    """Return the last 300 characters of the nearest text before, at most six levels up; of tabs the chosen one."""
    element = table
    for _ in range(7):
        previous = element.getprevious()
        while previous is not None:
            if previous.tag == "table" or previous.tag in SKIPPED:
                break
            if text := _shown_tab(previous) or clean(" ".join(previous.itertext())[-2000:]):
                return text[-300:]
            previous = previous.getprevious()
        parent = element.getparent()
        if parent is None:
            return ""
        element = parent
    return ""


def _aria_label(element: Element) -> str:
    if (named := element.get("aria-labelledby")) and (label := _by_id(element, named)) is not None:
        return clean(text_of(label))
    return clean(element.get("aria-label") or "")


def _by_id(element: Element, name: str) -> Element | None:
    return next(iter(element.getroottree().getroot().xpath("(//*[@id=$id])[1]", id=name)), None)


def _tab_label(element: Element) -> str:
    """The label of the tab panel or of the folding section that this element is, or nothing."""
    if element.tag == "details":
        return next((clean(text_of(summary)) for summary in element.iterchildren("summary")), "")
    for name in ("data-value", "data-tab", "data-label"):
        if value := element.get(name):
            return clean(value)
    if element.get("role") == "tabpanel":
        return _aria_label(element) or _opener_label(element)
    return _tab_by_order(element) if "tab" in (element.get("class") or "") else ""


def _opener_label(panel: Element) -> str:
    """The text of the tab that opens this panel: it controls the panel, or links to its id."""
    openers = (
        panel.getroottree()
        .getroot()
        .xpath("//*[@aria-controls=$id or @href=concat('#', $id)]", id=panel.get("id") or "no id")
    )
    return clean(text_of(openers[0])) if len(openers) == 1 else ""


def _tab_by_order(panel: Element) -> str:
    """Panels side by side below a bar with as many labels: the n-th label belongs to the n-th panel."""
    parent = panel.getparent()
    first = (panel.get("class") or "").split()[:1]
    if parent is None or not first:
        return ""
    panels = [child for child in parent if (child.get("class") or "").split()[:1] == first]
    bar = panels[0].getprevious()
    if len(panels) < 2 or bar is None:
        return ""
    items = bar.xpath(".//*[contains(@class, 'label') or @role='tab' or self::button]")
    return clean(text_of(items[panels.index(panel)])) if len(items) == len(panels) else ""


def _shown_tab(bar: Element) -> str:
    """The label of the chosen tab, if this is a bar of tabs that marks its chosen tab."""
    tabs = bar.xpath("descendant-or-self::*[@role='tab']")
    chosen = [tab for tab in tabs if tab.get("aria-selected") == "true" or tab.get("data-state") == "active"]
    return clean(text_of(chosen[0])) if len(chosen) == 1 else ""
