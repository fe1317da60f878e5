"""What the readers of tables of scores take, and every way in which a table can be another one than it was."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.capability.facts import ScoreRow
from assets.capability.score_files import zip_member
from assets.capability.score_files.efforts import effort_in
from assets.models.facts import AliasRow
from pipelines.parsing import parse_file
from tests.capability.tables import (
    ARENA_COLUMNS,
    ECI_COLUMNS,
    READERS,
    TECI_COLUMNS,
    WEIRDML_COLUMNS,
    arena_row,
    arena_table,
    csv_text,
    eci_row,
    eci_table,
    epoch_zip,
    teci_row,
    teci_table,
    weirdml_table,
    zipped,
)
from tests.conftest import SHARED
from warehouse import parquet
from warehouse.bundle import Bundle
from warehouse.errors import TokenfallError

ARENA_ROWS = (arena_row("new-model (High)", 1500.5), arena_row("gpt-4-0314", 1288.0), arena_row("x", 1, "coding"))


def read(source: str, body: bytes) -> dict[tuple[str, str], tuple[float, float | None, float | None]]:
    """The score and the interval of each name on each benchmark."""
    reading = READERS[source](body, source)
    return {(row.benchmark, row.name): (row.score, row.score_low, row.score_high) for row in reading.scores}


def test_epochs_zip_holds_the_index_and_weirdml() -> None:
    reading = READERS["epoch"](epoch_zip(eci_row("Gemma 3 27B", "130.83", "125.83", "133.08")), "epoch")
    assert [(row.benchmark, row.name, row.score, row.score_low, row.score_high) for row in reading.scores] == [
        ("eci", "GPT-5", 150.0, None, None),
        ("eci", "Claude 3.5 Sonnet", 130.0, None, None),
        ("eci", "GPT-4 (Mar 2023)", 125.7, 119.95, 129.65),
        ("eci", "Gemma 3 27B", 130.83, 125.83, 133.08),
        ("weirdml", "gpt-5_high", 60.0, None, None),
    ]
    # Money is what was written; the index is of no effort, and the day is that of the capture.
    assert [(row.usd_per_run, row.effort, row.published_on) for row in reading.scores[-2:]] == [
        (None, "", None),
        (Decimal("0.25"), "high", None),
    ]
    assert reading.problems == ()


def test_the_arena_is_read_over_all_questions_of_one_day() -> None:
    assert read("arena", arena_table(*ARENA_ROWS)) == {
        ("arena-text", "new-model (High)"): (1500.5, 1495.5, 1505.5),
        ("arena-text", "gpt-4-0314"): (1288.0, 1283.0, 1293.0),
    }
    (first, _) = READERS["arena"](arena_table(*ARENA_ROWS), "arena").scores
    assert (first.effort, str(first.published_on), first.scale) == ("high", "2026-11-20", "arena-style-control")


def test_teci_is_read_by_method_c_and_by_mode() -> None:
    rows = [teci_row("Gemma 3 12B IT [Instruction-tuned (IT)]", 126.0), teci_row("Qwen3-8B [Non-thinking mode]", 128.0)]
    reading = READERS["teci"](teci_table(*rows, teci_row("Qwen3.5-9B [Thinking (default)]", 143.0)), "teci")
    assert [(row.name, row.score, row.score_low, row.effort) for row in reading.scores] == [
        ("Gemma 3 12B IT [Instruction-tuned (IT)]", 126.0, 124.0, ""),
        ("Qwen3-8B [Non-thinking mode]", 128.0, 126.0, "non-thinking"),
        ("Qwen3.5-9B [Thinking (default)]", 143.0, 141.0, "thinking"),
    ]


@pytest.mark.parametrize(
    ("name", "effort"),
    [
        ("Claude Opus 4.5 (High, 32K, 20251101)", "high"),
        ("Claude Opus 4.1 (Thinking 16K, 20250805)", "thinking-16k"),
        ("Grok 4 Fast (Non-Reasoning)", "non-reasoning"),
        ("GPT-4 (0314)", ""),
        ("Gemini 2.5 Pro (May 2025)", ""),
        ("claude-opus-4-1-20250805-thinking-16k", "thinking-16k"),
        ("gemini-3-flash (thinking-minimal)", "thinking-minimal"),
        ("qwen3-max", "max"),  # SQL knows that it is the name of the model
        ("gpt-5_high", "high"),
        ("minimax", ""),
    ],
)
def test_the_effort_is_what_the_end_of_a_name_states(name: str, effort: str) -> None:
    assert effort_in(name) == effort


def without(columns: tuple[str, ...], name: str) -> list[str]:
    return [column for column in columns if column != name]


def eci_without(name: str) -> bytes:
    rows = [{key: cell for key, cell in row.items() if key != name} for row in (eci_row("GPT-5", "150"),)]
    return zipped(eci=csv_text(without(ECI_COLUMNS, name), rows), weirdml=weirdml_table())


REFUSED = {
    "no zip": ("epoch", b"PK but no zip", "epoch is no whole zip file"),
    "a cut zip": ("epoch", epoch_zip()[:-200], "epoch is no whole zip file"),
    "no index": ("epoch", zipped(weirdml=weirdml_table()), "epoch holds no files called eci_scores.csv"),
    "two indices": (
        "epoch",
        epoch_zip(**{"old/eci_scores.csv": eci_table()}),
        "epoch holds 2 files called eci_scores.csv",
    ),
    "binary index": ("epoch", epoch_zip(eci=b"\xff\xfe\x00"), "epoch/eci_scores.csv is not UTF-8"),
    "a column less": ("epoch", eci_without("eci_ci_low"), "the column 'eci_ci_low' is missing"),
    "a column more": (
        "epoch",
        epoch_zip(eci=eci_table(columns=(*ECI_COLUMNS, "effort"))),
        "the column 'effort' is not known: see what it means",
    ),
    "a column twice": (
        "epoch",
        epoch_zip(eci=eci_table().replace("Organization", "date", 1)),
        "the column 'date' is there twice",
    ),
    "another anchor": (
        "epoch",
        epoch_zip(eci=eci_table().replace("GPT-5,GPT-5,150.0", "GPT-5,GPT-5,151.2")),
        "'GPT-5' scores 151.2, not 150, which defines the scale: the benchmark was rescaled",
    ),
    "no anchor": (
        "epoch",
        epoch_zip(eci=eci_table().replace("GPT-5,GPT-5,150.0", "GPT-5 (Aug),GPT-5,150.0")),
        "'GPT-5' scores nothing, not 150",
    ),
    "another unit": ("epoch", epoch_zip(eci_row("New", "1302")), "'New' scores 1302, not 0 to 300"),
    "no scores": ("epoch", epoch_zip(eci=csv_text(ECI_COLUMNS, [eci_row("New", "")])), "no row has a score"),
    "a stray quote": ("epoch", epoch_zip(eci=eci_table() + 'New,"a"b,1\n'), "epoch/eci_scores.csv line 5: "),
    "no Parquet": ("arena", b"PAR1 and nothing else", "arena is not the Parquet file that is expected"),
    "no category": (
        "arena",
        arena_table(columns={name: kind for name, kind in ARENA_COLUMNS.items() if name != "category"}),
        "arena is not the Parquet file that is expected",
    ),
    "another Arena column": (
        "arena",
        arena_table(*ARENA_ROWS, columns={**ARENA_COLUMNS, "style": "VARCHAR"}),
        "the column 'style' is not known",
    ),
    "two days": (
        "arena",
        arena_table(*ARENA_ROWS, arena_row("y", 1300, day="2026-11-13")),
        "2 days in leaderboard_publish_date, not one",
    ),
    "a rating of another kind": (
        "arena",
        arena_table(arena_row("y", 0.61)),
        "'y' scores 0.61, not 500 to 2500: the benchmark was rescaled",
    ),
    "no overall ratings": ("arena", arena_table(arena_row("y", 1300, "coding")), "0 days in leaderboard_publish_date"),
    "another TECI": (
        "teci",
        csv_text(without(TECI_COLUMNS, "eci_C"), [{"entry": "x"}]).encode(),
        "the column 'eci_C' is missing",
    ),
    "binary TECI": ("teci", b"\xff\xfe", "teci is not UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_another_table_is_refused_with_a_reason(case: str) -> None:
    source, body, reason = REFUSED[case]
    with pytest.raises(TokenfallError) as refused:
        READERS[source](body, source)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("weirdml", "reason"),
    [
        (weirdml_table(columns=(*WEIRDML_COLUMNS, "Agent")), "the column 'Agent' is not known"),
        (weirdml_table({"Model version": "x", "Accuracy": "61"}), "'x' scores 61, not 0 to 1: the benchmark was resc"),
    ],
)
def test_the_index_is_read_where_weirdml_is_refused(weirdml: str, reason: str) -> None:
    reading = READERS["epoch"](epoch_zip(weirdml=weirdml), "epoch")
    assert {row.benchmark for row in reading.scores} == {"eci"}
    (problem,) = reading.problems
    assert problem.startswith("refused: ")
    assert reason in problem


def test_what_is_left_out_of_a_table_is_named() -> None:
    rows = [
        eci_row("No score", ""),
        eci_row("", "131"),
        eci_row("Twice", "131"),
        eci_row("Twice", "132"),
        eci_row("The same twice", "133"),
        eci_row("The same twice", "133"),
        eci_row("Outside", "140", "141", "144"),
    ]
    body = epoch_zip(eci=eci_table(*rows) + "short,row\n")
    reading = READERS["epoch"](body, "epoch")
    scores = {row.name: (row.score, row.score_low) for row in reading.scores if row.benchmark == "eci"}
    assert set(scores) == {"GPT-5", "Claude 3.5 Sonnet", "GPT-4 (Mar 2023)", "The same twice", "Outside"}
    assert scores["Outside"] == (140.0, None)  # a score outside its interval would break the rule of core_score
    assert [problem.removeprefix("epoch/eci_scores.csv") for problem in reading.problems] == [
        " line 12: 2 cells where the header has 11: left out",
        ": No score: '' is no score: left out",
        ": a row without a name: '131' is no score: left out",
        ": Outside: the score 140 is not between 141 and 144: its interval is left out",
        ": Twice: 2 different scores: left out",
    ]


def test_a_zip_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes that unpack to far more, whatever size the zip states for them."""
    bomb = epoch_zip(eci=eci_table() + "\n" * 6_000_000)
    assert len(bomb) < 20_000
    with pytest.raises(TokenfallError, match="has more than 5242880 bytes: it is another table"):
        READERS["epoch"](bomb, "epoch")
    monkeypatch.setattr(zip_member, "MOST_FILES", 2)
    with pytest.raises(TokenfallError, match="holds 3 files, more than 2"):
        READERS["epoch"](epoch_zip(), "epoch")


