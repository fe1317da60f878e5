"""The notice that a check stopped a publication, so that what readers see is older than the last run.

It lies beside the published file, which stays as it was, and heads the pages of the report. The next publication takes
it away.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from assets.formats import day, visible
from warehouse import durable, query
from warehouse.errors import HeldError, TokenfallError
from warehouse.store import open_published

if TYPE_CHECKING:
    from warehouse.home import Home

PAGES = ("index.html", "data.html")
NOTICE = re.compile(r'<p class="held" role="status">.*?</p>\n', re.DOTALL)
BEFORE_NOTICE = (re.compile(r"<header>\n"), re.compile(r"<body[^>]*>\n?"))
"""After which text of a page the notice goes: the first that it has."""
LENGTH = 200
"""Characters of a reason that readers see; `tokenfall doctor` has all of it."""


@dataclass(frozen=True)
class Hold:
    """A publication that checks stopped.

    Attributes:
        as_of: The date of the run that was not published; None where the notice cannot be read.
        published_as_of: The date of what stays published; None where the published file does not say.
        reasons: What each check found.
    """

    as_of: date | None
    published_as_of: date | None
    reasons: tuple[str, ...]

    @property
    def notice(self) -> str:
        """What a reader is told, in one line."""
        since = ""
        if known := self.published_as_of or self.as_of:
            since = f" since {'' if self.published_as_of else 'before '}{day(known)}"
        more = f" (and {len(self.reasons) - 1} more)" if len(self.reasons) > 1 else ""
        return visible(f"Not updated{since}: {shorten(self.reasons[0], LENGTH, placeholder=' ...')}{more}")


def read_hold(home: Home) -> Hold | None:
    """Return the notice in force; None where the last publication was not stopped.

    A file that cannot be read is a notice too: it says so.
    """
    try:
        stored = json.loads(home.hold.read_text(encoding="utf-8"))
        published = stored["published_as_of"]
        return Hold(
            date.fromisoformat(stored["as_of"]),
            date.fromisoformat(published) if published else None,
            tuple(str(reason) for reason in stored["reasons"]),
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"{home.hold} cannot be read ({type(error).__name__}): run `tokenfall run`"
        return Hold(None, None, (reason,))


@contextlib.contextmanager
def hold_on_failure(home: Home, as_of: date) -> Generator[None]:
    """Leave a notice for readers where a check stops the block; the error goes on."""
    try:
        yield
    except HeldError as error:
        put_hold(home, as_of, error.reasons)
        raise


def put_hold(home: Home, as_of: date, reasons: Sequence[str]) -> None:
    """Say beside the published file and on the pages why they are not those of a run; nothing where none is published.

    Raises:
        TokenfallError: The notice cannot be written.
    """
    if not home.published.exists():
        return
    hold = Hold(as_of, _published_as_of(home), tuple(reasons))
    if hold == read_hold(home):
        return
    stored = {
        "as_of": as_of.isoformat(),
        "published_as_of": hold.published_as_of.isoformat() if hold.published_as_of else None,
        "reasons": list(reasons),
    }
    try:
        durable.write(home.hold, f"{json.dumps(stored, indent=1, ensure_ascii=False)}\n".encode())
        show_hold(hold, home.reports)
    except OSError as error:
        raise TokenfallError(
            f"{'; '.join(reasons)}; and the notice for readers cannot be written: {error.filename}: {error.strerror}"
        ) from error


def lift_hold(home: Home) -> None:
    """Take the notice away, once a newer file is published; the pages are written again after it."""
    home.hold.unlink(missing_ok=True)


def show_hold(hold: Hold | None, folder: Path) -> None:
    """Put a notice at the head of the report's pages in a folder, in place of an earlier one; None takes it away."""
    for page in _existing(folder):
        text = page.read_bytes().decode("utf-8", "replace")
        bare = NOTICE.sub("", text)
        notice = f'<p class="held" role="status">{html.escape(hold.notice)}</p>\n' if hold else ""
        end = next((place.end() for pattern in BEFORE_NOTICE if (place := pattern.search(bare))), 0)
        new = f"{bare[:end]}{notice}{bare[end:]}"
        if new != text:
            durable.write(page, new.encode())


def _existing(folder: Path) -> Iterable[Path]:
    return (folder / name for name in PAGES if (folder / name).is_file())


def _published_as_of(home: Home) -> date | None:
    with contextlib.suppress(TokenfallError), open_published(home) as connection:
        return query.published_as_of(connection)
    return None
