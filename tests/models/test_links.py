"""Which model an offer is of: only by a fact that names it, and by none where two facts disagree."""

from __future__ import annotations

from datetime import date

import pytest

from assets.models.links import ModelLink, ModelLinker, name_key

MAKERS = {
    "llama-3.3-70b-instruct": "Meta",
    "nova-pro": "Amazon",
    "gpt-5": "OpenAI",
    "gpt-5-mini": "OpenAI",
    "odd": None,
}
ALIASES = [
    ("meta-llama/Llama-3.3-70B-Instruct-Turbo", "host", "llama-3.3-70b-instruct"),
    ("mistral-large", "host", "mistral-large-2402"),
    ("big", "host", "gpt-5"),
    ("BIG", "host", "gpt-5-mini"),
    ("gpt-5-latest", "x-list:host", "gpt-5"),
    ("meta-llama/Llama-3.3-70B-Instruct-HF", "huggingface", "llama-3.3-70b-instruct"),
]
LINKER = ModelLinker(MAKERS, ALIASES)


def linked(name: str, *ids: str, seller: str = "host", lists: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(link.model_id, link.linked_by) for link in LINKER.links(seller, name, ids, lists)]


@pytest.mark.parametrize(
    ("name", "model_id"),
    [
        ("meta-llama/Llama-3.3-70B-Instruct-Turbo", "llama-3.3-70b-instruct"),
        ("Llama 3.3 70B Instruct Turbo", "llama-3.3-70b-instruct"),
        ("Meta Llama 3.3 70B Instruct (Turbo)", "llama-3.3-70b-instruct"),
        ("big", "gpt-5"),
        ("BIG", "gpt-5-mini"),
    ],
)
def test_the_sellers_name_in_any_case_and_punctuation_and_with_the_maker_in_front(name: str, model_id: str) -> None:
    assert linked(name) == [(model_id, "alias")]


@pytest.mark.parametrize(
    "name",
    [
        *("Llama 3.3 70B", "Llama 3.3 70B Instruct Turbo Free", "Llama 3.3 70B Instruct FP8", "Llama 3.1 70B Instruct"),
        *("Google Llama 3.3 70B Instruct", "GPT-5 nano", "GPT", "gpt-5:free", "Nova Pro 2", ""),
    ],
)
def test_a_beginning_or_a_likeness_or_another_maker_links_nothing(name: str) -> None:
    assert linked(name) == []


def test_a_name_that_says_less_than_the_model_is_an_id_and_no_words() -> None:
    assert linked("mistral-large") == [("mistral-large-2402", "alias")]
    assert linked("Mistral Large") == linked("mistralai/mistral-large") == []
    assert linked("their name", "mistral-large") == [("mistral-large-2402", "cell link")]


def test_words_that_name_two_models_name_none() -> None:
    assert linked("Big") == []


def test_the_alias_of_another_seller_is_not_this_sellers() -> None:
    assert linked("big", seller="other") == []


def test_an_id_in_the_cells_link_names_the_model_of_an_unknown_name() -> None:
    assert linked("The large one", "big") == [("gpt-5", "cell link")]
    assert linked("The large one", "big", "BIG") == []
    assert linked("BIG", "big") == [("gpt-5-mini", "alias")]


def test_a_list_with_ids_of_its_own_for_a_seller() -> None:
    assert linked("gpt-5-latest") == []
    assert linked("gpt-5-latest", lists=("x-list:host",)) == [("gpt-5", "alias")]


def test_an_address_at_hugging_face_means_the_model_at_every_seller() -> None:
    address = "META-LLAMA/llama-3.3-70b-instruct-hf"
    assert linked(address, seller="other") == [("llama-3.3-70b-instruct", "hugging face id")]
    assert linked("Their name", address, seller="other") == [("llama-3.3-70b-instruct", "hugging face id")]
    assert linked("someone/Llama-3.3-70B-Instruct-HF", seller="other") == []
    assert linked("gpt-5", "nova-pro", seller="other") == [("gpt-5", "model id")]


@pytest.mark.parametrize("name", ["nova-pro", "Nova Pro", "Amazon Nova Pro", "amazon.nova-pro"])
def test_our_own_id_of_a_model_is_its_full_name(name: str) -> None:
    assert linked(name, seller="other") == [("nova-pro", "model id")]


def test_links_that_the_facts_state_have_days_and_go_before_all_names() -> None:
    day = date(2026, 7, 1)
    stated = [ModelLink("gpt-5", "facts", "big", None, day), ModelLink("odd", "facts", "big", day, None)]
    linker = ModelLinker(MAKERS, ALIASES, {("host", "big"): stated})
    assert linker.links("host", "big") == stated
    links = [linker.link_on(date(2026, 7, n), "host", "big") for n in (1, 2)]
    assert links == [stated[1], stated[1]]
    assert linker.link_on(date(2026, 6, 30), "host", "big") == stated[0]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("@cf/meta/Llama-3_8B.Instruct", "llama-3-8b-instruct"),
        (" GPT-5 (new) ", "gpt-5-new"),
        ("a:b", "a-b"),
        ("/", ""),
    ],
)
def test_the_words_of_a_name(name: str, key: str) -> None:
    assert name_key(name) == key
