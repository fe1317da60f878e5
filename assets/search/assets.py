"""Tables about search and workloads."""

from assets.assets import table_asset
from assets.making import Making
from assets.search.facts import EnergyRow, SearchCostRow, WorkloadRow

HEADLINE_WORKLOAD = "chat"


@table_asset(deps=["capture/facts/search_costs"], kinds=["csv"])
def core_search_cost(making: Making) -> None:
    """What one search cost by one definition over one interval; the definitions are kept apart."""
    making.from_facts(
        "search_costs", SearchCostRow, lambda row: {"date_basis": row.date_basis, "valid_to": row.valid_to}
    )


@table_asset(deps=["capture/facts/energy_per_query"], kinds=["csv"])
def core_energy_per_query(making: Making) -> None:
    """Electricity of one search or one answer, as its operator published it."""
    making.from_facts("energy_per_query", EnergyRow)


@table_asset(deps=["capture/facts/workloads"], kinds=["csv"])
def core_workload(making: Making) -> None:
    """Tokens and searches of one query; chat is the headline, the others follow by name."""
    names = [row.workload for row in making.bundle.read("workloads", WorkloadRow)]
    order = sorted(names, key=lambda name: (name != HEADLINE_WORKLOAD, name))
    making.from_facts("workloads", WorkloadRow, lambda row: {"position": order.index(row.workload) + 1})
