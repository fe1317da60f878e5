"""Values that scripts and MDX pages assign to names: `export const PRICING = {...}`, `window._ROUTER_DATA = {...}`.

Most are JSON. The rest are literals of JavaScript, which also allow names without quotes, other quotes, comments and a
comma at the end; they are rewritten as JSON. A value with anything to compute in it (a call, a sum) is no literal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

ASSIGNED = re.compile(
    r"(?:\b(?:const|let|var)\s+|\b(?:window|self|globalThis)\s*\.\s*|^[ \t]*)(?P<name>[A-Za-z_$][\w$]*)"
    r"(?:[ \t]*:[ \t]*[\w<>\[\], |]{1,80}?)?[ \t]*=[ \t\n]*(?=[{\[])",
    re.M,
)
PIECE = re.compile(
    r"(?P<skipped>\s+|//[^\n]*|/\*.*?\*/)"
    r'|(?P<string>"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\$]|\\.)*`)'
    r"|(?P<number>-?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))"
    r"|(?P<word>[A-Za-z_$][\w$]*)"
    r"|(?P<mark>[{}\[\]:,])",
    re.S,
)
CONSTANTS = {"true": "true", "false": "false", "null": "null", "undefined": "null"}
DECODER = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)


class NotLiteral(ValueError):
    """The text is no literal value: it ends early, or holds something to compute."""


def assignments(text: str) -> Iterator[tuple[str, int]]:
    """Yield every name to which a text assigns an object or array, and where that value starts."""
    for match in ASSIGNED.finditer(text):
        yield match["name"], match.end()


def read_literal(text: str, start: int = 0) -> object:
    """Return the object or array that starts at a place of a text; every number is a Decimal.

    >>> read_literal("{id: 'a', /* USD */ input: .5,}")
    {'id': 'a', 'input': Decimal('0.5')}

    Raises:
        NotLiteral: There is none, or it is cut off.
    """
    try:
        return DECODER.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        pass
    try:
        return DECODER.decode(_as_json(text, start))
    except (ValueError, RecursionError) as error:
        raise NotLiteral(f"no literal value: {text[start : start + 60]!r}") from error


def _as_json(text: str, start: int) -> str:
    """Rewrite the literal at `start` as JSON. Raises NotLiteral where it holds more than a literal may."""
    pieces: list[str] = []
    depth = 0
    for kind, piece in _pieces(text, start):
        if kind == "mark":
            depth += (piece in "{[") - (piece in "}]")
            if piece == ":" and pieces and not pieces[-1].startswith('"'):
                pieces[-1] = json.dumps(pieces[-1])
            if piece in "}]" and pieces and pieces[-1] == ",":
                pieces.pop()
        pieces.append(piece)
        if depth == 0:
            return "".join(CONSTANTS.get(written, written) for written in pieces)
    raise NotLiteral("it is cut off")


def _pieces(text: str, start: int) -> Iterator[tuple[str, str]]:
    """Yield kind and text of every piece; strings and numbers as JSON writes them."""
    at = start
    while match := PIECE.match(text, at):
        at, kind, piece = match.end(), str(match.lastgroup), match[0]
        if kind == "string":
            yield kind, piece if piece[0] == '"' else _quoted(piece[1:-1])
        elif kind == "number":
            yield kind, str(Decimal(piece.replace("_", "")))
        elif kind != "skipped":
            yield kind, piece


def _quoted(body: str) -> str:
    """A string in single or back quotes as JSON writes it."""
    plain = re.sub(r"\\(['`])", r"\1", body)
    return '"' + re.sub(r'(?<!\\)"', r"\\" + '"', plain).replace("\n", "\\n") + '"'
