"""Whether 90% intervals hold 87 to 93% of 1,000 series that each method's own model made.

Run from the repository root: `python -m tests.benchmarks.bench_coverage [RUNS] [METHOD...]`.
"""

import sys
import time

from tests.trends.planted import PLANTED, coverage


def main() -> None:
    """Print one line per method."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for name in sys.argv[2:] or PLANTED:
        start = time.perf_counter()
        share = coverage(name, runs)
        verdict = "ok" if 0.87 <= share <= 0.93 else "OUT OF RANGE"
        sys.stdout.write(f"{name:18} {share:6.1%} of {runs} runs  {verdict}  {time.perf_counter() - start:5.1f} s\n")


if __name__ == "__main__":
    main()
