"""Refuse a folder that cannot be written before the work whose result it is to hold."""

from __future__ import annotations

from pathlib import Path

from warehouse import durable
from warehouse.errors import TokenfallError


def refuse_unwritable(*folders: Path) -> None:
    """Raise an error for the first folder in which no file can be made; nothing is left behind.

    A folder that does not exist yet counts as its nearest parent, in which it will be made.

    Raises:
        TokenfallError: The folder or a parent of it is a file, or may not be written.
    """
    for folder in folders:
        parent = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        probe = durable.draft_of(parent / "probe")  # one that cannot be deleted is dropped later, as any draft
        try:
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise TokenfallError(
                f"cannot write {folder}: {parent}: {error.strerror}; give access, or choose another folder"
            ) from error
