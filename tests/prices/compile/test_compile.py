"""The comparison: what agrees, what differs and how sure the sources are, and what is proposed for it."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.prices.compile.apply import apply_proposal
from assets.prices.compile.compile import Compilation, compile_facts, write_proposal
from assets.prices.compile.review_files import CHANGES, REVIEW, ROW, Cells, read_csv, write_csv
from assets.prices.compile.shown_price import Basis, ShownPrice
from warehouse.bundle import FACTS, Bundle
from warehouse.errors import TokenfallError

AS_OF = date(2026, 11, 1)
HEADERS = {
    "price_changes": ",".join(ROW),
    "model_aliases": "alias,source,model_id",
    "price_confirmations": "provider,model_id,provider_model_id,tier,confirmed_on,input_usd_per_mtok,"
    "output_usd_per_mtok,source,source_url",
    "model_links": "provider,provider_model_id,model_id,valid_from,valid_to,reviewed_on,why,source_url",
}
PAGE = "page/google"


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """Facts with the real models and two offers of one model: Google's, announced, and DeepInfra's, observed."""
    folder = tmp_path / "facts"
    folder.mkdir()
    shutil.copy(FACTS / "models.csv", folder)
    rows = {
        "price_changes": [
            "deepinfra,gemma-3-12b-it,google/gemma-3-12b-it,standard,0.05,,0.1,2025-06-05,observed,1,https://l.example,",
            "google,gemini-2.5-flash,gemini-2.5-flash,standard,0.3,0.075,2.5,2025-06-17,announced,3,https://g.example,",
        ],
        "model_aliases": ["gemini-flash,google,gemini-2.5-flash", "gemma-12b,novita,gemma-3-12b-it"],
        "price_confirmations": [],
        "model_links": [
            "google,Flash,gemini-2.0-flash,,2025-06-17,2026-11-01,before,https://g.example",
            "google,Flash,gemini-2.5-flash,2025-06-17,2026-10-20,2026-11-01,re-pointed,https://g.example",
        ],
    }
    for name, header in HEADERS.items():
        (folder / f"{name}.csv").write_text("\n".join([header, *rows[name], ""]), encoding="utf-8")
    (folder / "compiled_on.txt").write_text("2026-01-01\n", encoding="utf-8")
    return Bundle(folder)


def gemma(pair: str | None, day: str, basis: Basis = "listed", family: str = "models.dev") -> ShownPrice:
    """DeepInfra's offer as a source shows it."""
    return shown("deepinfra", "google/gemma-3-12b-it", pair, day, basis, family)


def flash(pair: str | None, day: str, basis: Basis = "listed", family: str = PAGE) -> ShownPrice:
    """Google's offer as a source shows it."""
    return shown("google", "gemini-2.5-flash", pair, day, basis, family)


def shown(
    provider: str, seller_id: str, pair: str | None, day: str, basis: Basis = "listed", family: str = "models.dev"
) -> ShownPrice:
    given, taken = map(Decimal, pair.split("/")) if pair else (None, None)
    url = f"https://{family}.example"
    return ShownPrice(provider, seller_id, given, None, taken, date.fromisoformat(day), basis, family, "test 1", url)


def compiled(bundle: Bundle, *prices: ShownPrice) -> Compilation:
    return compile_facts(bundle, [("test 1", prices)], AS_OF)


def short(compilation: Compilation) -> list[tuple[str, str, str, str]]:
    """Kind, evidence, day and price of each proposed change."""
    return [
        (
            row["kind"],
            row["evidence"],
            row["effective_from"],
            f"{row['input_usd_per_mtok']}/{row['output_usd_per_mtok']}",
        )
        for row in compilation.changes
    ]


def test_a_price_within_half_a_per_cent_confirms_ours(bundle: Bundle) -> None:
    compilation = compiled(bundle, gemma("0.0502/0.1", "2026-09-28"), gemma("0.05/0.1", "2026-09-28"))
    assert compilation.changes == []
    assert [(row["confirmed_on"], row["input_usd_per_mtok"]) for row in compilation.confirmations] == [
        ("2026-09-28", "0.0502")
    ]


