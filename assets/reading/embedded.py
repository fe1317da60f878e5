"""JSON that a page carries for its scripts: inside script elements, or as quoted pieces that a framework joins.

Which field is a price, and in which unit, only the reader of a provider knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from assets.html_page import parse_page
from assets.reading.script_values import NotLiteral, assignments, read_literal

PUSHED = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.)*")\]\)')
DELIMITER_ROW = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[ \t:|-]*$", re.M)
ANY = re.compile("")
MAX_DEPTH = 200


def script_data(text: str) -> str:
    """Return the contents of a page's scripts, followed by the pieces that Next.js pages push, joined and unquoted."""
    scripts = "\n".join(script.get_text() for script in parse_page(text, only="script").find_all("script"))
    return scripts + "".join(map(_unquoted, PUSHED.findall(scripts)))


def script_values(text: str, names: re.Pattern[str] = ANY) -> Iterator[tuple[str, object]]:
    """Yield the name ('' for none) and value of every object and array that a page's scripts hold or assign.

    Args:
        text: An HTML page, whose scripts are searched, or the text of a script, MDX page or JSON document.
        names: What the name of a value must match.
    """
    scripts = [script.get_text() for script in parse_page(text, only="script").find_all("script")] or [text]
    for script in scripts:
        whole = [("", match.end())] if (match := re.match(r"\s*(?=[{\[])", script)) else []
        for name, start in (*whole, *assignments(script)):
            if names.search(name):
                try:
                    value = read_literal(script, start)
                except NotLiteral:
                    continue  # code, not data
                if value:
                    yield name, value


def _unquoted(piece: str) -> str:
    try:
        return json.loads(piece)
    except ValueError:
        return ""


def markdown_in(value: object) -> Iterator[str]:
    """Yield every Markdown text with a table that a value of JSON holds, at any depth."""
    rest = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, str) and DELIMITER_ROW.search(item):
            yield item
        elif isinstance(item, dict | list):
            rest += reversed(item.values() if isinstance(item, dict) else item)


def objects_with(data: str, key: str) -> Iterator[dict]:
    """Yield every innermost JSON object with `key` in a text that is not JSON as a whole; numbers are Decimals."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)
    for hit in re.finditer(rf'"{key}"\s*:', data):
        start = hit.start()
        for _ in range(MAX_DEPTH):
            start = data.rfind("{", 0, start)
            if start < 0:
                break
            try:
                value, end = decoder.raw_decode(data, start)
            except ValueError:
                continue
            if end > hit.start() and key in value:
                yield value
                break
