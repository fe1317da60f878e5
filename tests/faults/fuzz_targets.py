"""What fuzzing attacks among the readers: pages, feeds, releases, scores, archives, facts, names and amounts."""

from __future__ import annotations

import gzip
import io
import json
import random
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from assets.capability.sources import SCORE_SOURCES
from assets.capture.archive import choose, read_index
from assets.capture.exchange import Reply
from assets.capture.fetch import FetchedPage
from assets.capture.robots import read_robots
from assets.capture.warc import HttpExchange, RecordLocation, is_whole, keep_response, read_record
from assets.hardware.listing import files_of, path_in_release
from assets.hardware.releases.parse import parse_release
from assets.hardware.sources import RELEASES, is_listing, release_sources
from assets.models.links import name_key
from assets.prices.compile.packages.data_file import open_data
from assets.prices.convert_currency import offer_row
from assets.prices.corrections import read_corrections
from assets.prices.facts import PriceChangeRow
from assets.prices.feeds.registry import FEEDS
from assets.prices.model_links import LinkFacts
from assets.prices.page_certainty import certainty_of_offers
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PricePage
from assets.prices.price_reader import read_page
from assets.reading.context import ContextError, read_band
from assets.reading.currency import bundled, refreshed
from assets.reading.dates import DateError, read_period
from assets.reading.html import html_grids
from assets.reading.markdown import markdown_tables
from assets.reading.money import MoneyError, amounts, bare_amount, currencies, is_absent
from assets.reading.script_values import NotLiteral, assignments, read_literal
from assets.reading.units import UnitError, find_units, per_mtok, unit_of
from assets.trends.fit_file import read_file
from tests.capability.tables import ARENA_COLUMNS, arena_row, arena_table, epoch_zip, teci_row, teci_table
from tests.faults.fuzz import Target
from tests.faults.fuzz_asking import asking_targets
from tests.faults.fuzz_edges import edge_targets
from tests.faults.fuzz_inputs import TOKENS, damage
from tests.faults.fuzz_texts import TEXTS, feed_seeds
from tests.hardware.mutate import samples
from warehouse.bundle import FACTS, Bundle

TESTS = Path(__file__).parents[1]
DAY = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12)


GROUPS: dict[str, Callable[[Path], list[Target]]] = {
    "fuzz-pages": lambda folder: _pages(),
    "fuzz-files": lambda folder: [*_feeds(), *_releases(folder), *_scores(), *_archives(folder), *_facts(folder)],
    "fuzz-texts": lambda folder: _texts(),
    "fuzz-asking": asking_targets,
    "fuzz-edges": lambda folder: edge_targets(),
}
"""The targets of each campaign; what reads files gets them in the folder."""


def _pages() -> list[Target]:
    def reader(provider: str) -> Callable[[bytes], object]:
        def read(data: bytes) -> None:
            page = PricePage(data, DAY, "page")
            reading = read_page(provider, page)
            for offer, certainty in zip(reading.offers, certainty_of_offers(reading.offers), strict=True):
                row = offer_row(provider, offer, page, bundled(), certainty)
                assert all(row[name] is None or row[name] >= 0 for name in row if name.endswith("mtok")), row  # ty: ignore[unsupported-operator]

        return read

    return [
        Target(
            f"page-{provider}", _files(TESTS / "prices" / "pages" / provider, ".html", ".md", ".json"), reader(provider)
        )
        for provider in PRICE_SOURCES
    ]


def _feeds() -> list[Target]:
    return [
        Target(f"feed-{name}", seeds, lambda data, name=name: FEEDS[name].read(PricePage(data, DAY, "feed")), 300)
        for name, seeds in feed_seeds().items()
    ]


def _releases(folder: Path) -> list[Target]:
    def reader(kind: str) -> Callable[[bytes], object]:
        def read(data: bytes) -> None:
            path = folder / ("release.csv" if data[:1] not in b"[{#=|" else "release.json")
            path.write_bytes(data)
            parse_release(kind, path, DAY)

        return read

    seeds = {kind: _files(TESTS / "hardware" / "releases" / kind.replace("-", "_"), *FORMS) for kind in RELEASES}
    for sample in samples():
        seeds[sample.reader] += (sample.text.encode(),)
    return [Target(f"release-{kind}", texts, reader(kind), 200) for kind, texts in seeds.items()]