def test_a_price_that_one_feed_shows_is_weak_and_that_two_show_is_strong(bundle: Bundle) -> None:
    mapped = gemma("0.05/0.15", "2026-08-28", "observed", "litellm")
    assert short(compiled(bundle, mapped)) == [("changed", "weak", "2026-08-28", "0.05/0.15")]
    two = compiled(bundle, mapped, gemma("0.05/0.15", "2026-09-28"))
    assert short(two) == [("changed", "strong", "2026-08-28", "0.05/0.15")]
    assert two.changes[0]["n_sources"] == "2"
    assert "2026-08-28 observed in test 1 (litellm); 2026-09-28 listed" in two.changes[0]["theirs"]
    assert two.changes[0]["ours"] == "0.05/0.1 from 2025-06-05 (observed, 1 sources): https://l.example"


def test_the_sellers_own_page_is_strong_alone(bundle: Bundle) -> None:
    page = flash("0.15/1.25", "2026-10-08", "announced")
    (row,) = compiled(bundle, page).changes
    assert (row["evidence"], row["date_basis"], row["effective_from"]) == ("strong", "announced", "2026-10-08")


def test_a_price_that_came_back_is_in_doubt_and_its_return_is_proposed(bundle: Bundle) -> None:
    prices = flash("0.15/1.25", "2026-10-08"), flash("0.3/2.5", "2026-10-25", family="models.dev")
    assert short(compiled(bundle, *prices)) == [
        ("changed", "weak", "2026-10-08", "0.15/1.25"),
        ("back", "strong", "2026-10-25", "0.3/2.5"),
    ]


def test_an_earlier_sighting_dates_a_price_that_was_only_observed(bundle: Bundle) -> None:
    (row,) = compiled(bundle, gemma("0.05/0.1", "2025-03-13", "observed")).changes
    assert (row["kind"], row["evidence"], row["effective_from"]) == ("dated", "strong", "2025-03-13")
    assert row["replaces_from"] == "2025-06-05"


def test_an_earlier_sighting_does_not_overrule_an_announced_day(bundle: Bundle) -> None:
    assert short(compiled(bundle, flash("0.3/2.5", "2025-06-16", "observed"))) == [
        ("dated", "weak", "2025-06-16", "0.3/2.5")
    ]


def test_an_end_needs_a_list_or_an_announcement_and_nobody_who_lists_it_later(bundle: Bundle) -> None:
    end = gemma(None, "2026-09-15", "announced", "litellm")
    assert short(compiled(bundle, end)) == [("withdrawn", "strong", "2026-09-15", "/")]
    assert short(compiled(bundle, end, gemma("0.05/0.1", "2026-09-28"))) == [("withdrawn", "weak", "2026-09-15", "/")]


def test_the_end_of_what_was_never_shown_is_nothing(bundle: Bundle) -> None:
    assert compiled(bundle, gemma(None, "2024-01-01")).changes == []


def test_a_copy_proposes_and_confirms_nothing(bundle: Bundle) -> None:
    copies = gemma("0.05/0.1", "2026-09-28", "copied"), gemma("9/9", "2026-09-28", "copied")
    compilation = compiled(bundle, *copies)
    assert (compilation.changes, compilation.confirmations) == ([], [])


def test_a_price_that_has_not_begun_is_left_out(bundle: Bundle) -> None:
    assert compiled(bundle, flash("0.6/5", "2027-01-01", "announced")).changes == []


def test_an_offer_that_we_lack_is_proposed_with_its_changes_and_its_end(bundle: Bundle) -> None:
    days = (("0.05/0.1", "2026-08-01"), ("0.06/0.1", "2026-09-01"), (None, "2026-10-01"))
    prices = [shown("novita", "gemma-12b", pair, day, family="page/novita") for pair, day in days]
    bundle.path_of("price_changes").write_text(
        bundle.path_of("price_changes").read_text(encoding="utf-8")
        + "novita,qwen3-32b,qwen/qwen3-32b,standard,1,,2,2026-01-01,observed,1,https://n.example,\n",
        encoding="utf-8",
    )
    assert [(kind, day, pair) for kind, _, day, pair in short(compiled(bundle, *prices))] == [
        ("added", "2026-08-01", "0.05/0.1"),
        ("added", "2026-09-01", "0.06/0.1"),
        ("withdrawn", "2026-10-01", "/"),
    ]


