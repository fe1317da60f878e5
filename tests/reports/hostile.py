"""Strings that a page, a program or a terminal could obey, and checks that each kind of file only shows them.

`plant` puts all of them into every text of a warehouse that comes from outside. `check_folder` compares the files that
were written from it with those of the same warehouse without them: data may change what a file says, never its parts.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from lxml import etree  # ty: ignore[missing-module-member] - compiled
from markdown_it import MarkdownIt
from markdown_it.token import Token

from warehouse.store import Writer

FORMULAS = ('=HYPERLINK("https://evil.example","evil")', "+evil", "-evil", "@evil", "\tevil", "\revil")
"""Beginnings of a cell that a spreadsheet computes."""
TEXTS = (
    "<script>evil()</script>",
    '"><img src=x onerror=evil()>',
    "' onmouseover='evil()",
    "</script></style></title></svg><b>evil</b>",
    "]]><!-- evil --> <![CDATA[evil",
    "&lt;i&gt;evil&amp;#60;",
    "{{ evil }}{% evil %}${evil}",
    "[evil](javascript:evil()) ![evil](https://evil.example/a.png) <https://evil.example>",
    "\n# evil | `evil` | **evil** |\n\n- evil\n\n    evil\n",
    "'; DROP TABLE out_verdict; --",
    "\\",
    "\x1b[2J\x1b[8m\x1b]0;evil\x07\x9b2J\x08\x7f\x00",
    "\u202eevil\u2028",
)
URLS = (
    "javascript:evil()",
    " JavaScript:evil()",
    "java\nscript:evil()",
    "data:text/html,<script>evil()</script>",
    '//evil.example/"onclick="evil()',
    'https://evil.example/"><script>evil()</script>',
    "https://evil.example/' onclick='evil()",
)
OUR_OWN = {
    *("bar", "workload", "target", "status", "method", "span", "driver", "kind", "verdict", "unit", "what", "quantity"),
    *("benchmark", "reading", "topic", "quality", "target_kind", "target_quality", "budget_quality", "date_basis"),
    *(
        "check_id",
        "search",
        "bars",
        "failed_bars",
        "answered_by",
        "capture_sha256",
        "score_effort",
        "missing",
        "covers",
    ),
    *("subject", "range_basis", "application", "subject", "claim_id", "measured_by"),
}
"""Columns whose words are this project's."""
WITHOUT_TEXT = {".png", ".parquet", ".duckdb", ".pdf"}
PICTURES = ("data:image/svg+xml;base64,", "data:image/png;base64,")
LOCAL = re.compile(r"(?![/\\])[\w./-]*(#[\w.-]*)?")
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]")


def plant(writer: Writer) -> None:
    """Replace every text from outside: one value by one other value everywhere, so that all joins still hold."""
    places = [
        (table, column)
        for table, column in writer.connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type = 'VARCHAR' AND NOT internal "
            "AND schema_name = 'main' AND table_name IN (SELECT table_name FROM duckdb_tables())"
        ).fetchall()
        if column not in OUR_OWN
    ]
    renamed: dict[tuple[bool, str], str] = {}
    for table, column in places:
        is_url = column.endswith("url")
        values = writer.connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}" ORDER BY ALL').fetchall()
        for (value,) in values:
            if value is None:
                continue
            number = len(renamed)
            hostile = URLS[number % len(URLS)] if is_url else f"{FORMULAS[number % len(FORMULAS)]}{''.join(TEXTS)}"
            new = renamed.setdefault((is_url, value), f"{hostile}{value}")
            writer.connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', [new, value])
    assert len(renamed) > 30, "the warehouse must hold texts"


def check_folder(hostile: Path, harmless: Path) -> int:
    """Check every file of a folder by the kind its name ends with; return how many were checked."""
    files = sorted(path.relative_to(hostile) for path in hostile.rglob("*") if path.is_file())
    checked = [file for file in files if file.suffix not in WITHOUT_TEXT]
    for file in checked:
        assert file.suffix in CHECKS, f"no check for {file}: name its kind in CHECKS or WITHOUT_TEXT"
        try:
            CHECKS[file.suffix]((hostile / file).read_bytes(), (harmless / file).read_bytes())
        except AssertionError as error:
            raise AssertionError(f"{file}: {error}") from error
    return len(checked)


def check_html(hostile: bytes, harmless: bytes) -> None:
    """The same kinds of elements and attributes, no script or style more, and no address but a web or a local one."""
    evil, good = _Parts(hostile.decode()), _Parts(harmless.decode())
    assert evil.names <= good.names, evil.names - good.names
    assert evil.inline == good.inline, "scripts and styles must not hold data"
    _check_addresses(evil.addresses)
    for data in evil.data:
        check_json(data.encode(), b"")


