"""Find alerts in the published file, send them to a service, and keep which are acknowledged.

A price event is sent once; a source that failed is sent at every run until it works again or is acknowledged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse import durable, query
from warehouse.errors import TokenfallError
from warehouse.home import Home

if TYPE_CHECKING:
    import apprise

DAYS = 7
"""Days for which a price event counts as new."""
TITLE = "tokenfall"
FIND_ALERTS = Path(__file__).with_name("find_alerts.sql")


@dataclass(frozen=True)
class Alert:
    """A message for users; `key` identifies what it is about from run to run."""

    key: str
    text: str


def open_alerts(connection: duckdb.DuckDBPyConnection, home: Home, as_of: date) -> list[Alert]:
    """Return the alerts of the published file that nobody has acknowledged."""
    alerts = query.rows_as(connection, Alert, FIND_ALERTS, {"as_of": as_of, "days": DAYS})
    acknowledged = _acknowledged(home)
    return [alert for alert in alerts if alert.key not in acknowledged]


def acknowledge(home: Home, keys: Iterable[str]) -> None:
    """Keep the keys of these alerts, which are not listed or sent again.

    Raises:
        TokenfallError: The file of acknowledged alerts cannot be written.
    """
    known = sorted(_acknowledged(home) | set(keys))
    try:
        durable.write(home.alerts, json.dumps(known, indent=1, ensure_ascii=False).encode())
    except OSError as error:
        raise TokenfallError(f"cannot write {home.alerts}: {error.strerror}; free space or permit it") from error


def notify(url: str, alerts: Sequence[Alert], home: Home) -> None:
    """Send the alerts to a service, given by its Apprise URL; price events are acknowledged once they are sent.

    Raises:
        TokenfallError: The service is unknown or refuses the message; the text holds no secret of the URL.
    """
    service = service_of(url)
    if not alerts:
        return
    if not service.notify(title=f"{TITLE}: {len(alerts)} alerts", body="\n".join(alert.text for alert in alerts)):
        raise TokenfallError(f"--notify: the service of {_scheme(url)}:... refused the message: check its URL")
    acknowledge(home, (alert.key for alert in alerts if alert.key.startswith("price ")))


def service_of(url: str) -> apprise.Apprise:
    """Return the service of an Apprise URL, without asking it anything.

    Raises:
        TokenfallError: The service is unknown; the text holds no secret of the URL.
    """
    import apprise  # a hundred services

    service = apprise.Apprise()
    if not service.add(url):
        raise TokenfallError(f"--notify: {_scheme(url)}:... is not a service that Apprise knows (see its list of URLs)")
    return service


def _scheme(url: str) -> str:
    """Return what may be shown of an Apprise URL; of a token without a scheme, nothing."""
    scheme, mark, _ = url.partition("://")
    return scheme if mark else "(no scheme)"


def _acknowledged(home: Home) -> set[str]:
    try:
        return set(json.loads(home.alerts.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return set()
    except (OSError, ValueError) as error:
        raise TokenfallError(f"{home.alerts} cannot be read ({error}): delete it to list all alerts again") from error