def test_an_alias_counts_only_where_the_source_lacks_the_offers_own_id(bundle: Bundle) -> None:
    alias = shown("google", "gemini-flash", "0.6/5", "2026-10-01", family=PAGE)
    assert short(compiled(bundle, alias)) == [("changed", "strong", "2026-10-01", "0.6/5")]
    assert compiled(bundle, alias, flash("0.3/2.5", "2026-10-01")).changes == []


def test_a_reviewed_link_names_the_model_of_each_day_and_none_when_it_has_ended(bundle: Bundle) -> None:
    """Before 2025-06-17 the name is another model, which the facts do not sell; after 2026-10-20 it is none."""
    days = "2025-05-01", "2026-10-01", "2026-10-25"
    compilation = compiled(bundle, *(shown("google", "Flash", "0.6/5", day, family=PAGE) for day in days))
    assert [(row["model_id"], row["provider_model_id"], row["effective_from"]) for row in compilation.changes] == [
        ("gemini-2.0-flash", "Flash", "2025-05-01"),
        ("gemini-2.5-flash", "gemini-2.5-flash", "2026-10-01"),
    ]
    assert compilation.unlinked == {"google": 1}


def test_names_that_link_to_no_model_are_counted(bundle: Bundle) -> None:
    compilation = compiled(bundle, shown("google", "unheard-of", "1/2", "2026-10-01"))
    assert compilation.changes == []
    assert compilation.unlinked == {"google": 1}


def decide(folder: Path, decision: str, reason: str = "") -> list[Cells]:
    rows = read_csv(folder / CHANGES, (*REVIEW, *ROW))
    rows = [{**row, "decision": decision, "reason": reason} for row in rows]
    write_csv(folder / CHANGES, (*REVIEW, *ROW), rows)
    return rows


@pytest.fixture
def proposal(bundle: Bundle, tmp_path: Path) -> Path:
    """One change and one confirmation, proposed."""
    prices = gemma("0.05/0.15", "2026-08-28"), flash("0.3/2.5", "2026-10-25")
    write_proposal(compiled(bundle, *prices), tmp_path / "proposal")
    return tmp_path / "proposal"


def test_a_proposal_says_what_was_read_and_shows_both_sides(proposal: Path) -> None:
    text = (proposal / "README.md").read_text(encoding="utf-8")
    assert "Read: test 1." in text
    assert "| changed | weak | 1 |" in text
    assert "theirs 0.05/0.15: 2026-08-28 listed in test 1 (models.dev). Ours: 0.05/0.1 from 2025-06-05" in text


def test_what_is_not_decided_changes_no_price(bundle: Bundle, proposal: Path) -> None:
    before = bundle.bytes_of("price_changes")
    applied = apply_proposal(bundle, proposal)
    assert applied == (0, 0, 1, 1, 0)
    assert bundle.bytes_of("price_changes") == before
    assert bundle.compiled_on == date(2026, 10, 25)


def test_an_accepted_row_is_written_and_not_proposed_again(bundle: Bundle, proposal: Path) -> None:
    decide(proposal, "accept")
    assert apply_proposal(bundle, proposal).accepted == 1
    rows = list(csv.DictReader(bundle.path_of("price_changes").read_text(encoding="utf-8").splitlines()))
    assert [(row["effective_from"], row["output_usd_per_mtok"], row["note"]) for row in rows[:2]] == [
        ("2025-06-05", "0.1", ""),
        ("2026-08-28", "0.15", "list of 2026-08-28 in test 1"),
    ]
    again = compiled(bundle, gemma("0.05/0.15", "2026-08-28"), flash("0.3/2.5", "2026-10-25"))
    assert again.changes == []
    assert [row["provider"] for row in again.confirmations] == ["deepinfra"]


