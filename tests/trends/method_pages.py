"""The record of each method in its page: `python -m tests.trends.method_pages` writes it from the published tables.

Run it after `tokenfall run --offline --as-of` the day on which the facts were compiled, when facts or methods change.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assets.trends.methods.registry import METHODS
from assets.trends.record import POOL
from warehouse import query
from warehouse.home import Home
from warehouse.store import open_published

if TYPE_CHECKING:
    import duckdb

PAGES = Path(__file__).parents[2] / "docs" / "methods"
IDS = (*METHODS, POOL)
HEADING = "## Record\n"
QUERY = """SELECT horizon_months, n, crps, crps_no_change, skill_vs_no_change, cover_50, cover_80, cover_95
FROM out_backtest_summary WHERE method = $method ORDER BY horizon_months"""


def record_section(connection: duckdb.DuckDBPyConnection, method: str) -> str:
    """Return the last section of a method's page: its scores by horizon, and the query that gives them."""
    result = query.run(connection, QUERY, {"method": method})
    lines = [
        f"| {row['horizon_months']} | {row['n']:,} | {row['crps']:.3f} | {row['crps_no_change']:.3f} "
        f"| {row['skill_vs_no_change']:+.0%} | {row['cover_50']:.0%} | {row['cover_80']:.0%} | {row['cover_95']:.0%} |"
        for row in query.rows_of(result)
    ]
    text = QUERY.replace("$method", f"'{method}'")
    return f"""{HEADING}
Scores of past forecasts on the bundled facts, in log10 of the cost. CRPS: lower is better. Skill: the share of the CRPS
of no-change that is avoided on the same forecasts. Coverage: how many outcomes lay in the interval of that level.

| months ahead | forecasts | CRPS | CRPS of no-change | skill | in 50% | in 80% | in 95% |
|---:|---:|---:|---:|---:|---:|---:|---:|
{chr(10).join(lines)}

```sql
{text}
```
"""


def main() -> None:
    """Rewrite the record of every page from the home of the environment."""
    with open_published(Home.from_environment()) as connection:
        for method in IDS:
            page = PAGES / f"{method}.md"
            text = page.read_text(encoding="utf-8").partition(HEADING)[0]
            page.write_text(text + record_section(connection, method), encoding="utf-8")


if __name__ == "__main__":
    main()
