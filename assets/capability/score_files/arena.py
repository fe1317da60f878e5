"""The Arena text leaderboard with style control, as LMArena publishes it in its dataset (CC BY 4.0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from assets.capability.score_files.efforts import effort_in
from assets.capability.score_files.layout import Layout, check_columns, read_rows
from assets.capability.score_files.score_source import SCORE, ScoreReading, ScoreSource
from assets.capture.collect import LiveSource
from warehouse.errors import TokenfallError
from warehouse.parquet import read_parquet

DATASET = "https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset"
DAY = "leaderboard_publish_date"
ARENA = Layout(
    benchmark="arena-text",
    scale="arena-style-control",
    name="model_name",
    score="rating",
    low="rating_lower",
    high="rating_upper",
    others=frozenset({"organization", "license", "variance", "vote_count", "rank", "category", DAY}),
    bounds=(500, 2500),
    effort=effort_in,
)


def read_arena(body: bytes, place: str) -> ScoreReading:
    """Return the overall ratings of the text leaderboard, of the day that the table states.

    Raises:
        TokenfallError: It is no Parquet file, its layout changed, or it holds the ratings of several days.
    """
    columns, rows = read_parquet(body, Path(__file__).with_name("select_overall_ratings.sql"), place)
    check_columns(columns, ARENA, place)
    day = _day_of(rows, place)
    reading = read_rows(rows, ARENA, place)
    return replace(reading, scores=tuple(replace(score, published_on=day) for score in reading.scores))


def _day_of(rows: list[dict[str, object]], place: str) -> date:
    days = {str(row.get(DAY)) for row in rows}
    try:
        (day,) = map(date.fromisoformat, days)
    except ValueError as error:
        raise TokenfallError(f"{place}: {len(days)} days in {DAY}, not one: its layout changed") from error
    return day


SOURCE = ScoreSource(
    name="arena",
    file=LiveSource(
        f"{SCORE}arena",
        f"{DATASET}/resolve/main/text_style_control/latest-00000-of-00001.parquet",
        "parquet",
        "CC BY 4.0 (LMArena leaderboard data)",
        verified=False,
        redirects=("https://cas-bridge.xethub.hf.co", "https://cdn-lfs.hf.co", "https://cdn-lfs-us-1.hf.co"),
    ),
    read=read_arena,
)