def test_a_confirmation_of_a_price_that_was_replaced_is_dropped(bundle: Bundle, tmp_path: Path, proposal: Path) -> None:
    write_proposal(compiled(bundle, gemma("0.05/0.1", "2026-09-28")), tmp_path / "p")
    apply_proposal(bundle, tmp_path / "p")
    assert "2026-09-28" in bundle.path_of("price_confirmations").read_text(encoding="utf-8")
    decide(proposal, "accept")
    assert apply_proposal(bundle, proposal).unconfirmed == 1
    assert "2026-09-28" not in bundle.path_of("price_confirmations").read_text(encoding="utf-8")


def test_a_refusal_is_kept_with_its_reason_and_not_proposed_again(bundle: Bundle, proposal: Path) -> None:
    decide(proposal, "refuse", "an import error of the list")
    before = bundle.bytes_of("price_changes")
    assert apply_proposal(bundle, proposal).refused == 1
    assert bundle.bytes_of("price_changes") == before
    assert "an import error of the list" in (bundle.folder / "review" / "refused_prices.csv").read_text("utf-8")
    assert compiled(bundle, gemma("0.05/0.15", "2026-08-28")).changes == []
    assert len(compiled(bundle, gemma("0.05/0.16", "2026-08-28")).changes) == 1


def test_the_return_of_a_refused_price_is_not_proposed(bundle: Bundle, tmp_path: Path) -> None:
    prices = flash("0.15/1.25", "2026-10-08"), flash("0.3/2.5", "2026-10-25", family="models.dev")
    write_proposal(compiled(bundle, *prices), tmp_path / "p")
    rows = decide(tmp_path / "p", "refuse", "a mistake of the page")
    write_csv(tmp_path / "p" / CHANGES, (*REVIEW, *ROW), rows[:1])
    apply_proposal(bundle, tmp_path / "p")
    assert compiled(bundle, *prices).changes == []


def test_a_dated_row_replaces_the_later_one(bundle: Bundle, tmp_path: Path) -> None:
    write_proposal(compiled(bundle, gemma("0.05/0.1", "2025-03-13", "observed")), tmp_path / "p")
    decide(tmp_path / "p", "accept")
    apply_proposal(bundle, tmp_path / "p")
    text = bundle.path_of("price_changes").read_text(encoding="utf-8")
    assert "2025-03-13" in text
    assert "2025-06-05" not in text
    with pytest.raises(TokenfallError, match="no row of 2025-06-05 to replace: compile again"):
        apply_proposal(bundle, tmp_path / "p")


@pytest.mark.parametrize(
    ("decision", "reason", "complaint"),
    [
        ("yes", "", r"proposal.csv line 2: decision 'yes': write accept, refuse or nothing"),
        ("refuse", "", r"proposal.csv line 2: a refusal needs a reason"),
    ],
)
def test_a_decision_that_is_none_is_refused(
    bundle: Bundle, proposal: Path, decision: str, reason: str, complaint: str
) -> None:
    decide(proposal, decision, reason)
    with pytest.raises(TokenfallError, match=complaint):
        apply_proposal(bundle, proposal)


def test_an_invalid_row_writes_nothing(bundle: Bundle, proposal: Path) -> None:
    rows = decide(proposal, "accept")
    write_csv(proposal / CHANGES, (*REVIEW, *ROW), [{**rows[0], "input_usd_per_mtok": "-1"}])
    before = bundle.bytes_of("price_confirmations")
    with pytest.raises(TokenfallError, match=r"proposal.csv line 2, input_usd_per_mtok: .*: correct the row"):
        apply_proposal(bundle, proposal)
    assert bundle.bytes_of("price_confirmations") == before


