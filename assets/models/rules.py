"""What must hold of the tables about models."""

from pathlib import Path

from assets.data_rule import known_in, not_empty, rules_in, unique_key

RULES = (
    not_empty("core_model"),
    known_in("core_model_alias", "model_id", "core_model"),
    unique_key("core_context_window", "provider", "provider_model_id", "model_id"),
    unique_key("core_model", "model_id"),
    known_in("core_model_tokenizer", "tokenizer", "core_tokenizer_rate"),
    unique_key("core_model_tokenizer", "model_id"),
    unique_key("core_tokenizer_rate", "tokenizer", "text_kind"),
    known_in("core_model_size", "model_id", "core_model"),
    unique_key("core_model_size", "model_id", "published_on"),
    unique_key("core_model_alias", "alias", "alias_source"),
    *rules_in(Path(__file__).with_name("rules")),
)
