"""What ruff's S rules do not cover: parsers that obey their input, processes, and files named by input."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_house import EVERY_MODULE, ROOT, imports_of, name_of, tree_of

PROCESSES = {
    "assets/processes.py": "this Python, for pictures; its own pickles over a pipe",
    "pipelines/edition_origin.py": "git names the commit of the code that runs",
    "pipelines/edition_rebuild.py": "the Python of a checkout that the user names makes an edition again",
    "pipelines/pdf.py": "a browser prints a page of ours",
}
"""The modules that may start a process or load a pickle, and why."""
SQL_OF_NAMES = {
    *("pipelines/edition_rebuild.py", "warehouse/query.py", "warehouse/store.py", "warehouse/migrations.py"),
    "warehouse/shards.py",
}
"""The modules that may put names of tables and columns into statements."""
OBEYING = {
    *("xml", "defusedxml", "lxml.objectify", "lxml.html", "marshal", "shelve", "dill", "joblib", "tarfile", "ctypes"),
    *("imp", "runpy", "code", "codeop", "pty", "telnetlib", "ftplib", "smtplib", "xmlrpc"),
}
"""Modules that run what they read, unpack it to disk, resolve entities or open connections; none is used."""
CALLS = {
    *("eval", "exec", "compile", "__import__", "extractall", "unpack_archive"),
    *("XMLParser", "iterparse", "XSLT", "full_load", "unsafe_load", "load_all", "FullLoader", "UnsafeLoader"),
}
"""Names of functions that do so; a method of a regular expression may have one of them."""


def calls_in(tree: ast.Module) -> Iterator[tuple[str, str, ast.Call]]:
    """Yield the owner, the name and the node of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            owner, _, name = ast.unparse(node.func).rpartition(".")
            yield owner, name, node


def faults_in(tree: ast.Module) -> list[str]:
    """What a module does that none may."""
    faults = []
    for owner, name, node in calls_in(tree):
        text = ast.unparse(node)
        if name in CALLS and owner not in {"re", "regex"}:
            faults.append(text)
        if owner == "yaml" and name == "load" and "YAML_LOADER" not in text:
            faults.append(text)
        if owner == "etree" and name in {"fromstring", "parse", "XML"} and len(node.args) < 2:
            faults.append(text)
        if any(keyword.arg == "shell" for keyword in node.keywords):
            faults.append(text)
    return faults


@pytest.mark.parametrize("path", EVERY_MODULE, ids=name_of)
def test_nothing_that_is_read_is_run_unpacked_or_resolved(path: Path) -> None:
    assert faults_in(tree_of(path)) == []
    imported = set(imports_of(path))
    assert {name for name in imported for bad in OBEYING if name == bad or name.startswith(f"{bad}.")} == set()
    roots = {name.split(".")[0] for name in imported}
    assert not roots & {"subprocess", "pickle", "multiprocessing"} or name_of(path) in PROCESSES


@pytest.mark.parametrize(
    "code",
    [
        "eval(x)",
        "builtins.exec(x)",
        "yaml.load(x, Loader=yaml.Loader)",
        "yaml.full_load(x)",
        "etree.fromstring(x)",
        "etree.XMLParser()",
        "archive.extractall(folder)",
        "run(command, shell=True)",
    ],
)
def test_what_obeys_its_input_is_found(code: str) -> None:
    assert faults_in(ast.parse(code))


def test_the_security_rules_are_on_with_few_exceptions_that_say_why() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert [rule for rule in lint["ignore"] if rule.startswith("S")] == []
    ignored = lint["per-file-ignores"].items()
    exempt = {name for name, rules in ignored if any(re.match(r"S\d*$", rule) for rule in rules)}
    assert exempt == {"tests/**", *SQL_OF_NAMES}
    for path in EVERY_MODULE:
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"#\s*noqa:.*\bS\d{3}", line):
                assert re.search(r"#\s*noqa: S\d{3} - \w", line), f"{name_of(path)}: {line.strip()}"


@pytest.mark.parametrize("name", sorted(SQL_OF_NAMES))
def test_a_statement_has_only_names_from_code(name: str) -> None:
    """A text in quotes that is data would be `'{...}'`; names are in double quotes or passed through `_quoted`."""
    for node in ast.walk(tree_of(ROOT / name)):
        text = ast.unparse(node) if isinstance(node, ast.JoinedStr) else ""
        if re.match(r"f['\"]+\s*(SELECT|INSERT|DELETE|UPDATE|WITH)\b", text):
            assert not re.search(r"(?<!')'\{", text[2:]), text
