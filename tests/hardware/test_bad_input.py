"""What is not a release is refused by every reader in one line that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.hardware.releases.parse import parse_release
from assets.hardware.sources import RELEASES
from warehouse.errors import TokenfallError

BAD = {
    "binary": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "not UTF-8": b"Cloud,GPU Type\nCaf\xe9,T4\n",
    "empty": b"",
    "blank": b" \n\t\n",
    "HTML": b"\xef\xbb\xbf<!DOCTYPE html><html><body>404: Not Found</body></html>",
    "truncated JSON": b'[{"Submitter": "Acme", "Result": 12',
    "truncated object": b'{"offers": [{"provider": "acme", "usd_hr": 2.',
    "NaN": b'[{"tput_per_gpu": NaN}]',
    "other JSON": b'{"message": "Not Found"}',
    "number": b"42",
    "empty array": b"[]",
    "deep": b"[" * 100_000,
    "angles": b"| " + b"<" * 100_000 + b" |",
    "links": b"| " + b"[a](" * 10_000 + b" |",
    "notes": b"| " + b"<sup>" * 30_000 + b" |",
    "other CSV": b"date,usd\n2024-01-01,3\n",
    "unclosed quote": b'Cloud,GPU Type,GPUs,On-demand\n"AWS,T4,1,2\n',
    "prose": b"# Overview\n\nNo tables here.\n",
    "other table": b"| a | b |\n|---|---|\n| 1 | 2 |\n",
}


@pytest.mark.parametrize("kind", RELEASES)
@pytest.mark.parametrize("damage", BAD)
def test_bad_bytes(tmp_path: Path, kind: str, damage: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(BAD[damage])
    with pytest.raises(TokenfallError) as refused:
        parse_release(kind, path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", RELEASES)
@pytest.mark.parametrize("name", ["missing", "folder", "dangling"])
def test_nothing_to_read(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(TokenfallError) as refused:
        parse_release(kind, tmp_path / name)
    assert str(tmp_path / name) in str(refused.value)
    assert "\n" not in str(refused.value)
