"""Tokens and passwords reach no log, no traceback and no screen, whatever fails and however loudly libraries speak."""

import asyncio
import io
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import structlog
from aiogram.methods import GetMe

from bot import hiding, logs
from bot.__main__ import main
from bot.handlers.telegram.client import open_bot
from bot.settings import load_settings
from tests.handlers.vk_world import vk

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
PASSWORD = "пароль-от-базы"
# Nobody listens there.
CLOSED = "http://127.0.0.1:9"


@dataclass
class Log:
    """Everything that was written to the error stream."""

    stream: io.StringIO = field(default_factory=io.StringIO)

    @property
    def written(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """The log as `otklik run` sets it up, with every library as loud as it can be."""
    kept = Log()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = []
    monkeypatch.setattr(sys, "stderr", kept.stream)
    logs.set_up("text")
    # pytest takes its own stream back before the test itself begins.
    structlog.configure(logger_factory=lambda *_: logs.SteadyLogger(kept.stream))
    root.setLevel(logging.DEBUG)
    yield kept
    root.handlers, root.level = before, level
    hiding._values.clear()


async def test_a_telegram_that_cannot_be_reached_leaves_no_token_in_the_log(
    log: Log,
) -> None:
    bot = open_bot(TOKEN, CLOSED)
    try:
        await bot(GetMe())
    except Exception:
        structlog.get_logger().exception("raw, as no code of ours logs it", action="test")
        logging.getLogger("aiogram").exception("and as a library would: %s", bot.session.api.base)
    finally:
        await bot.session.close()
    written = log.written
    assert "raw, as no code of ours logs it" in written
    assert "AAHdq" not in written


async def test_a_library_at_debug_that_writes_whole_addresses_writes_no_token(
    log: Log,
) -> None:
    async with httpx.AsyncClient() as client:
        for path in (f"/bot{TOKEN}/getMe", f"/file/bot{TOKEN}/photos/1.jpg", "/method/x?access_token=vk1.a.SECRET-8"):
            try:
                await client.get(CLOSED + path)
            except httpx.HTTPError as error:
                logging.getLogger("httpx").debug("%s %r", error.request.url, error, exc_info=True)
                logging.getLogger("httpx").debug(f"put together beforehand: {error.request.url}")
    written = log.written
    assert written.count("put together beforehand") == 3
    assert not re.search(r"AAHdq|vk1\.a|SECRET-8", written)


async def test_vkbottle_in_trouble_writes_no_token(log: Log) -> None:
    async with vk() as (server, api):
        server.fault("users.get", "502html")
        hiding.never_write([server.token])
        for method, data in (("users.get", {}), ("no.such", {"access_token": server.token})):
            try:
                await api.request(method, data)
            except Exception:
                structlog.get_logger().exception("raw", action="test")
        structlog.get_logger().warning("token", action="test", token=server.token)
        written = log.written
    assert written.count("action") >= 3
    assert server.token not in written


async def test_a_task_that_nobody_awaits_tells_no_token(log: Log) -> None:
    async def falls() -> None:
        raise RuntimeError(f"Cannot connect to https://api.telegram.org/bot{TOKEN}/getMe")

    task = asyncio.create_task(falls())
    await asyncio.wait([task])
    asyncio.get_running_loop().call_exception_handler({"message": "never retrieved", "exception": task.exception()})
    written = log.written
    assert "never retrieved" in written
    assert "AAHdq" not in written


def test_every_secret_of_the_settings_is_hidden_also_in_words_of_others(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {
        "OTKLIK_TELEGRAM_TOKEN": "42:TESTING",
        "OTKLIK_TELEGRAM_SECRET": "wetterhahn",
        "OTKLIK_VK_TOKEN": "ordinary-looking",
        "OTKLIK_VK_SECRET": "kirschbaum",
        "OTKLIK_VK_CONFIRMATION": "apfelbaum",
        "OTKLIK_DATABASE_URL": f"postgresql+asyncpg://otklik:{PASSWORD}@localhost/otklik",
    }
    env = tmp_path / ".env"
    env.write_text("\n".join(f"{name}={value}" for name, value in secrets.items()), encoding="utf-8")
    for name in [one for one in os.environ if one.startswith("OTKLIK_")]:
        monkeypatch.delenv(name)
    load_settings(env)
    for value in (*secrets.values(), "TESTING", PASSWORD):
        structlog.get_logger().warning("said", action="test", why=f"«{value}» is wrong")
        logging.getLogger("asyncpg").error("refused: %s", value)
    written = log.written
    assert written.count("refused") == len(secrets) + 2
    assert not [one for one in (*secrets.values(), "TESTING", PASSWORD) if one in written]


def test_ordinary_words_stay_readable() -> None:
    told = "a letter waits 26-00017 telegram:-1001234567890 at 10:15:30, http://127.0.0.1:8080/healthz"
    assert hiding.hidden(told) == told


def test_what_nobody_catches_is_printed_without_the_token() -> None:
    """In a process of its own, as the command line ends."""
    story = (
        "from bot.hiding import guard_tracebacks; import threading\n"
        "guard_tracebacks()\n"
        f"def fall(): raise OSError('https://api.telegram.org/bot{TOKEN}/getMe')\n"
        "other = threading.Thread(target=fall); other.start(); other.join()\n"
        "fall()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", story], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("bot<token>") == 2
    assert "AAHdq" not in done.stderr


def test_check_shows_no_token_when_nothing_answers(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`otklik check` with both channels set and nobody there."""
    for name in [one for one in os.environ if one.startswith("OTKLIK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DISTRICT": str(ROOT / "district.toml"),
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/otklik.db",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": CLOSED,
        "VK_TOKEN": "vk1.a.SECRET-OF-VK",
        "VK_API_URL": CLOSED,
    }.items():
        monkeypatch.setenv(f"OTKLIK_{name}", value)
    assert main(["check"]) == 1
    shown = capsys.readouterr().out
    assert "Telegram" in shown
    assert not re.search(r"AAHdq|SECRET-OF-VK", shown + log.written)
