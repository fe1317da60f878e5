"""Read lines from a terminal, with a history that is kept in a file and with completion, by readline where it is."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

KEPT = 1000
"""Lines of the history that are kept."""
DELIMITERS = " \t\n,;()=<>+-*/%|'\""
"""What ends a word; a point does not, so that `alias.column` and `.tables` are words."""
Completer = Callable[[str, str], list[str]]
"""Called with the line up to and with its last word, and with this word: what the word may become."""


def open_lines(history: Path, complete: Completer) -> Callable[[str], str | None]:
    """Return a function that shows a prompt and returns the next line, or None at the end of the input (Ctrl-D).

    Args:
        history: The file of the history, made readable by its owner only; where it cannot be written, lines are not
            kept, and a message says so.
        complete: What the Tab key asks.
    """
    try:
        import readline
    except ImportError:  # a Python without it
        return _read
    keeping = True
    try:
        _load(readline, history)
    except OSError as error:
        print(f"tokenfall: no history is kept: {history}: {error.strerror}", file=sys.stderr)
        keeping = False
    _bind(readline, complete)

    def read(prompt: str) -> str | None:
        line = _read(prompt)
        if line and line.strip() and line != readline.get_history_item(readline.get_current_history_length()):
            readline.add_history(line)
            if keeping:
                with contextlib.suppress(OSError), history.open("a", encoding="utf-8") as file:
                    file.write(f"{line}\n")
        return line

    return read


def _read(prompt: str) -> str | None:
    try:
        if sys.stdout.isatty():
            return input(prompt)
        print(prompt, end="", file=sys.stderr, flush=True)  # stdout is a file, which is for results
        return input()
    except EOFError:
        print(file=sys.stderr)
        return None


def _load(readline: ModuleType, history: Path) -> None:
    """Load the last lines; the file is plain text, since readline and libedit have formats of their own."""
    history.parent.mkdir(parents=True, exist_ok=True)
    history.touch(mode=0o600)
    history.chmod(0o600)
    lines = history.read_text(encoding="utf-8", errors="replace").splitlines()
    if len(lines) > 2 * KEPT:
        shorter = history.with_suffix(".new")
        shorter.touch(mode=0o600)
        shorter.write_text("".join(f"{line}\n" for line in lines[-KEPT:]), encoding="utf-8")
        os.replace(shorter, history)
    readline.clear_history()
    for line in lines[-KEPT:]:
        readline.add_history(line)


def _bind(readline: ModuleType, complete: Completer) -> None:
    matches: list[str] = []

    def next_match(word: str, number: int) -> str | None:
        """Return the match with this number, as readline asks for them, one after the other."""
        if number == 0:
            matches[:] = complete(readline.get_line_buffer()[: readline.get_endidx()], word)
        return matches[number] if number < len(matches) else None

    readline.set_auto_history(False)
    readline.set_completer_delims(DELIMITERS)
    readline.set_completer(next_match)
    # macOS has libedit in the place of readline, with its own words for the same.
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
