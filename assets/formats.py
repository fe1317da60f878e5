"""How amounts, dates, factors and chances are written for people, the same everywhere.

What is said with them does not belong here; programs read the tables, which keep every digit.
"""

from __future__ import annotations

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
"""Sellers that do not write themselves with one capital at the front."""


def dollars(usd: float | Decimal) -> str:
    """An amount to three significant digits, written out: $0.0106, $0.000018, $0.60, $12.50, $1,200."""
    rounded = Decimal(f"{Decimal(str(usd)):.2e}")
    if rounded == 0 or rounded >= 1:
        return f"${Decimal(str(usd)):,.2f}".removesuffix(".00")
    whole, decimals = f"{rounded:f}".split(".")
    return f"${whole}.{decimals.rstrip('0').ljust(2, '0')}"


def day(when: date) -> str:
    """13 May 2024."""
    return f"{when.day} {when:%B %Y}"


def month(when: date) -> str:
    """May 2024."""
    return f"{when:%b %Y}"


def factor(times: float) -> str:
    """How many times, to two significant digits: 5.2, 26, 0.39, 1.0, 120,000."""
    rounded = Decimal(f"{Decimal(str(times)):.1e}")
    return f"{rounded:,f}"


def percent(chance: float) -> str:
    """A probability that was simulated, so never nothing and never certain: 56%, under 1%, over 99%."""
    if chance < 0.01:
        return "under 1%"
    return f"{chance:.0%}" if chance <= 0.99 else "over 99%"


def age(hours: float) -> str:
    """12 hours, 1 day, 40 days."""
    count, unit = (round(hours / 24), "day") if hours >= 24 else (round(hours), "hour")
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def host(url: str) -> str:
    """Whose page an address is: openai.com."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def seller(provider: str) -> str:
    """A seller as it writes itself."""
    return SELLERS.get(provider, provider.title())
