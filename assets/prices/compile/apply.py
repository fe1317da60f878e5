"""Write the accepted rows of a reviewed proposal into the facts files; what was refused is kept with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from assets.prices.compile.own_offers import Offer, OwnOffers, amounts_of, are_same
from assets.prices.compile.refusals import COLUMNS as REFUSAL
from assets.prices.compile.refusals import FILE as REFUSED_FILE
from assets.prices.compile.review_files import (
    ACCEPT,
    CHANGES,
    CONFIRMATION,
    CONFIRMATIONS,
    REFUSE,
    REVIEW,
    ROW,
    Cells,
    read_csv,
    write_csv,
)
from assets.prices.facts import PriceChangeRow, PriceConfirmationRow
from warehouse.bundle import Bundle, FactRow, Row
from warehouse.errors import TokenfallError

KEY = ("provider", "model_id", "tier", "provider_model_id", "effective_from")
"""The key of a price change, and the order of the file."""
CONFIRMATION_KEY = ("provider", "model_id", "tier", "provider_model_id", "confirmed_on", "source")


class Applied(NamedTuple):
    """How many proposed rows were accepted, refused or left, and how many confirmations came and went."""

    accepted: int
    refused: int
    undecided: int
    confirmed: int
    unconfirmed: int


def apply_proposal(bundle: Bundle, folder: Path) -> Applied:
    """Write accepted changes, refusals and confirmations; nothing is written when any row is invalid.

    Raises:
        TokenfallError: A decision is no decision, a refusal has no reason, or a row cannot be one of the facts; the
            message names file and line.
    """
    path = folder / CHANGES
    proposed = read_csv(path, (*REVIEW, *ROW))
    accepted, refused = _decided(path, proposed)
    changes = _merged_changes(bundle, path, accepted)
    confirmations = _merged_confirmations(bundle, folder / CONFIRMATIONS, changes)
    refusals_path = bundle.folder / REFUSED_FILE
    refusals = read_csv(refusals_path, REFUSAL) if refusals_path.exists() else []
    refusals += [{**row, "source": row["source_url"]} for row in refused]
    before = read_csv(bundle.path_of("price_confirmations"), CONFIRMATION)
    write_csv(bundle.path_of("price_changes"), ROW, changes)
    write_csv(bundle.path_of("price_confirmations"), CONFIRMATION, confirmations)
    if refused:
        refusals_path.parent.mkdir(exist_ok=True)
        write_csv(refusals_path, REFUSAL, [{name: row[name] for name in REFUSAL} for row in refusals])
    newest = max([row["effective_from"] for row in changes] + [row["confirmed_on"] for row in confirmations])
    bundle.date_compilation(date.fromisoformat(newest))
    undecided = len(proposed) - len(accepted) - len(refused)
    confirmed, unconfirmed = _count_new(before, confirmations), _count_new(confirmations, before)
    return Applied(len(accepted), len(refused), undecided, confirmed, unconfirmed)


def _count_new(before: Sequence[Cells], after: Sequence[Cells]) -> int:
    known = {tuple(row[name] for name in CONFIRMATION_KEY) for row in before}
    return sum(tuple(row[name] for name in CONFIRMATION_KEY) not in known for row in after)


def _decided(path: Path, proposed: Sequence[Cells]) -> tuple[list[Cells], list[Cells]]:
    for line, row in enumerate(proposed, 2):
        if row["decision"] not in {"", ACCEPT, REFUSE}:
            raise TokenfallError(f"{path} line {line}: decision {row['decision']!r}: write accept, refuse or nothing")
        if row["decision"] == REFUSE and not row["reason"]:
            raise TokenfallError(f"{path} line {line}: a refusal needs a reason: fill in the column reason")
        if row["decision"] == ACCEPT:
            _validate(path, line, PriceChangeRow, {name: row[name] for name in ROW})
    accepted, refused = ([row for row in proposed if row["decision"] == word] for word in (ACCEPT, REFUSE))
    return accepted, refused


def _merged_changes(bundle: Bundle, path: Path, accepted: Sequence[Cells]) -> list[Cells]:
    """Return the price changes with the accepted rows; a row that an accepted one replaces must be there."""
    rows = {tuple(row[name] for name in KEY): row for row in read_csv(bundle.path_of("price_changes"), ROW)}
    for row in accepted:
        key = tuple(row[name] for name in KEY)
        if row["replaces_from"] and rows.pop((*key[:-1], row["replaces_from"]), None) is None:
            where = f"{path}: {row['provider']} {row['provider_model_id']}"
            raise TokenfallError(f"{where}: the facts have no row of {row['replaces_from']} to replace: compile again")
        rows[key] = {name: row[name] for name in ROW}
    return [row for _, row in sorted(rows.items())]


def _merged_confirmations(bundle: Bundle, path: Path, changes: Sequence[Cells]) -> list[Cells]:
    """Return the confirmations with the new ones; one that shows another price than the facts have now is none."""
    new = read_csv(path, CONFIRMATION) if path.exists() else []
    for line, row in enumerate(new, 2):
        _validate(path, line, PriceConfirmationRow, {name: row[name] for name in CONFIRMATION})
    both = [*read_csv(bundle.path_of("price_confirmations"), CONFIRMATION), *new]
    keyed = {tuple(row[name] for name in CONFIRMATION_KEY): {name: row[name] for name in CONFIRMATION} for row in both}
    own = OwnOffers([_as_row(PriceChangeRow, row) for row in changes], [])
    return [row for _, row in sorted(keyed.items()) if _agrees(_as_row(PriceConfirmationRow, row), own)]


def _agrees(seen: PriceConfirmationRow, own: OwnOffers) -> bool:
    timeline = own.timelines.get(Offer(seen.provider, seen.model_id, seen.provider_model_id))
    price = timeline.on(seen.confirmed_on) if timeline else None
    return price is not None and are_same(amounts_of(price), (seen.input_usd_per_mtok, seen.output_usd_per_mtok))


def _as_row(row_type: type[Row], cells: Cells) -> Row:
    return row_type.model_validate({name: cell or None for name, cell in cells.items()})


def _validate(path: Path, line: int, row_type: type[FactRow], cells: Cells) -> None:
    try:
        _as_row(row_type, cells)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = first["loc"][0] if first["loc"] else "row"
        raise TokenfallError(f"{path} line {line}, {where}: {first['msg']}: correct the row") from error
