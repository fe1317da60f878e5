"""Captures and shards in a store of objects: a local server of S3 from a package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets.capture.keep import PageCapture, read_body
from assets.capture.stored import page_captures
from tests.scale.archive import FEW, Archive, last_months, page_in
from tests.scale.backfill import OFFERS, READINGS, backfill, partitions
from tests.scale.needs import need_packages
from warehouse.durable import is_local
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer

need_packages("moto", "boto3", "s3fs")
import boto3  # noqa: E402 - only where it is installed
import moto.server as moto  # noqa: E402 - for the same reason


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket on a server on this machine."""
    environment = pytest.MonkeyPatch()
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    environment.setenv("AWS_ACCESS_KEY_ID", "tester")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3").create_bucket(Bucket="tokenfall")
    yield "s3://tokenfall/home"
    server.stop()
    environment.undo()


def test_a_backfill_into_a_bucket_has_the_rows_of_one_into_a_folder(bucket: str, tmp_path: Path) -> None:
    archive = Archive()
    try:
        keys = partitions(last_months(1), FEW)
        alone = backfill(Home(tmp_path / "alone"), archive, keys)
        home = Home(tmp_path / "other", bucket)
        stored = backfill(home, archive, keys)
    finally:
        archive.stop()
    assert (stored[READINGS], stored[OFFERS]) == (alone[READINGS], alone[OFFERS])
    assert not (home.path / "captures").exists()
    with open_writer(home) as warehouse:
        captures = page_captures(warehouse.connection)
    assert {capture.warc_offset for capture in captures} == {0}
    bodies = {capture.url: read_body(capture, home.captures) for capture in captures}
    assert bodies == {url: page_in(archive.pages[url], "20261015000000") for url in bodies}
    assert not is_local(home.captures)
    assert list(home.shards.glob("*/*.parquet")) == []


def test_bytes_that_are_gone_from_a_bucket_are_one_line(bucket: str, tmp_path: Path) -> None:
    home = Home(tmp_path, bucket)
    values: dict[str, Any] = dict.fromkeys(PageCapture.__dataclass_fields__, "")
    lost = PageCapture.from_row({**values, "body_warc_file": "2026/gone.warc.gz", "body_warc_offset": 0})
    with pytest.raises(TokenfallError, match=r"2026/gone\.warc\.gz cannot be read"):
        read_body(lost, home.captures)
