"""Tables about models."""

from assets.assets import table_asset
from assets.making import Making
from assets.models.facts import AliasRow, ContextWindowRow, ModelRow


@table_asset(deps=["capture/facts/models"], kinds=["csv"])
def core_model(making: Making) -> None:
    """One row per model release known by the as-of date."""
    making.from_facts("models", ModelRow)


@table_asset(deps=["capture/facts/model_aliases", "capture/facts/page_names", "core_model"], kinds=["csv"])
def core_model_alias(making: Making) -> None:
    """One row per exact string by which a source names a model; nothing is ever matched by prefix."""
    making.from_facts("model_aliases", AliasRow, about=("model_id", "core_model"))
    making.from_facts("page_names", AliasRow, about=("model_id", "core_model"))


@table_asset(deps=["capture/facts/context_windows", "core_model"], kinds=["csv"])
def core_context_window(making: Making) -> None:
    """How many tokens one call may hold, by offer where the seller states it and by model where the maker does."""
    making.from_facts("context_windows", ContextWindowRow, about=("model_id", "core_model"))
