"""What systemd hears from the service when it works."""

import socket
from pathlib import Path

import pytest

from bot.supervisor import say_ready


def test_systemd_hears_once_that_the_service_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        say_ready()
        assert systemd.recv(100) == b"READY=1"


def test_where_nobody_asked_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    say_ready()
    monkeypatch.setenv("NOTIFY_SOCKET", "vsock:2:1234")
    say_ready()
