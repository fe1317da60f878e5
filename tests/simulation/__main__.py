"""A year of mornings: `make simulate` or `python -m tests.simulation [DAYS] [FOLDER]`.

Runs `tokenfall run` for each day from 2025-08-01 on against local servers that replay the year, and writes
docs/simulation.md. What was recorded is not run again: stop it at any time and go on later with the same folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.simulation.diary import MorningResult
from tests.simulation.events import plan_year
from tests.simulation.feeds import Listing, litellm_body, openrouter_body
from tests.simulation.packages import ArchivedLists, LedgerMap, obtain, steps_between
from tests.simulation.report import write_report
from tests.simulation.scores import EpochTables
from tests.simulation.simulation import Simulation
from tests.simulation.site import EPOCH, LITELLM, OPENROUTER
from tests.simulation.world import Offer, OfferKey, Step, World, read_aliases, read_page_names, read_steps
from warehouse.bundle import FACTS

ROOT = Path(__file__).parents[2]
FIRST = date(2025, 8, 1)
SELLERS = ("openai", "anthropic", "google", "deepinfra", "together", "fireworks", "nebius", "novita", "groq")
"""Sellers whose pages are replayed; the last one gives up in the tenth month."""
WHOLE_EVERY = 30


def openrouter_steps(lists: ArchivedLists, models: Mapping[str, str]) -> dict[OfferKey, list[Step]]:
    """Return OpenRouter's own prices from its archived lists; a model unknown to our facts is called by its id."""
    return {
        ("openrouter", model, "standard"): [(day, _listed(model, price, models)) for day, price in steps]
        for model, steps in steps_between(lists.lists).items()
    }


def _listed(model: str, price: tuple[Decimal, Decimal] | None, models: Mapping[str, str]) -> Offer | None:
    if price is None:
        return None
    model_id = models.get(model, model)
    return Offer("openrouter", model_id, model, model, "standard", price[0], None, price[1])


def year(folder: Path, packages: Path) -> Simulation:
    """Return the simulation of the year, with the real history of both feeds and of the scores."""
    steps = read_steps(FACTS, SELLERS, read_page_names(FACTS))
    steps |= openrouter_steps(ArchivedLists(packages), read_aliases(FACTS, "openrouter"))
    world = World(steps, plan_year(FIRST, SELLERS))
    ledger, epoch = LedgerMap(packages, set(SELLERS)), EpochTables(FACTS)

    def openrouter(day: date) -> bytes:
        return openrouter_body(_listing(world, day))

    feeds: dict[str, Callable[[date], bytes]] = {
        OPENROUTER: openrouter,
        LITELLM: lambda day: litellm_body(ledger.on(day)),
        EPOCH: lambda day: epoch.on(day, rescaled=bool(world.events_on("epoch", day))),
    }
    return Simulation(folder, FIRST, world, feeds, WHOLE_EVERY)


def _listing(world: World, day: date) -> Listing:
    return {offer.provider_model_id: (offer.input, offer.output) for offer in world.offers("openrouter", day)}


def show(day: date, result: MorningResult) -> None:
    """Print one line for a morning."""
    kind = "everything" if result.is_whole else "prices"
    outcome = result.message or "done"
    sys.stdout.write(f"{day} {kind} {result.seconds:.1f} s: {outcome}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the mornings that are missing and write the report."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "build" / "simulation"
    packages = folder / "packages"
    obtain(packages)
    simulation = year(folder, packages)
    diary = simulation.run(days, show)
    path = ROOT / "docs" / "simulation.md"
    path.write_text(write_report(diary, simulation), encoding="utf-8")
    diary.close()
    sys.stdout.write(f"wrote {path}\n")


if __name__ == "__main__":
    main()
