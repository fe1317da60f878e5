"""Rows of models and context windows that contradict themselves are refused."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from assets.models.facts import ContextWindowRow, ModelRow, ModelSizeRow

MODEL = {
    "model_id": "m",
    "name": "M",
    "organization": None,
    "released_on": "2026-01-01",
    "open_weights": "false",
    "total_params_b": None,
    "active_params_b": None,
    "reasoning": "true",
    "thinking": "adjustable",
    "default_effort": "high",
    "effort_source": "https://example.org",
    "source_url": "https://example.org",
}
WINDOW = {
    "provider": "acme",
    "provider_model_id": "m-1",
    "model_id": "m",
    "context_tokens": "128000",
    "read_on": "2026-01-01",
    "source": "docs",
    "source_url": "https://example.org",
}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"effort_source": None}, "thinking or default_effort is given without an effort_source"),
        ({"reasoning": "false"}, "default_effort high contradicts reasoning False"),
        ({"default_effort": "none"}, "default_effort none contradicts reasoning True"),
        ({"default_effort": None, "thinking": "never"}, "thinking never contradicts reasoning True"),
        ({"default_effort": None, "thinking": "always", "reasoning": "false"}, "thinking always contradicts reasoning"),
    ],
)
def test_a_model_whose_effort_contradicts_itself_is_refused(fields: dict[str, str | None], reason: str) -> None:
    assert ModelRow.model_validate(MODEL).reasoning
    with pytest.raises(ValidationError, match=reason):
        ModelRow.model_validate({**MODEL, **fields})


def test_a_window_is_of_a_whole_offer_or_of_the_maker() -> None:
    assert ContextWindowRow.model_validate(WINDOW).context_tokens == 128_000
    maker = ContextWindowRow.model_validate({**WINDOW, "provider": None, "provider_model_id": None})
    assert maker.provider is None
    with pytest.raises(ValidationError, match="an offer needs both provider and provider_model_id"):
        ContextWindowRow.model_validate({**WINDOW, "provider": None})


def test_the_range_of_a_size_begins_at_its_lower_end() -> None:
    size = {"model_id": "m", "total_params_b": None, "licence": "x", "source_url": "https://x.example", "note": "n"}
    given = {**size, "active_params_b_low": "220", "active_params_b_high": "440", "published_on": "2023-07-10"}
    assert ModelSizeRow.model_validate(given).known_on == date(2023, 7, 10)
    with pytest.raises(ValidationError, match="active_params_b_low is above active_params_b_high"):
        ModelSizeRow.model_validate({**given, "active_params_b_low": "441"})
