"""Write a proposal as files for a review, and read back what was decided.

`proposal.csv` has one row a proposed change; the reviewer writes `accept` or `refuse` into its column `decision`, and
for a refusal why. `confirmations.csv` has the sightings that agree with the facts. `README.md` is the proposal as text.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from assets.prices.compile.own_offers import STANDARD, Offer
from assets.prices.compile.proposals import Proposal
from assets.prices.compile.shown_price import ShownPrice
from warehouse.errors import TokenfallError

CHANGES, CONFIRMATIONS, TEXT = "proposal.csv", "confirmations.csv", "README.md"
ACCEPT, REFUSE = "accept", "refuse"
ROW = (
    *("provider", "model_id", "provider_model_id", "tier", "input_usd_per_mtok", "cached_input_usd_per_mtok"),
    *("output_usd_per_mtok", "effective_from", "date_basis", "n_sources", "source_url", "note"),
)
"""The columns of `price_changes.csv`."""
REVIEW = ("decision", "reason", "kind", "evidence", "replaces_from", "ours", "theirs")
CONFIRMATION = (
    *("provider", "model_id", "provider_model_id", "tier", "confirmed_on", "input_usd_per_mtok"),
    *("output_usd_per_mtok", "source", "source_url"),
)
"""The columns of `price_confirmations.csv`."""
Cells = dict[str, str]


def as_cells(proposal: Proposal) -> Cells:
    """Return a proposal as cells: the columns for the review, then those of the row to add."""
    price = proposal.price
    cells = {
        **proposal.offer._asdict(),
        "tier": STANDARD,
        "input_usd_per_mtok": price.input,
        "cached_input_usd_per_mtok": price.cached_input,
        "output_usd_per_mtok": price.output,
        "effective_from": proposal.effective_from,
        "date_basis": proposal.date_basis,
        "n_sources": proposal.n_sources,
        "source_url": price.source_url,
        "note": proposal.note,
        "kind": proposal.kind,
        "evidence": proposal.evidence,
        "replaces_from": proposal.replaces_from,
        "ours": proposal.ours,
        "theirs": proposal.theirs,
    }
    return {name: text_of(cells.get(name)) for name in (*REVIEW, *ROW)}


def confirmation_cells(offer: Offer, price: ShownPrice) -> Cells:
    """Return a sighting that agrees with the facts as a row of `price_confirmations.csv`."""
    cells = {
        **offer._asdict(),
        "tier": STANDARD,
        "confirmed_on": price.day,
        "input_usd_per_mtok": price.input,
        "output_usd_per_mtok": price.output,
        "source": price.source,
        "source_url": price.source_url,
    }
    return {name: text_of(cells[name]) for name in CONFIRMATION}


def text_of(value: object) -> str:
    """Return a cell: an amount without exponent or trailing zeros, nothing for None.

    >>> text_of(Decimal("0.150"))
    '0.15'
    """
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """Write rows in the form of the facts files: UTF-8, one line a row."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(lines.getvalue(), encoding="utf-8")


def read_csv(path: Path, columns: Sequence[str]) -> list[Cells]:
    """Return the rows of a file that has these columns, in any order.

    Raises:
        TokenfallError: The file cannot be read, lacks a column, or has a row of another length.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            rows, header = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise TokenfallError(f"{path} cannot be read ({reason}): write it with `tokenfall facts compile`") from error
    if missing := [name for name in columns if name not in header]:
        raise TokenfallError(f"{path} line 1: column {missing[0]} is missing: write it with `tokenfall facts compile`")
    for line, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise TokenfallError(f"{path} line {line}: not as many cells as columns: quote cells that hold commas")
    return rows


def describe(changes: Sequence[Cells], confirmations: int, unlinked: Counter[str], sources: Sequence[str]) -> str:
    """Return the proposal as Markdown: what was read, how many rows of each kind, and each change with both sides."""
    counts = Counter((row["kind"], row["evidence"]) for row in changes)
    lines = ["# Proposed facts", "", f"Read: {', '.join(sources) or 'nothing'}.", ""]
    lines += ["| kind | evidence | rows |", "|---|---|---|"]
    lines += [f"| {kind} | {evidence} | {n} |" for (kind, evidence), n in sorted(counts.items())]
    lines += ["", f"{confirmations} sightings agree with the facts and are new: `{CONFIRMATIONS}`.", ""]
    unknown = ", ".join(f"{seller} {n}" for seller, n in unlinked.most_common())
    lines += [f"Not compared, because no exact name links them to a model: {unknown or 'none'}.", ""]
    for kind in sorted({row["kind"] for row in changes}):
        lines += [f"## {kind}", ""]
        lines += [_entry(row) for row in changes if row["kind"] == kind]
        lines += [""]
    return "\n".join(lines)


def _entry(row: Cells) -> str:
    moved = f", replaces the row of {row['replaces_from']}" if row["replaces_from"] else ""
    return (
        f"- **{row['provider']} {row['provider_model_id']}** from {row['effective_from']} ({row['evidence']}{moved}): "
        f"theirs {row['theirs']}. Ours: {row['ours']}."
    )
