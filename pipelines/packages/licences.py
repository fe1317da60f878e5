"""The licences of exported data, as programs name them."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.packages.description import Export


class Licence(NamedTuple):
    """A licence: its SPDX identifier, its name, its address, and the words by which a source names it."""

    spdx: str
    title: str
    url: str
    words: str


OWN = Licence("Apache-2.0", "Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0", r"Apache-2\.0")
"""The licence of what is this project's own: the arrangement of the data and what is computed from them."""
LICENCES = (
    OWN,
    Licence(
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
        r"CC[ -]BY[ -]4\.0",
    ),
    Licence("MIT", "MIT License", "https://opensource.org/license/mit", r"\bMIT\b"),
)


def licences_of(export: Export) -> list[Licence]:
    """Return our licence and those that a source of the export names; the terms of each source are in its own row."""
    texts = [source["licence"] or "" for source in export.sources]
    return [licence for licence in LICENCES if licence is OWN or any(re.search(licence.words, text) for text in texts)]