FORMS = (".json", ".jsonl", ".csv", ".md")


def _scores() -> list[Target]:
    seeds = {
        "arena": (arena_table(*(arena_row(f"m{i}", 1000 + i) for i in range(5)), columns=ARENA_COLUMNS),),
        "epoch": (epoch_zip({"Model": "m", "Display name": "m", "eci": "120"}),),
        "teci": (teci_table(teci_row("m", 120), teci_row("n", 130)),),
    }
    return [
        Target(
            f"scores-{name}",
            files,
            lambda data, name=name: SCORE_SOURCES[name].read(data, "scores"),
            25,
            make=_hostile_zip if name == "epoch" else damage,
        )
        for name, files in seeds.items()
    ]


def _hostile_zip(seeds: tuple[bytes, ...], rng: random.Random) -> bytes:
    """A damaged zip, or a whole one whose names lead elsewhere, are there twice, or whose files are damaged or huge."""
    if rng.random() < 0.4:
        return damage(seeds, rng)
    with zipfile.ZipFile(io.BytesIO(seeds[0])) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    body = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(body, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))) as out,
    ):
        for name, data in members:
            before = rng.choice(("", "", "../../../", "/", "C:\\", "a/b/"))
            text = rng.choice((data, data, damage((data,), rng), data + b"x,\n" * rng.choice((1, 1_500_000))))
            for _ in range(rng.choice((1, 1, 1, 2))):
                entry = zipfile.ZipInfo(before + (name if rng.random() < 0.9 else rng.choice(TOKENS[1:])))
                out.writestr(entry, text, compress_type=out.compression)
    return body.getvalue()


def _archives(folder: Path) -> list[Target]:
    exchange = HttpExchange(
        "page/x",
        "https://x.example/p",
        NOON,
        (("Accept", "*/*"),),
        200,
        "OK",
        (("A", "b"),),
        b"<html>" * 50,
        "sha256:0",
    )
    location = keep_response(folder / "seed", exchange)
    seed = (folder / "seed" / location.file).read_bytes()

    def read(data: bytes) -> None:
        (folder / "a.warc.gz").write_bytes(data)
        is_whole(folder / "a.warc.gz")
        record = read_record(folder, RecordLocation("a.warc.gz", 0))
        assert isinstance(record.body, bytes)

    def index(data: bytes) -> None:
        pairs, _ = read_index(FetchedPage("s", "https://a/", "https://a/", NOON, Reply(200, "OK", (), data, None, ())))
        for timestamp, original in choose(pairs, 6):
            assert len(timestamp) == 14, timestamp
            assert isinstance(original, str), original

    def robots(data: bytes) -> None:
        rules = read_robots(data)
        rules.allows("https://a.example/pricing?x=1")
        assert rules.crawl_delay >= 0

    source = next(file for file in release_sources() if is_listing(file.url))

    def listing(data: bytes) -> None:
        for file in files_of(source, data):
            path = path_in_release(file.url)
            assert not path.is_absolute(), path
            assert ".." not in path.parts, path
            assert str(path).isprintable(), path

    home, run = "closed/Acme", "box/bert-99/Offline"
    named = (f"{home}/results/{run}/performance/run_1/mlperf_log_summary.txt", f"{home}/systems/box.json")
    blobs = [{"type": "blob", "path": path} for path in (*named, f"{home}/measurements/{run}/a.json", "README.md")]
    rows = (
        b'[["timestamp","original"],["20240101000000","https://a.example/"],["20240102000000","https://b/"],[],["k"]]'
    )
    text = b"User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 5\nUser-agent: tokenfall/1\nDisallow: /\n"
    return [
        Target("warc", (seed,), read, 200, make=_damaged_warc),
        Target("cdx", (rows, b"[]"), index, 1000),
        Target("listing", (json.dumps({"tree": blobs}).encode(),), listing, 500),
        Target("robots", (text,), robots, 300),
    ]


