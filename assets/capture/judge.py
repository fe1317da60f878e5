"""Whether a capture counts: it is compared with the last good one of its source before anything is read from it.

Whether a page holds the right prices is for its reader to say; here only whether it is the same kind of document.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from lxml import etree, html  # ty: ignore[missing-module-member] - it has no type stubs

Kind = Literal["html", "json", "markdown", "csv", "text", "zip"]

MEDIA_TYPES: dict[str, frozenset[str]] = {
    "html": frozenset({"text/html", "application/xhtml+xml"}),
    "json": frozenset({"application/json", "text/json", "text/plain", "application/octet-stream"}),
    "zip": frozenset({"application/zip", "application/x-zip-compressed", "application/octet-stream"}),
    "markdown": frozenset({"text/markdown", "text/x-markdown", "text/plain", "application/octet-stream"}),
    "csv": frozenset({"text/csv", "application/csv", "text/plain", "application/octet-stream"}),
    "text": frozenset({"text/plain", "application/octet-stream"}),
}
"""What servers call these documents; raw files of code forges come as text/plain."""
SHRUNK = 0.5
SAME_WORDS = 0.3
"""Below this share of the last document's words it is another document."""
LITTLE_TEXT = 2000
"""Characters; walls and challenges are short, and the words that give them away also stand on long honest pages."""
CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|access denied|verify(ing)? (that )?you are (a )?human|security check|"
    r"are you a robot|bot verification|请稍候|安全验证|人机验证|访问验证",
    re.IGNORECASE,
)
CHALLENGE_TEXT = re.compile(
    r"enable javascript and cookies to continue|checking (your browser|if the site connection is secure)|"
    r"verify(ing)? (that )?you are (a )?human|complete the (security check|captcha)|unusual traffic from your|"
    r"请完成安全验证|拖动滑块|人机验证",
    re.IGNORECASE,
)
CHALLENGE_MARKUP = re.compile(
    rb"_cf_chl_opt|cf-browser-verification|px-captcha|_Incapsula_Resource|captcha-delivery\.com|"
    rb"/_sec/cp_challenge|awsWafCookieDomainList|geetest_challenge"
)
LOGIN_TITLE = re.compile(r"\b(sign|log) ?[io]n\b|登录|登入", re.IGNORECASE)
LOGIN_PATH = re.compile(r"/(log-?in|sign-?in|sso|oauth2?|authorize)(/|$)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{2,}")
TOKEN = re.compile(r"\w[\w.]*")


@dataclass(frozen=True)
class Document:
    """What a capture brought; `media_type` is the Content-Type as sent."""

    final_url: str
    status: int
    media_type: str
    body: bytes = field(repr=False)


def find_doubt(new: Document, kind: Kind, last: Document | None) -> str | None:
    """Why the capture does not count, in a few words; None when it does. `last` is the last good capture, if any."""
    return (
        _missing(new)
        or _not_the_document(new, kind)
        or _wrong_type(new, kind)
        or (_changed(new, last) if last else None)
    )


def _missing(new: Document) -> str | None:
    if new.status in {404, 410}:
        return f"missing: HTTP {new.status}"
    if new.status != 200:
        return f"refused: HTTP {new.status}"
    return "empty" if not new.body.strip() else None


def _not_the_document(new: Document, kind: Kind) -> str | None:
    """Walls and challenges come with status 200 and as HTML, whatever was asked for."""
    if kind in {"json", "zip"} and not _looks_like_html(new.body):
        return None
    title, text = _read(new.body)
    short = len(text) < LITTLE_TEXT
    if CHALLENGE_TITLE.search(title) or (short and (CHALLENGE_MARKUP.search(new.body) or CHALLENGE_TEXT.search(text))):
        return "challenge page"
    if LOGIN_PATH.search(urlsplit(new.final_url).path) or (short and _asks_to_log_in(title, new.body)):
        return "login wall"
    return None


def _asks_to_log_in(title: str, body: bytes) -> bool:
    return bool(LOGIN_TITLE.search(title)) or re.search(rb"type=[\"']?password", body, re.IGNORECASE) is not None


def _wrong_type(new: Document, kind: Kind) -> str | None:
    named = new.media_type.partition(";")[0].strip().lower()
    if named not in MEDIA_TYPES[kind] and not (kind == "json" and named.endswith("+json")):
        return f"wrong type: {named or 'none'} instead of {kind}"
    if kind == "json":
        try:
            json.loads(new.body)
        except (ValueError, RecursionError):
            return "wrong type: the body is not JSON"
    elif kind == "zip":
        return None if new.body.startswith(b"PK") else "wrong type: the body is not a zip file"
    elif (kind == "html") != _looks_like_html(new.body):
        return f"wrong type: the body is not {kind}"
    return None


def _changed(new: Document, last: Document) -> str | None:
    if len(new.body) < SHRUNK * len(last.body):
        return f"shrunk: {len(new.body)} bytes after {len(last.body)}"
    if last.body.startswith(b"PK"):
        return None  # compressed bytes have no words in common
    (title_then, text_then), (title_now, text_now) = _read(last.body), _read(new.body)
    if few := _too_few_left(_words(text_then), _words(text_now)):
        return f"another document: {few} words of the last one"
    if title_then != title_now and (few := _too_few_left(_figures(text_then), _figures(text_now))):
        return f"another document: another title, and {few} names and figures of the last one"
    return None


def _too_few_left(then: set[str], now: set[str]) -> str | None:
    return f"{len(then & now)} of {len(then)}" if len(then & now) < SAME_WORDS * len(then) else None


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def _figures(text: str) -> set[str]:
    """Words with digits: on a price page names and prices. All may change at once, but then the title stays."""
    return {token.lower() for token in TOKEN.findall(text) if any(map(str.isdigit, token))}


def _looks_like_html(body: bytes) -> bool:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    return any(tag in start for tag in (b"<!doctype html", b"<html", b"<head", b"<body"))


def _read(body: bytes) -> tuple[str, str]:
    """Title and visible text; of anything but HTML no title, and all of it."""
    if not _looks_like_html(body):
        return "", body.decode("utf-8", errors="replace")
    try:
        page = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return "", ""
    title = " ".join(page.xpath("string(//title[1])").split())
    etree.strip_elements(page, "script", "style", "noscript", "title", "template", with_tail=False)
    return title, " ".join(page.xpath("string()").split())
