"""Anthropic's price page: one table of models with base input, cache writes and hits, output; a batch table."""

from __future__ import annotations

import re

from assets.prices.offer import Offer, Page, Reading
from assets.prices.pages.judging import judge
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in

PROVIDER = "anthropic"
URLS = (
    "https://platform.claude.com/docs/en/about-claude/pricing",
    "https://platform.claude.com/docs/en/about-claude/pricing.md",
)
SIGNATURE = (r"\bclaude\b", r"pricing", r"MTok|million tokens|1M tokens", r"anthropic|claude api|claude\.com")
VERIFIED = True
MUST_HAVE = (r"^claude\b",)


def read(page: Page) -> Reading:
    """The offers of one page. Raises PageRefused when it is not Anthropic's price page."""
    text = open_page(page, SIGNATURE)
    problems: list[str] = []
    layout = Layout(currency=None, unit=stated_unit(text))
    offers = offers_in(page_grids(text), layout, problems)
    return judge(page, [offer for offer in offers if _is_claude(offer, problems)], problems, MUST_HAVE)


def _is_claude(offer: Offer, problems: list[str]) -> bool:
    if re.match(r"claude[ -]\w", offer.model, re.I):
        return True
    problems.append(f"{offer.model!r}: left out, not a name of a Claude model")
    return False
