"""Tables about prices."""

import inspect
from dataclasses import asdict
from datetime import date

import dagster as dg

from assets.capture.archive import CalendarMonth
from assets.capture.bundled import GENAI_PRICES, genai_prices_data
from assets.capture.session import CaptureSettings, capture_months
from assets.capture.stored import published_captures
from assets.prices.certainty import calibration_rows
from assets.prices.changes import CHANGE_SETTINGS, find_changes
from assets.prices.claim import QUORUM
from assets.prices.claim_tables import SAME_PRICE, checked_claims, evidence_rows, idle_correction_rows
from assets.prices.claims import doubt_rows
from assets.prices.facts import PriceChangeRow, PriceConfirmationRow
from assets.prices.feeds.genai_prices import read_listed
from assets.prices.model_links import LinkFacts, link_rows, name_offers
from assets.prices.observations import genai_prices, is_genai_prices_known
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.trust import CONFIRMING, CURATED, OWN, STALE_DAYS, family_and_trust, family_of_address
from assets.prices.vintages import merge_vintages
from assets.table_asset import OWNERS, Builds, asset_key, code_version, table_asset, table_assets
from assets.table_build import TableBuild
from warehouse.bundle import COMPILED_ON, midnight
from warehouse.home import Home

GRACE_DAYS = 2
"""Days after its last confirmation for which a seller's own list keeps its priority over other sources: it may not have
been read, or a new price on it may wait for a second capture. Simulated mornings believed a feed's older price then."""

HISTORY_SETTINGS: dict[str, object] = {
    "compiled_on": COMPILED_ON,
    "trusted": CURATED,
    "quorum": QUORUM,
    "stale_days": STALE_DAYS,
    "own": OWN,
    "grace_days": GRACE_DAYS,
    "same": SAME_PRICE,
    "confirming": list(CONFIRMING),
}
"""Parameters of `compact_price_history.sql` beside the as-of date."""

STATED_IN_USD = {"is_listing": False, "currency": "USD"}

UNCONFIRMED = "one aggregator alone lists this offer: needs a second source"


# Not through its own name, which warns that one-run backfills are in beta; the minor version of Dagster is pinned.
_partitioned_asset = inspect.unwrap(dg.asset)


@_partitioned_asset(
    key=asset_key("capture/archive"),
    partitions_def=dg.MultiPartitionsDefinition(
        {
            "provider": dg.StaticPartitionsDefinition(sorted(PRICE_SOURCES)),
            "month": dg.MonthlyPartitionsDefinition(start_date="2023-03-01"),
        }
    ),
    backfill_policy=dg.BackfillPolicy.single_run(),
    group_name="capture",
    owners=list(OWNERS),
    kinds={"web"},
    code_version=code_version("prices"),
)
def archived_pages(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home], capture: dg.ResourceParam[CaptureSettings]
) -> dg.MaterializeResult:
    """Price pages of providers in months of the past, from a web archive and under the archive's own timestamps.

    A backfill is one run, whose partitions are spread over the cluster where there is one. It does not open the
    warehouse: what it captured waits in shards, and the next run stores it. What is stored already is not fetched
    again; `tokenfall backfill` captures the same months from the command line.
    """
    months = [
        (source, CalendarMonth(first.year, first.month))
        for key in context.partition_keys
        for provider, first in [_provider_and_month(key)]
        for source in capture.sources
        if source.source.split("/")[:2] == ["page", provider]
    ]
    shards = list(capture_months(capture, months, published_captures(home), home))
    return dg.MaterializeResult(metadata={"pages and months": len(months), "shards": len(set(shards))})


def _provider_and_month(key: str) -> tuple[str, date]:
    """Return the parts of a partition; Dagster orders them by the names of the dimensions."""
    month, provider = key.split("|")
    return provider, date.fromisoformat(month)


@table_asset(deps=[], kinds=["python"])
def _live_source(build: TableBuild) -> None:
    """One page, feed or table of rates that can be captured, and whether its reader was tried on a real capture."""
    from assets.prices.sources import live_sources  # the readers' libraries

    build.from_rows([asdict(source) for source in live_sources()])


