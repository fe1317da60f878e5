"""Alerts: price events and sources in trouble, told to whoever asked, until they are acknowledged.

A price event is told once; a source in trouble at every run until it is mended or acknowledged.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse.errors import TokenfallError
from warehouse.home import Home

DAYS = 7
"""How long a price event is news."""
TITLE = "tokenfall"


@dataclass(frozen=True)
class Alert:
    """One thing to tell; its key stays the same as long as it is the same thing."""

    key: str
    text: str


def open_alerts(connection: duckdb.DuckDBPyConnection, home: Home, as_of: date) -> list[Alert]:
    """The alerts of the published file that nobody has acknowledged."""
    select = Path(__file__).with_name("find_alerts.sql").read_text(encoding="utf-8")
    found = connection.execute(select, {"as_of": as_of, "days": DAYS}).fetchall()
    quiet = _acknowledged(home)
    return [Alert(key, text) for key, text in found if key not in quiet]


def acknowledge(home: Home, keys: Iterable[str]) -> None:
    """Remember these alerts as known: they stay quiet from now on."""
    known = sorted(_acknowledged(home) | set(keys))
    draft = home.alerts.with_name(f".{home.alerts.name}")
    try:
        draft.write_text(json.dumps(known, indent=1, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, home.alerts)
    except OSError as error:
        raise TokenfallError(f"cannot write {home.alerts}: {error.strerror}") from error


def notify(url: str, alerts: Sequence[Alert], home: Home) -> None:
    """Send the alerts to one service, by its Apprise URL; price events are acknowledged once they are sent.

    Raises TokenfallError, without the URL's secrets, when the service is unknown or does not take them.
    """
    import apprise  # noqa: PLC0415 - a hundred services

    service = apprise.Apprise()
    scheme = url.partition(":")[0]
    if not service.add(url):
        raise TokenfallError(f"--notify: {scheme}:... is not a service that Apprise knows (see its list of URLs)")
    if not alerts:
        return
    if not service.notify(title=f"{TITLE}: {len(alerts)} alerts", body="\n".join(alert.text for alert in alerts)):
        raise TokenfallError(f"--notify: the service of {scheme}:... did not take the message: check its URL")
    acknowledge(home, (alert.key for alert in alerts if alert.key.startswith("price ")))


def _acknowledged(home: Home) -> set[str]:
    try:
        return set(json.loads(home.alerts.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return set()
    except (OSError, ValueError) as error:
        raise TokenfallError(f"{home.alerts} cannot be read ({error}): delete it to be told of all") from error
