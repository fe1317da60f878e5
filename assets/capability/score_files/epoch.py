"""Epoch AI's benchmark data (CC BY 4.0): the Epoch Capabilities Index, and WeirdML with the cost of a run.

The zip is renewed several times a week. Its tables carry no date: the day of the first capture counts.
"""

from __future__ import annotations

from assets.capability.score_files.efforts import effort_in
from assets.capability.score_files.layout import Layout, read_csv
from assets.capability.score_files.score_source import SCORE, ScoreReading, ScoreSource
from assets.capability.score_files.zip_member import read_member
from assets.capture.collect import LiveSource
from warehouse.errors import TokenfallError

ECI_FILE, WEIRDML_FILE = "eci_scores.csv", "weirdml_external.csv"
ECI = Layout(
    benchmark="eci",
    scale="epoch",
    name="Model",
    score="eci",
    low="eci_ci_low",
    high="eci_ci_high",
    others=frozenset(
        {
            "Display name",
            "date",
            "Organization",
            "Country (of organization)",
            "Model accessibility",
            "Accessibility group",
            "model_versions",
        }
    ),
    bounds=(0, 300),
    anchors={"Claude 3.5 Sonnet": 130, "GPT-5": 150},
)
"""The index is defined by two models; an index point means something else once one of them has another score."""
WEIRDML = Layout(
    benchmark="weirdml",
    scale="epoch",
    name="Model version",
    score="Accuracy",
    usd_per_run="Cost per run",
    others=frozenset(
        {
            *("Release date", "Organization", "Country", "Training compute (FLOP)", "Training compute notes"),
            *("id", "Name", "Notes", "Source", "Source link", "Source link (site from table)"),
            *("Median code length (lines)", "Accuracy SE"),
            *("id_model_version", "Model", "Display name", "Unique display name", "Version release date"),
        }
    ),
    bounds=(0, 1),
    factor=100,
    effort=effort_in,
)


def read_epoch(body: bytes, place: str) -> ScoreReading:
    """Return the scores of the index and of WeirdML; where WeirdML alone is refused, the index is still read.

    Raises:
        TokenfallError: The zip is damaged, or the index is not what it was.
    """
    index = read_csv(read_member(body, ECI_FILE, place), ECI, f"{place}/{ECI_FILE}")
    try:
        weirdml = read_csv(read_member(body, WEIRDML_FILE, place), WEIRDML, f"{place}/{WEIRDML_FILE}")
    except TokenfallError as refused:
        weirdml = ScoreReading((), (f"refused: {refused}",))
    return ScoreReading((*index.scores, *weirdml.scores), (*index.problems, *weirdml.problems))


SOURCE = ScoreSource(
    name="epoch",
    file=LiveSource(f"{SCORE}epoch", "https://epoch.ai/data/benchmark_data.zip", "zip", "CC BY 4.0", verified=False),
    read=read_epoch,
)
