"""The bounds of prices in Python and in the rule of the warehouse are the same."""

from pathlib import Path

from assets.prices import bounds

RULE = Path(bounds.__file__).parent / "rules" / "core_price_observation__prices_are_plausible_usd_per_mtok.sql"


def test_the_rule_and_the_readers_have_the_same_bounds() -> None:
    between = f"NOT BETWEEN {bounds.LOWEST_USD_PER_MTOK} AND {bounds.HIGHEST_USD_PER_MTOK}"
    rule = RULE.read_text(encoding="utf-8")
    assert f"WHERE input_usd_per_mtok {between}" in rule
    assert f"OR output_usd_per_mtok {between}" in rule
