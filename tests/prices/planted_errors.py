"""Plant reading errors into prices known to be right, and count what becomes of them.

`python -m tests.prices.planted_errors [PAGES]` runs all cards and writes the counts to `assets/prices/calibration.csv`.
A card is one price of a seller's own list. Cards come from the curated facts, once as they stand in the history (what a
page shows every morning) and once on the day on which they were new, and from the folder of stored pages, if given.
"""

from __future__ import annotations

import contextlib
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

from assets.models.facts import AliasRow, ModelRow
from assets.prices.certainty import CALIBRATION
from assets.prices.claim import PriceClaim
from assets.prices.claims import CheckedClaim, ClaimChecks
from assets.prices.corrections import read_corrections
from assets.prices.facts import PriceChangeRow
from assets.prices.feeds.genai_prices import read_listed
from assets.prices.page_certainty import page_claim, twin_of
from assets.prices.pages.registry import PRICE_SOURCES, provider_of
from assets.prices.price_page import PageOffer, PageRefused, PricePage
from assets.prices.ratios import RatioVocabulary
from assets.prices.routing import Evidence
from assets.prices.trust import CURATED, OWN, family_of_address
from warehouse.bundle import Bundle

Price = tuple[Decimal, Decimal | None, Decimal]
TEN, TWO = Decimal(10), Decimal(2)


@dataclass(frozen=True)
class Card:
    """A price that is right, as a claim of a seller's own list, and the checks of what was known before it."""

    kind: str
    claim: PriceClaim
    checks: ClaimChecks


def scaled(price: Price, factor: Decimal) -> Price:
    return price[0] * factor, None if price[1] is None else price[1] * factor, price[2] * factor


def glued(amount: Decimal) -> Decimal:
    """The amount with a footnote mark read as its last digit: 0.15 becomes 0.151, 5.00 becomes 5.001."""
    text = max(f"{amount.normalize():f}", f"{amount:.2f}", key=len)
    return Decimal(f"{text}1")


def swapped_with_twin(claim: PriceClaim) -> PriceClaim:
    """The two tiers read the wrong way round; without a twin, twice the price for the price (priority for standard)."""
    if claim.twin_input_usd_per_mtok is None:
        return with_price(claim, scaled(claim.prices, TWO))
    swapped = claim._replace(
        twin_input_usd_per_mtok=claim.input_usd_per_mtok, twin_output_usd_per_mtok=claim.output_usd_per_mtok
    )
    factor = claim.twin_input_usd_per_mtok / claim.prices[0]
    return with_price(swapped, scaled(claim.prices, factor))


def with_price(claim: PriceClaim, price: Price) -> PriceClaim:
    """The claim with another price, which no other source shows."""
    return claim._replace(
        input_usd_per_mtok=price[0],
        cached_input_usd_per_mtok=price[1],
        output_usd_per_mtok=price[2],
        n_sources=1,
        n_close=1,
        n_witnesses=1,
    )


def on_prices(change: Callable[[Price], Price]) -> Callable[[PriceClaim], PriceClaim]:
    return lambda claim: with_price(claim, change(claim.prices))


PLANTED: dict[str, Callable[[PriceClaim], PriceClaim]] = {
    "halved card": on_prices(lambda price: scaled(price, 1 / TWO)),
    "halved input": on_prices(lambda price: (price[0] / 2, price[1], price[2])),
    "glued digit on input": on_prices(lambda price: (glued(price[0]), price[1], price[2])),
    "glued digit on output": on_prices(lambda price: (price[0], price[1], glued(price[2]))),
    "tier swapped": swapped_with_twin,
    "x10": on_prices(lambda price: scaled(price, TEN)),
    "input and output swapped": on_prices(lambda price: (price[2], price[1], price[0])),
}


def fact_cards() -> Iterator[Card]:
    """Every curated price: as a new card, and as a card that the history knows."""
    bundle = Bundle()
    sizes = {row.model_id: row.active_params_b for row in bundle.read("models", ModelRow)}
    rows = sorted(
        bundle.read("price_changes", PriceChangeRow),
        key=lambda row: (row.valid_from, row.tier != "standard", row.provider, row.provider_model_id),
    )
    checks = ClaimChecks(vocabulary(rows), read_corrections(bundle))
    for row in rows:
        claim = claim_of(row, sizes[row.model_id])
        new = Card("facts, new", claim._replace(trust=OWN), checks)
        if claim.is_withdrawal:
            checks.check(claim)
        elif checks.examine(claim).is_accepted:
            yield new
            checks.check(claim)
            yield Card("facts, known", claim._replace(trust=OWN, n_sources=1, n_close=1), checks)


def vocabulary(rows: Iterable[PriceChangeRow]) -> RatioVocabulary:
    return RatioVocabulary(claim.prices for row in rows if not (claim := claim_of(row)).is_withdrawal)


def claim_of(row: PriceChangeRow, size: float | None = None) -> PriceClaim:
    return PriceClaim(
        0, row.provider, row.model_id, row.provider_model_id, row.tier, None,
        row.input_usd_per_mtok, row.cached_input_usd_per_mtok, row.output_usd_per_mtok,
        row.valid_from, CURATED, size, max(row.n_sources, 1), max(row.n_sources, 1),
    )  # fmt: skip


