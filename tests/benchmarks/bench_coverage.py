"""Whether 90% intervals hold about 90% of the series that each method's own model made.

Run from the repository root: `python -m tests.benchmarks.bench_coverage [RUNS] [METHOD...]`. With the 1,000 runs that
the documentation states it takes minutes for each method.
"""

import math
import sys
import time

from tests.trends.planted import PLANTED, coverage

RUNS = 300
SHARE = 0.9


def main() -> None:
    """Print one line per method, and whether its share is as near to 90% as that many runs can tell."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    allowed = max(0.03, 3 * math.sqrt(SHARE * (1 - SHARE) / runs))
    sys.stdout.write("| method | 90% interval holds | runs | | time |\n| --- | --- | --- | --- | --- |\n")
    for name in sys.argv[2:] or PLANTED:
        start = time.perf_counter()
        share = coverage(name, runs)
        verdict = "ok" if abs(share - SHARE) <= allowed else "OUT OF RANGE"
        sys.stdout.write(f"| {name} | {share:.1%} | {runs} | {verdict} | {time.perf_counter() - start:.1f} s |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
