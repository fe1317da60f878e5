"""Rows about claims: corrections that apply to nothing are shown in quarantine."""

from __future__ import annotations

from datetime import date

from assets.prices.claim_tables import idle_correction_rows
from assets.prices.corrections import read_corrections
from assets.table_build import TableBuild
from tests.conftest import ASSETS, read
from warehouse.bundle import CORRECTIONS, Bundle
from warehouse.store import Writer


def test_without_prices_every_correction_is_idle(writer: Writer) -> None:
    bundle = Bundle()
    build = TableBuild("_price_refusal", writer, date(2026, 11, 26), bundle, ASSETS / "prices")
    build.from_rows(idle_correction_rows(build))
    rows = read(writer, "SELECT source, capture_sha256, captured_at, released_by FROM _price_refusal")
    origin = (f"facts/{CORRECTIONS}", bundle.sha256(CORRECTIONS), "2026-11-23 00:00:00", None)
    assert rows == [origin] * len(read_corrections(bundle))
    assert rows
