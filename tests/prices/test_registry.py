"""A provider or feed that is registered half-way fails here, and the message says what is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assets.prices.feeds.families import FAMILIES
from assets.prices.feeds.registry import FEEDS
from assets.prices.pages.registry import NAMES, PRICE_SOURCES, provider_of
from assets.prices.price_source import PriceSource
from assets.prices.sources import live_sources
from assets.prices.trust import TRUST

TESTS = Path(__file__).parent
CODE = TESTS.parents[1] / "assets" / "prices"
ZAI, ZHIPU = PRICE_SOURCES["zai"], PRICE_SOURCES["zhipu"]


def reading_modules(folder: Path) -> set[str]:
    """The modules of a folder that define `read`, or that assign SOURCE or FEED."""
    modules = set()
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = [ast.unparse(target) for target in node.targets] if isinstance(node, ast.Assign) else []
            if {"SOURCE", "FEED"} & set(targets) or (isinstance(node, ast.FunctionDef) and node.name == "read"):
                modules.add(path.stem)
    return modules


def find_gaps(sources: Iterable[PriceSource], modules: set[str], fixtures: Path) -> Iterator[str]:
    """What is missing of each provider, given the modules in pages/ and the folder with the fixtures."""
    sources = list(sources)
    names = [source.name for source in sources]
    for module in sorted(modules - {name.replace("-", "_") for name in names}):
        yield f"{module!r} is not in NAMES of pages/registry.py, or the name of its SOURCE is another"
    called = [name for source in sources for name in (source.name, *source.aliases)]
    for name in sorted({name for name in called if called.count(name) > 1}):
        yield f"two providers are called {name!r}"
    for source in sources:
        for gap in (*_gaps_of(source, names), *_fixture_gaps(source.name, fixtures)):
            yield f"{source.name}: {gap}"


def _gaps_of(source: PriceSource, names: list[str]) -> Iterator[str]:
    if not source.urls:
        yield "no urls"
    if not source.signature:
        yield "no signature: another page would be read"
    for pattern in (*source.signature, *source.must_have):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"{pattern!r} is no regular expression: {error}"
    if source.twin_of and source.twin_of not in set(names) - {source.name}:
        yield f"twin_of {source.twin_of!r}, which is no other provider"


def _fixture_gaps(provider: str, fixtures: Path) -> Iterator[str]:
    pages = [path for path in (fixtures / provider).glob("*") if path.suffix in {".html", ".md", ".json"}]
    if not pages:
        yield f"no page in tests/prices/pages/{provider}/"
    for page in pages:
        expected = page.with_suffix(".csv")
        if not expected.exists():
            yield f"no {expected.name} beside {page.name}"
        elif len(expected.read_text(encoding="utf-8").splitlines()) < 2:
            yield f"no row in {expected.name}"


def test_every_provider_is_registered_whole() -> None:
    assert list(find_gaps(PRICE_SOURCES.values(), reading_modules(CODE / "pages"), TESTS / "pages")) == []


def test_every_page_has_an_address_and_names_what_it_must_have() -> None:
    assert [url for source in PRICE_SOURCES.values() for url in source.urls if not url.startswith("https://")] == []
    # Lists of a cloud's meters in JSON are known by the names of their members.
    assert [name for name, source in PRICE_SOURCES.items() if not source.must_have] == ["aws-bedrock", "azure"]


def test_a_provider_is_found_by_the_names_of_its_products() -> None:
    names = {"doubao": "volcengine", "byteplus": "volcengine", "volcengine": "volcengine", "nobody": None}
    assert {name: provider_of(name) for name in names} == names


def test_every_fixture_folder_is_of_a_provider() -> None:
    folders = {path.name for path in (TESTS / "pages").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders == set(PRICE_SOURCES)


def test_a_provider_in_the_registry_twice_is_noticed() -> None:
    assert list(find_gaps([ZAI, ZAI], set(), TESTS / "pages")) == [
        "two providers are called 'z-ai'",
        "two providers are called 'z.ai'",
        "two providers are called 'zai'",
    ]


@pytest.mark.parametrize(
    ("source", "gap"),
    [
        (replace(ZAI, urls=()), "zai: no urls"),
        (replace(ZAI, signature=()), "zai: no signature: another page would be read"),
        (replace(ZAI, must_have=("(",)), "zai: '(' is no regular expression"),
        (replace(ZAI, aliases=("bigmodel",)), "two providers are called 'bigmodel'"),
        (replace(ZAI, twin_of="glm"), "zai: twin_of 'glm', which is no other provider"),
        (replace(ZAI, twin_of="zai"), "zai: twin_of 'zai', which is no other provider"),
        (replace(ZAI, name="new"), "new: no page in tests/prices/pages/new/"),
    ],
)
def test_a_part_that_is_missing_is_named(source: PriceSource, gap: str) -> None:
    others = [replace(ZHIPU, twin_of=None)]
    (message,) = find_gaps([source, *others], set(), TESTS / "pages")
    assert message.startswith(gap)


def test_the_names_are_in_alphabetical_order_and_are_those_of_the_sources() -> None:
    assert list(NAMES) == sorted(set(NAMES))
    assert [source.name.replace("-", "_") for source in PRICE_SOURCES.values()] == list(NAMES)


def test_a_name_without_a_module_is_named() -> None:
    registry = CODE / "pages" / "registry.py"
    text = registry.read_text(encoding="utf-8").replace("NAMES = (", 'NAMES = (\n    "new_host",', 1)
    with pytest.raises(ModuleNotFoundError, match=r"assets\.prices\.pages\.new_host"):
        exec(compile(text, str(registry), "exec"), {"__package__": "assets.prices.pages"})


def test_a_module_without_a_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "new_host.py").write_text("def read(page): ...\n")
    (tmp_path / "mechanism.py").write_text("def read_cells(page): ...\n")
    gaps = find_gaps([ZAI], reading_modules(tmp_path), TESTS / "pages")
    assert list(gaps) == ["'new_host' is not in NAMES of pages/registry.py, or the name of its SOURCE is another"]


def test_a_page_without_expected_rows_is_named(tmp_path: Path) -> None:
    (tmp_path / "zai").mkdir()
    (tmp_path / "zai" / "page.html").write_text("<html>")
    assert list(find_gaps([ZAI], set(), tmp_path)) == ["zai: no page.csv beside page.html"]
    (tmp_path / "zai" / "page.csv").write_text("model,tier\n")
    assert list(find_gaps([ZAI], set(), tmp_path)) == ["zai: no row in page.csv"]


def test_a_source_without_a_reader_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="read"):
        PriceSource(name="new", urls=("https://example.org",), signature=("new",))  # ty: ignore[missing-argument]


def test_every_feed_is_registered_whole() -> None:
    assert {feed.name.replace("-", "_").replace(".", "_") for feed in FEEDS.values()} == reading_modules(CODE / "feeds")
    assert set(FEEDS) <= set(TRUST), "trust.py does not state how far this feed is trusted"
    assert set(FEEDS) <= set(FAMILIES), "families.py does not state whose data this feed carries"
    assert not {name for name in FEEDS if provider_of(name)} - {"openrouter"}, "a provider is called like this feed"


def test_every_url_is_one_live_source() -> None:
    urls = [url for source in PRICE_SOURCES.values() for url in source.urls] + [feed.url for feed in FEEDS.values()]
    live = live_sources()
    assert sorted(source.url for source in live if source.source != "rates/ecb") == sorted(urls)
    assert len({source.source for source in live}) == len(live)
