"""Whether a rebuilt record is the same within 1e-6 on other processors, as far as this one can act like them.

Run from the repository root: `python -m tests.benchmarks.compare_settings HOME [ORIGINS]`, on the published file of the
folder HOME, and optionally only on its first ORIGINS origins. All origins take some minutes for each setting.
"""

import sys
import time

from tests.trends.machine import largest_differences, numbers_under, settings

LARGEST = 1e-6


def main() -> None:
    """Print the largest difference from the numbers of this machine as it is, by setting; exit 1 above 1e-6."""
    reference, *others = settings().items()
    expected, worst = numbers_under(reference[1], *sys.argv[1:]), 0.0
    for name, setting in others:
        start = time.perf_counter()
        differences = largest_differences(expected, numbers_under(setting, *sys.argv[1:]))
        differing = {column: difference for column, difference in differences.items() if difference > 0}
        largest = max(differing.values(), default=0.0)
        worst = max(worst, largest)
        sys.stdout.write(
            f"{name:30} largest difference {largest:.1e} in {len(differences)} columns {', '.join(differing)}  "
            f"{time.perf_counter() - start:.0f} s\n"
        )
        sys.stdout.flush()
    # Rounded to six digits, a number may differ by one in the sixth, and by a float's last digit more.
    raise SystemExit(0 if worst <= LARGEST * (1 + 1e-6) else 1)


if __name__ == "__main__":
    main()
