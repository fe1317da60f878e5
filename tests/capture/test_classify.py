"""What counts as a capture: each way in which a page can come with status 200 and still not be the page."""

import pytest

from assets.capture.classify import Document, Kind, classify_capture
from tests.conftest import SHARED

WORDS = " ".join(f"model-{name} ${price}.25 per million tokens" for price, name in enumerate("abcdefghijklmnopqrst"))
PAGE = f"<!DOCTYPE html><html><head><title>Pricing</title></head><body><p>{WORDS}</p></body></html>".encode()
URL = "https://acme.example/pricing"
PAGES = SHARED / "pages"


def html(title: str = "Pricing", body: str = "", head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def reason_of(
    body: bytes,
    kind: Kind = "html",
    last: bytes | None = PAGE,
    status: int = 200,
    media_type: str = "text/html; charset=utf-8",
    url: str = URL,
) -> str | None:
    before = Document(URL, 200, media_type, last) if last is not None else None
    return classify_capture(Document(url, status, media_type, body), kind, before)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (PAGE, None),
        (PAGE.replace(b"$1.25", b"$0.99"), None),
        (PAGE.replace(b"<p>", b"<main class=redesign><section>").replace(b"Pricing", b"API prices"), None),
        (PAGE + b" " * len(PAGE) * 3, None),
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (PAGE[: len(PAGE) // 2 - 1], f"shrunk: {len(PAGE) // 2 - 1} bytes after {len(PAGE)}"),
        (html("Just a moment...", "<p>x</p>"), "challenge page"),
        (html("Attention Required! | Cloudflare"), "challenge page"),
        (html("Access Denied", "You don't have permission"), "challenge page"),
        (html("acme.example", "", "<script>window._cf_chl_opt={}</script>"), "challenge page"),
        (html("acme", "Enable JavaScript and cookies to continue"), "challenge page"),
        (html("acme", "Checking your browser before accessing"), "challenge page"),
        (html("acme", "<div id=px-captcha></div>"), "challenge page"),
        (html("acme", "<script src=https://geo.captcha-delivery.com/captcha/></script>"), "challenge page"),
        (html("acme", "请完成安全验证后继续"), "challenge page"),
        (html("Sign in - Acme", "Welcome back"), "login wall"),
        (html("Log in", "x"), "login wall"),
        (html("Acme", '<form><input name=p type="password"></form>'), "login wall"),
        (html("登录", "x"), "login wall"),
        (b"<!DOCTYPE html>" + b"<b>" * 300_000, "too large: 300001 tags, more than 300000"),
        (b"# Pricing\n\n" + WORDS.encode(), "wrong type: the body is not html"),
        (b"%PDF-1.7 " + WORDS.encode() * 2, "wrong type: the body is not html"),
        (html("Your first call", "<p>" + "Install the client and write ten lines of code. " * 40 + "</p>"), "another"),
        (html("First call", "<p>" + "Prices of a model per million tokens are elsewhere. " * 40 + "</p>"), "another"),
        (html("Other", f"<p>{WORDS.replace('.25', '.99')}</p>" + "<p>new</p>" * 30), "another"),
        (html("Pricing", f"<p>{WORDS.replace('.25', '.99')}</p>" + "<p>new</p>" * 30), None),
    ],
)
def test_html(body: bytes, expected: str | None) -> None:
    reason = reason_of(body)
    assert (reason is None) == (expected is None), reason
    assert (reason or "").startswith(expected or "")


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, "missing: HTTP 404"), (410, "missing: HTTP 410"), (403, "refused: HTTP 403"), (206, "refused: HTTP 206")],
)
def test_status(status: int, expected: str) -> None:
    assert reason_of(PAGE, status=status) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://acme.example/login?next=/pricing", "login wall"),
        ("https://acme.example/auth/sign-in", "login wall"),
        ("https://acme.example/blog/catalog", None),
        ("https://acme.example/pricing", None),
    ],
)
def test_where_a_redirect_ended(url: str, expected: str | None) -> None:
    assert reason_of(PAGE, url=url) == expected


@pytest.mark.parametrize(
    ("kind", "media_type", "body", "expected"),
    [
        ("html", "application/xhtml+xml", PAGE, None),
        ("html", "application/pdf", PAGE, "wrong type: application/pdf instead of html"),
        ("html", "", PAGE, "wrong type: none instead of html"),
        ("json", "application/json", b'{"data": []}', None),
        ("json", "application/vnd.acme+json", b"[]", None),
        ("json", "text/plain; charset=utf-8", b"[]", None),
        ("json", "text/html", b"[]", "wrong type: text/html instead of json"),
        ("json", "application/json", b'{"data": [', "wrong type: the body is not JSON"),
        ("json", "application/json", b"[" * 100_000, "wrong type: the body is not JSON"),
        ("json", "application/json", html("Just a moment..."), "challenge page"),
        ("json", "application/json", b'{"note": "verify you are human, then sign in"}', None),
        ("markdown", "text/markdown", b"# Prices", None),
        ("markdown", "text/plain", b"# Prices", None),
        ("markdown", "text/markdown", PAGE, "wrong type: the body is not markdown"),
        ("markdown", "text/html", PAGE, "wrong type: text/html instead of markdown"),
    ],
)
def test_type(kind: Kind, media_type: str, body: bytes, expected: str | None) -> None:
    assert reason_of(body, kind, None, media_type=media_type) == expected


def test_words_of_a_wall_on_a_long_genuine_page_are_no_wall() -> None:
    nav = "<a href=/login>Sign in</a> <input type=password> <p>Verify you are human with our new captcha product.</p>"
    long = html("Pricing", f"{nav}<p>{WORDS * 4}</p>", "<script src=/cdn-cgi/challenge-platform/x.js></script>")
    assert reason_of(long) is None


def test_the_first_capture_has_nothing_to_be_compared_with() -> None:
    assert reason_of(html("Prices", "<p>$1</p>"), last=None) is None


def test_half_the_size_still_counts() -> None:
    last = PAGE + b"<!--" + b"x" * (len(PAGE) - 7) + b"-->"
    assert len(last) == 2 * len(PAGE)
    assert reason_of(PAGE, last=last) is None


@pytest.mark.parametrize(
    "body", [b"\x00\x01\xff\xfe" * 50, "<html>é".encode("utf-16"), b"<html>" * 5000, b"<html>" + b"a" * 5_000_000]
)
def test_random_bytes_are_classified_without_a_crash(body: bytes) -> None:
    assert reason_of(body) is not None


@pytest.mark.shared
def test_no_stored_real_page_is_taken_for_a_wall_and_all_are_classified() -> None:
    pages = {path.name: path for path in sorted(PAGES.iterdir()) if path.suffix in {".html", ".md"}}
    assert pages
    index = (PAGES / "INDEX.csv").read_text(encoding="utf-8").splitlines()
    pieces = {line.partition(",")[0] for line in index if "excerpt" in line or "fragment" in line}
    classified = 0
    for name, path in pages.items():
        kind: Kind = "html" if path.suffix == ".html" else "markdown"
        reason = reason_of(path.read_bytes(), kind, None, media_type="text/html" if kind == "html" else "text/markdown")
        assert reason is None or name in pieces, (name, reason)
        classified += 1
    assert classified == len(pages)
