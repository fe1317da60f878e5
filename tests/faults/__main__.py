"""Break things on purpose: `make faults` or `python -m tests.faults [CAMPAIGN [COUNT]]`.

Every campaign keeps a record in build/faults and makes only the attempts that are missing there: stop at any time and
go on later.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.faults.campaign import Campaign, summarize
from tests.faults.clock import CASES as CLOCK_CASES
from tests.faults.clock import clocks
from tests.faults.disk import CASES as DISK_CASES
from tests.faults.disk import planted_troubles, real_troubles
from tests.faults.fuzz import fuzz
from tests.faults.kills import full_kills, small_kills
from tests.faults.power import run_cuts, small_cuts
from tests.faults.publication import planted_numbers
from tests.faults.publishes import publishes
from tests.faults.rebuilds import rebuilds
from tests.faults.reruns import reruns
from tests.faults.secrets import COMMANDS, planted_secrets
from tests.faults.sources import count_attempts, failing_sources
from tests.faults.upgrades import upgrades
from warehouse.migrations import newest_schema

FOLDER = Path(__file__).parents[2] / "build" / "faults"
CAMPAIGNS = [
    Campaign("kills", 500, small_kills),
    Campaign("full-kills", 50, full_kills),
    Campaign("publishes", 250, publishes),
    Campaign("reruns", 25, reruns),
    Campaign("clocks", len(CLOCK_CASES), clocks),
    Campaign("power", 200, small_cuts),
    Campaign("power-runs", 48, run_cuts),
    Campaign("disk", 2 * len(DISK_CASES), planted_troubles),
    Campaign("disk-full", 42, real_troubles),
    Campaign("rebuilds", 15, rebuilds),
    Campaign("sources", count_attempts(), failing_sources),
    Campaign("secrets", len(COMMANDS), planted_secrets),
    Campaign("fuzz-pages", 260, fuzz),  # 26,000 executions; 250,000 together with the four below
    Campaign("fuzz-files", 90, fuzz),
    Campaign("fuzz-texts", 110, fuzz),
    Campaign("fuzz-asking", 50, fuzz),
    Campaign("fuzz-edges", 80, fuzz),
    Campaign("publication", 300, planted_numbers),
    Campaign("upgrades", newest_schema(), upgrades),
]


def main() -> None:
    """Run one campaign or all; exit 1 if a promise was broken."""
    name = sys.argv[1] if len(sys.argv) > 1 else None
    if name and name not in [campaign.name for campaign in CAMPAIGNS]:
        sys.exit(f"{name} is no campaign: {', '.join(campaign.name for campaign in CAMPAIGNS)}")
    broken = 0
    for campaign in CAMPAIGNS:
        if name in (None, campaign.name):
            count = int(sys.argv[2]) if len(sys.argv) > 2 else campaign.count
            outcomes = campaign.run(FOLDER, count)
            print(summarize(campaign.name, outcomes))
            broken += sum(1 for outcome in outcomes if outcome.faults)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