def test_a_file_of_another_form_is_refused(bundle: Bundle, proposal: Path) -> None:
    (proposal / CHANGES).write_text("decision\naccept\n", encoding="utf-8")
    with pytest.raises(TokenfallError, match="column reason is missing"):
        apply_proposal(bundle, proposal)
    (proposal / CHANGES).write_text("", encoding="utf-8")
    with pytest.raises(TokenfallError, match="column decision is missing"):
        apply_proposal(bundle, proposal)
    (proposal / CHANGES).write_text(f"{','.join((*REVIEW, *ROW))}\naccept\n", encoding="utf-8")
    with pytest.raises(TokenfallError, match="line 2: not as many cells as columns"):
        apply_proposal(bundle, proposal)
    (proposal / CHANGES).unlink()
    with pytest.raises(TokenfallError, match="cannot be read"):
        apply_proposal(bundle, proposal)


def test_a_price_between_two_of_ours_is_added_and_leaves_the_later_row(bundle: Bundle) -> None:
    """0.05/0.1 is shown before our first row, then 0.04/0.1: the row of 2025-06-05 is a return, no late date."""
    prices = gemma("0.05/0.1", "2025-03-13", "observed"), gemma("0.04/0.1", "2025-05-01", "observed")
    assert [row[0] for row in short(compiled(bundle, *prices))] == ["added", "added"]


def test_lists_of_one_day_that_differ_are_no_return(bundle: Bundle) -> None:
    prices = gemma("0.05/0.15", "2026-09-28", family="litellm"), gemma("0.05/0.1", "2026-09-28")
    assert short(compiled(bundle, *prices)) == [("changed", "weak", "2026-09-28", "0.05/0.15")]


def test_a_price_before_the_release_of_the_model_is_weak(bundle: Bundle) -> None:
    """Gemma 3 was released on 2025-03-12."""
    days = [short(compiled(bundle, gemma("0.05/0.1", day, "observed")))[0][1:3] for day in ("2025-03-11", "2025-03-12")]
    assert days == [("weak", "2025-03-11"), ("strong", "2025-03-12")]


@pytest.mark.parametrize(("basis", "day"), [("listed", "2026-09-26"), ("announced", "2026-09-28")])
def test_the_first_sighting_dates_a_price_unless_its_seller_states_the_day(
    bundle: Bundle, basis: Basis, day: str
) -> None:
    prices = flash("0.2/2", "2026-09-26", "observed", "litellm"), flash("0.2/2", "2026-09-28", basis)
    assert short(compiled(bundle, *prices)) == [("changed", "strong", day, "0.2/2")]


def test_an_id_that_meant_two_models_means_the_one_on_sale_that_day(bundle: Bundle) -> None:
    rows = [
        "deepseek,deepseek-v3,deepseek-chat,standard,0.27,,1.1,2025-02-08,announced,4,https://d.example,",
        "deepseek,deepseek-v3,deepseek-chat,standard,,,,2025-03-24,announced,0,https://d.example,withdrawn: re-pointed",
        "deepseek,deepseek-v3-0324,deepseek-chat,standard,0.3,,1.2,2025-03-24,announced,4,https://d.example,",
    ]
    path = bundle.path_of("price_changes")
    path.write_text(path.read_text(encoding="utf-8") + "\n".join([*rows, ""]), encoding="utf-8")
    days = "2025-01-01", "2025-03-01", "2025-04-01"
    prices = [shown("deepseek", "deepseek-chat", "0.3/1.2", day, family="page/deepseek") for day in days]
    compilation = compiled(bundle, *prices)
    assert [(row["model_id"], row["effective_from"]) for row in compilation.changes] == [("deepseek-v3", "2025-03-01")]
    assert [row["model_id"] for row in compilation.confirmations] == ["deepseek-v3-0324"]


def test_a_closed_model_at_a_reseller_is_left_out(bundle: Bundle) -> None:
    """OpenRouter sells gemini-2.5-flash at Google's price: only what is served by hosts is compared."""
    path = bundle.path_of("model_aliases")
    aliases = path.read_text(encoding="utf-8") + "google/gemini-2.5-flash,openrouter,gemini-2.5-flash\n"
    path.write_text(aliases, encoding="utf-8")
    assert compiled(bundle, shown("openrouter", "google/gemini-2.5-flash", "0.3/2.5", "2025-07-01")).changes == []
