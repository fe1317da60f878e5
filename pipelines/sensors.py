"""What runs when something happened: alerts are sent after each publication, if TOKENFALL_NOTIFY names a service."""

from __future__ import annotations

import os

import dagster as dg

from assets.reports.alerts import notify, open_alerts
from warehouse.home import Home
from warehouse.store import open_published

NOTIFY = "TOKENFALL_NOTIFY"


@dg.asset_sensor(asset_key=dg.AssetKey("published_warehouse"), name="alerts", minimum_interval_seconds=60)
def alert_sensor(context: dg.SensorEvaluationContext, event: dg.EventLogEntry) -> dg.SkipReason:
    """Send price events, and sources that went stale, failed or were refused; off until somebody starts it."""
    url = os.environ.get(NOTIFY)
    if not url:
        return dg.SkipReason(f"{NOTIFY} names no service")
    home = Home.from_environment()
    with open_published(home) as connection:
        as_of = connection.execute("SELECT max(as_of) FROM out_verdict").fetchone()
        alerts = open_alerts(connection, home, as_of[0]) if as_of and as_of[0] else []
    notify(url, alerts, home)
    return dg.SkipReason(f"{len(alerts)} alerts sent")
