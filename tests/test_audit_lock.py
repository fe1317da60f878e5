"""`make audit` is clean only where every package was looked up and every vulnerability is explained."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from tests import audit_lock

FINE = {"name": "click", "version": "8.4", "vulns": []}
SKIPPED = {"name": "rich", "skip_reason": "Dependency not found"}
BAD = {
    "name": "lxml",
    "version": "5.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["5.1", "6.0"]}],
}


def answers(monkeypatch: pytest.MonkeyPatch, by_service: Mapping[str, audit_lock.Report | str]) -> None:
    monkeypatch.setattr(audit_lock, "ask", by_service.__getitem__)


def exit_of(monkeypatch: pytest.MonkeyPatch, by_service: Mapping[str, audit_lock.Report | str]) -> object:
    answers(monkeypatch, by_service)
    with pytest.raises(SystemExit) as ended:
        audit_lock.main()
    return ended.value.code


def test_a_service_that_knows_every_package_decides(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_of(monkeypatch, {"pypi": [FINE]}) == 0
    assert capsys.readouterr().out == "pypi: 1 packages looked up, 0 unexplained vulnerabilities\n"
    assert exit_of(monkeypatch, {"pypi": [FINE, BAD]}) == "lxml 5.0: PYSEC-1, fixed in 5.1, 6.0"


def test_an_unknown_package_is_not_a_sound_one(monkeypatch: pytest.MonkeyPatch) -> None:
    code = exit_of(monkeypatch, {"pypi": [FINE, SKIPPED], "osv": "cannot be reached"})
    assert str(code).startswith("NOT AUDITED: pypi: knows 1 of 2 locked versions; osv: cannot be reached. Run")
    assert exit_of(monkeypatch, {"pypi": [FINE, SKIPPED], "osv": [FINE, FINE]}) == 0


@pytest.mark.parametrize("accepted", ["PYSEC-1", "CVE-1"])
def test_an_exception_names_any_id_of_a_vulnerability(accepted: str) -> None:
    assert audit_lock.unexplained([BAD], {accepted: "not called"}) == []
    assert len(audit_lock.unexplained([BAD], {"CVE-2": "another"})) == 1


def test_every_exception_is_explained() -> None:
    assert all(reason.strip() for reason in audit_lock.read_exceptions().values())


def test_the_answer_of_pip_audit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def pip_audit(stdout: str, stderr: str = "") -> Any:
        return lambda *_, **__: subprocess.CompletedProcess([], 1, stdout, stderr)

    monkeypatch.setattr(subprocess, "run", pip_audit('{"dependencies": [], "fixes": []}'))
    assert audit_lock.ask("pypi") == []
    monkeypatch.setattr(subprocess, "run", pip_audit("", "Traceback\nConnectionError: no route\n"))
    assert audit_lock.ask("osv") == "ConnectionError: no route"
