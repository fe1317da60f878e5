"""Find the commands and queries of the docs: fenced blocks of `sh` and `sql`, and the reason why one is not run."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tests.docs.check_links import ROOT, pages

NOT_RUN = re.compile(r"<!-- not run: (?P<reason>.+?) -->\s*\Z", re.DOTALL)
"""The comment above a block that no test runs."""

COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#.*$")
"""A comment of the shell."""
WORD = re.compile(r"""(?:'[^']*'|"[^"]*"|[^\s'";|&<>()])+|[;|&<>()\n]""")
"""A word of a command, or what ends a command or its arguments."""


@dataclass(frozen=True)
class Block:
    """One fenced block: where it starts, its language, its text, and why it is not run (None = it is run)."""

    page: Path
    line: int
    language: str
    text: str
    reason: str | None = None

    @property
    def name(self) -> str:
        """Return the page and line, as a test shows them."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def read_blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page; those without a language are pictures of output and are left out."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    blocks = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "fence" and token.info.strip() and token.map:
            comment = NOT_RUN.search(before.content) if before and before.type == "html_block" else None
            reason = comment["reason"].strip() if comment else None
            blocks.append(Block(page, token.map[0] + 1, token.info.split()[0], token.content, reason))
    return blocks


def all_blocks(language: str) -> list[Block]:
    """Return the blocks of every page in one language."""
    return [block for page in pages() for block in read_blocks(page) if block.language == language]


def commands(block: Block) -> list[list[str]]:
    """Return the arguments of each `tokenfall` call in a block of shell commands, without comments and redirections."""
    calls: list[list[str]] = []
    current: list[str] | None = None
    for word in WORD.findall(COMMENT.sub("", block.text.replace("\\\n", " "))):
        if word in ";|&<>()\n":
            current = None
        elif current is not None:
            current += shlex.split(word)
        elif word in {"tokenfall", ".venv/bin/tokenfall"}:
            current = []
            calls.append(current)
    return calls
