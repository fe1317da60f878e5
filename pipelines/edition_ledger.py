"""The ledger of editions: a line for each edition, which shows later whether it is there and unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pipelines.edition_folder import SUMS, edition_folders
from warehouse.chain import ChainedFiles, digest
from warehouse.errors import TokenfallError
from warehouse.home import Home


def enter_editions(home: Home) -> list[str]:
    """Add a line for each edition that has none, and return their names.

    It has none where the process that wrote it was killed before it could add one, or an earlier version wrote it.

    Raises:
        TokenfallError: The ledger is not as it was written or cannot be written, or an edition has no digests.
    """
    ledger = ChainedFiles(home.edition_ledger)
    listed = sums_by_edition(home)
    records = [
        {"edition": folder.name, "sums_sha256": digest(_read_sums(folder))}
        for folder in edition_folders(home.editions)
        if folder.name not in listed
    ]
    if records:
        ledger.append(records, str(records[-1]["edition"])[:7])
    return [str(record["edition"]) for record in records]


def sums_by_edition(home: Home) -> dict[str, str]:
    """Return the digest of the `SHA256SUMS` of every edition that has a line, by name, in the order of the lines.

    Raises:
        TokenfallError: The ledger is not as it was written.
    """
    records = ChainedFiles(home.edition_ledger).records()
    return {str(record["edition"]): str(record["sums_sha256"]) for record in records}


def find_changed_editions(home: Home) -> Iterator[str]:
    """Yield a line for each edition that is not as its line in the ledger says, or that has none.

    Every file is read; one that several editions share is read once.

    Raises:
        TokenfallError: The ledger is not as it was written.
    """
    listed = sums_by_edition(home)
    known: dict[tuple[int, int], str] = {}
    for name, sums_sha256 in listed.items():
        try:
            fault = _find_change(home.editions / name, sums_sha256, known)
        except OSError as error:
            fault = f"{error.filename} cannot be read: {error.strerror}"
        if fault:
            yield f"{fault}; restore {name} from a backup"
    for folder in edition_folders(home.editions):
        if folder.name not in listed:
            yield f"{folder.name} has no line in {home.edition_ledger}: the next edition or run adds it"


def _find_change(folder: Path, sums_sha256: str, known: dict[tuple[int, int], str]) -> str | None:
    """Return how an edition differs from what was written, or None."""
    if not folder.is_dir():
        return f"{folder} is missing"
    if digest((folder / SUMS).read_bytes()) != sums_sha256:
        return f"{folder / SUMS} has changed"
    sums = read_sums(folder)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if differing := sorted(files ^ {*sums, SUMS}):
        what = "was added" if differing[0] in files else "is missing"
        return f"{folder / differing[0]} {what}"
    changed = next((name for name, sha256 in sums.items() if _sha256(folder / name, known) != sha256), None)
    return f"{folder / changed} has changed" if changed else None


def read_sums(folder: Path) -> dict[str, str]:
    """Return the digest of every file of an edition by its name, as its `SHA256SUMS` lists them."""
    lines = _read_sums(folder).decode("utf-8").splitlines()
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def _read_sums(folder: Path) -> bytes:
    try:
        return (folder / SUMS).read_bytes()
    except OSError as error:
        raise TokenfallError(
            f"{folder / SUMS} cannot be read ({error.strerror}), so {folder.name} is no whole edition: restore or move "
            "the folder"
        ) from error


def _sha256(path: Path, known: dict[tuple[int, int], str]) -> str:
    status = path.stat()
    key = (status.st_dev, status.st_ino)
    if key not in known:
        with path.open("rb") as file:
            known[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return known[key]
