"""A process that is told to end while everything hangs: gone within ten seconds, with code 0, and nothing is lost."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from sqlalchemy.engine import make_url

from tests.e2e.crew import Crew
from tests.e2e.people import PATIENCE
from tests.e2e.processes import Child, Nursery
from tests.e2e.stories import LAMP, agrees, files, photo, sends
from tests.e2e.town import Platforms, free_port
from tests.e2e.wording import said

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Seconds, as systemd is told.
WITHIN = 10.0


class Supervisor:
    """The socket that systemd would listen at."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.address)
        self._socket.setblocking(False)

    def heard(self) -> list[str]:
        """In the order in which it was said, repetitions left out."""
        words = []
        with contextlib.suppress(BlockingIOError):
            while True:
                words.append(self._socket.recv(100).decode())
        self._socket.close()
        return list(dict.fromkeys(words))


async def timed(child: Child, *signals: signal.Signals, between: float = 0.0) -> float:
    """Tells it to end; the seconds until it had, with code 0."""
    began = time.monotonic()
    for index, one in enumerate(signals):
        await asyncio.sleep(between if index else 0)
        os.kill(child.id, one)
    assert await child.buried() == 0
    return time.monotonic() - began


@contextlib.asynccontextmanager
async def open_page(port: int) -> AsyncIterator[None]:
    """Somebody reads the page, and its stream stays open."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"X-Otklik": "1"}) as browser:
        await browser.get("/")
        async with browser.stream("GET", "/api/chat/me/stream") as stream:
            assert stream.status_code == 200
            yield


async def test_photo_and_letter_hang_and_a_page_is_open(around: Platforms, cradle: Nursery) -> None:
    supervisor = Supervisor(around.folder)
    port, status = free_port(), free_port()
    environment = around.environment(
        OTKLIK_HTTP_PORT=str(port),
        OTKLIK_STATUS_PORT=str(status),
        NOTIFY_SOCKET=supervisor.address,
        WATCHDOG_USEC="200000",
    )
    first = await cradle.bears("run", environment=environment, log=around.folder / "first.log")
    await asyncio.gather(around.telegram.polled(PATIENCE), around.vk.feed.polled.wait(PATIENCE))
    boris = around.resident("vk", "Борис")
    number = await files(boris)
    download = around.telegram.fault("download", kind="hang")
    anna = around.resident("telegram")
    await agrees(anna, after=anna.says(LAMP))
    anna.says("и фото", photo(1))
    await asyncio.wait_for(download.happened.wait(), PATIENCE)
    letter = around.vk.fault("messages.send", "done-then-hang")
    boris.says("/помощь")
    async with asyncio.timeout(PATIENCE):
        while not letter.happened:  # noqa: ASYNC110 - a plain number
            await asyncio.sleep(0.02)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{status}") as machine, open_page(port):
        assert (await machine.get("/readyz")).json()["ready"]
        assert "otklik_build_info" in (await machine.get("/metrics")).text
        took = await timed(first, signal.SIGTERM)
    print(f"ended after {took:.1f} s")
    assert took < WITHIN
    assert supervisor.heard() == ["WATCHDOG=1", "READY=1", "STOPPING=1"]

    around.telegram.faults.release()
    again = await cradle.bears("run", environment=around.environment(), log=around.folder / "again.log")
    second = await sends(anna)
    await again.ends()
    assert sorted(around.rows("SELECT number FROM appeals")) == sorted([(number,), (second,)])
    assert around.rows("SELECT count(*) FROM appeal_photos") == [(1,)]
    helped = [one for one in boris.shown() if said("help").search(one.text)]
    assert len(helped) == 1, "VK knows the letter by its id"
    assert around.rows("SELECT error FROM updates WHERE state = 2") == []


async def test_a_database_that_hangs_holds_nobody_up(around: Platforms, cradle: Nursery, postgres_url: str) -> None:
    crew = Crew(around, cradle, postgres_url)
    member = await crew.joins()
    await asyncio.gather(around.telegram.polled(PATIENCE), around.vk.feed.polled.wait(PATIENCE))
    locked = await asyncpg.connect(
        host=make_url(postgres_url).query["host"], user="postgres", database=make_url(postgres_url).database
    )
    try:
        await locked.execute("BEGIN; LOCK TABLE updates, letters, talks, jobs, channels IN ACCESS EXCLUSIVE MODE")
        anna = around.resident("telegram")
        anna.says(LAMP)
        await asyncio.sleep(0.5)  # somebody waits for the lock by now
        took = await timed(member.child, signal.SIGTERM, signal.SIGINT, between=1.0)
    finally:
        await locked.close()
    print(f"ended after {took:.1f} s, a second after the first word")
    assert took < WITHIN
    again = await crew.joins()
    await agrees(anna)
    await sends(anna)
    assert await again.child.ends() == 0
