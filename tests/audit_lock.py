"""Ask for known vulnerabilities of every locked package: `python -m tests.audit_lock`, which `make audit` calls.

Runs pip-audit on `requirements.lock`. pip-audit counts a package that its service does not know as fine; here it is
not. Exits with 0 only where one service knew every package and `audit_exceptions.csv` explains each vulnerability.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCK = Path("requirements.lock")
EXCEPTIONS = Path(__file__).with_name("audit_exceptions.csv")
SERVICES = ("pypi", "osv")
"""The services that are asked in turn, until one knows every package."""
Report = Sequence[Mapping[str, Any]]


def ask(service: str) -> Report | str:
    """Return what pip-audit reports on every package, or why the service gave no answer."""
    options = [
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner=off",
        "--format=json",
        f"--vulnerability-service={service}",
    ]
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), *options]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(answer.stdout)["dependencies"]
    except ValueError:
        return (answer.stderr.strip().splitlines() or ["no answer"])[-1][:200]


def read_exceptions(file: Path = EXCEPTIONS) -> dict[str, str]:
    """Return the reason of each accepted vulnerability, by its id."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["reason"] for row in csv.DictReader(lines)}


def unknown_packages(report: Report) -> list[str]:
    """Return the packages that a service did not know."""
    return [package["name"] for package in report if "skip_reason" in package]


def unexplained(report: Report, exceptions: Mapping[str, str]) -> list[str]:
    """Return a line for each vulnerability that no exception explains, by any of its ids."""
    return [
        f"{package['name']} {package['version']}: {entry['id']}, fixed in {', '.join(entry['fix_versions']) or 'none'}"
        for package in report
        for entry in package.get("vulns", ())
        if not exceptions.keys() & {entry["id"], *entry.get("aliases", ())}
    ]


def main() -> None:
    """Print the outcome in a line; exit 1 where a package was not looked up or a vulnerability is not explained."""
    reasons = []
    for service in SERVICES:
        report = ask(service)
        if isinstance(report, str):
            reasons.append(f"{service}: {report}")
        elif unknown := unknown_packages(report):
            reasons.append(f"{service}: knows {len(report) - len(unknown)} of {len(report)} locked versions")
        else:
            faults = unexplained(report, read_exceptions())
            print(f"{service}: {len(report)} packages looked up, {len(faults)} unexplained vulnerabilities")
            sys.exit("\n".join(faults) or 0)
    sys.exit(f"NOT AUDITED: {'; '.join(reasons)}. Run `make audit` where one of these services can be reached.")


if __name__ == "__main__":
    main()
