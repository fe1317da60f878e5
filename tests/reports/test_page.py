"""The text of the page, from a small warehouse whose numbers can be checked by hand."""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
from datetime import date
from pathlib import Path

import pytest

from assets.reports import page as page_module
from assets.reports.gather import gather
from assets.reports.kept_pictures import RECORD
from assets.reports.page import write_report
from assets.reports.pictures import Drawing, Picture, list_drawings
from assets.reports.render import render_pages
from tests.conftest import fill
from tests.reports.conftest import BAR, ELECTRICITY, GOOGLE, OPEN, bar_rows, verdict_row, workload_row
from warehouse.errors import TokenfallError
from warehouse.store import Writer


def read(writer: Writer, name: str = "data.html") -> str:
    """A page without its pictures, as its reader sees it: no styles, no scripts, no tags, single spaces."""
    page = render_pages(gather(writer.connection), {})[name]
    text = re.sub(r"<(style|script)>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def drawn_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """One picture, drawn at once, where a test is about files and not about what is in them."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    drawing = Drawing(lambda: Picture(svg, svg), ())
    monkeypatch.setattr(page_module, "list_drawings", lambda matches: {"frontier": drawing} if matches.steps else {})


def set_verdicts(writer: Writer, *rows: dict[str, object]) -> None:
    writer.empty("out_verdict")
    writer.insert_rows("out_verdict", rows)


def test_the_answer_is_built_from_the_numbers(filled: Writer) -> None:
    shown = read(filled)
    assert "As of 24 November 2026" in shown
    assert (
        "A chat answer (1,000 tokens in, 200 out) from a model at least as capable as GPT-4 on the Index first cost no "
        "more than a web search on 13 May 2024, when OpenAI sold GPT-4o (May 2024) at $0.008 an answer. The search: "
        "Google search, full cost per query (an estimate) at $0.0106."
    ) in shown
    assert "the date lies between 9 August 2023 and 20 June 2024." in shown
    # 0.0106 / 0.00018 = 58.9
    assert "On 24 November 2026 it costs $0.00018 (Phi-4 at OpenRouter), a factor of 59 below the search." in shown
    assert (
        "Still open: Classic search, electricity only, $0.000018 a search. The cheapest answer costs 10 times that. "
        "The pool method gives a 56% chance that it is reached within a year, 86% within three and 92% within five. "
        "Fitted to prices since October 2024 alone, when the fall slowed, the same method gives 2% for the first year. "
        "Prices that stay as they are on average, with the noise of the past, would reach it within five years with a "
        "chance of 61%."
    ) in shown
    assert "say anything from" not in shown


def test_the_answer_agrees_with_its_own_tables_of_today(filled: Writer) -> None:
    shown = read(filled)
    # 0.00018 / 0.00006 = 3.
    assert (
        "The cheapest answer has been cheaper: $0.00006 on 5 August 2025. It now costs 3.0 times that. "
        "Today's cheapest model, Phi-4, passes 1 of the 3 tests of GPT-4's level that it was scored on; it is below "
        "GPT-4 on Arena. The five cheapest offers whose price was confirmed in the last 90 days cost $0.00025 "
        "(median). A model that passes at least two of the three tests costs $0.0004 (GPT-4o (May 2024) at OpenRouter)."
    ) in shown
    assert "GPT-4 on the Index $0.00018 Phi-4, OpenRouter 20 October 2026 $0.00025 9, 7" in shown
    assert "At least two of these three $0.0004 GPT-4o (May 2024), OpenRouter 20 October 2026 none 9, 7" in shown


def test_a_stale_price_is_named_and_so_is_todays_when_nothing_is_confirmed(filled: Writer) -> None:
    stale = "stale_model_id = 'phi-4', stale_provider = 'novita', stale_usd_per_query = 0.00015"
    filled.connection.execute(f"UPDATE out_verdict SET {stale}")
    assert (
        "If prices that nobody has confirmed for 90 days counted, Phi-4 at Novita would be the cheapest, at $0.00015."
    ) in read(filled)
    filled.connection.execute("UPDATE out_verdict SET stale_model_id = NULL, now_is_stale = true")
    assert "That price was last confirmed on 20 October 2026 and may have changed since." in read(filled)


def test_the_electricity_target_is_a_bill_whose_definition_is_stated(filled: Writer) -> None:
    shown = read(filled)
    # 0.72 - 0.44; 0.72 - 0.69.
    assert (
        "chance of 61%. This compares the price of an answer with the electricity bill of a search. Which "
        "electricity is meant moves the five-year chance by 28 points (lower against a search of today than "
        "against the figure of 2009); how its price moves changes it by 3 points. Energy against energy, a verdict of "
        "its own without any price, with 80% intervals: a search of 2009 took 0.30 Wh; a ChatGPT query takes 0.34 Wh, "
        "1.1 times that (0.95 to 1.4: undecided); a median Gemini prompt takes 0.24 Wh, 0.80 times that (0.67 to 0.96: "
        "no more). Of these, 2 of 2 take more than a search of today does by our judgement."
    ) in shown
    assert "A search of today, by our judgement 44% 44% 44%" in shown
    filled.connection.execute("DELETE FROM out_sensitivity WHERE kind = 'target'")
    filled.connection.execute("DELETE FROM out_energy_verdict")
    alone = read(filled)
    assert "chance of 61%. This compares the price of an answer with the electricity bill of a search. " in alone
    assert "Which electricity is meant" not in alone
    assert "Energy against energy" not in alone


def test_the_score_that_would_tell_most_is_named(filled: Writer) -> None:
    """0.6 dex is a factor of 4.0, and 0.3 dex less of 2.0."""
    shown = read(filled)
    start = "The missing score that would narrow the range of today's cost most is that of Phi-4 (bar: "
    assert start in shown
    assert (
        "With every unscored model counted by its assumed chance to qualify, the 80% range spans a factor of 4.0; with "
        "that score known, 2.0 on average."
    ) in shown
    filled.connection.execute("UPDATE out_missing_score SET expected_narrowing_dex = NULL, cost_range_dex = NULL")
    assert "The missing score" not in read(filled)


def test_the_first_page_states_the_finding_its_range_and_what_happened_since(filled: Writer) -> None:
    shown = read(filled, "index.html")
    assert (
        "An AI answer as good as GPT-4 became cheaper than a Google search in May 2024. "
        "Possible dates: between 9 August 2023 and 20 June 2024. Today it costs 1/59 of the search. It was lowest in "
        "August 2025, at $60 per million answers; it now costs 3.0 times that."
    ) in shown
    assert "Cheaper than a search 13 May 2024 Possible dates" in shown
    assert "One answer costs $180 per million answers 0.8 cents then; a search costs 1.1 cents" in shown
    assert "Compared with a search 59 times cheaper Phi-4 is the cheapest model that qualifies" in shown
    # 20 October to 24 November.
    assert "As of 24 November 2026 its price was last confirmed 35 days before" in shown
    assert "56% within 1 year 86% within 3 years 92% within 5 years" in shown
    # 1 / 0.0415 = 24.
    assert "One answer above every search $440 per million uses 1.1 cents since Jul 2024" in shown
    assert ("Five samples $140 per million uses $7.40 per million uses not yet; 64% within 5 years") in shown


def test_each_claim_has_a_card_with_its_own_words_our_figure_and_its_query(filled: Writer) -> None:
    shown = read(filled, "index.html")
    assert "Show a few of each supported (1) not measurable (1) all (2)" in shown
    assert (
        "supported dropped 100 times A blog , as reported We measure 230 times cheaper (190 to 720). Evidence SQL"
        in shown
    )
    assert (
        "not measurable It takes less energy A blog , not read at its source No table here measures it. Evidence"
        in shown
    )
    pages = render_pages(gather(filled.connection), {})
    assert pages["index.html"].count('href="data.html#sql-hundredfold"') == 1
    assert '<pre id="sql-hundredfold"><code>SELECT 230</code></pre>' in pages["data.html"]
    assert "sql-energy" not in pages["index.html"] + pages["data.html"]


def test_the_file_of_a_claim_s_query_is_named(filled: Writer) -> None:
    filled.connection.execute("UPDATE out_claim SET claim_id = 'ai-index-2026' WHERE claim_id = 'hundredfold'")
    assert "SQL SELECT 230 assets/forecasts/claims/measure_ai_index.sql" in read(filled)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ("below_at_first_comparison = true", "since Jul 2024 or before"),
        ("holds_now = false, ratio = 1.24", "from Jul 2024, not now"),
        ("viable_on = NULL, p_5y = NULL", "not yet"),
        ("bar = 'arena-text>=gpt-4-0314'", "One answer above every search level: GPT-4 on Arena $440"),
    ],
)
def test_every_outcome_of_an_application_has_its_words(filled: Writer, change: str, answer: str) -> None:
    filled.connection.execute(f"UPDATE out_price_point SET {change} WHERE application = 'search'")
    assert answer in read(filled, "index.html")


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        (OPEN, "does not yet cost as little as a Google search."),
        ({"holds_now": False}, "became cheaper than a Google search in May 2024, and costs more again now."),
        (
            {"status": "crossed_before_first_look", "crossed_on_low": None},
            "already cost no more than a Google search when first compared, in May 2024.",
        ),
    ],
)
def test_every_outcome_has_its_title(filled: Writer, changes: dict[str, object], title: str) -> None:
    set_verdicts(filled, verdict_row(GOOGLE, **changes))
    shown = read(filled, "index.html")
    assert f"An AI answer as good as GPT-4 {title}" in shown
    assert "Whether an answer will cost as little as a search's electricity is not known" in shown