def check_xml(hostile: bytes, harmless: bytes) -> None:
    """Well-formed, with the same kinds of elements and attributes, and no address but a web or a local one."""
    evil, good = (list(etree.fromstring(data, _XML).iter()) for data in (hostile, harmless))
    assert _xml_names(evil) <= _xml_names(good), _xml_names(evil) - _xml_names(good)
    _check_addresses(value for item in evil for name, value in item.attrib.items() if name.endswith(("href", "src")))


def check_markdown(hostile: bytes, harmless: bytes) -> None:
    """The same blocks in the same order, no HTML, no other picture, and no address but a web or a local one."""
    evil, good = (MarkdownIt("commonmark").enable("table").parse(data.decode()) for data in (hostile, harmless))
    assert [token.type for token in evil] == [token.type for token in good], "other blocks"
    inline, harmless_inline = ([part for token in blocks for part in token.children or []] for blocks in (evil, good))
    html = [part.content for part in [*evil, *inline] if part.type in {"html_block", "html_inline"}]
    assert not html, html
    assert _pictures(inline) == _pictures(harmless_inline)
    _check_addresses(str(part.attrs["href"]) for part in inline if part.type == "link_open")


def check_csv(hostile: bytes, harmless: bytes) -> None:
    """As many rows and columns, and no cell that a spreadsheet computes."""
    evil, good = (list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True)) for data in (hostile, harmless))
    assert [len(row) for row in evil] == [len(row) for row in good], "other rows or columns"
    formulas = [cell[:40] for row in evil for cell in row if is_formula(cell)]
    assert not formulas, formulas


def check_json(hostile: bytes, harmless: bytes) -> None:
    """Valid JSON without NaN."""
    json.loads(hostile, parse_constant=_refuse)


def check_workbook(hostile: bytes, harmless: bytes) -> None:
    """Well-formed sheets without a formula, and links only to the web."""
    with zipfile.ZipFile(io.BytesIO(hostile)) as evil, zipfile.ZipFile(io.BytesIO(harmless)) as good:
        assert evil.namelist() == good.namelist(), "other sheets"
        for name in evil.namelist():
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(evil.read(name), _XML)
                assert not tree.findall(".//{*}f"), f"{name} has a formula"
                _check_addresses(item.get("Target", "") for item in tree.iter("{*}Relationship"))


def check_text(hostile: bytes, harmless: bytes) -> None:
    """As many lines, and nothing that steers a terminal."""
    check_terminal(hostile.decode())
    assert len(hostile.decode().split("\n")) == len(harmless.decode().split("\n")), "other lines"


def check_terminal(shown: str) -> None:
    """Nothing that steers a terminal but colours of our own."""
    text = re.sub(r"\x1b\[(?!8m)[\d;]*m", "", shown).replace("\r\n", "\n")
    steering = sorted(set(STEERING.findall(text)))
    assert not steering, steering


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet would compute a cell: it begins as a formula does, and is no number."""
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    return not re.fullmatch(r"[+-]?(\d[\d.]*(e[+-]?\d+)?|inf)", cell, re.IGNORECASE)


CHECKS: dict[str, Callable[[bytes, bytes], None]] = {
    ".html": check_html,
    ".svg": check_xml,
    ".xml": check_xml,
    ".md": check_markdown,
    ".csv": check_csv,
    ".json": check_json,
    ".xlsx": check_workbook,
    ".txt": check_text,
    "": check_text,
}
_XML = etree.XMLParser(resolve_entities=False, no_network=True)


class _Parts(HTMLParser):
    """The parts of a page: names of elements and attributes, scripts and styles, embedded data, and addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[tuple[str, str]] = set()
        self.inline: list[str] = []
        self.data: list[str] = []
        self.addresses: list[str] = []
        self._holder: list[str] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "xlink:href"}]
        if tag in {"script", "style"}:
            self._holder = self.data if "json" in str(dict(attrs).get("type")) else self.inline

    def handle_data(self, data: str) -> None:
        if self._holder is not None:
            self._holder.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._holder = None


def _check_addresses(addresses: Iterator[str] | list[str]) -> None:
    bad = [url for url in addresses if not url.startswith(("https://", "http://")) and not LOCAL.fullmatch(url)]
    bad = [url for url in bad if url != "data:," and not url.startswith(PICTURES)]
    assert not bad, bad


def _pictures(parts: list[Token]) -> list[str]:
    return [str(part.attrs["src"]) for part in parts if part.type == "image"]


def _xml_names(items: list[etree._Element]) -> set[tuple[str, str]]:
    return {(str(item.tag), name) for item in items for name in ("", *map(str, item.attrib))}


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
