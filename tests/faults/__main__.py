"""Break things on purpose: `make faults` or `python -m tests.faults [CAMPAIGN [COUNT]]`.

Every campaign keeps a record in build/faults and makes only the attempts that are missing there: stop at any time and
go on later.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.faults.campaign import Campaign, summarize
from tests.faults.kills import full_kills, small_kills

FOLDER = Path(__file__).parents[2] / "build" / "faults"
CAMPAIGNS = [
    Campaign("kills", 500, small_kills),
    Campaign("full-kills", 50, full_kills),
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