def test_the_first_page_without_any_table_reports_it(empty: Writer) -> None:
    shown = read(empty, "index.html")
    assert "When does an AI answer as good as GPT-4 cost as little as a web search?" in shown
    assert "There is no answer yet: no verdict has been computed." in shown
    assert "No application could be priced" in shown
    assert "No claim was known" in shown


def test_the_pages_name_their_styles_and_scripts_by_digest(filled: Writer) -> None:
    for page in render_pages(gather(filled.connection), {}).values():
        policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
        assert "unsafe" not in policy
        for kind in ("style", "script"):
            allowed = re.findall(rf"{kind}-src ([^;]+);", policy)[0].split()
            inline = re.findall(rf"<{kind}>(.*?)</{kind}>", page, flags=re.DOTALL)
            digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
            assert allowed == [f"'sha256-{digest}'" for digest in digests]
        assert " style=" not in page


def test_the_contents_list_every_section(filled: Writer) -> None:
    page = render_pages(gather(filled.connection), {})["data.html"]
    assert re.findall(r'<h2 id="([^"]+)"', page) == re.findall(r'<li><a href="#([^"]+)"', page)


def test_every_table_is_there_with_its_figures(filled: Writer) -> None:
    shown = read(filled)
    assert "pool 56% 86% 92% not within the horizon 24 October 2027 not within the horizon" in shown
    assert "no-change 27% 52% 61%" in shown
    assert "$0.0106 Google search, full cost per query (an estimate) full cost, secondary May 2024" in shown
    assert "$0.000018 Classic search, electricity only marginal cost, secondary 92%" in shown
    assert "drift, all 31 March 2023 to 24 November 2026 5.2 1.0 to 27 44" in shown
    assert "Epoch AI : GPT-4-0314, GPQA Diamond list price 42 4.4 to 400 90% 2023–2024" in shown
    assert "Altman : fixed level, GPQA Diamond list price 10 not given 2023–2024" in shown
    assert (
        "13 May 2024 GPT-4o (May 2024), OpenAI $0.008 $5 / $15 GPT-4 (Mar 2023), OpenAI $0.042 none "
        "prices.example , 1 ab12cd34"
    ) in shown
    assert "2 of 3 steps use a score that was published only after the step" in shown
    assert "2 of 3 steps rest on a price that one source alone lists" in shown
    assert "facts/test bundled 1 day 2,029 3 MIT ab12cd34" in shown
    assert "silent failed: HTTP 503 never read 2,029" in shown
    assert "1 of 2 sources are in use; 1 are not up to date, listed by cause. failed: HTTP 503: 1 source" in shown
    assert "2 of silent: no exact alias 1 of silent: no price" in shown
    assert shown.count("tokenfall sql") == 4


