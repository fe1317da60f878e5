"""What fuzzing attacks around the readers: SQL, logs, names, addresses of pages and rows, settings, and texts shown."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from unittest.mock import patch

from pipelines.mcp_server import Tools
from pipelines.prices.answer import PriceOptions, answer_price
from pipelines.prices.usage_log import price_log
from pipelines.sql import run_query, run_statement
from pipelines.trace.address import find_row
from tests.conftest import fill
from tests.faults.fuzz import Target
from tests.faults.fuzz_inputs import damage
from tests.faults.fuzz_queries import QUERIES
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published, open_writer

SECRET = "canary-8d1f"
TODAY = date(2026, 11, 26)
LOGS = (
    b"id,model,seller,at,tier,input_tokens,cached_tokens,output_tokens\n1,m,OpenAI,2024-04-30T23:59:59Z,,1000,0,100\n"
    b"2,mn,groq,2024-05-01,batch,1,,\n",
    b"ChargePeriodStart,ServiceProviderName,SkuId,x_Tier,ChargeCategory,ChargeClass,BillingCurrency,SkuMeter,"
    b"ConsumedQuantity,ConsumedUnit,x_InputTokens\n"
    b"2024-05-01T00:00:00Z,OpenAI,m,,Usage,,USD,Input Tokens,1000,1K Tokens,\n"
    b"2024-05-01,Groq,n,batch,Usage,Correction,EUR,m cached output,-5,tokens,3\n",
)
ROWS = (
    *(b"core_model: m", b"out_price_vintage: openai, m, m-1, standard", b"headline", b"core_model: model_id=m"),
    b'core_model: "a,b", -',
)
WORDS = re.compile(r"(\s+|[(),;.'])")
SECONDS = 1.0


def asking_targets(folder: Path) -> list[Target]:
    """Return the targets; the small home that they ask is in the folder."""
    home = small_home(folder / "home")
    return [
        *_sql(home, folder),
        *_questions(home, folder),
    ]


def small_home(path: Path) -> Home:
    """Return a home that sells two models."""
    home = Home(path)
    if home.published.exists():
        return home
    usd = {"input_usd_per_mtok": "2.5", "cached_input_usd_per_mtok": "1.25", "output_usd_per_mtok": "10"}
    price = {"provider": "openai", "model": "m", "model_id": "m", "provider_model_id": "m-1", "tier": "standard", **usd}
    price |= {
        "is_lowest_band": "true",
        "valid_from": "2024-01-01",
        "known_from": "2024-01-01",
        "source_url": "https://a",
    }
    with open_writer(home) as writer:
        fill(
            writer, "out_price_vintage", price, {**price, "provider": "groq", "provider_model_id": "n", "model_id": "n"}
        )
        fill(writer, "core_model", *({"model_id": name, "organization": "OpenAI"} for name in "mn"))
        fill(writer, "core_model_alias", *({"alias": "mn", "alias_source": name, "model_id": name} for name in "mn"))
        writer.connection.execute(
            "UPDATE out_price_vintage SET model_number = md5_number_lower(model), "
            "valid_before = DATE '9999-12-31', known_before = DATE '9999-12-31'"
        )
        fill(writer, "out_verdict", {"as_of": TODAY.isoformat()})
        writer.publish()
    return home


@dataclass
class Guarded:
    """What no query may read, write or change."""

    home: Home
    folder: Path

    def __post_init__(self) -> None:
        """Plant a file with a secret, and note what is there."""
        self.file = self.folder / "secret.csv"
        self.file.write_text(f"a\n{SECRET}\n")
        os.environ["SECRET_OF_FUZZ"] = SECRET
        self.out = self.folder / "out"
        self.digest = hashlib.sha256(self.home.published.read_bytes()).digest()
        self.stat = self.home.published.stat()

    def check(self, shown: object) -> None:
        """Raise AssertionError where a secret is shown, a file was written or the published file changed."""
        assert SECRET not in str(shown), "a secret was read"
        assert not self.out.exists(), "a file was written"
        assert self.home.published.stat().st_mtime_ns == self.stat.st_mtime_ns, "the published file was written"

    def text(self, data: bytes) -> str:
        """Return a query with the names of the planted files."""
        text = data.decode("utf-8", "replace")
        return text.replace("{file}", str(self.file)).replace("{out}", str(self.out))


def _sql(home: Home, folder: Path) -> list[Target]:
    guarded = Guarded(home, folder)
    tools = Tools(home, SECONDS)
    seeds = tuple(text.encode() for text in QUERIES)

    def ask_cli(data: bytes) -> None:
        shown: list[object] = []
        with patch("pipelines.sql.run_statement", partial(run_statement, seconds=SECONDS, limit=1000)):  # as by Ctrl-C
            _one_line(
                lambda: run_query(home, guarded.text(data), lambda rows, names: shown.append((rows, names)), many=True)
            )
        guarded.check(shown)

    def ask_mcp(data: bytes) -> None:
        from mcp.server.mcpserver.exceptions import ToolError

        try:
            guarded.check(tools.sql(guarded.text(data)))
        except ToolError as error:
            guarded.check("")
            raise TokenfallError(str(error)) from error

    return [Target("sql", seeds, ask_cli, 60, make=query_of), Target("mcp-sql", seeds, ask_mcp, 60, make=query_of)]


def _one_line(ask: Callable[[], object]) -> None:
    """DuckDB's messages have several lines, which the command line joins."""
    try:
        ask()
    except TokenfallError as error:
        raise TokenfallError(" ".join(str(error).split())) from error


def query_of(seeds: tuple[bytes, ...], rng: random.Random) -> bytes:
    """A hostile query as it is, in another one, with words of others, or damaged."""
    query = rng.choice(seeds).decode()
    match rng.randrange(5):
        case 0:
            return query.encode()
        case 1:
            return rng.choice(
                (
                    f"SELECT * FROM ({query})",
                    f"{query}; {rng.choice(seeds).decode()}",
                    f"EXPLAIN {query}",
                    f"WITH a AS ({query}) FROM a",
                )
            ).encode()
        case 2 | 3:
            words = WORDS.split(query)
            other = WORDS.split(rng.choice(seeds).decode())
            for _ in range(rng.randrange(1, 4)):
                words[rng.randrange(len(words))] = rng.choice(other)
            return "".join(words).encode()
    return damage(seeds, rng)[:5000]


def _questions(home: Home, folder: Path) -> list[Target]:
    def log(data: bytes) -> None:
        (folder / "log.csv").write_bytes(data)
        output = io.StringIO()
        summary = price_log(home, folder / "log.csv", PriceOptions(), output, TODAY)
        written = output.getvalue()
        rows = list(
            csv.reader(io.StringIO(written, newline=""), delimiter=max(",;\t|", key=written.partition("\n")[0].count))
        )
        assert len(rows) == summary.rows + 1, f"{len(rows)} rows for {summary.rows}"
        assert summary.total_usd.is_finite(), summary.total_usd

    def row(data: bytes) -> None:
        with open_published(home) as connection:
            find_row(connection, _decoded(data))

    return [
        Target("usage-log", LOGS, log, 40),
        Target(
            "price-name",
            (b"m", b"m-1", b"mn", b"gpt-4o"),
            lambda data: answer_price(home, _decoded(data), PriceOptions()),
            40,
        ),
        Target("row-address", ROWS, row, 40),
    ]


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
