"""Names in a selection of tables, checked before Dagster is imported, which takes longer than all else."""

from __future__ import annotations

import re

from pipelines.names import unknown_name
from warehouse.dictionary import read_dictionary

ALWAYS_LAST = ("published_warehouse", "report_page")
"""What every run that may publish does at its end."""
BARE_NAME = re.compile(r"(?:\d*\+)?(\w+)(?:\+\d*)?")
"""A table alone, or with Dagster's plus signs for what is above or below it."""


def refuse_unknown_tables(select: str) -> None:
    """Raise a usage error for the first name that is no table; other syntax is left to Dagster."""
    known = sorted({table for table, column in read_dictionary() if not column} | {*ALWAYS_LAST})
    for part in select.split(","):
        bare = BARE_NAME.fullmatch(part.strip())
        if bare and bare[1] not in known:
            raise unknown_name(bare[1], known, "--select")