def test_the_record_of_earlier_forecasts_is_reported_good_or_bad(filled: Writer) -> None:
    shown = read(filled)
    assert (
        "Backtested, the pool was tried from 30 past months. 12 months ahead its error was 10% more than that of "
        "assuming no change. Its 80% intervals held 83% of the 1,200 costs that followed. Falls within a year to which "
        "it gave 15% on average happened in 21% of cases. Another method was closer (months ahead): no-change (12). "
        "It draws equal shares of its paths from drivers, hedonic."
    ) in shown
    assert "Method 3 12 pool 0.150 0.550 no-change 0.200 0.500" in shown
    assert "3 1,200 400 30 25% 10 to 40% 60% 83% 95% 12 1,200 400 30 -10% too few 60% 83% 95%" in shown
    filled.connection.execute(
        "UPDATE out_backtest_summary SET skill_low = -0.2, skill_high = 0.3 WHERE method = 'pool'"
    )
    assert "(90% interval of the gain -20 to 30%, so it may have been luck)" in read(filled)
    filled.connection.execute("UPDATE out_backtest_summary SET skill_vs_no_change = 0.1 WHERE method = 'pool'")
    assert "No other method was closer at any horizon." in read(filled)


def test_registered_forecasts_are_reported_apart_from_backtested_ones(filled: Writer) -> None:
    shown = read(filled)
    assert "Registered before the event. No forecast was registered by this date. Backtested. Everything below" in shown
    registered = {"registered_at": date(2026, 10, 1), "kind": "cost", "method": "pool"}
    due = {**registered, "is_due": True, "resolved_value": "0.1", "no_change_score": 0.3, "ten_x_per_year_score": 0.5}
    fill(filled, "out_registered_forecast", registered)
    assert (
        "Forecasts are registered since 1 October 2026, last on 1 October 2026. The table out_registered_forecast has "
        "1 of them in 1 set, the first of each month and the newest. None of them is due yet, so their skill is not "
        "known."
    ) in read(filled)
    fill(filled, "out_registered_forecast", {**due, "crps": 0.1, "in_80": True}, {**due, "crps": 0.2, "in_80": False})
    later = {**due, "registered_at": date(2026, 11, 1), "kind": "chance"}
    fill(filled, "out_registered_forecast", {**later, "brier": 0.04}, {**later, "resolved_value": None})
    assert (
        "last on 1 November 2026. The table out_registered_forecast has 5 of them in 2 sets, the first of each month "
        "and the newest. 4 are due and 3 of these have a value. "
        "CRPS of costs: 0.150, of no-change 0.300, of ten-x-per-year 0.500 (0 = perfect); the 80% intervals held 50%. "
        "Brier score of chances: 0.040, of no-change 0.300, of ten-x-per-year 0.500 (0 = perfect)."
    ) in read(filled)


