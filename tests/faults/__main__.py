"""Kill runs at random instants: `make faults` or `python -m tests.faults [KILLS] [FOLDER] [--full]`.

Each kill is one line of `kills.jsonl` in the folder (default build/faults), and is not repeated: stop at any time and
go on later. Most kills are of small runs, which build what a captured page reaches first; with `--full`, of whole runs.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.faults.kills import KillResult, Victim
from tests.pipelines.conftest import call, only
from tests.pipelines.test_captures import HEALTH, PRICES, Site

ROOT = Path(__file__).parents[2]
KILLS = 500
SMALL = only(*PRICES.split(","), *HEALTH)


def main() -> None:
    """Kill the runs that are missing and print what was found."""
    full = "--full" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--full"]
    kills = int(arguments[0]) if arguments else KILLS
    folder = Path(arguments[1]) if len(arguments) > 1 else ROOT / "build" / "faults"
    kind = "full" if full else "small"
    home, record = folder / f"home-{kind}", folder / f"kills-{kind}.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    results = read_results(record)
    site = Site()
    try:
        if not (home / "published").exists() and (first := call(home, "run", "--offline")).returncode:
            sys.exit(first.stderr)
        victim = Victim(home, site, "" if full else SMALL)
        if reasons := victim.run_whole(len(results)):
            sys.exit(f"the run before the first kill failed: {reasons[0]}")
        for number in range(len(results), kills):
            result = victim.kill(number)
            with record.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(asdict(result))}\n")
            results.append(result)
            print(
                f"{number + 1}: {'sound' if result.is_sound else result} after {result.after_seconds} s: {result.phase}"
            )
    finally:
        site.stop()
    print(summarize(results))
    if full:
        print(f"built again from captures: {compare_rebuilt(home, folder) or 'every exported file is the same'}")


def compare_rebuilt(home: Path, folder: Path) -> list[str]:
    """Build the database again from captures, ledger and facts, and return the exported files that differ."""
    exports = [folder / "before", folder / "after"]
    for export in exports:
        if ran := call(home, "export", str(export)).returncode:
            return [f"export ends with {ran}"]
        if export is exports[0]:
            (home / "warehouse.duckdb").unlink()
            if (rebuilt := call(home, "rebuild")).returncode:
                return [rebuilt.stderr]
    names = sorted({file.name for export in exports for file in export.iterdir()})
    return [name for name in names if len({_content(export / name) for export in exports}) > 1]


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def read_results(record: Path) -> list[KillResult]:
    """Return the kills so far."""
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return [KillResult(**json.loads(line)) for line in lines]


def summarize(results: list[KillResult]) -> str:
    """Return one sentence on all kills."""
    killed = [result for result in results if not result.ended]
    return (
        f"{len(killed)} runs killed, {len(results) - len(killed)} had ended before: "
        f"{sum(len(result.lost) for result in results)} acknowledged rows lost, "
        f"{sum(len(result.torn) for result in results)} torn tables, "
        f"{sum(len(result.unreadable) for result in results)} unreadable published files, "
        f"{sum(len(result.failed) for result in results)} next runs failed"
    )


if __name__ == "__main__":
    main()
