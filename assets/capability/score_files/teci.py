"""TECI (MIT): the Epoch Capabilities Index as Tim Duffy estimates it for small open models, by his method C.

Method C fits the small models by themselves and maps the result onto the index through models that both hold. The
table is taken at one commit: its versions differ by about a point.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assets.capability.score_files.layout import Layout, read_csv
from assets.capability.score_files.score_source import SCORE, ScoreReading, ScoreSource
from assets.capture.collect import LiveSource
from warehouse.errors import TokenfallError

COMMIT, COMMITTED_ON = "afefc156d7fa39c4ddfc1d40d76a80b509a94a29", date(2026, 8, 16)


def _mode(entry: str) -> str:
    """Return the effort of an entry: `Qwen3-8B [Non-thinking mode]`, `Qwen3.5-27B [Thinking (default)]`."""
    mode = entry.rpartition("[")[2].lower()
    return "" if "thinking" not in mode else "non-thinking" if "non-thinking" in mode else "thinking"


TECI = Layout(
    benchmark="teci",
    scale="method-c",
    name="entry",
    score="eci_C",
    low="eci_C_lo",
    high="eci_C_hi",
    others=frozenset(
        {
            *("family", "generation", "params_B", "release", "n_obs", "eci_published"),
            *(f"eci_{method}{end}" for method in "AB" for end in ("", "_lo", "_hi")),
        }
    ),
    bounds=(0, 300),
    effort=_mode,
)


def read_teci(body: bytes, place: str) -> ScoreReading:
    """Return the estimates of the table.

    Raises:
        TokenfallError: It is not the table, or its layout changed.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TokenfallError(f"{place} is not UTF-8 (byte {error.start}): expected a CSV file") from error
    reading = read_csv(text, TECI, place)
    return replace(reading, scores=tuple(replace(score, published_on=COMMITTED_ON) for score in reading.scores))


SOURCE = ScoreSource(
    name="teci",
    file=LiveSource(
        f"{SCORE}teci",
        f"https://raw.githubusercontent.com/timfduffy/teci/{COMMIT}/data/results_methods.csv",
        "csv",
        "MIT",
        look="once",
    ),
    read=read_teci,
)
