"""model-prices (MIT): the history of models.dev by commit, with corrections from the makers' own pages.

A price is `documented` (a page of the maker, or an archived copy, shows it from that day), `first observed`, or dated
by the commit that recorded it. An offer with the status `removed` is no longer in models.dev on the day of the
copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from assets.prices.compile.packages.data_file import day_of, open_data, usd_per_mtok
from assets.prices.compile.packages.own_pages import ARCHIVE, is_own_page
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import Basis, ShownPrice
from assets.prices.feeds.families import family_of
from assets.prices.feeds.models_dev import NAME, PROVIDERS
from assets.prices.json_body import items, members
from warehouse.errors import TokenfallError

DOCUMENTED = "documented"
SELLERS = {**PROVIDERS, "stepfun-ai": "stepfun"}


def read(path: Path, source: str) -> Iterator[ShownPrice]:
    """Yield the standard prices of every model by the day from which each is shown, then its last state.

    Raises:
        TokenfallError: The file does not say from which day its copy of models.dev is.
    """
    data = open_data(path)
    copied_on = day_of(members(data.get("models_dev")).get("committed_at"))
    if copied_on is None:
        raise TokenfallError(f"{path} has no models_dev.committed_at: the package has changed its form")
    for seller, models in members(data.get("prices")).items():
        statuses = members(members(data.get("status")).get(seller))
        for seller_id, tiers in members(models).items():
            shown = list(_history(SELLERS.get(seller, seller), seller_id, members(tiers), source))
            yield from shown
            if shown:
                yield _last_state(shown[-1], statuses.get(seller_id), copied_on)


def _history(provider: str, seller_id: str, tiers: dict[str, object], source: str) -> Iterator[ShownPrice]:
    for entry in map(members, items(tiers.get("standard"))):
        rates = members(entry.get("rates"))
        day = day_of(rates.get("valid_from"))
        given, taken = usd_per_mtok(rates.get("input")), usd_per_mtok(rates.get("output"))
        if not (day and given and taken):
            continue
        url = str(rates.get("source"))
        is_own = rates.get("valid_from_basis") == DOCUMENTED and is_own_page(url, provider)
        yield ShownPrice(
            provider=provider,
            seller_id=seller_id,
            input=given,
            cached_input=usd_per_mtok(rates.get("cache_read")),
            output=taken,
            day=day,
            basis=_basis(url, is_own=is_own),
            family=f"page/{provider}" if is_own else family_of(NAME, provider),
            source=source,
            source_url=url,
        )


def _basis(source_url: str, *, is_own: bool) -> Basis:
    """An archived page shows a price on its day; the seller's page is cited for the day on which a price begins."""
    if not is_own:
        return "observed"
    return "listed" if ARCHIVE in source_url else "announced"


def _last_state(last: ShownPrice, status: object, copied_on: date) -> ShownPrice:
    """Return the offer as models.dev had it on the day of the copy: its last price, or its end."""
    family = family_of(NAME, last.provider)
    if status == "removed":
        gone = {"input": None, "cached_input": None, "output": None}
        return replace(last, **gone, day=copied_on, basis="listed", family=family)
    basis: Basis = "copied" if status == "deprecated" or last.day > copied_on else "listed"
    return replace(last, day=max(copied_on, last.day), basis=basis, family=family)


PACKAGE = Package("model-prices", "model_prices/snapshot.json", read)
