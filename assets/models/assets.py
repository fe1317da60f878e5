"""Tables about models."""

from assets.models.facts import (
    AliasRow,
    ContextWindowRow,
    ModelRow,
    ModelSizeRow,
    ModelTokenizerRow,
    TokenizerRateRow,
)
from assets.table_asset import table_asset
from assets.table_build import TableBuild


@table_asset(deps=["capture/facts/models"], kinds=["csv"])
def core_model(build: TableBuild) -> None:
    """One row per model release known by the as-of date."""
    build.from_facts("models", ModelRow)


@table_asset(deps=["capture/facts/model_sizes", "core_model"], kinds=["csv"])
def core_model_size(build: TableBuild) -> None:
    """One published estimate of the size of one closed model."""
    build.from_facts("model_sizes", ModelSizeRow, about=("model_id", "core_model"))


@table_asset(
    deps=["capture/facts/model_aliases", "capture/facts/page_names", "capture/facts/score_names", "core_model"],
    kinds=["csv"],
)
def core_model_alias(build: TableBuild) -> None:
    """One row per exact string by which a source names a model; nothing is ever matched by prefix."""
    for name in ("model_aliases", "page_names", "score_names"):
        build.from_facts(name, AliasRow, about=("model_id", "core_model"))


@table_asset(deps=["capture/facts/context_windows", "core_model"], kinds=["csv"])
def core_context_window(build: TableBuild) -> None:
    """How many tokens one call may hold, by offer where the seller states it and by model where the maker does."""
    build.from_facts("context_windows", ContextWindowRow, about=("model_id", "core_model"))


@table_asset(deps=["capture/facts/tokenizer_rates"], kinds=["csv"])
def core_tokenizer_rate(build: TableBuild) -> None:
    """How many tokens one tokenizer makes of a thousand characters of one kind of text."""
    build.from_facts(
        "tokenizer_rates",
        TokenizerRateRow,
        lambda row: {"tokens_per_1000_characters": row.tokens_per_1000_characters},
    )


@table_asset(deps=["capture/facts/model_tokenizers", "core_model", "core_tokenizer_rate"], kinds=["csv"])
def core_model_tokenizer(build: TableBuild) -> None:
    """The tokenizer of one model."""
    build.from_facts("model_tokenizers", ModelTokenizerRow, about=("model_id", "core_model"))
