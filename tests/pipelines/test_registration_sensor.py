"""The sensor that registers forecasts: after a publication as of its own day, and not after one as of a past date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets.forecasts.registered import ledger as ledger_files
from pipelines.definitions import build_defs
from pipelines.registration import register_forecasts, registration_sensor
from tests.forecasts.registered_sets import publish
from warehouse.home import ENVIRONMENT_VARIABLE, Home
from warehouse.store import open_writer


@dg.asset(name="published_warehouse")
def publication() -> None:
    """Replaces the publication of a run."""


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The home of the environment, and no bundled sets."""
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setattr(ledger_files, "LEDGER", tmp_path / "bundled")
    return Home.from_environment()


def publish_as_of(home: Home, day: date, instance: dg.DagsterInstance) -> date:
    """Publish forecasts as of a day; return the day on which that happened."""
    with open_writer(home) as warehouse:
        publish(warehouse, day)
        warehouse.publish()
    run_id = dg.materialize([publication], instance=instance).run_id
    record = instance.get_run_record_by_id(run_id)
    assert record is not None
    return record.create_timestamp.astimezone(UTC).date()


def tick(instance: dg.DagsterInstance) -> tuple[list[dg.RunRequest], str | None]:
    with dg.build_sensor_context(instance=instance, definitions=build_defs()) as context:
        result = registration_sensor.evaluate_tick(context)
    return list(result.run_requests or []), result.skip_message


def test_a_publication_as_of_its_own_day_is_registered_once(home: Home, instance: dg.DagsterInstance) -> None:
    day = publish_as_of(home, datetime.now(UTC).date(), instance)
    (request,), _ = tick(instance)
    for _ in range(2):
        assert register_forecasts.execute_in_process(run_config=request.run_config, instance=instance).success
    assert [path.name for path in home.ledger.iterdir()] == [f"{day}.jsonl"]


def test_a_publication_as_of_a_past_date_is_not_registered(home: Home, instance: dg.DagsterInstance) -> None:
    day = publish_as_of(home, datetime.now(UTC).date() - timedelta(days=1), instance)
    requests, reason = tick(instance)
    assert requests == []
    assert reason == f"forecasts as of {day - timedelta(days=1)} that were published on {day} are not registered"
