"""Fill the environment with secrets, call every command that writes, and search everything that was written."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tests.faults.campaign import Outcome
from tests.faults.wrong_site import WrongSite
from tests.pipelines.conftest import call
from tests.pipelines.test_captures import forget_sources

SECRET = b"zz9secret"
ENVIRONMENT = {
    "TOKENFALL_NOTIFY": "json://me:zz9secret-notify@127.0.0.1:9/zz9secret-path?+x=zz9secret-query",
    "HTTP_PROXY": "http://me:zz9secret-proxy@127.0.0.1:9",
    "HTTPS_PROXY": "http://me:zz9secret-proxy@127.0.0.1:9",
    "ALL_PROXY": "http://me:zz9secret-proxy@127.0.0.1:9",
    "GITHUB_TOKEN": "zz9secret-github",
    "OPENAI_API_KEY": "zz9secret-openai",
    "AWS_SECRET_ACCESS_KEY": "zz9secret-aws",
    "DAGSTER_CLOUD_API_TOKEN": "zz9secret-dagster",
    "HF_TOKEN": "zz9secret-hugging-face",
}
"""What a program or one of its libraries could take for its own secrets."""
CALL = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"sql","arguments":{"query":"%s"}}}'
COMMANDS: dict[str, tuple[list[str], str]] = {
    "run": (["run"], ""),
    "run that notifies": (["run", "--offline", "--notify", ENVIRONMENT["TOKENFALL_NOTIFY"]], ""),
    "run that notifies a token": (["run", "--offline", "--notify", "zz9secret-token"], ""),
    "fetch": (["fetch"], ""),
    "fetch of nothing": (["fetch", "nobody"], ""),
    "backfill": (["backfill", "anthropic", "--from", "2025-12-01", "--to", "2025-12-31"], ""),
    "replay": (["replay"], ""),
    "edition": (["edition"], ""),
    "report": (["report"], ""),
    "export as CSV": (["export", "{home}/csv", "--format", "csv"], ""),
    "export as JSON": (["export", "{home}/json", "--format", "json"], ""),
    "sources": (["sources", "--format", "json"], ""),
    "alerts": (["alerts"], ""),
    "doctor": (["doctor"], ""),
    "check": (["check"], ""),
    "SQL that asks for it": (["sql", "SELECT getenv('GITHUB_TOKEN')"], ""),
    "SQL on settings": (["sql", "SELECT * FROM duckdb_settings()", "--format", "json"], ""),
    "MCP": (["mcp"], CALL % "SELECT * FROM duckdb_settings()"),
    "backup": (["backup", "{home}/copy"], ""),
    "sensor's job in Dagster": ([], ""),
}
"""Arguments and standard input by case."""
SEND = """
import sys
sys.argv = ["dagster", "job", "execute", "-m", "pipelines.definitions", "-j", "send_alerts"]
from dagster._cli import main
main()
"""


def find_planted(folder: Path) -> list[str]:
    """Return where a secret is below a folder: files by their bytes, what is packed unpacked, tables by their rows."""
    places: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        places += [name] if any(SECRET in content for content in _contents(path)) else []
        places += [f"{name}: {table}" for table in _tables(path)] if path.suffix == ".duckdb" else []
    return places


def _contents(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    if path.suffix == ".gz":
        yield gzip.decompress(content)
    elif path.suffix in {".xlsx", ".zip"}:
        with zipfile.ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())
    elif path.suffix == ".parquet":
        rows = duckdb.execute("SELECT string_agg(t::VARCHAR) FROM read_parquet(?) AS t", [str(path)]).fetchone()
        yield str(rows).encode()


def _tables(path: Path) -> list[str]:
    """Return the tables with a secret in some row: a database packs its texts."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        search = "SELECT count(*) FROM {}.{} AS t WHERE t::VARCHAR LIKE '%zz9secret%'"
        return [name for schema, name in tables if connection.execute(search.format(schema, name)).fetchall() != [(0,)]]


@contextmanager
def planted_secrets(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home with a published file; an attempt calls one command with secrets all around it."""
    site = WrongSite()
    before = dict(os.environ)
    try:
        if not (folder / "published").exists() and (first := call(folder, "run", "--offline")).returncode:
            raise RuntimeError(first.stderr)
        forget_sources(folder)
        os.environ.update(ENVIRONMENT)
        yield lambda number: _call(folder, site, number)
    finally:
        os.environ.clear()
        os.environ.update(before)
        site.stop()


def _call(home: Path, site: WrongSite, number: int) -> Outcome:
    case, (arguments, stdin) = list(COMMANDS.items())[number % len(COMMANDS)]
    os.environ["TOKENFALL_BASE_URL"] = "https://me:zz9secret-site@example.org/" if case == "edition" else ""
    prefix = site.prefix() if arguments else site.prefix() + SEND
    ran = call(home, *(argument.format(home=home) for argument in arguments), stdin=stdin, prefix=prefix)
    faults = [f"secret in {place}" for place in find_planted(home)]
    faults += [
        f"secret in the output: {line}" for line in (ran.stdout + ran.stderr).splitlines() if "zz9secret" in line
    ]
    faults += [f"secret sent to {path}" for path, headers in site.asked if "zz9secret" in json.dumps(headers) + path]
    faults += ["a traceback"] if arguments and "Traceback" in ran.stderr else []
    return Outcome(number, case, faults)
