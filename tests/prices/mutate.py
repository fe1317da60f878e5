"""Damage price pages in a thousand ways and count what readers make of it: right, refused, wrong, crashed, hung.

`python -m tests.prices.mutate [PROVIDER...]` runs at least a thousand mutants of each provider's fixtures.
A mutant is wrong when it gives any offer that the whole page, changed in the same way, does not state.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage

HERE = Path(__file__).parent / "pages"
PAGES = {".html", ".md"}
PROVIDERS = sorted({path.parent.name for path in HERE.glob("*/*") if path.suffix in PAGES})
"""Providers with fixtures that are text; price lists in JSON are damaged by test_json_mutants.py."""
Reader = Callable[[PricePage], PageReading]
KILO = {
    "1M tokens": "1K tokens", "1M Tokens": "1K Tokens", "MTok": "KTok", "million tokens": "thousand tokens",
    "百万": "千", "per 1M": "per 1K",
}  # fmt: skip
SIGNS = {"$": ("€", "¥", "£", "HK$"), "¥": ("€", "$"), "元": ("美元", "欧元"), "USD": ("EUR",), "美元": ("元",)}
WITHOUT_PRICES = r"(?s)<table.*?</table>|<DocTable.*?/>|\|.*?\|\n|¥[\d.]+"
WALL = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>{}<form>Password</form></body></html>"


@dataclass(frozen=True)
class Mutant:
    """Damaged bytes; prices may be as they were or times one of `factors`, in their or one of `currencies`."""

    kind: str
    body: bytes
    factors: tuple[int, ...] = (1,)
    currencies: tuple[str, ...] = ()
    must_refuse: bool = False


def mutants(body: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """About `count` mutants of one page, the same ones for the same seed."""
    rng = random.Random(seed)
    text = body.decode("utf-8-sig")
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
    yield Mutant("50 MB", body + b" " * 50_000_000, must_refuse=True)
    yield Mutant("50 MB", b"<td>" * 12_500_000, must_refuse=True)
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


def _dropped_tag(text: str, rng: random.Random) -> Mutant:
    matches = list(re.finditer(r"<[^<>]+>", text)) or list(re.finditer(r"\|", text))
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
    first = re.search(row, hit[0], re.S)
    width = len(re.findall(cell, first[0], re.S)) if first else 0
    if width < 2:
        return None
    left, right = sorted(rng.sample(range(width), 2))

    def swap(row_match: re.Match[str]) -> str:
        cells = list(re.finditer(cell, row_match[0], re.S))
        if len(cells) <= right:
            return row_match[0]
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


def classify_reading(read: Reader, truth: dict[tuple[object, ...], list[PageOffer]], mutant: Mutant, name: str) -> str:
    """How a reader took a mutant: 'right', 'refused', 'WRONG ...', 'CRASH ...' or 'HANG'."""
    start = time.monotonic()
    try:
        offers = read(PricePage(mutant.body, date(2026, 10, 1), name)).offers
    except PageRefused:
        verdict = "refused"
    except Exception as error:
        verdict = f"CRASH {type(error).__name__}: {error}"[:200]
    else:
        wrong = next((offer for offer in offers if not _stated(offer, truth, mutant)), None)
        verdict = (
            f"WRONG {wrong}"[:400] if wrong else "WRONG accepted a page to refuse" if mutant.must_refuse else "right"
        )
    return "HANG" if time.monotonic() - start > 5 else verdict


def truth_of(reading: PageReading) -> dict[tuple[object, ...], list[PageOffer]]:
    """What the undamaged page states, by model, tier and band."""
    truth: dict[tuple[object, ...], list[PageOffer]] = {}
    for offer in reading.offers:
        truth.setdefault((offer.model, offer.tier, offer.context_from_tokens), []).append(offer)
    return truth


def _stated(offer: PageOffer, truth: dict[tuple[object, ...], list[PageOffer]], mutant: Mutant) -> bool:
    originals = truth.get((offer.model, offer.tier, offer.context_from_tokens), [])
    return any(
        (offer.valid_from, offer.valid_to) == (original.valid_from, original.valid_to)
        and offer.currency in (original.currency, *mutant.currencies)
        and _same(offer.input_per_mtok, original.input_per_mtok, mutant.factors)
        and _same(offer.output_per_mtok, original.output_per_mtok, mutant.factors)
        and (
            offer.cached_input_per_mtok is None
            or _same(offer.cached_input_per_mtok, original.cached_input_per_mtok, mutant.factors)
        )
        for original in originals
    )


def _same(read: Decimal | None, stated: Decimal | None, factors: tuple[int, ...]) -> bool:
    if read is None or stated is None:
        return read is stated
    return any(read == stated * factor for factor in factors)


def run(provider: str, count: int, seed: int = 0) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts of (kind, verdict) over `count` mutants of a provider's fixtures, and what went wrong."""
    read = PRICE_SOURCES[provider].read
    pages = sorted(path for path in (HERE / provider).iterdir() if path.suffix in PAGES)
    counts: Counter[tuple[str, str]] = Counter()
    faults: list[str] = []
    for number, path in enumerate(pages):
        truth = truth_of(read(PricePage(path.read_bytes(), date(2026, 10, 1), path.name)))
        for mutant in mutants(path.read_bytes(), seed + number, -(-count // len(pages))):
            verdict = classify_reading(read, truth, mutant, path.name)
            counts[mutant.kind, verdict.split()[0]] += 1
            if verdict not in ("right", "refused"):
                faults.append(f"{path.name} {mutant.kind}: {verdict}")
    return counts, faults


def main() -> None:
    for provider in sys.argv[1:] or PROVIDERS:
        counts, faults = run(provider, 1000)
        verdicts = Counter()
        for (_, verdict), n in counts.items():
            verdicts[verdict] += n
        print(provider, sum(verdicts.values()), dict(verdicts))
        for (kind, verdict), n in sorted(counts.items()):
            print(f"    {kind}: {verdict} {n}")
        for fault in faults[:20]:
            print("  ", fault)


if __name__ == "__main__":
    main()