def test_drivers_claims_and_price_points_are_reported_with_what_is_not_known(filled: Writer) -> None:
    shown = read(filled)
    assert (
        "14 March 2023 to 24 November 2026 the whole time hardware 1.2 0.50 to 9.0 2.0 times cheaper why hardware"
        in shown
    )
    assert "algorithms 2.7 0.50 to 9.0 40 times cheaper why algorithms" in shown
    assert "market 0.90 0.50 to 9.0 1.5 times as expensive why market" in shown
    assert "14 March 2023 to 31 December 2023 hardware not measured no rental price" in shown
    assert "densing law times per year 11 9.7 4.6 to 43 by regression (n = 96)" in shown
    assert shown.count("residual share share of the fall none 0.40 0.29 to 0.50 as in the table") == 1
    assert "1 of 2 claims are supported by our tables, 0 partly, 0 not; 1 cannot be measured with them." in shown
    assert "The blog: 1 of 2 supported, 0 partly, 0 not, 1 cannot be measured" in shown
    assert (
        "It fell 100 times A blog , hundredfold dropped 100 times , 1 March 2026, as reported 100 times cheaper 230 "
        "190 to 720 n = 1,500 supported"
    ) in shown
    assert (
        "It takes less energy A blog , energy 1 March 2026, not read at its source no figure times cheaper "
        "not measured not measurable Not"
    ) in shown
    assert "Gundlach : frontier models, GPQA Diamond list price a range 5.0 to 10 range" in shown
    assert (
        "One answer above every search GPT-4 on the Index $440 per million uses 1.1 cents 1/24 of the budget "
        "18 July 2024"
    ) in shown
    assert (
        "Five samples GPT-4 on the Index $140 per million uses $7.40 per million uses 19 times the budget 20%, 45%, 64%"
    ) in shown
    assert "pool 12% 44% 2% 57% 93% 46%" in shown
    assert "Without prices that only openrouter lists 13 May 2024 0 $0.000112 9% 9" in shown
    # Rules of who competes have a table of their own: they are no bars that were left out.
    assert "Median of the other bars" not in shown
    assert "GPT-4 on the Index 13 May 2024 $0.00018 20 March 2024 $0.00004 none none" in shown


