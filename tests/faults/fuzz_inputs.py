"""Damage real-shaped inputs in their bytes and in their structure; the same random numbers give the same input."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence

LONGEST = 60_000
"""Bytes of an input: more only takes time in proportion, which other tests hold the readers to."""
TOKENS = (
    *("\0", "\ufeff", "\ud7ff", "\u202e", "\u2028", "\x1b[2J", "\x9b", "\r", "\n", "\t", "\u0663\u0664", "²", "½", "Ⅷ"),
    *("9" * 5000, "1e999999999", "1e-999999999", "-0", "NaN", "Infinity", "-1", "0x10", "1_000", "٣.٥", "１２", "1,,0"),
    *("0001-01-01", "9999-12-31", "2024-02-30", "31 February 2026", "2026-13-01", "10000-01-01", "12/31/2026"),
    *("$", "¥", "€", "$1", "US$1", "1元", "/ 1M tokens", "per 1K tokens", "free", "K", "百万", ">= 200k", "(32, 128]"),
    *("<", ">", "</", "<!--", "-->", "<table>", "</table>", "<tr>", "<td rowspan=0 colspan=99999>", "<th>", "<sup>"),
    *("<script>", "</script>", "<Tab title='x'>", "</Tab>", "<![CDATA[", "<?xml version='1.0' encoding='utf-16'?>"),
    *('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "&b;", "&#0;", "&#x110000;", "&amp", "<svg onload=x>"),
    *("[", "]", "](", "![", "[^", "`", "```", "**", "~~", "|", "|---|", "||", "\\", "\\|", "{", "}", "{{", "[[", "[{"),
    *('"', '\\"', '"\\ud800"', "null", "true", "{}", "[]", '{"a":', "'", ",", ";", ":", "=", "=1+1", "@a", "+1", "-1"),
    *("../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "C:\\a", "..", "\\\\host\\a", "~root", "a\0b", "%00"),
    *("!!python/object/apply:os.system [id]", "&a [*a,*a]", "<<: *a", "!!binary x", "'; DROP TABLE t; --", "$name"),
)
JSON_VALUES: tuple[object, ...] = (
    *(None, True, 0, -1, 10**400, 1e308, 1e-320, "", " ", "NaN", "1e999999", "9" * 5000, "\ud800", "\0", [], {}, [[]]),
    *({"": {}}, [None] * 50, "a" * 5000, -0.0, "٣", "0.000001", float("nan"), float("inf"), {"a": [{"b": None}]}),
)
BREAKS = re.compile(r"(\n|[|,;<>{}\[\]()\"'=/:\s]+)")


def damage(seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """Return one of the seeds after one to four changes."""
    data = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        data = rng.choice(CHANGES)(data, seeds, rng)[:LONGEST]
    return data


def _flip(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    changed = bytearray(data or b"\0")
    for _ in range(rng.randrange(1, 6)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.choice((1, 2, 10, 100, LONGEST)) :]


def _insert(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS).encode() * rng.choice((1, 1, 1, 2, 50)) + data[at:]


def _repeat(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """A slice or a token many times, which shows what takes more time than in proportion."""
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.randrange(1, 30)] if rng.random() < 0.5 else rng.choice(TOKENS).encode()
    times = rng.choice((2, 10, 300, 3000, LONGEST)) if len(data) < LONGEST else 2
    return data[:start] + (piece * times)[: LONGEST // 2] + data[start:]


def _join(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    other = rng.choice(seeds)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _word(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """A word, a number or a mark in the place of another."""
    pieces = BREAKS.split(data.decode("utf-8", "replace"))
    for _ in range(rng.randrange(1, 4)):
        pieces[rng.randrange(len(pieces))] = rng.choice((rng.choice(TOKENS), rng.choice(pieces)))
    return "".join(pieces).encode("utf-8", "replace")


def _lines(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    rng.choice((rng.shuffle, lambda lines: lines.reverse(), lambda lines: lines.append(lines[0])))(lines)
    return b"\n".join(lines)


def _encode(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return rng.choice((text.encode("utf-16"), b"\xef\xbb\xbf" + data, text.encode("latin-1", "replace"), data[::-1]))


def _node(data: bytes, seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """Another value at a random place of a JSON document; the text of another document where it is none."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _word(data, seeds, rng)
    place, rest = None, [document]
    for _ in range(rng.randrange(1, 12)):
        inside = [item for item in rest if isinstance(item, dict | list) and item]
        if not inside:
            break
        place = rng.choice(inside)
        rest = list(place.values() if isinstance(place, dict) else place)
    value = rng.choice(JSON_VALUES)
    if isinstance(place, dict):
        place[rng.choice([*place, rng.choice(TOKENS)])] = value
    elif isinstance(place, list):
        place[rng.randrange(len(place))] = value
    else:
        document = value
    return json.dumps(document, ensure_ascii=rng.random() < 0.5).encode("utf-8", "replace")


Change = Callable[[bytes, Sequence[bytes], random.Random], bytes]
CHANGES: tuple[Change, ...] = (_flip, _cut, _insert, _repeat, _join, _word, _word, _lines, _encode, _node, _node)


def smaller(data: bytes, fails: Callable[[bytes], bool], tries: int = 400) -> bytes:
    """Return a smaller input that still fails, by leaving out ever shorter pieces."""
    size = max(1, len(data) // 2)
    while size and tries > 0:
        start = 0
        while start < len(data) and tries > 0:
            tries -= 1
            shorter = data[:start] + data[start + size :]
            if fails(shorter):
                data = shorter
            else:
                start += size
        size //= 2
    return data
