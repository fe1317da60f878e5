"""Damaged copies (mutants) of a price page: cut off, cells and rows lost, columns swapped, units and signs changed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

KILO = {
    "1M tokens": "1K tokens", "1M Tokens": "1K Tokens", "MTok": "KTok", "million tokens": "thousand tokens",
    "百万": "千", "per 1M": "per 1K",
}  # fmt: skip
SIGNS = {"$": ("€", "¥", "£", "HK$"), "¥": ("€", "$"), "元": ("美元", "欧元"), "USD": ("EUR",), "美元": ("元",)}
WITHOUT_PRICES = r"(?s)<table.*?</table>|<DocTable.*?/>|\|.*?\|\n|¥[\d.]+"
WALL = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>{}<form>Password</form></body></html>"


LARGE = "50 MB"
"""The kind of mutants that are too large to read; they need as much memory."""


@dataclass(frozen=True)
class Mutant:
    """Damaged bytes; prices may be as they were or times one of `factors`, in their or one of `currencies`."""

    kind: str
    body: bytes
    factors: tuple[int, ...] = (1,)
    currencies: tuple[str, ...] = ()
    must_refuse: bool = False


def mutants(body: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """Yield about `count` mutants of one page and some that any page has, the same ones for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - the same mutants for the same seed
    text = body.decode("utf-8-sig", "replace")
    yield from _whole_page(body, text)
    makers = (_truncated, _dropped_tag, _dropped_piece, _swapped_columns, _one_unit, _one_sign, _noise)
    done = 0
    while done < count:
        for maker in makers:
            if mutant := maker(text, rng):
                done += 1
                yield mutant


def _whole_page(body: bytes, text: str) -> Iterator[Mutant]:
    yield Mutant("empty", b"", must_refuse=True)
    yield Mutant("empty", b" \n" * 500, must_refuse=True)
    yield Mutant("login wall", WALL.format("<p>claude gpt-4 pricing per 1M tokens</p>" * 9).encode(), must_refuse=True)
    tables = "".join(match[0] for match in re.finditer(WITHOUT_PRICES, text))
    # a page that carries its prices as data, or on cards, loses nothing with its tables
    without = re.sub(WITHOUT_PRICES, "", text).encode()
    yield Mutant("login wall", without, must_refuse=bool(re.search(r"[$¥￥€]\s?\d|\d\s?元|\d\.\d", tables)))
    yield Mutant(LARGE, body + b" " * 50_000_000, must_refuse=True)
    yield Mutant(LARGE, b"<td>" * 12_500_000, must_refuse=True)
    yield Mutant("wrong encoding", text.encode("utf-16-le"), must_refuse=True)
    yield Mutant("wrong encoding", text.encode("utf-16"))
    yield Mutant("wrong encoding", b"\x89PNG\r\n" + bytes(range(256)) * 20, must_refuse=True)
    yield Mutant(
        "wrong encoding", text.replace("tokens", "t\u00f6kens").replace(" / ", " \u00f7 ").encode("latin-1", "replace")
    )
    for old, new in KILO.items():
        if old in text:
            yield Mutant("unit swap", text.replace(old, new).encode(), factors=(1, 1000))
    for old, others in SIGNS.items():
        for new in others if old in text else ():
            yield Mutant("currency swap", text.replace(old, new).encode(), currencies=("EUR", "CNY", "USD"))


def _truncated(text: str, rng: random.Random) -> Mutant:
    return Mutant("truncated", text[: rng.randrange(len(text))].encode())


def _dropped_tag(text: str, rng: random.Random) -> Mutant | None:
    matches = list(re.finditer(r"<[^<>]+>", text)) or list(re.finditer(r"\|", text))
    if not matches:
        return None
    hit = rng.choice(matches)
    return Mutant("dropped tag", (text[: hit.start()] + text[hit.end() :]).encode())


def _dropped_piece(text: str, rng: random.Random) -> Mutant:
    """A whole cell, a row or a line is lost."""
    pattern = (
        rng.choice((r"<t[dh]\b.*?</t[dh]>", r"<tr\b.*?</tr>", r"<h\d.*?</h\d>")) if "</t" in text else r"[^|\n]*\|"
    )
    matches = list(re.finditer(pattern, text, re.S))
    if not matches:
        return Mutant("dropped piece", text.encode())
    hit = rng.choice(matches)
    return Mutant("dropped piece", (text[: hit.start()] + text[hit.end() :]).encode())


def _swapped_columns(text: str, rng: random.Random) -> Mutant | None:
    tables = list(re.finditer(r"<table.*?</table>", text, re.S)) or list(re.finditer(r"(?:^\|.*\n?)+", text, re.M))
    if not tables:
        return None
    hit = rng.choice(tables)
    if "span=" in hit[0].lower():
        return None
    html = hit[0].startswith("<")
    cell, row = (r"<t[dh]\b.*?</t[dh]>", r"<tr\b.*?</tr>") if html else (r"(?<=\|)[^|\n]*(?=\|)", r"[^\n]+")
    widths = [len(re.findall(cell, line[0], re.S)) for line in re.finditer(row, hit[0], re.S)]
    width = widths[0] if widths else 0
    # a table whose header is no row, or whose rows differ in width, would get columns that no reader can tell apart
    if width < 2 or set(widths) != {width} or len(re.findall(cell, hit[0], re.S)) != sum(widths):
        return None
    left, right = sorted(rng.sample(range(width), 2))

    def swap(row_match: re.Match[str]) -> str:
        cells = list(re.finditer(cell, row_match[0], re.S))
        a, b = cells[left], cells[right]
        return row_match[0][: a.start()] + b[0] + row_match[0][a.end() : b.start()] + a[0] + row_match[0][b.end() :]

    table = re.sub(row, swap, hit[0], flags=re.S)
    return Mutant("swapped columns", (text[: hit.start()] + table + text[hit.end() :]).encode())


def _one_unit(text: str, rng: random.Random) -> Mutant | None:
    matches = [(hit, new) for old, new in KILO.items() for hit in re.finditer(re.escape(old), text)]
    if not matches:
        return None
    hit, new = rng.choice(matches)
    return Mutant("unit swap", (text[: hit.start()] + new + text[hit.end() :]).encode(), factors=(1, 1000))


def _one_sign(text: str, rng: random.Random) -> Mutant | None:
    matches = [(hit, others) for old, others in SIGNS.items() for hit in re.finditer(re.escape(old), text)]
    if not matches:
        return None
    hit, others = rng.choice(matches)
    changed = text[: hit.start()] + rng.choice(others) + text[hit.end() :]
    return Mutant("currency swap", changed.encode(), currencies=("EUR", "CNY", "USD"))


def _noise(text: str, rng: random.Random) -> Mutant:
    at = rng.randrange(len(text))
    return Mutant("wrong encoding", text[:at].encode() + bytes([rng.randrange(128, 256)]) + text[at:].encode())
