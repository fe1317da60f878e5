"""Notifications: what is sent to a service, and what is remembered as sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assets.reports.alerts import Alert, acknowledge, notify
from warehouse.errors import TokenfallError
from warehouse.home import Home

# Apprise tries modules that Python 3.13 drops.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PRICE = Alert("price openai gpt-9 2026-10-01", "gpt-9 costs half as much")
FAILURE = Alert("source page/acme", "page/acme could not be captured")


class Service(HTTPServer):
    """Takes JSON by POST and answers with `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.messages: list[dict[str, str]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing on standard error."""

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """The service as Apprise names it, with a password in it."""
        return f"json://user:secret@127.0.0.1:{self.server_port}"


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as running:
        Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_alerts_are_sent_in_one_message_and_price_events_are_acknowledged(service: Service, home: Home) -> None:
    notify(service.url, [PRICE, FAILURE], home)
    (message,) = service.messages
    assert message["title"].endswith(": 2 alerts")
    assert message["message"] == "gpt-9 costs half as much\npage/acme could not be captured"
    assert json.loads(home.alerts.read_text(encoding="utf-8")) == [PRICE.key]


def test_what_was_acknowledged_before_stays_so(service: Service, home: Home) -> None:
    acknowledge(home, ["price other"])
    notify(service.url, [PRICE], home)
    assert json.loads(home.alerts.read_text(encoding="utf-8")) == [PRICE.key, "price other"]


def test_without_alerts_nothing_is_sent(service: Service, home: Home) -> None:
    notify(service.url, [], home)
    assert (service.messages, home.alerts.exists()) == ([], False)


def test_a_service_that_refuses_is_an_error_without_its_secret_and_nothing_is_acknowledged(
    service: Service, home: Home
) -> None:
    service.status = 500
    with pytest.raises(TokenfallError) as refused:
        notify(service.url, [PRICE], home)
    assert "refused the message" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert not home.alerts.exists()


def test_an_unknown_service_is_an_error_even_without_alerts(home: Home) -> None:
    for url, shown in (("nosuch://secret", "nosuch"), ("secret", r"\(no scheme\)"), ("secret:/b", r"\(no scheme\)")):
        with pytest.raises(TokenfallError, match=rf"{shown}:\.\.\. is not a service that Apprise knows") as refused:
            notify(url, [], home)
        assert "secret" not in str(refused.value)


def test_a_file_of_alerts_that_cannot_be_read_or_written_is_named(home: Home) -> None:
    home.alerts.write_text("not JSON", encoding="utf-8")
    with pytest.raises(TokenfallError, match="cannot be read"):
        acknowledge(home, [PRICE.key])
    home.alerts.unlink()
    home.alerts.mkdir()
    with pytest.raises(TokenfallError, match="cannot be read"):
        acknowledge(home, [PRICE.key])
    home.alerts.rmdir()
    with pytest.raises(TokenfallError, match="cannot write"):
        acknowledge(Home(home.path / "missing"), [PRICE.key])
