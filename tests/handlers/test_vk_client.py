"""The door to vkbottle keeps its noise inside and VK's pace outside."""

import io
import logging
import subprocess
import sys
import warnings

import pytest

from bot.handlers.vk.asking import ask
from bot.handlers.vk.client import close_api, open_api
from bot.handlers.vk.errors import VKSaid
from tests.handlers.vk_world import vk


async def test_vkbottle_writes_nothing_even_where_everything_is_logged(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    monkeypatch.setattr(root, "level", logging.DEBUG)
    root.addHandler(handler)
    try:
        async with vk() as (server, api):
            with pytest.raises(VKSaid):
                await ask(api, "messages.send", peer_ids=5, message="тайное")
            token = server.token
    finally:
        root.removeHandler(handler)
    everything = written.getvalue() + "".join(capfd.readouterr())
    assert token not in everything
    assert "тайное" not in everything


def test_where_vk_is_not_in_use_its_library_is_not_loaded() -> None:
    rooms = ", ".join(f"bot.handlers.vk.{name}" for name in ("outgoing", "listening", "webhook", "doctor"))
    code = f"import sys, {rooms}; sys.exit('vkbottle' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_warnings_are_shown_as_before() -> None:
    assert not (warnings.showwarning.__module__ or "").startswith("vkbottle")


async def test_vks_own_limit_is_kept() -> None:
    async with vk() as (server, api):
        server.enforce_limits = True
        patient = open_api(server.token, f"{server.url}/method/")
        for _ in range(7):
            await ask(patient, "users.get", user_ids=[1])
        await close_api(patient)
        assert server.journal.errors == {}
        assert patient.http_client.session.closed  # type: ignore[attr-defined]
        for _ in range(13):
            await ask(api, "users.get", user_ids=[1])
        with pytest.raises(VKSaid) as refused:
            await ask(api, "users.get", user_ids=[1])
        assert (refused.value.code, refused.value.temporary) == (6, True)
