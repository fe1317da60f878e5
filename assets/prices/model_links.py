"""Links of offers to models as rows of core_model_link, from the facts and the names that sources use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from assets.models.facts import AliasRow, ModelLinkRow, ModelRow
from assets.models.links import ModelLink, ModelLinker, Offer
from assets.prices.facts import PriceChangeRow

if TYPE_CHECKING:
    from assets.prices.feeds.feed_price import FeedPrice
    from assets.prices.observations import FindModel
    from warehouse.bundle import Bundle

Row = dict[str, object]
ALIASES = ("model_aliases", "page_names")
"""The files of names."""
LINK_COLUMNS = tuple(column.name for column in fields(ModelLink))


@dataclass
class OfferNames:
    """What is known of how one offer is named: the ids in links beside its name, and the lists that have it."""

    ids: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)


Named = Mapping[Offer, OfferNames]


def name_offers(
    curated: Iterable[Offer], listed: Iterable[FeedPrice], captured: Iterable[tuple[str, str, Sequence[str] | None]]
) -> dict[Offer, OfferNames]:
    """Return every offer that a source shows, with what is known of its names.

    Args:
        curated: The offers of the curated prices.
        listed: Prices of the genai-prices package.
        captured: Seller, name and linked ids of the offers read from captures.
    """
    named: defaultdict[Offer, OfferNames] = defaultdict(OfferNames, {offer: OfferNames() for offer in curated})
    for price in listed:
        named[price.provider, price.model].lists.add(f"{price.feed}:{price.seller}")
    for provider, name, ids in captured:
        named[provider, name].ids.update(ids or ())
    return dict(named)


@dataclass(frozen=True)
class LinkFacts:
    """The facts that links rest on."""

    models: Sequence[ModelRow]
    aliases: Sequence[AliasRow]
    changes: Sequence[PriceChangeRow]
    reviewed: Sequence[ModelLinkRow]

    @classmethod
    def read(cls, bundle: Bundle) -> LinkFacts:
        """Read the files of a bundle."""
        return cls(
            bundle.read("models", ModelRow),
            [row for file in ALIASES for row in bundle.read(file, AliasRow)],
            bundle.read("price_changes", PriceChangeRow),
            bundle.read("model_links", ModelLinkRow),
        )

    @property
    def change_days(self) -> list[date | None]:
        """The days on which a model or an offer becomes known."""
        return [row.known_on for row in (*self.models, *self.changes)]

    @property
    def offers(self) -> set[Offer]:
        """The offers of the curated prices."""
        return {(row.provider, row.provider_model_id) for row in self.changes}

    def known_on(self, day: date) -> LinkFacts:
        """Return the facts that were known on a day."""
        models = [row for row in self.models if row.as_known_on(day)]
        known = {row.model_id for row in models}
        return LinkFacts(
            models,
            [row for row in self.aliases if row.model_id in known],
            [row for row in self.changes if row.model_id in known and row.as_known_on(day)],
            [row for row in self.reviewed if row.model_id in known],
        )

    def linker(self) -> ModelLinker:
        """Return the linker of these facts."""
        stated = {**links_of_prices(self.changes), **links_of_reviews(self.reviewed)}
        aliases = [(row.alias, row.alias_source, row.model_id) for row in self.aliases]
        return ModelLinker({row.model_id: row.organization for row in self.models}, aliases, stated)


def model_finder(links: Iterable[Mapping[str, Any]]) -> FindModel:
    """Return the function that finds the model of an offer on a day among rows of `list_model_links.sql`."""
    by_offer: defaultdict[Offer, list[ModelLink]] = defaultdict(list)
    for row in links:
        offer = (row["provider"], row["provider_model_id"])
        by_offer[offer].append(ModelLink(**{name: row[name] for name in LINK_COLUMNS}))

    def find_model(provider: str, name: str, day: date) -> str | None:
        return next((link.model_id for link in by_offer.get((provider, name), ()) if link.holds_on(day)), None)

    return find_model


def links_of_reviews(rows: Iterable[ModelLinkRow]) -> dict[Offer, list[ModelLink]]:
    """Return the reviewed links by offer."""
    links: defaultdict[Offer, list[ModelLink]] = defaultdict(list)
    for row in rows:
        evidence = f"{row.why} ({row.source_url}, reviewed on {row.reviewed_on})"
        link = ModelLink(row.model_id, "review", evidence, row.valid_from, row.valid_to)
        links[row.provider, row.provider_model_id].append(link)
    return dict(links)


def links_of_prices(rows: Iterable[PriceChangeRow]) -> dict[Offer, list[ModelLink]]:
    """Return the links that the curated prices state, by offer.

    An id of one model is linked to it on every day. An id that changed its model is linked to each from its first price
    on, and after a withdrawal of the last one to none: it may name another model by then.
    """
    changes: defaultdict[Offer, list[PriceChangeRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.valid_from, row.input_usd_per_mtok is not None)):
        changes[row.provider, row.provider_model_id].append(row)
    return {offer: _in_turn(offer[1], in_order) for offer, in_order in changes.items()}


def link_rows(linker: ModelLinker, named: Named) -> list[Row]:
    """Return the rows of core_model_link; an offer without a link has one row without a model."""
    rows: list[Row] = []
    for (provider, name), names in named.items():
        links = linker.links(provider, name, sorted(names.ids), sorted(names.lists))
        offer: Row = {"provider": provider, "provider_model_id": name}
        rows += [{**offer, **asdict(link)} for link in links] or [{**offer, **dict.fromkeys(LINK_COLUMNS)}]
    return rows


def _in_turn(name: str, changes: Sequence[PriceChangeRow]) -> list[ModelLink]:
    """Return the links of one id from its price changes in order."""
    if len({row.model_id for row in changes}) == 1:
        return [ModelLink(changes[0].model_id, "facts", name)]
    priced = [row for row in changes if row.input_usd_per_mtok is not None]
    starts = [next(same) for _, same in groupby(priced, key=lambda row: row.model_id)]
    end = changes[-1].valid_from if changes[-1].input_usd_per_mtok is None else None
    days = [None, *(row.valid_from for row in starts[1:]), end]
    return [
        ModelLink(row.model_id, "facts", name, valid_from, valid_to)
        for row, (valid_from, valid_to) in zip(starts, pairwise(days), strict=True)
    ]
