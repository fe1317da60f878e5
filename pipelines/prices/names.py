"""What a user's name of a model or a seller means."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from assets.prices.facts import Tier
from pipelines.prices.sellers import find_seller
from warehouse import query
from warehouse.query import Row

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
TIERS: tuple[str, ...] = get_args(Tier)
ALIKE = 0.75
"""Least similarity (0 to 1) of a name that is suggested."""


@dataclass(frozen=True)
class Catalogue:
    """The names of models, sellers and makers in the published file.

    Attributes:
        meanings: What each name of a model means, by name: rows of `find_named_models.sql`.
        sellers: The ids of the sellers.
        makers: The organization that made each model.
    """

    meanings: Mapping[str, Collection[Row]]
    sellers: Collection[str]
    makers: Mapping[str, str | None]

    def models_named(self, name: str, seller: str | None) -> tuple[str, ...]:
        """Return the models that a name means: by the id of the seller asked, our id, any seller's id, or an alias.

        Several models have one name where a seller used the name for one after the other, or where an alias is
        ambiguous; an unknown name has none.
        """
        rows = self.meanings.get(name, ())
        own = [row for row in rows if seller is not None and row["seller"] == seller]
        for candidates, meaning in (
            (own, "seller"),
            (rows, "model"),
            (rows, "seller"),
            (own, "alias"),
            (rows, "alias"),
        ):
            if models := sorted({row["model"] for row in candidates if row["meaning"] == meaning}):
                return tuple(models)
        return ()

    def is_alias(self, name: str) -> bool:
        """Return whether a name is known only as an alias."""
        return all(row["meaning"] == "alias" for row in self.meanings.get(name, ()))

    def maker_of(self, models: Collection[str]) -> str | None:
        """Return the seller that made all of some models; None where there is no such seller."""
        organizations = {self.makers.get(model) for model in models}
        organization = organizations.pop() if len(organizations) == 1 else None
        return find_seller(organization, self.sellers) if organization else None


def read_catalogue(connection: duckdb.DuckDBPyConnection, name: str | None = None) -> Catalogue:
    """Return what one name means, or what all names mean."""
    rows = query.rows(connection, HERE / "find_named_models.sql", {"name": name})
    meanings = {name: list(group) for name, group in groupby(rows, itemgetter("name"))}
    sellers = query.distinct_values(connection, "out_price_vintage", "provider")
    return Catalogue(meanings, sellers, dict(query.tuples(connection, HERE / "list_makers.sql")))


def similar_names(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return up to three names of models that are most like a given one."""
    rows = query.tuples(connection, HERE / "find_similar_names.sql", {"name": name, "alike": ALIKE})
    return [similar for (similar,) in rows]
