"""Each package read for itself: which prices it shows, from which day, and what that day means."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.prices.compile.packages.genai import read_installed
from assets.prices.compile.packages.registry import PACKAGES, read_packages
from assets.prices.compile.shown_price import ShownPrice
from tests.prices.compile import packages as written
from warehouse.errors import TokenfallError


def shown_in(folder: Path) -> list[ShownPrice]:
    ((_, prices),) = list(read_packages([folder]))
    return prices


def short(prices: list[ShownPrice]) -> list[tuple[str, str, str]]:
    """Day, price and basis of each."""
    return [(str(price.day), "/".join(map(str, price.amounts or ["end"])), price.basis) for price in prices]


def test_lists_of_openrouter_are_read_in_the_order_of_their_days_and_end_what_they_lack(tmp_path: Path) -> None:
    prices = shown_in(written.radar(tmp_path))
    assert short(prices) == [
        ("2024-04-18", "0.8/0.8", "listed"),
        ("2024-09-05", "0.35/0.4", "listed"),
        ("2024-10-01", "end", "listed"),
    ]
    assert {price.family for price in prices} == {"openrouter"}
    assert prices[0].source_url == "https://web.archive.org/web/20240418/https://openrouter.ai/api/v1/models"
    assert prices[0].is_the_sellers_own


def test_a_ledger_gives_the_price_after_each_commit(tmp_path: Path) -> None:
    added: list[object] = ["2025-08-22", "added", "", None, None, "", 0]
    raised: list[object] = ["2026-08-28", "price", "output_cost_per_token", 1e-07, 1.5e-07, "", 1]
    prices = shown_in(written.ledger(tmp_path, added, raised))
    assert short(prices) == [("2026-08-28", "0.05/0.15", "observed"), ("2025-08-22", "0.05/0.1", "observed")]
    assert prices[0].provider == "deepinfra"
    assert prices[0].seller_id == "google/gemma-3-12b-it"
    assert prices[0].source_url.endswith("/commit/bbb222")


@pytest.mark.parametrize("flag", ["unit", "likely"])
def test_a_corrected_amount_was_never_the_price(tmp_path: Path, flag: str) -> None:
    added: list[object] = ["2025-08-22", "added", "", None, None, "", 0]
    fixed: list[object] = ["2025-08-25", "price", "output_cost_per_token", 1e-04, 1.5e-07, flag, 1]
    assert short(shown_in(written.ledger(tmp_path, added, fixed))) == [("2025-08-25", "0.05/0.15", "observed")]


def test_a_change_that_was_undone_is_no_change(tmp_path: Path) -> None:
    added: list[object] = ["2025-08-22", "added", "", None, None, "", 0]
    wrong: list[object] = ["2025-09-01", "price", "input_cost_per_token", 5e-08, 9e-08, "reverted", 1]
    undone: list[object] = ["2025-09-03", "price", "input_cost_per_token", 9e-08, 5e-08, "reverted", 2]
    assert short(shown_in(written.ledger(tmp_path, added, wrong, undone))) == [("2025-08-22", "0.05/0.15", "observed")]


def test_a_key_added_again_after_a_clean_up_in_bulk_is_no_launch(tmp_path: Path) -> None:
    added: list[object] = ["2025-08-22", "added", "", None, None, "", 0]
    removed: list[object] = ["2026-01-06", "removed", "", None, None, "bulk", 1]
    again: list[object] = ["2026-01-06", "added", "", None, None, "", 2]
    assert short(shown_in(written.ledger(tmp_path, added, removed, again))) == [("2025-08-22", "0.05/0.15", "observed")]


def test_a_deprecation_date_is_the_announced_end(tmp_path: Path) -> None:
    added: list[object] = ["2025-08-22", "added", "", None, None, "", 0]
    dated: list[object] = ["2026-09-01", "deprecation", "deprecation_date", None, "2026-10-01", "", 2]
    prices = shown_in(written.ledger(tmp_path, added, dated, retire="2026-10-01"))
    assert short(prices) == [("2025-08-22", "0.05/0.15", "observed"), ("2026-10-01", "end", "announced")]


def test_a_snapshot_counts_the_families_that_show_the_price(tmp_path: Path) -> None:
    price: dict[str, object] = {"input_mtok": 1.4, "output_mtok": 4.4, "cache_read_mtok": 0.26}
    agreeing = written.listing(price, sources=("litellm", "models_dev", "openrouter"))
    disputed = written.listing(price, sources=("litellm", "models_dev"), differing="litellm")
    foreign = written.listing({**price, "currency": "CNY"}, sources=("litellm",))
    one_sided = written.listing({"input_mtok": 1.4}, sources=("litellm",))
    prices = shown_in(written.rates(tmp_path, agreeing, disputed, foreign, one_sided))
    assert [price.family for price in prices] == ["litellm", "models.dev", "models.dev"]
    assert short(prices)[0] == ("2026-09-28", "1.4/4.4", "listed")
    assert prices[0].provider == "together"


def test_a_copy_of_openrouters_list_is_openrouters(tmp_path: Path) -> None:
    row = written.listing({"input_mtok": 1, "output_mtok": 2}, sources=("litellm", "models_dev"))
    (price,) = shown_in(written.rates(tmp_path, {**row, "provider": "openrouter"}))
    assert (price.family, price.is_the_sellers_own) == ("openrouter", True)


def test_a_history_tells_a_page_from_an_archived_page_and_from_a_commit(tmp_path: Path) -> None:
    base = {"input": 1.5, "output": 7.5}
    cut = {"input": 0.75, "output": 3.75, "valid_from_basis": "documented"}
    url = "https://ai.google.dev/gemini-api/docs/pricing"
    entries: list[dict[str, object]] = [
        {**base, "valid_from": "2026-07-21T15:59:34Z", "valid_from_basis": "models.dev commit", "source": "https://x"},
        {**cut, "valid_from": "2026-08-13T18:11:24Z", "source": f"https://web.archive.org/web/20260813/{url}"},
        {**cut, "valid_from": "2026-09-01T00:00:00Z", "source": url},
    ]
    prices = shown_in(written.history(tmp_path, entries))
    assert short(prices) == [
        ("2026-07-21", "1.5/7.5", "observed"),
        ("2026-08-13", "0.75/3.75", "listed"),
        ("2026-09-01", "0.75/3.75", "announced"),
        ("2026-10-23", "0.75/3.75", "listed"),
    ]
    assert [price.family for price in prices] == ["models.dev", "page/google", "page/google", "models.dev"]


def test_a_model_removed_from_a_list_that_deletes_has_ended(tmp_path: Path) -> None:
    entry: dict[str, object] = {"input": 1, "output": 2, "valid_from": "2026-07-21T00:00:00Z", "source": "https://x"}
    assert short(shown_in(written.history(tmp_path, [entry], "removed")))[-1] == ("2026-10-23", "end", "listed")


def test_a_catalogue_confirms_what_is_in_force_on_the_day_of_its_comparison(tmp_path: Path) -> None:
    prices = shown_in(written.metergraph(tmp_path))
    assert short(prices) == [
        ("2026-07-09", "5/30", "announced"),
        ("2026-08-21", "2/10", "announced"),
        ("2026-10-25", "2/10", "listed"),
        ("2027-01-01", "9/90", "announced"),
        ("2026-09-01", "7/70", "observed"),
        ("2026-10-20", "2/10", "listed"),
    ]
    assert {price.seller_id for price in prices} == {"gpt-x", "openai/gpt-x"}
    assert [price.is_the_sellers_own for price in prices] == [True, True, True, True, False, True]


def test_azures_meters_are_joined_and_begin_when_both_are_charged(tmp_path: Path) -> None:
    (price,) = shown_in(written.azure(tmp_path))
    assert (str(price.day), price.seller_id, price.amounts) == ("2026-03-05", "5.4 global", price.amounts)
    assert short([price]) == [("2026-03-05", "2.5/15", "announced")]


def test_a_copy_of_litellm_confirms_nothing_but_has_announced_ends(tmp_path: Path) -> None:
    prices = shown_in(written.veqen(tmp_path))
    assert short(prices) == [("2026-10-23", "1/3.2", "copied"), ("2026-06-22", "end", "announced")]
    assert prices[0].family == "litellm"


def test_a_folder_without_a_known_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TokenfallError, match=r"holds none of the packages azure-genai-prices, .*: check the folder"):
        list(read_packages([tmp_path]))


def test_a_broken_data_file_names_the_file(tmp_path: Path) -> None:
    written.radar(tmp_path)
    path = tmp_path / PACKAGES["model-price-radar-mcp"].file
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(TokenfallError, match=rf"{path.name} cannot be read \(EOFError\)"):
        list(read_packages([tmp_path]))


@pytest.mark.parametrize("data", ["[1]", '{"renamed": [{"price": 1}]}'])
@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_a_package_that_changed_its_form_is_refused(tmp_path: Path, name: str, data: str) -> None:
    written.install(tmp_path, name, "9.9", PACKAGES[name].file, data)
    with pytest.raises(TokenfallError, match="changed its form"):
        list(read_packages([tmp_path]))


def test_the_installed_genai_prices_shows_only_prices_that_it_dates() -> None:
    source, prices = read_installed()
    assert source.startswith("genai-prices ")
    assert {price.basis for price in prices} == {"observed"}
    assert all(price.amounts for price in prices)


def test_without_a_folder_the_installed_packages_are_read() -> None:
    names = {name.split()[0] for name, _ in read_packages([])}
    assert names <= set(PACKAGES)
