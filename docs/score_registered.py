"""Score the registered forecasts of a ledger by rule v1, with Python alone: python score_registered.py FOLDER."""

import json
import sys
from itertools import pairwise
from math import log10
from pathlib import Path

LEVELS = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975]


def crps(quantiles: list[str], value: str) -> float:
    """Return the CRPS on log10 USD by point 7 of the rule."""
    logs, y = [log10(float(usd)) for usd in quantiles], log10(float(f"{float(value):.3e}"))
    points = [(logs[0], 0), *zip(logs, LEVELS, strict=True), (logs[-1], 1)]
    low, high = [(x, f) for x, f in points if x < y], [(x, f) for x, f in points if x >= y]
    at_y = 1.0 if low else 0.0  # the share below the value
    if low and high:
        (left, f), (right, g) = low[-1], high[0]
        at_y = f + (g - f) * (y - left) / (right - left)
    pieces = [*pairwise([*low, (y, at_y)]), *pairwise((x, 1 - f) for x, f in [(y, at_y), *high])]
    return sum((right - left) * (f * f + f * g + g * g) / 3 for (left, f), (right, g) in pieces)


if len(sys.argv) != 2 or not (files := sorted(Path(sys.argv[1]).glob("*.jsonl"))):
    sys.exit("usage: python score_registered.py FOLDER, a folder with files YYYY-MM-DD.jsonl")
records = [json.loads(line) for file in files for line in file.open(encoding="utf-8")]
forecasts = {(r["as_of"], r["series"]): r for r in records if "forecasts" in r}
print("registered_at,series,method,resolves_on,value,score")
for resolution in (record for record in records if record["kind"] == "resolution"):
    for name, value in resolution["values"].items():
        series, _, target = name.rpartition("/") if name.startswith("chance/") else (name, "", "")
        record = forecasts[resolution["registered"], series]
        place = record["dates"].index(resolution["resolves_on"])
        for method, dates in (record["forecasts"][target] if target else record["forecasts"]).items():
            if value is not None:
                score = (float(dates[place]) - float(value)) ** 2 if target else crps(dates[place], value)
                print(f"{record['as_of']},{name},{method},{resolution['resolves_on']},{value},{score:.6f}")
