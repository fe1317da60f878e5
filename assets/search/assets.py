"""Tables about search and workloads."""

from assets.search.facts import (
    ENERGY_TARGET,
    ApplicationRow,
    EnergyRow,
    ModelUsageRow,
    SearchCostRow,
    SearchEstimateRow,
    TaskTokensRow,
    WorkloadRow,
)
from assets.table_asset import table_asset
from assets.table_build import TableBuild

HEADLINE_WORKLOAD = "chat"


@table_asset(deps=["capture/facts/search_costs"], kinds=["csv"])
def core_search_cost(build: TableBuild) -> None:
    """What one search cost by one definition over one interval; each definition is a target of its own."""
    build.from_facts(
        "search_costs",
        SearchCostRow,
        lambda row: {"date_basis": row.date_basis, "valid_to": row.valid_to},
    )


@table_asset(deps=["capture/facts/energy_per_query"], kinds=["csv"])
def core_energy_per_query(build: TableBuild) -> None:
    """Electricity of one search or one answer, as its operator published it."""
    build.from_facts("energy_per_query", EnergyRow)


@table_asset(deps=["capture/facts/search_estimates", "core_search_cost", "core_energy_per_query"], kinds=["csv"])
def core_search_estimate(build: TableBuild) -> None:
    """The parameters of one variant of a search cost that is an estimate of energy times the price of electricity."""
    build.from_facts("search_estimates", SearchEstimateRow)


@table_asset(deps=["core_energy_per_query", "core_search_estimate"])
def out_energy_comparison(build: TableBuild) -> None:
    """The energy of one answer compared with that of a search, and what that electricity costs."""
    build.from_sql("compare_energy", {"target": ENERGY_TARGET, "variant": "published-figure"})


@table_asset(deps=["capture/facts/workloads"], kinds=["csv"])
def core_workload(build: TableBuild) -> None:
    """Tokens and searches of one query; chat is the headline, the others follow by name."""
    names = [row.workload for row in build.bundle.read("workloads", WorkloadRow)]
    order = sorted(names, key=lambda name: (name != HEADLINE_WORKLOAD, name))
    build.from_facts("workloads", WorkloadRow, lambda row: {"position": order.index(row.workload) + 1})


@table_asset(deps=["capture/facts/applications", "core_bar"], kinds=["csv"])
def core_application(build: TableBuild) -> None:
    """What one use of an application takes, and what is paid for it today."""
    order = [row.application for row in build.bundle.read("applications", ApplicationRow)]
    build.from_facts("applications", ApplicationRow, lambda row: {"position": order.index(row.application) + 1})


@table_asset(deps=["capture/facts/model_usage"], kinds=["csv"])
def core_model_usage(build: TableBuild) -> None:
    """Tokens of one model on one day through one router, with the router's list price."""
    build.from_facts("model_usage", ModelUsageRow)


@table_asset(deps=["capture/facts/tokens_per_task"], kinds=["csv"])
def core_task_tokens(build: TableBuild) -> None:
    """Mean tokens of one request in one period, by one measure."""
    build.from_facts("tokens_per_task", TaskTokensRow)
