"""Lines that carry the digest of the line before them, so that a changed, missing or moved line is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

NO_DIGEST = "0" * 64
"""What the first line of the first file carries in place of a digest."""


def digest(data: bytes) -> str:
    """Return the SHA-256 digest of bytes, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()


def encode(record: Mapping[str, object]) -> bytes:
    """Return a record as one line in canonical form: sorted keys, UTF-8."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def chain(records: Iterable[Mapping[str, object]], previous: str) -> list[bytes]:
    """Return records as lines, each with the digest of the line before; the first carries `previous`."""
    lines: list[bytes] = []
    for record in records:
        lines.append(encode({**record, "previous": digest(lines[-1]) if lines else previous}))
    return lines
