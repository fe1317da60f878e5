"""The log of events: one line of JSON each, bounded, with nothing on the console."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from assets.capture.attempts import CaptureAttempt
from pipelines import event_log
from pipelines.event_log import LOGGER, log_attempts, log_event, logging_to
from pipelines.progress import progress
from warehouse.errors import TokenfallError
from warehouse.home import Home


def events(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "logs" / "tokenfall.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_command_logs_its_steps_and_sources_though_logging_is_disabled(tmp_path: Path) -> None:
    failed = CaptureAttempt("page/a", "https://a.example", datetime(2026, 11, 26), "failed", "answers 500")
    logging.disable(logging.CRITICAL)  # as a run does while Dagster works
    try:
        with logging_to(Home(tmp_path), "run", live=True), progress() as on_step:
            on_step("out_verdict", 3)
            log_attempts([failed])
    finally:
        logging.disable(logging.NOTSET)
    started, step, capture, finished = events(tmp_path)
    assert (started["event"], started["command"], started["live"], started["level"]) == ("started", "run", True, "info")
    assert (step["event"], step["step"], step["of"]) == ("step", "out_verdict", 3)
    assert (capture["level"], capture["source"], capture["reason"]) == ("warning", "page/a", "answers 500")
    assert (finished["event"], str(finished["time"])[-1]) == ("finished", "Z")
    log_event("after the command")
    assert len(events(tmp_path)) == 4


@pytest.mark.parametrize(
    ("error", "is_traced"),
    [(TokenfallError("disk full"), False), (KeyError("slip"), True), (KeyboardInterrupt(), False)],
)
def test_a_failure_is_logged_with_a_traceback_only_if_it_is_ours(
    tmp_path: Path, error: BaseException, is_traced: bool
) -> None:
    with pytest.raises(type(error)), logging_to(Home(tmp_path), "run"):
        raise error
    failed = events(tmp_path)[-1]
    assert (failed["event"], failed["level"], bool(failed["traceback"])) == ("failed", "error", is_traced)
    assert str(failed["reason"]).strip("'") in {"disk full", "slip", "interrupted"}
    assert not any(isinstance(handler, RotatingFileHandler) for handler in LOGGER.handlers)


def test_the_log_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "MOST_BYTES", 2000)
    with logging_to(Home(tmp_path), "run"):
        for number in range(200):
            log_event("step", step=f"table {number}")
    sizes = [path.stat().st_size for path in (tmp_path / "logs").iterdir()]
    assert len(sizes) == 5
    assert max(sizes) <= 2000
    assert events(tmp_path)[-2]["step"] == "table 199"


def test_a_log_that_cannot_be_written_disturbs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    with logging_to(Home(tmp_path), "run"):
        log_event("step", step="out_verdict")
    assert capsys.readouterr() == ("", "")
