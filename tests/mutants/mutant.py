"""A mutant: a file with one small change that a test should notice."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

SEED = 17


@dataclass(frozen=True)
class Mutant:
    """One change of one file.

    Attributes:
        path: The file, from the root of the repository.
        line: The line in which the changed code begins, 1 = first.
        before: The changed code, on one line.
        after: What takes its place; empty where it is left out.
        occurrence: How many equal changes precede it in the file.
        text: Builds the text of the whole changed file.
    """

    path: str
    line: int
    before: str
    after: str
    occurrence: int
    text: Callable[[], str] = field(compare=False, repr=False)

    @property
    def change(self) -> str:
        """What is changed into what, where code that both have in common at their ends is left out."""
        start = end = 0
        shorter = min(len(self.before), len(self.after))
        while start < shorter and self.before[start] == self.after[start]:
            start += 1
        while end < shorter - start and self.before[-1 - end] == self.after[-1 - end]:
            end += 1
        start, end = max(0, start - 25), max(0, end - 15)
        return f"{self.before[start : len(self.before) - end]} -> {self.after[start : len(self.after) - end]}"

    @property
    def rank(self) -> str:
        """A random number that stays the same while this code does, whatever else changes in the repository."""
        names = (SEED, self.path, self.before, self.after, self.occurrence)
        return hashlib.sha256(repr(names).encode()).hexdigest()


Change = tuple[int, str, str, Callable[[], str]]
"""Line, code before, code after, and what builds the text of the file."""


def as_mutants(path: Path, changes: Iterable[Change]) -> list[Mutant]:
    """Return the mutants of a file; equal changes are numbered."""
    counts: Counter[tuple[str, str]] = Counter()
    mutants = []
    for line, *codes, text in changes:
        before, after = (" ".join(code.split()) for code in codes)
        mutants.append(Mutant(path.as_posix(), line, before, after, counts[before, after], text))
        counts[before, after] += 1
    return mutants