def test_a_table_of_line_ends_is_refused_before_it_is_split() -> None:
    with pytest.raises(TokenfallError, match="has more than 100000 lines: it is another table"):
        READERS["epoch"](epoch_zip(eci=eci_table() + "\n" * 100_001), "epoch")


def test_the_path_in_a_zip_leads_nowhere() -> None:
    """Members are read in memory: a path out of the folder is only another name for the table."""
    body = zipped(**{"../../eci_scores.csv": eci_table(), "weirdml": weirdml_table()})
    assert ("eci", "GPT-5") in read("epoch", body)


def test_an_encrypted_or_damaged_member_is_refused() -> None:
    body = bytearray(epoch_zip())
    start = body.find(b"PK\x01\x02")
    body[start + 8] |= 1  # the flag of an encrypted member, in the directory of the zip
    body[body.find(b"PK\x03\x04") + 6] |= 1
    with pytest.raises(TokenfallError, match="no whole zip file"):
        READERS["epoch"](bytes(body), "epoch")
    with zipfile.ZipFile(io.BytesIO(epoch_zip())) as archive:
        first = archive.infolist()[0]
    damaged = bytearray(epoch_zip())
    damaged[first.header_offset + 30 + len(first.filename) + 5] ^= 0xFF
    with pytest.raises(TokenfallError, match="no whole zip file"):
        READERS["epoch"](bytes(damaged), "epoch")


