"""A campaign: one kind of attack, repeated; each attempt is a line of a record, so that it goes on where it stopped."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Outcome:
    """What one attempt left behind.

    Attributes:
        number: Number of the attempt, which seeds what is random in it.
        case: What was attacked or when, in a word or two; attempts are counted by it.
        faults: Every promise that was broken, in words; empty where all were kept.
        executions: How often the attacked code ran, where one attempt is many executions.
    """

    number: int
    case: str
    faults: list[str] = field(default_factory=list)
    executions: int = 1


@dataclass(frozen=True)
class Campaign:
    """One kind of attack.

    Attributes:
        name: Its name on the command line and of its record.
        count: How many attempts are a whole campaign.
        prepare: Opens what all attempts share in a folder of its own; gives the function that makes the attempt of a
            number.
    """

    name: str
    count: int
    prepare: Callable[[Path], AbstractContextManager[Callable[[int], Outcome]]]

    def run(self, folder: Path, count: int) -> list[Outcome]:
        """Make the attempts that are missing from the record in a folder; return all."""
        folder.mkdir(parents=True, exist_ok=True)
        record = folder / f"{self.name}.jsonl"
        outcomes = read_record(record)
        if len(outcomes) >= count:
            return outcomes
        with self.prepare(folder / self.name) as attempt:
            for number in range(len(outcomes), count):
                outcome = attempt(number)
                with record.open("a", encoding="utf-8") as file:
                    file.write(f"{json.dumps(asdict(outcome))}\n")
                outcomes.append(outcome)
                print(f"{self.name} {number + 1} of {count}: {outcome.case}: {'; '.join(outcome.faults) or 'sound'}")
        return outcomes


def read_record(record: Path) -> list[Outcome]:
    """Return the attempts so far; a last line that was cut short is not counted."""
    lines = record.read_text(encoding="utf-8").split("\n")[:-1] if record.exists() else []
    return [Outcome(**json.loads(line)) for line in lines]


def summarize(name: str, outcomes: list[Outcome]) -> str:
    """Return two lines on a campaign: how much was attacked and broke, and the attempts by case."""
    broken = [outcome for outcome in outcomes if outcome.faults]
    executions = sum(outcome.executions for outcome in outcomes)
    cases = Counter(outcome.case for outcome in outcomes).most_common(20)
    return (
        f"{name}: {len(outcomes)} attempts, {executions} executions, {len(broken)} with a broken promise\n"
        f"  {', '.join(f'{case} {count}' for case, count in cases)}"
    )
