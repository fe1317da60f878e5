"""Send open alerts after a publication, if TOKENFALL_NOTIFY names a service."""

import os

import dagster as dg

from assets.reports.alerts import Alert, notify, open_alerts
from warehouse import query
from warehouse.home import Home
from warehouse.store import open_published

NOTIFY = "TOKENFALL_NOTIFY"


def read_open_alerts(home: Home) -> list[Alert]:
    """Return the alerts of the published file that nobody has acknowledged, as of its own date."""
    with open_published(home) as connection:
        as_of = query.published_as_of(connection)
        return open_alerts(connection, home, as_of) if as_of else []


@dg.op(
    description="Send the open alerts to the service that TOKENFALL_NOTIFY names.",
    retry_policy=dg.RetryPolicy(max_retries=3, delay=60, backoff=dg.Backoff.EXPONENTIAL),
)
def notify_of_alerts(context: dg.OpExecutionContext) -> None:
    """Send price events and sources in trouble; price events that were sent are acknowledged and not sent again."""
    home = Home.from_environment()
    alerts = read_open_alerts(home)
    notify(os.environ[NOTIFY], alerts, home)
    context.add_output_metadata({"sent": len(alerts), "alerts": dg.MetadataValue.md(_as_list(alerts))})


@dg.job(executor_def=dg.in_process_executor, description="Send the open alerts of the published file.")
def send_alerts() -> None:
    """Send the open alerts."""
    notify_of_alerts()


@dg.asset_sensor(
    asset_key=dg.AssetKey("published_warehouse"),
    job=send_alerts,
    name="alerts",
    minimum_interval_seconds=60,
    description="Send the open alerts after each publication; needs TOKENFALL_NOTIFY.",
)
def alert_sensor(_: dg.SensorEvaluationContext, event: dg.EventLogEntry) -> dg.RunRequest | dg.SkipReason:
    """Request one run of `send_alerts` after a publication that leaves alerts open; off until somebody starts it."""
    if not os.environ.get(NOTIFY):
        return dg.SkipReason(f"{NOTIFY} names no service")
    if not read_open_alerts(Home.from_environment()):
        return dg.SkipReason("no alert is open")
    return dg.RunRequest(run_key=event.run_id)


def _as_list(alerts: list[Alert]) -> str:
    return "\n".join(f"- {alert.text}" for alert in alerts) or "none"