def test_a_parquet_file_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MOST_ROWS", 1)
    with pytest.raises(TokenfallError, match="arena has more than 1 rows: it is another table"):
        READERS["arena"](arena_table(*ARENA_ROWS), "arena")


def test_a_stored_table_is_parsed_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "benchmark_data.zip"
    file.write_bytes(epoch_zip(eci_row("Odd", "")))
    rows, problems = parse_file("epoch", file, date(2026, 11, 24))
    assert rows[-1] == {
        **{"benchmark": "weirdml", "scale": "epoch", "name": "gpt-5_high", "effort": "high", "score": 60.0},
        **{"score_low": None, "score_high": None, "usd_per_run": Decimal("0.25"), "published_on": None},
    }
    assert problems == (f"{file}/eci_scores.csv: Odd: '' is no score: left out",)
    with pytest.raises(TokenfallError, match=r"gone\.zip cannot be read: No such file"):
        parse_file("epoch", tmp_path / "gone.zip", date(2026, 11, 24))


@pytest.mark.shared
def test_the_real_table_of_teci_is_read_whole_and_is_what_the_facts_hold() -> None:
    reading = READERS["teci"]((SHARED / "raw" / "teci_results_methods.csv").read_bytes(), "teci")
    assert (len(reading.scores), reading.problems) == (124, ())
    names = {row.alias: row.model_id for row in Bundle().read("score_names", AliasRow) if row.alias_source == "teci"}
    read = {(names[row.name], round(row.score, 2)) for row in reading.scores if row.name in names}
    facts = {(row.model_id, row.score) for row in Bundle().read("scores", ScoreRow) if row.benchmark == "teci"}
    assert read == facts


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_unpacks_without_a_limit_is_refused(packed: int) -> None:
    """zipfile limits what it unpacks of deflate alone: 800 bytes of bzip2 are a gigabyte in memory."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", packed) as archive:
        archive.writestr("epoch_capabilities_index/eci_scores.csv", "Model,eci\n")
    with pytest.raises(TokenfallError, match="packed in another way"):
        zip_member.read_member(body.getvalue(), "eci_scores.csv", "the zip")
