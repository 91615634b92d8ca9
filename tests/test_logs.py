"""A log that cannot be written stops nobody's work."""

import os
from pathlib import Path

import pytest
import structlog

from bot import logs


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full: Linux has one")
def test_a_full_disk_stops_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full:
        monkeypatch.setattr("sys.stderr", full)
        logs.set_up("json")
        structlog.get_logger().warning("something happened", action="test")
        structlog.get_logger().exception("something broke", action="test")
        monkeypatch.undo()
        _let_go(full.fileno())


def test_a_closed_log_stops_no_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        monkeypatch.setattr("sys.stderr", log)
        logs.set_up("text")
        structlog.get_logger().info("the first", action="test")
    structlog.get_logger().info("the second", action="test")
    assert (tmp_path / "log").read_text(encoding="utf-8").count("\n") == 1


def _let_go(descriptor: int) -> None:
    """What could not be written is not tried again when the file is closed."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), descriptor)