@table_assets(
    *("_capture_reading", "_captured_offer", "_reading_problem"), deps=["capture/pages"], kinds=["python"], grows=True
)
def read_prices(builds: Builds) -> None:
    """Read the captured pages and feeds that the current readers have not read."""
    from assets.capture.readings import read_new  # the readers' libraries
    from assets.prices.price_reader import PRICE_READER

    read_new(builds["_capture_reading"].warehouse, PRICE_READER)


@table_assets(
    *("out_reading", "_lost_offer"),
    deps=[
        *("_capture_reading", "_captured_offer", "core_model_link", "capture/pages"),
        *("capture/facts/price_changes", "capture/facts/corrections"),
    ],
    kinds=["python"],
)
def review_readings(builds: Builds) -> None:
    """Compare the readings of each price page with the last good one, and hold back those that lost something."""
    from assets.prices import reading_tables  # the readers' libraries

    build = builds["out_reading"]
    build.changes_with_captures()
    reviewed, lost = reading_tables.reviewed_pages(build)
    build.from_rows([reading_tables.reading_row(reading) for reading in reviewed])
    builds["_lost_offer"].from_rows([reading_tables.lost_offer_row(offer) for offer in lost])


@table_asset(deps=["_capture_reading", "capture/pages"], kinds=["python"], grows=True)
def out_reader_audit(build: TableBuild) -> None:
    """One audit of a reader: what it made of damaged copies of the newest capture of its page."""
    from assets.prices.audit_tables import audit_rows  # the readers' libraries

    build.from_rows(audit_rows(build))


@table_asset(deps=["_reading_problem", "capture/pages"])
def out_reading_problem(build: TableBuild) -> None:
    """One line about something that the newest reading of a page or feed left out, and why."""
    build.changes_with_captures()
    build.from_sql("list_reading_problems")


@table_asset(deps=["capture/exchange-rates", "capture/pages"], kinds=["python"])
def core_exchange_rate(build: TableBuild) -> None:
    """What one unit of a currency was worth in US dollars on one day, from the ECB's reference rates."""
    from assets.prices.exchange_rates import bundled_days, rate_rows  # the readers' libraries

    build.changes_on(bundled_days())
    build.changes_with_captures()
    build.from_rows(rate_rows(build.warehouse, build.as_of))


@table_asset(deps=["capture/pages"], kinds=["python"])
def _rate_reading(build: TableBuild) -> None:
    """One captured file of exchange rates, and how many days it gave or why it was refused."""
    from assets.prices.exchange_rates import reading_rows  # the readers' libraries

    build.changes_with_captures()
    build.from_rows(reading_rows(build.warehouse, build.as_of))


@table_asset(
    deps=[
        *("capture/facts/models", "capture/facts/model_aliases", "capture/facts/page_names"),
        *("capture/facts/model_links", "capture/facts/price_changes", "capture/genai-prices"),
        *("_captured_offer", "capture/pages", "core_model"),
    ],
    kinds=["csv", "python"],
)
def core_model_link(build: TableBuild) -> None:
    """One offer of one seller and the model it is of, with the evidence; an offer of unknown model has no model_id."""
    build.changes_with_captures()
    facts = LinkFacts.read(build.bundle)
    build.changes_on(facts.change_days)
    facts = facts.known_on(build.as_of)
    captured = [(row["provider"], row["name"], row["ids"]) for row in build.read_sql("list_named_offers")]
    listed = read_listed() if is_genai_prices_known(build) else ()
    build.from_rows(link_rows(facts.linker(), name_offers(facts.offers, listed, captured)))


@table_asset(
    deps=[
        "capture/facts/price_changes",
        "capture/genai-prices",
        "core_model",
        "core_model_link",
        "core_exchange_rate",
        "_captured_offer",
        "out_reading",
        "capture/pages",
    ],
    kinds=["csv", "python"],
)
def _price_seen(build: TableBuild) -> None:
    """One price as one source showed it at one time, with the model where it is known."""
    build.from_facts(
        "price_changes",
        PriceChangeRow,
        lambda row: {
            "observed_at": midnight(row.known_on),
            "stated_from": row.valid_from,
            "family": family_of_address(row.source_url),
            "trust": CURATED,
            **STATED_IN_USD,
        },
        about=("model_id", "core_model"),
    )
    build.changes_with_captures()
    observations, _ = genai_prices(build)
    build.from_rows(
        [{**row, **family_and_trust(GENAI_PRICES, str(row["provider"])), **STATED_IN_USD} for row in observations]
    )
    build.from_sql("find_captured_offers")


