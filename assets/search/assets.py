"""Tables about search and workloads."""

from assets.assets import table_asset
from assets.making import Making
from assets.search.facts import ApplicationRow, EnergyRow, SearchCostRow, SearchEstimateRow, WorkloadRow

HEADLINE_WORKLOAD = "chat"
ENERGY_TARGET = "classic-search-electricity"


@table_asset(deps=["capture/facts/search_costs"], kinds=["csv"])
def core_search_cost(making: Making) -> None:
    """What one search cost by one definition over one interval; the definitions are kept apart."""
    making.from_facts(
        "search_costs",
        SearchCostRow,
        lambda row: {"date_basis": row.date_basis, "valid_to": row.end_known_on(making.as_of)},
    )


@table_asset(deps=["capture/facts/energy_per_query"], kinds=["csv"])
def core_energy_per_query(making: Making) -> None:
    """Electricity of one search or one answer, as its operator published it."""
    making.from_facts("energy_per_query", EnergyRow)


@table_asset(deps=["capture/facts/search_estimates"], kinds=["csv"])
def core_search_estimate(making: Making) -> None:
    """The parameters of one variant of a search cost that is an estimate of energy times the price of electricity."""
    making.from_facts("search_estimates", SearchEstimateRow)


@table_asset(deps=["core_energy_per_query", "core_search_estimate"])
def out_energy_comparison(making: Making) -> None:
    """The energy of one answer against that of a search, and what that electricity costs."""
    making.from_sql("compare_energy", {"target": ENERGY_TARGET, "variant": "published-figure"})


@table_asset(deps=["capture/facts/workloads"], kinds=["csv"])
def core_workload(making: Making) -> None:
    """Tokens and searches of one query; chat is the headline, the others follow by name."""
    names = [row.workload for row in making.bundle.read("workloads", WorkloadRow)]
    order = sorted(names, key=lambda name: (name != HEADLINE_WORKLOAD, name))
    making.from_facts("workloads", WorkloadRow, lambda row: {"position": order.index(row.workload) + 1})


@table_asset(deps=["capture/facts/applications"], kinds=["csv"])
def core_application(making: Making) -> None:
    """What one use of an application takes, and what is paid for it today."""
    order = [row.application for row in making.bundle.read("applications", ApplicationRow)]
    making.from_facts("applications", ApplicationRow, lambda row: {"position": order.index(row.application) + 1})