PRIVATE = ("dearer", "mended", "held against", " told ", "meets")
"""Words that only the authors of the page use so."""


def test_the_page_has_no_private_words(filled: Writer) -> None:
    shown = read(filled).replace("more expensive (dearer)", "")
    assert [word for word in PRIVATE if word in shown] == []


def test_a_frontier_that_has_ended_is_named(filled: Writer) -> None:
    assert "nothing is on sale" not in read(filled)
    filled.connection.execute("UPDATE out_frontier SET valid_to = DATE '2026-06-01' WHERE valid_to IS NULL")
    assert (
        "No forecast where nothing is on sale. GPT-4 on the Index, chat: the last offer ended on 1 June 2026."
    ) in read(filled)


def test_the_pictures_are_written_beside_the_page_and_inside_it(filled: Writer, tmp_path: Path) -> None:
    page = write_report(filled.connection, tmp_path / "out")
    names = {path.name for path in page.parent.iterdir()}
    drawn = ("crossing", "chances", "frontier", "reliability", "drivers")
    pictures = {f"{name}.{kind}" for name in drawn for kind in ("svg", "png", "csv")}
    assert names == {"index.html", "data.html", "embed", RECORD, *pictures}
    assert {path.name for path in (page.parent / "embed").iterdir()} == {f"{name}.html" for name in drawn}
    assert (page.parent / "frontier.png").read_bytes().startswith(b"\x89PNG")
    frontier = (page.parent / "frontier.svg").read_text(encoding="utf-8")
    inline = re.sub(r"<style>.*?</style>", "", frontier, flags=re.DOTALL)
    assert inline in (page.parent / "data.html").read_text(encoding="utf-8")
    for name in ("median", "95%: 19 times in 20", "GPT-4: 4.2 cents", "Google search: 1.1 cents", "$10 per million"):
        assert f">{name}</text>" in frontier
    # 1.5 times as expensive by the market and 4.4 times cheaper by the residual: joined 2.9 times cheaper.
    drivers = re.findall(r">([^<>]+)</text>", (page.parent / "drivers.svg").read_text(encoding="utf-8"))
    assert [word for word in drivers if word.startswith(("market", "residual"))] == []
    assert "Unexplained (with margins): 2.9 times cheaper" in drivers


def test_an_empty_warehouse_still_makes_a_page_that_reports_it(empty: Writer, tmp_path: Path) -> None:
    page = write_report(empty.connection, tmp_path / "out")
    shown = read(empty)
    assert "As of no date: nothing has been computed yet." in shown
    assert "There is no answer yet: no verdict has been computed." in shown
    assert "How well each method did in the past is not known yet" in shown
    assert "There is no verdict on this date." in shown
    assert "Nothing is in quarantine." in shown
    assert {path.name for path in page.parent.iterdir()} == {"index.html", "data.html", RECORD}


def test_without_the_headline_bar_other_bars_are_used_and_the_gap_is_named(empty: Writer) -> None:
    empty.insert_rows("core_bar", [{k: v for k, v in row.items() if k != "source_url"} for row in bar_rows()])
    empty.insert_rows("core_workload", [workload_row()])
    empty.connection.execute(
        """INSERT INTO core_search_cost BY NAME SELECT ? AS target, 'Google search' AS label, 0.0106 AS usd_per_query,
           DATE '2023-02-09' AS valid_from, 'full-cost' AS kind, 'secondary' AS quality, 'dated' AS date_basis,
           's' AS source, 'u' AS source_url, 'c' AS capture_sha256""",
        [GOOGLE],
    )
    set_verdicts(empty, verdict_row(GOOGLE, bar="arena-text>=gpt-4-0314", as_of="2025-06-30", model_id="gpt-4o"))
    shown = read(empty)
    assert f"There is no answer on the headline bar ({BAR}) as of 30 June 2025" in shown
    assert "as capable as GPT-4 on Arena first cost no more than a web search on 13 May 2024" in shown
    assert "over the interval of its score the date lies between 9 August 2023 and 20 June 2024." in shown
    assert "This picture is missing" in shown
    assert "GPT-4 on Arena $0.0106 Google search full cost, secondary May 2024" in shown


