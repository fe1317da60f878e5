"""The bar, workload, target and method of the headline."""

LEVEL = "gpt-4-0314"
"""The model whose level the question asks for; each bar at that level ends in its name."""
BAR = f"eci>={LEVEL}"
WORKLOAD = "chat"
TARGET = "google-search-full-cost-semianalysis-2023"
METHOD = "pool"
"""All methods together, weighted by the scores of their earlier forecasts."""
STALE_TIMES = 2
"""A stale price is not today's price where a confirmed one costs at most so many times as much."""
SETTINGS = {"method": METHOD, "headline_target": TARGET, "stale_times": STALE_TIMES}
"""Parameters of the SQL of the verdicts."""
