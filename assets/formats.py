"""Amounts, dates, factors and probabilities as text for people, the same everywhere.

Sentences are composed elsewhere; programs read the tables, which keep every digit.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

SELLERS = {
    "ai21": "AI21",
    "aws-bedrock": "Amazon Bedrock",
    "deepinfra": "DeepInfra",
    "deepseek": "DeepSeek",
    "minimax": "MiniMax",
    "openai": "OpenAI",
    "openrouter": "OpenRouter",
    "sambanova": "SambaNova",
    "stepfun": "StepFun",
    "xai": "xAI",
    "zai": "Z.ai",
}
"""Names of sellers that are not simply capitalised."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters of what a spreadsheet takes for a formula; the wide ones count in East Asian settings."""
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
"""Characters that steer a terminal, turn the direction of a text, or may not be in an SVG; tab and line feed do not."""


def visible(text: str) -> str:
    """Return a text that shows its control characters instead of obeying them: an escape character becomes `\\x1b`."""
    return CONTROLS.sub(lambda match: _written_out(match[0]), text)


def dollars(usd: float | Decimal) -> str:
    """Return an amount with three significant digits, written out: $0.0106, $0.000018, $0.60, $12.50, $1,200."""
    rounded = Decimal(f"{Decimal(str(usd)):.2e}")
    if rounded == 0 or rounded >= 1:
        return f"${Decimal(str(usd)):,.2f}".removesuffix(".00")
    whole, decimals = f"{rounded:f}".split(".")
    return f"${whole}.{decimals.rstrip('0').ljust(2, '0')}"


def everyday_money(usd: float | Decimal, per: str = "answers") -> str:
    """Return an amount as people say it: $1.20, 1 cent, 0.89 cents, $110 per million answers.

    A tenth of a cent or more is in cents; less is the price of a million, to two significant digits.
    """
    amount = Decimal(str(usd))
    if amount >= 1:
        return dollars(amount)
    if amount >= Decimal("0.001"):
        cents = f"{Decimal(f'{100 * amount:.1e}'):f}"
        cents = cents.rstrip("0").rstrip(".") if "." in cents else cents
        return f"{cents} cent{'' if cents == '1' else 's'}"
    million = Decimal(f"{1_000_000 * amount:.1e}")
    return f"{dollars(million) if million < 10 else f'${million:,f}'} per million {per}"


def day(when: date) -> str:
    """Return a date such as 13 May 2024."""
    return f"{when.day} {when:%B %Y}"


def month(when: date) -> str:
    """Return a month such as May 2024."""
    return f"{when:%b %Y}"


def factor(times: float) -> str:
    """Return a factor with two significant digits: 5.2, 26, 0.39, 1.0, 120,000."""
    rounded = Decimal(f"{Decimal(str(times)):.1e}")
    return f"{rounded:,f}"


def percent(probability: float) -> str:
    """Return a simulated probability, which is never exactly 0 or 1: 56%, under 1%, over 99%."""
    if probability < 0.01:
        return "under 1%"
    return f"{probability:.0%}" if probability <= 0.99 else "over 99%"


def age(hours: float) -> str:
    """Return a length of time such as 12 hours, 1 day or 40 days."""
    count, unit = (round(hours / 24), "day") if hours >= 24 else (round(hours), "hour")
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def host(url: str) -> str:
    """Return the host of an address without `www.`, such as openai.com."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def seller(provider: str) -> str:
    """Return the name of a seller as it spells it."""
    return SELLERS.get(provider, provider.title())


def spreadsheet_text(text: str) -> str:
    """Return a text for a cell of CSV or Excel: an apostrophe keeps a spreadsheet from running it as a formula.

    Numbers are left alone, signed ones too: -5 and +1.5e-3.
    """
    is_formula = text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def _written_out(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
