"""Pages that are sent instead of the page asked for, by title, text and markup; and pages that only resemble them."""

from __future__ import annotations

from datetime import date

import pytest

from assets.capture.refusals import LITTLE_TEXT, find_refusal
from assets.html_page import parse_page, title_and_text
from assets.prices.pages.opening import open_page
from assets.prices.price_page import PageRefused, PricePage


def refusal(html: str) -> str | None:
    return find_refusal(html, *title_and_text(parse_page(html)))


def page(title: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (page("Just a moment...", "x"), "challenge page"),
        (page("Acme", "<p>Checking your browser before access</p>"), "challenge page"),
        (page("Acme", "<script>window._cf_chl_opt = {}</script>"), "challenge page"),
        (page("登录", "x"), "login wall"),
        (page("Acme", "<input type=password>"), "login wall"),
        (page("404 | Acme", "Nothing is here"), "error page"),
        (page("Page not found", "x"), "error page"),
        (page("Pricing", "$1 per 1M tokens"), None),
        (
            page("Pricing", "<script src=/cdn-cgi/challenge-platform/h/b/jsd.js></script><i class=g-recaptcha></i>"),
            None,
        ),
        (page("Terror at 4040", "x"), None),
        (page("Pricing", "<script>Checking your browser</script>"), None),
        (page("Sign in", "word " * LITTLE_TEXT), None),
        ("<?xml version='1.0'?>" + page("Error", "x"), "error page"),
        ("", None),
    ],
)
def test_refusals_are_distinguished_from_pages(html: str, kind: str | None) -> None:
    assert refusal(html) == kind


def test_a_price_reader_opens_no_refusal() -> None:
    wall = page("Log in", f"<p>claude pricing per 1M tokens</p>{'<p>more</p>' * 40}")
    with pytest.raises(PageRefused, match="it is a login wall"):
        open_page(PricePage(wall.encode(), date(2026, 10, 1)), ("claude", "pricing"))
