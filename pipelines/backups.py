"""Copy what cannot be made again to another folder, check such a copy, and put it into an empty home."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from warehouse import durable
from warehouse.errors import TokenfallError
from warehouse.file_copies import checkpoint, replace_by_copy
from warehouse.home import Home
from warehouse.store import open_writer

DATABASE = "warehouse.duckdb"
PARTS = ("captures", "ledger", "editions", "acknowledged.json")
"""Files and folders of a home that follow from nothing else."""
SUMS = "SHA256SUMS"


def backup(home: Home, folder: Path) -> int:
    """Copy captures, ledger, editions, acknowledged alerts and the database into a folder; return the number of files.

    A file that the folder has already, with the same content, is not copied again. `SHA256SUMS` names every file and is
    written last: `sha256sum -c` checks the copy, and a copy without it is not whole.

    Raises:
        TokenfallError: A run is writing, there is nothing to copy, or a file cannot be read or written.
    """
    if not home.database.exists():
        raise TokenfallError(f"nothing to copy: {home.path} has no warehouse.duckdb; set TOKENFALL_HOME")
    with open_writer(home) as warehouse:  # holds the lock: nothing changes while it is copied
        try:
            (folder / SUMS).unlink(missing_ok=True)
            checkpoint(warehouse.connection, home.database)
            replace_by_copy(warehouse.file, folder / DATABASE)  # to open the file here would give up the lock
            digests = {DATABASE: _sha256(folder / DATABASE)}
            for file in (file for part in PARTS for file in _files_in(home.path / part)):
                name = file.relative_to(home.path).as_posix()
                digests[name] = _copy(file, folder / name)
            for copied in {(folder / name).parent for name in digests}:
                durable.drop_drafts(copied)
            sums = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
            durable.write(folder / SUMS, sums.encode())
        except OSError as error:
            raise TokenfallError(f"cannot copy to {error.filename or folder}: {error.strerror}; make room") from error
    return len(digests)


def restore(folder: Path, home: Home) -> int:
    """Put a copy into a home that has no warehouse yet; return the number of files.

    Raises:
        TokenfallError: The copy is not whole, or the home is in use, or cannot be written; nothing was changed then.
    """
    if home.database.exists() or any(_files_in(home.captures)):
        raise TokenfallError(f"{home.path} is in use: set TOKENFALL_HOME to an empty folder")
    digests = _read_sums(folder)
    for name, digest in digests.items():
        if not (folder / name).is_file() or _sha256(folder / name) != digest:
            raise TokenfallError(f"{folder / name} is missing or not as it was copied: take another backup")
    try:
        # The database comes last: without it the home counts as empty, and restore can be called again.
        for name in sorted(digests, key=lambda name: name == DATABASE):
            _copy(folder / name, home.path / name)
    except OSError as error:
        raise TokenfallError(f"cannot write {error.filename or home.path}: {error.strerror}; make room") from error
    return len(digests)


def _read_sums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise TokenfallError(f"{folder} is no whole backup: {SUMS} cannot be read ({error.strerror})") from error
    digests = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
    for name in digests:
        parts = Path(name).parts
        if ".." in parts or parts[0] not in {*PARTS, DATABASE}:
            raise TokenfallError(f"{folder / SUMS} names {name!r}, which is no part of a backup")
    return digests


def _files_in(path: Path) -> Iterator[Path]:
    """Yield a file, or the files below a folder in order; drafts of processes that were killed are left out."""
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith(".next-"))


def _copy(file: Path, target: Path) -> str:
    """Copy a file in one step unless the target has the same bytes; return the SHA-256 of the file."""
    digest = _sha256(file)
    if target.is_file() and target.stat().st_size == file.stat().st_size and _sha256(target) == digest:
        return digest
    durable.make_folder(target.parent)
    draft = durable.draft_of(target)
    try:
        shutil.copyfile(file, draft)
        if _sha256(draft) != digest:
            raise TokenfallError(f"{target} did not keep what was written to it: use another disk")
        durable.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return digest


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
