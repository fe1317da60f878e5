"""In how many planted histories the 90% intervals of the drivers hold the truth.

Run from the root: `python -m tests.benchmarks.bench_drivers [HISTORIES]`, by default 2,000 (a minute of processor).
"""

from __future__ import annotations

import sys
import time

from tests.trends.test_drivers import held_by_intervals


def main(histories: int) -> None:
    """Print the share of histories for each driver."""
    started = time.process_time()
    for name, held in held_by_intervals(histories).items():
        print(f"{name}: {held / histories:.1%} of {histories:,}")
    print(f"{time.process_time() - started:.0f} s of processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