@pytest.mark.parametrize(
    ("headline", "still_open", "sentences"),
    [
        (
            {"crossed_on_high": None},
            {"p_1y": None, "p_3y": None, "p_5y": None},
            ["between 9 August 2023 and not yet.", "There is too little history to forecast when it will be reached."],
        ),
        (
            {"crossed_on_low": None, "status": "crossed_before_first_look", "holds_now": False, "now_ratio": 2},
            {},
            [
                "already cost no more than a search when first compared, on 13 May 2024: OpenAI sold GPT-4o",
                "How much the date depends on the uncertainty of the bar is not known",
                "2.0 times the search.",
                "before we looked (May 2024) ↑",
            ],
        ),
        (
            {**OPEN, "position": 1},
            {"status": "crossed", "crossed_on": "2025-08-01", "model_id": "phi-4", "usd_per_query": "0.000017"},
            ["does not yet cost as little as a search", "OpenRouter sells Phi-4 at $0.00018 an answer, 10 times it."],
        ),
    ],
)
def test_every_outcome_has_its_sentence(
    filled: Writer,
    headline: dict[str, object],
    still_open: dict[str, object],
    sentences: list[str],
) -> None:
    set_verdicts(filled, verdict_row(GOOGLE, **headline), verdict_row(ELECTRICITY, **{**OPEN, **still_open}))
    shown = read(filled)
    for sentence in sentences:
        assert sentence in shown


def test_a_hostile_name_is_text_and_a_hostile_address_is_no_link(filled: Writer) -> None:
    attack = "<script>alert(1)</script>\"'&"
    filled.connection.execute("UPDATE core_model SET name = ?", [attack])
    filled.connection.execute("UPDATE core_search_cost SET source_url = 'javascript:alert(1)', label = ?", [attack])
    filled.connection.execute("UPDATE out_frontier SET source_url = 'JavaScript:alert(1)'")
    matches = gather(filled.connection)
    pages = render_pages(matches, {name: drawing.draw() for name, drawing in list_drawings(matches).items()})
    for page in pages.values():
        assert "<script>alert" not in page
        assert not re.search(r'href="javascript', page, flags=re.IGNORECASE)
        assert re.search(r"&lt;script&gt;alert\(1\)&lt;/script&gt;&(#34|quot);&#(39|x27);&amp;", page)


@pytest.mark.usefixtures("drawn_fast")
def test_the_old_page_stays_when_the_new_one_cannot_be_written(
    filled: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    page = write_report(filled.connection, folder)
    before = page.read_bytes()
    real = Path.write_bytes

    def full_disk(path: Path, data: bytes) -> int:
        if path.name.endswith("index.html"):
            raise OSError(28, "No space left on device", str(path))
        return real(path, data)

    filled.connection.execute("UPDATE out_verdict SET as_of = DATE '2026-11-25'")
    monkeypatch.setattr(page_module.Path, "write_bytes", full_disk)
    with pytest.raises(TokenfallError, match=r"cannot write .*index\.html: No space left on device"):
        write_report(filled.connection, folder)
    assert page.read_bytes() == before
    assert not [name for name in os.listdir(folder) if name.startswith(".next")]


@pytest.mark.usefixtures("drawn_fast")
def test_a_picture_without_rows_is_removed(filled: Writer, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_report(filled.connection, folder)
    assert sorted(os.listdir(folder)) == [RECORD, "data.html", "embed", "frontier.png", "frontier.svg", "index.html"]
    assert os.listdir(folder / "embed") == ["frontier.html"]
    (folder / "holiday.png").write_text("not ours")
    filled.empty("out_frontier")
    write_report(filled.connection, folder)
    assert sorted(os.listdir(folder)) == [RECORD, "data.html", "embed", "holiday.png", "index.html"]
    assert os.listdir(folder / "embed") == []


@pytest.mark.usefixtures("drawn_fast")
def test_a_folder_that_cannot_be_made_is_one_line(filled: Writer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(TokenfallError, match=r"cannot write .*file") as caught:
        write_report(filled.connection, tmp_path / "file" / "out")
    assert "\n" not in str(caught.value)
