"""Tables about prices."""

from datetime import date, timedelta

from assets.assets import table_asset
from assets.capture.bundled import GENAI_PRICES, genai_prices_data
from assets.making import Making
from assets.prices.facts import PriceChangeRow
from assets.prices.feeds.genai_prices import read_listed
from assets.prices.observations import Aliases, sort_listed
from warehouse.bundle import COMPILED_ON, midnight

IMPORT_DAYS = (
    *(date(2025, 6, 5) + timedelta(days) for days in range(18)),
    date(2025, 8, 21),
    date(2026, 1, 13),
    date(2026, 3, 3),
    COMPILED_ON,
)
"""Days on which a dataset was filled in bulk: a price first seen then did not change then (facts README)."""

UNCONFIRMED = "one aggregator alone lists this offer: needs a second source"


@table_asset(
    deps=["capture/facts/price_changes", "capture/genai-prices", "core_model", "core_model_alias"],
    kinds=["csv", "python"],
)
def core_price_observation(making: Making) -> None:
    """One row per price change that a source shows, with when it took effect and when it was seen."""
    making.from_facts(
        "price_changes",
        PriceChangeRow,
        lambda row: {"observed_at": midnight(row.known_on), "valid_to": None},
        about=("model_id", "core_model"),
    )
    observations, _ = _genai_prices(making)
    making.from_rows(observations)


@table_asset(deps=["core_price_observation"])
def out_price_history(making: Making) -> None:
    """One price of one model at one seller over one interval; a withdrawal ends the interval and leaves no row."""
    making.from_sql("compact_price_history", {"compiled_on": COMPILED_ON, "import_days": list(IMPORT_DAYS)})


@table_asset(deps=["core_price_observation", "core_model_alias", "capture/genai-prices"])
def out_quarantine(making: Making) -> None:
    """One row that was refused, and why: an unknown name, a price of another kind, an offer of one aggregator alone."""
    _, refused = _genai_prices(making)
    capture = genai_prices_data()
    origin = {"source": GENAI_PRICES, "captured_at": capture.captured_at, "capture_sha256": capture.capture_sha256}
    making.from_rows([{**origin, "row": row, "reason": reason, "released_by": None} for row, reason in refused])
    making.from_sql("find_unconfirmed_offers", {"reason": UNCONFIRMED})


def _genai_prices(making: Making) -> tuple[list[dict[str, object]], list[tuple[str, str]]]:
    capture = genai_prices_data()
    if capture.captured_at.date() > making.as_of:
        return [], []
    observations, refused = sort_listed(read_listed(), _aliases(making), capture.captured_at)
    origin = {"source": GENAI_PRICES, "capture_sha256": capture.capture_sha256}
    return [{**row, **origin} for row in observations], refused


def _aliases(making: Making) -> Aliases:
    rows = making.warehouse.connection.execute("SELECT alias, alias_source, model_id FROM core_model_alias").fetchall()
    return {(alias, source): model_id for alias, source, model_id in rows}
