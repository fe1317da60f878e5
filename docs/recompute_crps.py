"""Recompute the CRPS of ten past forecasts from a published file: `python docs/recompute_crps.py FILE.duckdb [ROWS]`.

It needs Python and the package duckdb, and no code of this project. A forecast is kept as equally likely quantiles x of
the log10 of the cost. Against the cost y that came, CRPS = mean |x - y| - 1/2 mean |x - x'| over all pairs of quantiles
(Gneiting & Raftery 2007, Journal of the American Statistical Association 102, 359-378, equation 21).
"""

import sys
from itertools import product
from statistics import fmean

import duckdb

QUERY = """
SELECT method, bar, workload, origin, horizon_months, log10_quantiles::DOUBLE[] AS quantiles, log10_actual, crps
FROM out_backtest
-- A fixed choice without an order of its own: any other rows would do.
ORDER BY md5(concat_ws(' ', method, bar, workload, origin, horizon_months))
LIMIT ?
"""


def crps(quantiles: list[float], actual: float) -> float:
    """Return the continuous ranked probability score of equally likely quantiles, rounded as the published one."""
    missed = fmean(abs(quantile - actual) for quantile in quantiles)
    apart = fmean(abs(first - second) for first, second in product(quantiles, quantiles))
    # Rounded twice, because the last digit is often exactly a five, which the order of a sum would decide.
    return round(round(missed - apart / 2, 9), 6)


def main() -> None:
    """Print the published and the recomputed score of each row; exit with 1 where they differ in the printed digits."""
    if len(sys.argv) not in {2, 3}:
        sys.exit("usage: python docs/recompute_crps.py FILE.duckdb [ROWS]")
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        forecasts = connection.execute(QUERY, [rows]).fetchall()
    different = 0
    print("published recomputed forecast")
    for method, bar, workload, origin, months, quantiles, actual, published in forecasts:
        recomputed = crps(quantiles, actual)
        different += f"{recomputed:.6f}" != f"{published:.6f}"
        print(f"{published:.6f}  {recomputed:.6f}   {method}, {bar}, {workload}, {months} months from {origin}")
    print(f"{len(forecasts) - different} of {len(forecasts)} scores are the same")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
