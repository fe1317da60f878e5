"""Amounts of money from text, exactly as written, with the currency they are written in.

Units are read in `units.py`; which of several amounts is meant, only the reader of a page knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

YEN_SIGN = "¥"
"""The sign of both yuan and yen: a reader states which its page means."""

_SIGNS = {
    "us$": "USD", "usd$": "USD", "$": "USD", "usd": "USD", "美元": "USD", "美金": "USD",
    "cn¥": "CNY", "元": "CNY", "人民币": "CNY", "cny": "CNY", "rmb": "CNY", "人民币¥": "CNY",
    "¥": YEN_SIGN, "￥": YEN_SIGN, "€": "EUR", "eur": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "₹": "INR",
    "jpy": "JPY", "日元": "JPY", "hk$": "HKD", "港元": "HKD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "s$": "SGD",
    "nt$": "TWD", "r$": "BRL", "₩": "KRW", "cad": "CAD", "aud": "AUD", "hkd": "HKD", "inr": "INR", "krw": "KRW",
    "sgd": "SGD", "chf": "CHF", "eth": "ETH", "¢": "US cent", "cents": "US cent",
}  # fmt: skip
_BEFORE = (
    r"(?<![A-Za-z])(?:US\$|USD\s?\$|(?-i:HK|NT|CA|A|C|S|R)\$|CN¥|RMB|CNY|USD|EUR|JPY|CAD|AUD)"
    r"|人民币\s?[¥￥]?|(?<!(?-i:[A-Z]))\$|[¥￥€£₹₩]"
)
_AFTER = r"美元|美金|欧元|日元|港元|人民币|元|USD|CNY|RMB|EUR|JPY|GBP|CAD|AUD|HKD|INR|KRW|SGD|CHF|€|£|¢|cents\b"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_AMOUNT = re.compile(
    rf"(?P<sign>{_BEFORE})\s*(?P<minus>[-−]?)(?P<number>{_NUMBER})"
    rf"(?:\s*(?P<also>{_AFTER})(?![A-Za-z]|\s?\d))?"
    rf"|(?<![\w.,])(?P<number2>{_NUMBER})\s*(?P<after>{_AFTER}|\$(?!\s?[.\d]))(?![A-Za-z])",
    re.I,
)
_BARE = re.compile(rf"(?P<number>{_NUMBER})(?P<rest>.*)", re.S)
_BAD_NEXT = re.compile(r"[\d.,^%]*[\d^%]|[.,]\d|\s?[x×]\b|[kKmMbB]\b|\s?\+")
_INEXACT = re.compile(
    r"\b(?:from|starting at|as low as|up to|about|approx\w*)\s*$|[~≈≥≤<>+−-]\s*$|[起约低至]\s*$", re.I
)
_ABSENT = re.compile(
    r"[-–—‑−\\/*x✗✕×.\s]*|n/?a\.?|none|null|nil|no|not (?:available|applicable|supported|offered).*|"
    r"unavailable|tbd|tba|coming soon|custom(?: pricing)?|contact\s*(?:us|sales).*|talk to sales|"
    r"(?:(?:limited[- ]time|currently|temporarily)\s+)?free(?:\s+of\s+charge)?"
    r"(?:\s*\(?(?:limited[- ]time|preview|beta)\)?)?|"
    r"(?:限时)?免费|限免|不支持|不适用|暂无|无|暂不支持|敬请期待|联系销售|联系我们",
    re.I,
)


class MoneyError(ValueError):
    """The text holds an amount of money that cannot be read with certainty."""


@dataclass(frozen=True)
class Amount:
    """An amount as written: `currency` is an ISO code, `YEN_SIGN` (ambiguous) or None (no sign: a bare number).

    `before` and `after` are the text up to the neighbouring amounts, for qualifiers such as 'prompts > 200k tokens'.
    """

    value: Decimal
    currency: str | None
    before: str
    after: str


def is_absent(text: str) -> bool:
    """Return whether the text states that there is no price: blank, a dash, 'Free', 'Contact sales', '免费'...

    >>> is_absent("Contact sales"), is_absent("$0")
    (True, False)
    """
    return bool(_ABSENT.fullmatch(text.strip()))


def amounts(text: str) -> tuple[Amount, ...]:
    """Return every amount with a currency sign or word, in order.

    >>> [(amount.value, amount.currency) for amount in amounts("$0.15 input, 1,000元 output")]
    [(Decimal('0.15'), 'USD'), (Decimal('1000'), 'CNY')]

    Raises:
        MoneyError: An amount is not whole, not exact ('from $3'), negative, or in two currencies.
    """
    matches = list(_AMOUNT.finditer(text))
    if len(re.findall(r"[$¥￥€£]\s*[-−]?[.\d]", text)) > sum(1 for match in matches if match["sign"]):
        raise MoneyError(f"an amount that cannot be read: {text[:80]!r}")
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), len(text)]
    return tuple(
        _amount(match, text[ends[i] : match.start()], text[match.end() : starts[i + 1]])
        for i, match in enumerate(matches)
    )


def _amount(match: re.Match[str], before: str, after: str) -> Amount:
    number, currency = match["number"] or match["number2"], _currency(match)
    if match["minus"] or _BAD_NEXT.match(after) or _INEXACT.search(before.rsplit("\n", 1)[-1]):
        raise MoneyError(f"not one exact amount: {(before[-20:] + match[0] + after[:20]).strip()!r}")
    return Amount(_decimal(number, currency), currency, before, after)


def _currency(match: re.Match[str]) -> str:
    signs = [re.sub(r"\s", "", sign).lower() for sign in (match["sign"], match["also"], match["after"]) if sign]
    named = {_SIGNS[sign] for sign in signs}
    if YEN_SIGN in named and len(named) > 1:
        named.discard(YEN_SIGN)
    if len(named) != 1:
        raise MoneyError(f"two currencies in one amount: {match[0]!r}")
    return named.pop()


def _decimal(number: str, currency: str | None) -> Decimal:
    if currency == "EUR" and "," in number and "." not in number:
        raise MoneyError(f"a comma in {number!r} may be a decimal comma")
    return Decimal(number.replace(",", ""))


def bare_amount(text: str) -> Amount | None:
    """Return the number that a cell without a currency sign starts with ('0.14 / 1M tokens'), or None."""
    match = _BARE.fullmatch(text.strip())
    if not match or _BAD_NEXT.match(match["rest"]) or amounts(text):
        return None
    return Amount(_decimal(match["number"], None), None, "", match["rest"])


def currencies(text: str) -> frozenset[str]:
    """Return every currency that a header, caption or sentence names, with or without an amount."""
    # audio begins like AUD
    words = re.findall(rf"(?:{_BEFORE})(?![A-Za-z])|(?<![A-Za-z])(?:{_AFTER})(?![A-Za-z])", text, re.I)
    return frozenset(_SIGNS[re.sub(r"\s", "", word).lower()] for word in words)
