"""An archived page without anything that acts or loads: only its text and the elements that arrange it."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from assets.html_page import parse_page

SHOWN = frozenset(
    {
        *("abbr", "article", "aside", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd"),
        *("del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "i", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "s", "section"),
        *("small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "time", "tr", "u", "ul"),
    }
)
"""Elements that are kept; of others only the content is."""
REMOVED = (
    *("applet", "area", "audio", "base", "canvas", "embed", "frame", "frameset", "head", "iframe", "img", "input"),
    *("link", "math", "meta", "noembed", "noframes", "noscript", "object", "param", "picture", "plaintext", "script"),
    *("select", "source", "style", "svg", "template", "textarea", "title", "track", "video", "xmp"),
)
"""Elements that are removed with their content."""
SPANS = frozenset({"colspan", "rowspan"})


def safe_tree(text: str) -> BeautifulSoup:
    """Return an HTML page as a tree without scripts, styles, pictures, links, comments and attributes.

    Elements outside SHOWN lose their tags, and every attribute is dropped but the spans of cells: what is not known to
    be harmless is not there.
    """
    tree = parse_page(text)
    for element in tree.find_all(REMOVED):
        element.decompose()
    for string in tree.find_all(string=True):
        if isinstance(string, PreformattedString):  # comments, declarations, CDATA
            string.extract()
    for element in tree.find_all(True):
        if element.name not in SHOWN:
            element.unwrap()
        else:
            element.attrs = {
                name: value for name, value in element.attrs.items() if name in SPANS and str(value).isdigit()
            }
            if element.name == "details":
                element.attrs["open"] = ""
    return tree


def squash(text: str) -> str:
    """Return a text without white space and invisible characters, to compare cells as different parsers give them.

    >>> squash("$5 /\\u200b MTok\\n")
    '$5/MTok'
    """
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())


def elements_with_text(tree: BeautifulSoup, longest: int) -> list[tuple[Tag, str]]:
    """Return the elements in the order of the page, each with its squashed text, without those with longer texts."""
    texts: dict[int, str | None] = {}
    order = list(tree.find_all(True))
    for element in reversed(order):
        parts = [
            squash(child) if isinstance(child, NavigableString) else texts[id(child)] for child in element.children
        ]
        whole = None if None in parts else "".join(part for part in parts if part is not None)
        texts[id(element)] = whole if whole is not None and len(whole) <= longest else None
    return [(element, text) for element in order if (text := texts[id(element)])]
