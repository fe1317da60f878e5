"""JSON that a page carries for its scripts: inside script elements, or as quoted pieces that a framework joins.

Which field is a price, and in which unit, only the reader of a provider knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from assets.html_page import parse_page

PUSHED = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.)*")\]\)')
MAX_DEPTH = 200


def script_data(text: str) -> str:
    """Return the contents of a page's scripts, followed by the pieces that Next.js pages push, joined and unquoted."""
    scripts = "\n".join(script.get_text() for script in parse_page(text, only="script").find_all("script"))
    return scripts + "".join(map(_unquoted, PUSHED.findall(scripts)))


def _unquoted(piece: str) -> str:
    try:
        return json.loads(piece)
    except ValueError:
        return ""


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
