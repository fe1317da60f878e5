"""The alert sensor: it requests a run that sends what is open, once a publication, and states why it skips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from assets.reports.alerts import Alert
from pipelines import sensors
from pipelines.definitions import build_defs
from warehouse.home import Home

OPEN = [Alert("price 1", "gpt-x became cheaper"), Alert("source page/openai failed", "page/openai failed")]


@dg.asset(name="published_warehouse")
def publication() -> None:
    """Replaces the publication of a run."""


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


def publish(instance: dg.DagsterInstance) -> str:
    return dg.materialize([publication], instance=instance).run_id


def tick(instance: dg.DagsterInstance, cursor: str | None = None) -> tuple[list[dg.RunRequest], str | None, str | None]:
    """The requested runs, the reason to skip, and the cursor after one evaluation."""
    with dg.build_sensor_context(instance=instance, cursor=cursor, definitions=build_defs()) as context:
        result = sensors.alert_sensor.evaluate_tick(context)
    return list(result.run_requests or []), result.skip_message, result.cursor


def test_without_a_service_it_skips(instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(sensors.NOTIFY, raising=False)
    publish(instance)
    assert tick(instance)[:2] == ([], "TOKENFALL_NOTIFY names no service")


def test_with_nothing_open_it_skips(instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sensors.NOTIFY, "json://localhost")
    monkeypatch.setattr(sensors, "read_open_alerts", lambda home: [])
    publish(instance)
    assert tick(instance)[:2] == ([], "no alert is open")


def test_a_publication_with_open_alerts_requests_one_run(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sensors.NOTIFY, "json://localhost")
    monkeypatch.setattr(sensors, "read_open_alerts", lambda home: OPEN)
    published_by = publish(instance)
    (request,), _, cursor = tick(instance)
    assert (sensors.alert_sensor.job_name, request.run_key) == ("send_alerts", published_by)
    assert tick(instance, cursor)[0] == [], "the same publication was seen before"


def test_the_job_sends_the_alerts_and_reports_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sent: list[tuple[str, list[Alert], Home]] = []
    monkeypatch.setenv(sensors.NOTIFY, "json://localhost")
    monkeypatch.setenv("TOKENFALL_HOME", str(tmp_path))
    monkeypatch.setattr(sensors, "read_open_alerts", lambda home: OPEN)
    monkeypatch.setattr(sensors, "notify", lambda *arguments: sent.append(arguments))
    result = build_defs().resolve_job_def("send_alerts").execute_in_process()
    assert sent == [("json://localhost", OPEN, Home(tmp_path))]
    (output,) = (event for event in result.all_events if event.event_type is dg.DagsterEventType.STEP_OUTPUT)
    assert output.step_output_data.metadata["sent"].value == len(OPEN)


def test_the_open_alerts_are_those_of_the_published_file(published: Path) -> None:
    assert all(isinstance(alert, Alert) for alert in sensors.read_open_alerts(Home(published)))
