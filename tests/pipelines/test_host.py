"""The daily workflow and the container: their shell steps against a real git remote, their files against the project.

No workflow runner and no Docker daemon is needed: the steps of the workflow are taken from its file and run in a clone
whose `make` only registers a set. What GitHub and Docker themselves do is not tried here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from assets.forecasts.registered.ledger import Ledger
from tests.docs.check_links import ROOT
from warehouse.bundle import LEDGER

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/daily.yml").read_text(encoding="utf-8"))
SHIPPED = Ledger(LEDGER).sets()[0].path
Result = subprocess.CompletedProcess[str]


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository with the script on its main branch, as a code host has it."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote")
    clone(tmp_path / "remote", "author")
    (tmp_path / "author/.ci").mkdir()
    shutil.copy(ROOT / ".ci/ledger-branch", tmp_path / "author/.ci")
    git(tmp_path / "author", "add", ".")
    git(tmp_path / "author", *WHO, "commit", "--quiet", "-m", "The project")
    git(tmp_path / "author", "push", "--quiet", "origin", "HEAD:main")
    return tmp_path / "remote"


WHO = ("-c", "user.name=author", "-c", "user.email=author@localhost")


def clone(remote: Path, name: str) -> Path:
    folder = remote.with_name(name)
    git(remote, "clone", "--quiet", str(remote), str(folder))
    return folder


def ledger_branch(host: Path, command: str, **more: str) -> Result:
    """`.ci/ledger-branch` in the clone of a host, whose home is the folder `data` in it; git knows no user there."""
    environment = {**os.environ, **more, "TOKENFALL_HOME": str(host / "data"), "GIT_CONFIG_GLOBAL": os.devnull}
    script = str(host / ".ci/ledger-branch")
    return subprocess.run([script, command], cwd=host, env=environment, capture_output=True, text=True, check=False)


def register(host: Path, day: str, content: str = "a set\n") -> None:
    folder = host / "data/ledger/forecasts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{day}.jsonl").write_text(content)


def on_branch(remote: Path) -> dict[str, str]:
    """The files of the branch `ledger` with their contents."""
    names = git(remote, "ls-tree", "-r", "--name-only", "ledger").splitlines()
    return {name: git(remote, "show", f"ledger:{name}") for name in names}


def test_sets_reach_the_branch_and_the_next_host_takes_them(remote: Path) -> None:
    first, second = clone(remote, "first"), clone(remote, "second")
    assert ledger_branch(first, "take").stdout.startswith("no refs/heads/ledger on origin yet")
    register(first, "2026-11-26")
    (first / "data/captures").mkdir()
    (first / "data/captures/page.warc.gz").write_text("a page of somebody else")
    result = ledger_branch(first, "commit")
    assert (result.returncode, result.stdout) == (0, "pushed the sets of 2026-11-26 to refs/heads/ledger\n")
    assert ledger_branch(second, "take").stdout == "took 1 sets from refs/heads/ledger\n"
    register(second, "2026-11-27", "another set\n")
    assert ledger_branch(second, "commit").returncode == 0
    assert on_branch(remote) == {"forecasts/2026-11-26.jsonl": "a set", "forecasts/2026-11-27.jsonl": "another set"}
    assert git(remote, "log", "--format=%an: %s", "ledger").splitlines() == [
        "tokenfall: Register the forecasts of 2026-11-27",
        "tokenfall: Register the forecasts of 2026-11-26",
    ]
    assert ledger_branch(second, "commit").stdout == "nothing to add to refs/heads/ledger\n"
    assert git(second, "status", "--porcelain", "--untracked-files=no") == "", "the clone's own branch stays as it was"


def test_a_host_that_pushes_in_between_loses_nothing_and_the_first_set_of_a_day_stands(remote: Path) -> None:
    """A hook lets the other host push when this one has built its commit: git refuses the push, and it is made anew."""
    slow, fast = clone(remote, "slow"), clone(remote, "fast")
    register(slow, "2026-11-26", "from slow\n")
    register(slow, "2026-11-27", "from slow\n")
    register(fast, "2026-11-26", "from fast\n")
    hook = slow / ".git/hooks/pre-push"
    hook.write_text(
        f"#!/bin/sh\nrm $0\nunset GIT_DIR GIT_INDEX_FILE\ncd {fast}\n"
        f"TOKENFALL_HOME={fast}/data .ci/ledger-branch commit\n"
    )
    hook.chmod(0o755)
    result = ledger_branch(slow, "commit")
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith("pushed the sets of 2026-11-27 to refs/heads/ledger\n")
    assert "forecasts/2026-11-26.jsonl of refs/heads/ledger differs from yours and stands" in result.stderr
    assert on_branch(remote) == {"forecasts/2026-11-26.jsonl": "from fast", "forecasts/2026-11-27.jsonl": "from slow"}
    assert ledger_branch(slow, "take").returncode == 0
    assert (slow / "data/ledger/forecasts/2026-11-26.jsonl").read_text() == "from fast\n"


@pytest.mark.parametrize("command", ["take", "commit"])
def test_a_remote_that_cannot_be_asked_is_an_error_and_not_an_empty_ledger(remote: Path, command: str) -> None:
    host = clone(remote, "host")
    register(host, "2026-11-26")
    result = ledger_branch(host, command, LEDGER_REMOTE=str(remote.with_name("gone")))
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("ledger-branch: cannot read refs/heads/ledger of ")


def steps(job: str = "run") -> list[dict[str, Any]]:
    return WORKFLOW["jobs"][job]["steps"]


@pytest.fixture
def runner(remote: Path) -> Path:
    """A clone as the workflow has it, where `make` notes what it was asked for and a run registers the shipped set."""
    host = clone(remote, "host")
    (host / ".venv").symlink_to(sys.prefix)
    make = host.with_name("bin") / "make"
    make.parent.mkdir()
    make.write_text(
        f'#!/bin/sh\necho "$@" >> made.txt\n[ "$1" = run ] || exit 0\n'
        f"mkdir -p $TOKENFALL_HOME/ledger/forecasts && cp {SHIPPED} $TOKENFALL_HOME/ledger/forecasts\n"
    )
    make.chmod(0o755)
    return host


def run_steps(host: Path) -> list[Result]:
    """The shell steps of the workflow in their order, each as GitHub calls it; the first failure ends it."""
    environment = {
        **os.environ,
        "PATH": f"{host.with_name('bin')}:{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    environment["TOKENFALL_HOME"] = WORKFLOW["env"]["TOKENFALL_HOME"].replace("${{ github.workspace }}", str(host))
    results: list[Result] = []
    for step in (step for step in steps() if "run" in step):
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        results.append(subprocess.run(command, cwd=host, env=environment, capture_output=True, text=True, check=False))
        if results[-1].returncode:
            break
    return results


def test_the_steps_of_the_workflow_register_push_and_build_the_site(remote: Path, runner: Path) -> None:
    results = run_steps(runner)
    assert [result.returncode for result in results] == [0] * 6, results[-1].stderr
    assert (runner / "made.txt").read_text() == "run\nsite\n"
    assert git(remote, "show", f"ledger:forecasts/{SHIPPED.name}") == SHIPPED.read_text(encoding="utf-8").strip()
    assert run_steps(runner)[4].stdout == "nothing to add to refs/heads/ledger\n", "a second run on the day"


def test_a_ledger_that_was_changed_is_not_pushed(remote: Path, runner: Path) -> None:
    make = runner.with_name("bin") / "make"
    make.write_text(f"{make.read_text()}sed -i s/no-change/changed/ $TOKENFALL_HOME/ledger/forecasts/*\n")
    results = run_steps(runner)
    assert (len(results), results[-1].returncode) == (4, 1)
    assert git(remote, "branch", "--list", "ledger") == ""


def test_the_workflow_is_pinned_asks_for_little_and_runs_one_at_a_time() -> None:
    used = [step["uses"] for job in WORKFLOW["jobs"] for step in steps(job) if "uses" in step]
    assert len(used) == 6
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+(/[a-z]+)?@[0-9a-f]{40}", name)] == []
    assert WORKFLOW["permissions"] == {}
    assert WORKFLOW["jobs"]["run"]["permissions"] == {"contents": "write"}
    assert WORKFLOW["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert WORKFLOW["concurrency"] == {"group": "daily", "cancel-in-progress": False}
    assert all(job["timeout-minutes"] <= 60 for job in WORKFLOW["jobs"].values())
    assert WORKFLOW[True]["schedule"] == [{"cron": "20 6 * * *"}], "YAML 1.1 reads the key `on` as true"


def test_what_is_captured_goes_to_the_cache_and_nowhere_else() -> None:
    """A page of somebody else is in no commit, and in no file that others can download."""
    folders = {step["with"]["path"] for step in steps() if "path" in step.get("with", {}) and "cache" in step["uses"]}
    assert folders == {"data"}
    assert [step["with"]["path"] for step in steps() if "artifact" in step.get("uses", "")] == ["build/site"]
    assert not [step for step in steps() if re.search(r"git (add|commit|push)", step.get("run", ""))]


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile: name and rest, with continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line.split(maxsplit=1) for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(name, " ".join(rest.split())) for name, rest in lines]


def only_instruction(name: str) -> str:
    (rest,) = (rest for other, rest in instructions() if other == name)
    return rest


def test_the_image_is_pinned_runs_without_root_and_keeps_its_state_in_a_volume() -> None:
    base = re.fullmatch(r"python:(3\.\d+)\.\d+-slim-bookworm", only_instruction("FROM"))
    assert base
    assert base[1] in {"3.11", "3.12", "3.13", "3.14"}
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("CMD")
    assert only_instruction("USER") == "tokenfall"
    assert only_instruction("VOLUME") in only_instruction("ENV").split("TOKENFALL_HOME=")[1]
    assert "--require-hashes -r requirements.lock" in " ".join(rest for name, rest in instructions() if name == "RUN")
    (serve,) = json.loads(only_instruction("CMD"))
    assert os.access(ROOT / serve, os.X_OK)
    # Only the container's network is open, and its port is published on this machine only.
    assert "HOST=0.0.0.0" in only_instruction("ENV").split()
    assert '--host "${HOST:-127.0.0.1}"' in (ROOT / serve).read_text(encoding="utf-8")
    assert "--publish 127.0.0.1:3000:3000" in (ROOT / "docs" / "host.md").read_text(encoding="utf-8")


def health(home: Path, today: str) -> Result:
    """The health check of the image, on a day."""
    _, *command = json.loads(only_instruction("HEALTHCHECK").partition("CMD ")[2])
    command[-1] = command[-1].replace("current_date", f"DATE '{today}'")
    environment: Mapping[str, str] = {**os.environ, "TOKENFALL_HOME": str(home)}
    program = [sys.executable, "-c", "from pipelines.cli import main; main()", *command]
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)


def test_the_image_is_healthy_while_its_answer_is_at_most_two_days_old(published: Path, tmp_path: Path) -> None:
    assert health(published, "2026-11-25").stdout == "health\npublished as of 2026-11-23\n"
    late = health(published, "2026-11-26")
    assert (late.returncode, "the answer is as of 2026-11-23" in late.stderr) == (1, True)
    assert health(tmp_path, "2026-11-25").returncode == 1, "nothing is published"
