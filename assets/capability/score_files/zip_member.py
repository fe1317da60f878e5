"""Read one file out of a zip that came from the network, in memory and within limits; nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from warehouse.errors import TokenfallError
from warehouse.zip_errors import BROKEN_ZIP

MOST_FILES = 1000
MOST_BYTES = 5 * 1024 * 1024
"""Largest unpacked file that is read: far above the largest table of scores, and a small part of what a bomb is."""

BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways to pack of which zipfile unpacks only as much as is read; a kilobyte of the others may become gigabytes."""


def read_member(body: bytes, name: str, place: str) -> str:
    """Return the text of the one file of this name, in whatever folder of the zip it is.

    Args:
        body: The bytes of the zip.
        name: The file's name without folders.
        place: Name of the zip, for messages.

    Raises:
        TokenfallError: It is no zip, it holds no or several files of this name, the file is too large, or its bytes
            are damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return _decode(archive, _only(archive.infolist(), name, place), f"{place}/{name}")
    except (*BROKEN_ZIP, ValueError) as error:
        raise TokenfallError(f"{place} is no whole zip file ({error}): fetch it again") from error


def _only(members: list[zipfile.ZipInfo], name: str, place: str) -> zipfile.ZipInfo:
    if len(members) > MOST_FILES:
        raise TokenfallError(f"{place} holds {len(members)} files, more than {MOST_FILES}: it is another zip")
    named = [member for member in members if PurePosixPath(member.filename).name == name]
    if len(named) != 1:
        raise TokenfallError(f"{place} holds {len(named) or 'no'} files called {name}: its layout changed")
    return named[0]


def _decode(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: str) -> str:
    if member.compress_type not in BOUNDED:
        raise TokenfallError(f"{place} is packed in another way than deflate: it is another zip")
    with archive.open(member) as file:
        text = file.read(MOST_BYTES + 1)  # the size that a zip states may be wrong
    if len(text) > MOST_BYTES:
        raise TokenfallError(f"{place} has more than {MOST_BYTES} bytes: it is another table")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TokenfallError(f"{place} is not UTF-8 (byte {error.start}): expected a CSV file") from error
