"""The effort that a model's name in a table of scores states: `GPT-5.4 (High)`, `claude-opus-4-6-thinking`."""

from __future__ import annotations

import re

WORDS = "no-thinking|non-thinking|thinking|non-reasoning|reasoning|instant|none|minimal|low|medium|high|xhigh|max"
EFFORT = re.compile(rf"(?:{WORDS})(?:[ -]\d+k)?|thinking-minimal", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
AT_THE_END = re.compile(rf"[-_](thinking-minimal|(?:{WORDS})(?:-\d+k)?|\d+k)$", re.IGNORECASE)


def effort_in(name: str) -> str:
    """Return the effort that the end of a name states, in lower case; empty where it states none.

    A word after a hyphen may be part of the model's own name; `list_captured_scores.sql` compares it with the model's
    id.

    >>> effort_in("Claude Opus 4.5 (High, 32K, 20251101)")
    'high'
    >>> effort_in("claude-opus-4-1-20250805-thinking-16k")
    'thinking-16k'
    >>> effort_in("qwen3-max")
    'max'
    >>> effort_in("GPT-4 (0314)")
    ''
    """
    if bracket := IN_BRACKETS.search(name):
        parts = [part.strip() for part in bracket[1].split(",")]
        efforts = [part for part in parts if EFFORT.fullmatch(part)]
        return efforts[0].lower().replace(" ", "-") if efforts else ""
    end = AT_THE_END.search(name)
    return end[1].lower() if end else ""
