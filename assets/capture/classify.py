"""Decide whether a capture counts: it must be the page itself, of the expected type, and similar to the last good one.

Whether a page holds the right prices is checked by its reader, not here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from assets.capture.refusals import find_refusal
from assets.html_page import parse_page, title_and_text

Kind = Literal["html", "json", "markdown", "csv", "text", "zip", "parquet"]
SHRUNK_PAGE, OTHER_DOCUMENT = "shrunk", "another document"
CHANGES = (SHRUNK_PAGE, OTHER_DOCUMENT)
"""How a reason begins that says only that a document is unlike the last one, as after a redesign."""

MEDIA_TYPES: dict[str, frozenset[str]] = {
    "html": frozenset({"text/html", "application/xhtml+xml"}),
    "json": frozenset({"application/json", "text/json", "text/plain", "application/octet-stream"}),
    "zip": frozenset({"application/zip", "application/x-zip-compressed", "application/octet-stream"}),
    "markdown": frozenset({"text/markdown", "text/x-markdown", "text/plain", "application/octet-stream"}),
    "csv": frozenset({"text/csv", "application/csv", "text/plain", "application/octet-stream"}),
    "text": frozenset({"text/plain", "application/octet-stream"}),
    "parquet": frozenset({"application/vnd.apache.parquet", "application/octet-stream", "binary/octet-stream"}),
}
"""What servers call these documents; raw files of code forges come as text/plain."""
LONGEST_TYPE = 80
"""Characters of an unexpected type that a reason repeats; a server may send any text."""
FIRST_BYTES = {"zip": b"PK", "parquet": b"PAR1"}
"""How files of the binary kinds begin."""
SHRUNK = 0.5
SAME_WORDS = 0.3
"""Least share of the last document's words that the same document still has."""
MOST_TAGS = 300_000
"""Tags of an HTML page, nine times those of the largest price page. A page of nothing but tags would take a minute of
processor time and gigabytes of memory to parse, within the limit of its bytes."""
LOGIN_PATH = re.compile(r"/(log-?in|sign-?in|sso|oauth2?|authorize)(/|$)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{2,}")
TOKEN = re.compile(r"\w[\w.]*")


@dataclass(frozen=True)
class Document:
    """A captured document; `media_type` is the Content-Type as sent."""

    final_url: str
    status: int
    media_type: str
    body: bytes = field(repr=False)


def classify_capture(new: Document, kind: Kind, last: Document | None) -> str | None:
    """Return the reason why a capture does not count, in a few words, or None when it counts.

    Args:
        new: The document that the capture brought.
        kind: The kind of document that the source publishes.
        last: The document of the last capture that counts, if there is any.
    """
    return (
        _missing(new)
        or _oversized(new)
        or _refusal(new, kind)
        or _wrong_type(new, kind)
        or (_changed(new, last) if last else None)
    )


def _missing(new: Document) -> str | None:
    if new.status in {404, 410}:
        return f"missing: HTTP {new.status}"
    if new.status != 200:
        return f"refused: HTTP {new.status}"
    return "empty" if not new.body.strip() else None


def _oversized(new: Document) -> str | None:
    tags = new.body.count(b"<") if _is_html(new.body) else 0
    return f"too large: {tags} tags, more than {MOST_TAGS}" if tags > MOST_TAGS else None


def _refusal(new: Document, kind: Kind) -> str | None:
    if kind in {"json", *FIRST_BYTES} and not _is_html(new.body):
        return None
    title, text = _title_and_text(new.body)
    refusal = find_refusal(_decode(new.body), title, text)
    return "login wall" if refusal is None and LOGIN_PATH.search(urlsplit(new.final_url).path) else refusal


def _wrong_type(new: Document, kind: Kind) -> str | None:
    named = new.media_type.partition(";")[0].strip().lower()
    if named not in MEDIA_TYPES[kind] and not (kind == "json" and named.endswith("+json")):
        return f"wrong type: {named[:LONGEST_TYPE] or 'none'} instead of {kind}"
    if kind == "json":
        try:
            json.loads(new.body)
        except (ValueError, RecursionError):
            return "wrong type: the body is not JSON"
    elif kind in FIRST_BYTES:
        return None if new.body.startswith(FIRST_BYTES[kind]) else f"wrong type: the body is not a {kind} file"
    elif (kind == "html") != _is_html(new.body):
        return f"wrong type: the body is not {kind}"
    return None


def _changed(new: Document, last: Document) -> str | None:
    if len(new.body) < SHRUNK * len(last.body):
        return f"{SHRUNK_PAGE}: {len(new.body)} bytes after {len(last.body)}"
    if last.body.startswith(tuple(FIRST_BYTES.values())):
        return None  # compressed bytes have no words in common
    (title_then, text_then), (title_now, text_now) = _title_and_text(last.body), _title_and_text(new.body)
    if few := _too_few_left(_words(text_then), _words(text_now)):
        return f"{OTHER_DOCUMENT}: {few} words of the last one"
    if title_then != title_now and (few := _too_few_left(_figures(text_then), _figures(text_now))):
        return f"{OTHER_DOCUMENT}: another title, and {few} names and figures of the last one"
    return None


def _too_few_left(then: set[str], now: set[str]) -> str | None:
    return f"{len(then & now)} of {len(then)}" if len(then & now) < SAME_WORDS * len(then) else None


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def _figures(text: str) -> set[str]:
    """Return the words with digits: names and prices. All may change at once on a page that keeps its title."""
    return {token.lower() for token in TOKEN.findall(text) if any(map(str.isdigit, token))}


def _is_html(body: bytes) -> bool:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    return any(tag in start for tag in (b"<!doctype html", b"<html", b"<head", b"<body"))


def _title_and_text(body: bytes) -> tuple[str, str]:
    """Return the title and visible text of HTML; for other types an empty title and the whole text."""
    text = _decode(body)
    return title_and_text(parse_page(text)) if _is_html(body) else ("", text)


def _decode(body: bytes) -> str:
    return body.decode("utf-8", errors="replace")
