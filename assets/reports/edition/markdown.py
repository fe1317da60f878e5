"""Markdown from HTML: the twin of a page, and the brief; both have one template, and the words are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

LEFT_OUT = {"script", "style", "svg", "img", "input", "select", "button", "textarea", "template", "canvas", "fieldset"}
"""Elements whose content is no text of the page: controls, pictures and code."""
BLOCKS = {
    *("p", "ul", "ol", "dl", "table", "pre", "figure", "section", "div", "details", "summary", "header", "footer"),
    *("main", "nav", "article", "aside", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "form", "fieldset"),
}
MARKS = {"b": "**", "strong": "**", "em": "*", "i": "*"}


def escape(text: str) -> str:
    r"""Return a text in one line that Markdown shows as it is.

    >>> escape("# gpt_4 | <b>\n*x*")
    '\\# gpt\\_4 \\| \\<b\\> \\*x\\*'
    """
    line = re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", " ".join(text.split()))
    line = re.sub(r"&(?=#?\w+;)", r"\\&", line)  # the start of an entity
    return re.sub(r"^(?=[#+=-])|^(\d+)(?=[.)](?:\s|$))", lambda match: f"{match[1] or ''}\\", line)


def address(url: str) -> str:
    """Return an address as a Markdown link can hold it; empty for one that is neither relative nor http(s)."""
    try:
        scheme = urlsplit(url.strip()).scheme
    except ValueError:
        return ""
    if scheme not in {"", "http", "https"}:
        return ""
    return re.sub(r"[\s()<>\\]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url.strip())


def from_html(html: str) -> str:
    """Return the text of the first `main` of an HTML page, and of the `header` before it, as Markdown."""
    soup = BeautifulSoup(html, "lxml")
    parts = [part for part in (soup.find("header"), soup.find("main")) if isinstance(part, Tag)]
    return "\n\n".join(block for part in parts for block in _blocks(part)) + "\n"


def _blocks(node: Tag) -> Iterator[str]:
    """Yield the blocks inside an element; text between blocks becomes a paragraph."""
    loose: list[PageElement] = []
    for child in node.children:
        if isinstance(child, Tag) and child.name in BLOCKS:
            yield from _paragraph(loose)
            loose = []
            yield from _block(child)
        else:
            loose.append(child)
    yield from _paragraph(loose)


def _block(node: Tag) -> Iterator[str]:
    if _is_left_out(node):
        return
    if re.fullmatch(r"h[1-6]", node.name):
        yield f"{'#' * int(node.name[1])} {_text(node)}"
    elif node.name in {"ul", "ol"}:
        yield "\n".join(_items(node))
    elif node.name == "dl":
        yield "\n".join(_pairs(node))
    elif node.name == "table":
        yield from _table(node)
    elif node.name == "pre":
        yield _fenced(node.get_text())
    elif node.name == "figure":
        yield from _figure(node)
    elif node.name == "summary":
        yield f"**{_text(node)}**"
    elif node.name == "hr":
        yield "---"
    else:
        yield from _blocks(node)


def _paragraph(nodes: Iterable[PageElement]) -> Iterator[str]:
    if text := _one_line(_join(nodes)):
        yield text


def _items(node: Tag) -> Iterator[str]:
    for number, item in enumerate(node.find_all("li", recursive=False), 1):
        mark = f"{number}. " if node.name == "ol" else "- "
        yield mark + "\n  ".join("\n".join(_blocks(item)).splitlines())


def _pairs(node: Tag) -> Iterator[str]:
    for name in node.find_all("dt"):
        meaning = name.find_next_sibling("dd")
        yield f"- **{_text(name)}**: {_text(meaning) if isinstance(meaning, Tag) else ''}"


def _table(node: Tag) -> Iterator[str]:
    if caption := node.find("caption"):
        yield _text(caption)
    rows = [[_text(cell) for cell in row.find_all(["th", "td"], recursive=False)] for row in node.find_all("tr")]
    width = max((len(row) for row in rows), default=0)
    if width:
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        yield "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _figure(node: Tag) -> Iterator[str]:
    """Yield the picture by the file that its caption links to, and the caption."""
    caption = node.find("figcaption")
    text = _text(caption) if caption else ""
    link = node.find("a", href=re.compile(r"\.svg$"))
    if isinstance(link, Tag):
        drawing = node.find("svg")
        label = str(drawing.get("aria-label") or "") if isinstance(drawing, Tag) else ""
        yield f"![{escape(label) or 'Chart'}]({address(str(link['href']))})"
    if text:
        yield text


def _text(node: Tag) -> str:
    return _one_line(_join(node.children))


def _join(nodes: Iterable[PageElement]) -> str:
    """Return elements in one text; after a closing mark a letter would undo it, so a space comes first."""
    text = ""
    for node in nodes:
        part = _inline(node)
        text += f" {part}" if text.endswith("*") and part[:1].isalnum() else part
    return text


def _inline(node: PageElement) -> str:
    """Return text as Markdown, with the spaces around it."""
    if isinstance(node, NavigableString):
        return "" if isinstance(node, PreformattedString) else _keep_ends(str(node))
    if not isinstance(node, Tag) or _is_left_out(node):
        return ""
    if node.name == "code":
        return _code(node.get_text())
    return _marked(node, _join(node.children))


def _marked(node: Tag, inner: str) -> str:
    """Return the text of an element with the marks of its kind."""
    mark = MARKS.get(node.name)
    target = address(str(node.get("href") or "")) if node.name == "a" else ""
    if mark and inner.strip():
        return f"{mark}{_one_line(inner)}{mark}"
    if target:
        return f"[{_one_line(inner)}]({target})"
    if node.name == "q":
        return f"“{inner}”"
    return f"{inner} " if node.name in {"br", *BLOCKS} else inner


def _is_left_out(node: Tag) -> bool:
    classes = node.get("class") or ()
    return node.name in LEFT_OUT or node.has_attr("hidden") or "brand" in classes


def _keep_ends(text: str) -> str:
    """Escape a text and keep one space at each end where it has one, since it goes on there."""
    if not text.strip():
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{escape(text)}{' ' if text[-1].isspace() else ''}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _code(text: str) -> str:
    """Return code in more backticks than it holds."""
    line = _one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def _fenced(text: str) -> str:
    fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence}\n{text.strip()}\n{fence}"