def read_pages(folder: Path) -> Iterator[tuple[str, date, list[PageOffer]]]:
    """Yield provider, day and offers in US dollars of every stored page that its reader takes; see its INDEX.csv."""
    with (folder / "INDEX.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        provider, day = provider_of(row["provider"]), date.fromisoformat(f"{row['capture_date']}-01"[:10])
        if provider is None:
            continue
        with contextlib.suppress(PageRefused):
            reading = PRICE_SOURCES[provider].read(PricePage((folder / row["file"]).read_bytes(), day, row["file"]))
            yield provider, day, [offer for offer in reading.offers if offer.currency == "USD"]


def page_cards(folder: Path) -> Iterator[Card]:
    """Every price of the stored pages, known by the facts up to its day and by what other sources list."""
    facts = Known.read()
    for provider, day, offers in read_pages(folder):
        checks = ClaimChecks(facts.vocabulary, {})
        in_force: dict[tuple[str, str], dict[str, PriceChangeRow]] = defaultdict(dict)
        for row in facts.rows:
            if row.provider == provider and row.valid_from <= day:
                checks.check(claim_of(row, facts.sizes[row.model_id])._replace(n_sources=2))
                in_force[row.model_id, row.tier][row.provider_model_id] = row
        by_tier = {(offer.model, offer.context_from_tokens, offer.tier): offer for offer in offers}
        for offer in sorted(offers, key=lambda offer: offer.tier != "standard"):
            if model_id := facts.names.get((provider, offer.model)):
                own = in_force[model_id, offer.tier]
                families = facts.families(provider, model_id, offer, own.values())
                ids = list(in_force[model_id, "standard"])
                claim = page_claim(provider, offer, twin_of(offer, by_tier))._replace(
                    model_id=model_id,
                    provider_model_id=ids[0] if len(ids) == 1 else offer.model,
                    valid_from=day,
                    active_params_b=facts.sizes.get(model_id),
                    n_sources=families,
                    n_close=families,
                )
                tier = "standard" if offer.tier == "standard" else "other tiers"
                yield Card(f"pages, {tier}", claim, checks)
                checks.check(claim)


@dataclass(frozen=True)
class Known:
    """The facts, and what the price data of the installed package list."""

    rows: list[PriceChangeRow]
    names: dict[tuple[str, str], str]
    sizes: dict[str, float | None]
    vocabulary: RatioVocabulary
    listed: set[tuple[object, ...]]

    @classmethod
    def read(cls) -> Known:
        bundle = Bundle()
        rows = sorted(bundle.read("price_changes", PriceChangeRow), key=lambda row: row.valid_from)
        aliases = [row for file in ("model_aliases", "page_names") for row in bundle.read(file, AliasRow)]
        names = {(row.alias_source, row.alias): row.model_id for row in aliases}
        sizes = {row.model_id: row.active_params_b for row in bundle.read("models", ModelRow)}
        listed: set[tuple[object, ...]] = {
            (
                *(price.provider, names.get((f"genai-prices:{price.seller}", price.model))),
                *(price.input_usd_per_mtok, price.output_usd_per_mtok),
            )
            for price in read_listed()
        }
        return cls(rows, names, sizes, vocabulary(rows), listed)

    def families(self, provider: str, model_id: str, offer: PageOffer, own: Iterable[PriceChangeRow]) -> int:
        """How many independent sources show the price of an offer, the page among them."""
        price = (offer.input_per_mtok, offer.output_per_mtok)
        same = {
            family_of_address(row.source_url)
            for row in own
            if price == (row.input_usd_per_mtok, row.output_usd_per_mtok)
        }
        return 1 + len(same) + (offer.tier == "standard" and (provider, model_id, *price) in self.listed)


def outcome(checked: CheckedClaim) -> str:
    if checked.release:
        return "believed"
    return "refused" if checked.flags else "routed" if checked.wait else "believed"


def measure(cards: Iterable[Card]) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[str, Evidence]]]:
    """Counts of (kind of card, planted error or 'clean', outcome), and of ('clean' or 'planted', evidence)."""
    outcomes: Counter[tuple[str, str, str]] = Counter()
    evidence: Counter[tuple[str, Evidence]] = Counter()
    for card in cards:
        for error, plant in {"clean": lambda claim: claim, **PLANTED}.items():
            claim = plant(card.claim)
            if error != "clean" and claim.prices == card.claim.prices:
                continue
            checked = card.checks.examine(claim)
            outcomes[card.kind, error, outcome(checked)] += 1
            if checked.evidence:
                evidence["clean" if error == "clean" else "planted", checked.evidence] += 1
    return outcomes, evidence


def main() -> None:
    outcomes, evidence = measure([])
    for cards in (fact_cards(), *(page_cards(Path(folder)) for folder in sys.argv[1:])):
        more, spoken = measure(cards)
        outcomes += more
        evidence += spoken
    kinds = dict.fromkeys(kind for kind, _, _ in outcomes)
    for kind in kinds:
        for error in ("clean", *PLANTED):
            counts = {result: outcomes[kind, error, result] for result in ("refused", "routed", "believed")}
            total = sum(counts.values())
            print(
                kind,
                error,
                total,
                *(f"{result} {n} ({n / max(total, 1):.1%})" for result, n in counts.items()),
                sep="\t",
            )
    with CALIBRATION.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("evidence", "clean", "planted"))
        for kind in get_args(Evidence):
            writer.writerow((kind, evidence["clean", kind], evidence["planted", kind]))
    print(CALIBRATION.read_text())


if __name__ == "__main__":
    main()
