"""JSON that a page carries for its scripts: inside script elements, or as quoted pieces that a framework joins.

Which field is a price, and in which unit, is for a provider's reader to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

PUSHED = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.)*")\]\)')
MAX_DEPTH = 200


def script_data(text: str) -> str:
    """A page's text followed by the pieces that Next.js pages push one by one, joined and unquoted."""
    return text + "".join(map(_unquoted, PUSHED.findall(text)))


def _unquoted(piece: str) -> str:
    try:
        return json.loads(piece)
    except ValueError:
        return ""


def objects_with(data: str, key: str) -> Iterator[dict]:
    """Every innermost JSON object with `key` in a text that is not JSON as a whole. Numbers are Decimals."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)
    for hit in re.finditer(rf'"{key}"\s*:', data):
        start = hit.start()
        for _ in range(MAX_DEPTH):
            start = data.rfind("{", 0, start)
            if start < 0:
                break
            try:
                found, end = decoder.raw_decode(data, start)
            except ValueError:
                continue
            if end > hit.start() and key in found:
                yield found
                break