def _damaged_warc(seeds: tuple[bytes, ...], rng: random.Random) -> bytes:
    """A damaged file, or whole gzip members of damaged records."""
    if rng.random() < 0.3:
        return damage(seeds, rng)
    with gzip.open(io.BytesIO(seeds[0])) as file:
        return gzip.compress(damage((file.read(),), rng), 1)


def _facts(folder: Path) -> list[Target]:
    (folder / "facts").mkdir(exist_ok=True)
    bundle = Bundle(folder / "facts")

    def rows(data: bytes) -> None:
        (folder / "facts" / "price_changes.csv").write_bytes(data)
        bundle.read("price_changes", PriceChangeRow)

    def corrections(data: bytes) -> None:
        (folder / "facts" / "corrections.yml").write_bytes(data)
        read_corrections(bundle)

    def package(data: bytes) -> None:
        path = folder / ("data.yaml" if data[:1] not in b'{["' else "data.json")
        path.write_bytes(data)
        open_data(path)

    def series(data: bytes) -> None:
        (folder / "series.csv").write_bytes(data)
        assert list(read_file(folder / "series.csv", None, None))

    changes = b"".join((FACTS / "price_changes.csv").read_bytes().splitlines(keepends=True)[:6])
    yaml = (FACTS / "corrections.yml").read_bytes()[:3000].rpartition(b"\n- ")[0] + b"\n"
    prices = b"models:\n  a:\n    input: 0.1\n    output: [1, 2e-6]\n  b: &x {c: 1}\n"
    return [
        Target("facts-csv", (changes,), rows, 300),
        Target("facts-yaml", (yaml, b"- provider: a\n  model: b\n  expect: null\n"), corrections, 60),
        Target("package-yaml", (prices, b'{"models": {"a": {"input": 1e-6}}}'), package, 300),
        Target("series-csv", (b"date,usd\n2024-01-01,3\n2024-06-01,1.5\n2025-01-01,0.2\n",), series, 300),
        Target(
            "exchange-rates",
            (b"Date,USD,CNY\n2026-10-30,1.1,7.5\n2026-10-29,N/A,7.4\n",),
            lambda data: refreshed(bundled(), data),
            300,
        ),
    ]


def _texts() -> list[Target]:
    linker = LinkFacts.read(Bundle()).linker()
    names = tuple(row.provider_model_id.encode() for row in Bundle().read("price_changes", PriceChangeRow)[:300])

    def link(text: str) -> None:
        for seller in ("openai", text):
            linked = linker.link_on(DAY, seller, text, [text[::-1]])
            assert linked is None or linked.linked_by, linked
        assert name_key(text) == name_key(text.upper()) or not text.isascii(), text

    def literal(text: str) -> None:
        for _, start in assignments(text):
            try:
                read_literal(text, start)
            except NotLiteral:
                continue

    def unit(text: str) -> None:
        find_units(text)
        sold_by = unit_of(text, text[::-1])
        for amount in amounts(text) if sold_by else ():
            per_mtok(amount.value, sold_by)  # ty: ignore[invalid-argument-type]

    money = [amounts, bare_amount, currencies, is_absent, read_period, read_band, unit]
    readers = {function.__name__: function for function in money} | {
        "links": link,
        "literals": literal,
        "markdown": markdown_tables,
        "html": html_grids,
    }
    targets = [
        Target(f"text-{name}", TEXTS[name], _on_text(read), 500, (MoneyError, DateError, ContextError, UnitError))
        for name, read in readers.items()
    ]
    return [replace(target, seeds=names, count=1000) if target.name == "text-links" else target for target in targets]


def _on_text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(data.decode("utf-8", "replace"))


def _files(folder: Path, *suffixes: str) -> tuple[bytes, ...]:
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in suffixes and path.name != "expected.json"]
    assert files, folder
    return tuple(path.read_bytes() for path in files)