@table_asset(deps=["_price_seen"])
def _price_change(build: TableBuild) -> None:
    """One moment at which one source reported something new of an offer: a price, or that it is gone."""
    find_changes(build, CHANGE_SETTINGS)


@table_assets(
    *("_price_doubt", "_price_evidence"),
    deps=["_price_change", "_lost_offer", "core_model", "capture/facts/corrections", "capture/pages"],
    kinds=["python"],
)
def check_prices(builds: Builds) -> None:
    """Flag implausible prices, let those with one witness wait, and state how sure each price is."""
    checked = checked_claims(builds["_price_doubt"])
    builds["_price_doubt"].from_rows(list(doubt_rows(checked)))
    builds["_price_evidence"].from_rows(evidence_rows(checked))


@table_asset(deps=[])
def out_price_calibration(build: TableBuild) -> None:
    """For how many right prices and how many planted errors one kind of evidence speaks, and what follows from that."""
    build.from_rows(calibration_rows())


@table_asset(deps=["_price_change", "_price_doubt"])
def out_price_wait(build: TableBuild) -> None:
    """One plausible price with a single witness: since when it waits, or for how long it waited and what let it in."""
    build.from_sql("list_waiting_prices")


@table_asset(deps=["_price_change", "_price_doubt", "_price_evidence"])
def core_price_observation(build: TableBuild) -> None:
    """One accepted price change that a source shows, with when it took effect and when it was seen."""
    build.from_sql("select_accepted_changes")


@table_asset(deps=["capture/facts/price_confirmations", "core_model"], kinds=["csv"])
def core_price_confirmation(build: TableBuild) -> None:
    """One day on which a dated list showed one price of one offer in force."""
    build.from_facts("price_confirmations", PriceConfirmationRow, about=("model_id", "core_model"))


@table_asset(deps=["core_price_observation", "core_price_confirmation"])
def out_price_history(build: TableBuild) -> None:
    """One price of one model at one seller over one interval; a withdrawal ends the interval and leaves no row."""
    build.from_sql("compact_price_history", HISTORY_SETTINGS)
    build.changes_on_day_of("find_next_price_day", {"stale_days": STALE_DAYS})


@table_asset(deps=["core_price_observation", "core_price_confirmation", "out_price_history"])
def out_price_vintage(build: TableBuild) -> None:
    """One price of one offer over one interval, as it was known from one day to another."""
    merge_vintages(build, HISTORY_SETTINGS)
    build.changes_on_day_of("find_next_price_day", {"stale_days": STALE_DAYS})


@table_asset(deps=["out_price_history", "core_price_observation"])
def out_price_event(build: TableBuild) -> None:
    """One launch, return, cut, rise or withdrawal, with the price before and after and the capture that showed it."""
    build.from_sql("list_price_events")
    build.changes_on_day_of("find_next_event_day")


@table_asset(
    deps=[
        "core_price_observation",
        "core_model",
        "core_model_link",
        "core_exchange_rate",
        "capture/genai-prices",
        "capture/facts/corrections",
        "capture/pages",
        "_capture_reading",
        "_captured_offer",
        "_price_change",
        "_price_doubt",
        "_lost_offer",
    ],
)
def _price_refusal(build: TableBuild) -> None:
    """One row about a price that was refused, and why; out_quarantine shows them."""
    build.changes_with_captures()
    _, refused = genai_prices(build)
    capture = genai_prices_data()
    origin = {"source": GENAI_PRICES, "captured_at": capture.captured_at, "capture_sha256": capture.capture_sha256}
    build.from_rows([{**origin, "row": row, "reason": reason, "released_by": None} for row, reason in refused])
    build.from_sql("list_flagged_changes")
    build.from_rows(idle_correction_rows(build))
    build.from_sql("list_unread_offers")
    build.from_sql("find_unconfirmed_offers", {"reason": UNCONFIRMED, "trusted": CURATED})
