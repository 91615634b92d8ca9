"""A district that really runs: the service in this process, both platforms beside it, real files under it."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import delete

from bot.appeals.appeal import Appeal
from bot.bootstrap import House, open_house, utc_now
from bot.running import run
from bot.settings import Settings
from bot.usecases.binding import invite
from bot.usecases.platform import Clock
from bot.usecases.store import Role
from storage.metadata import metadata
from tests.e2e.people import PATIENCE, OnTelegram, OnVK, Seat
from tests.e2e.wording import DISTRICT, DISTRICT_FILE, said
from tests.servers.telegram import TelegramServer
from tests.servers.vk import VKServer

HURRY: dict[str, Any] = {"quiet_seconds": 0.2, "recall_seconds": 0.2}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Office:
    """A chat of officials: `group` is the platform's own, `seats` the people in it."""

    group: Any
    seats: tuple[Seat, ...]

    @property
    def seat(self) -> Seat:
        return self.seats[0]


@dataclass
class Platforms:
    """Both servers, and people on them."""

    telegram: TelegramServer
    vk: VKServer
    folder: Path

    def resident(self, platform: str, name: str = "Анна") -> Seat:
        return OnTelegram(self.telegram.user(name)) if platform == "telegram" else OnVK(self.vk.user(name))

    def chat(self, platform: str, title: str, names: Sequence[str], **more: Any) -> Office:
        """A group chat of officials with the bot in it, bound to nothing yet."""
        if platform == "telegram":
            people = [self.telegram.user(one) for one in names]
            group = self.telegram.group(title, people, **more)
            return Office(group, tuple(OnTelegram(one.in_(group)) for one in people))
        users = [self.vk.user(one) for one in names]
        chat = self.vk.chat(title, users, full_access=True, **more)
        return Office(chat, tuple(OnVK(one.in_(chat)) for one in users))

    @property
    def database(self) -> Path:
        return self.folder / "otklik.db"

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the SQLite file answers."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(question).fetchall()

    def made(self, platform: str, chat: int) -> list[int]:
        """The ids of all messages that the bot made there, also of those deleted since."""
        if platform == "telegram":
            return [one.id for one in self.telegram.world.chats[chat].from_bot]
        return [one.id for one in self.vk.ledger.peer(chat).from_bot]

    def environment(self, **more: str) -> dict[str, str]:
        """The same settings for a process of its own."""
        plain = self.settings().model_dump()
        values = {name: one.get_secret_value() if isinstance(one, SecretStr) else one for name, one in plain.items()}
        return {f"OTKLIK_{name.upper()}": str(one) for name, one in values.items() if one is not None} | more

    def settings(self, **more: Any) -> Settings:
        values: dict[str, Any] = {
            "district": DISTRICT_FILE,
            "database_url": f"sqlite+aiosqlite:///{self.database}",
            "media_dir": self.folder / "media",
            "telegram_token": self.telegram.token,
            "telegram_api_url": self.telegram.url,
            "vk_token": self.vk.token,
            "vk_api_url": self.vk.url,
            "http_port": free_port(),
        }
        return Settings(_env_file=None, **(values | HURRY | more))


@dataclass
class Town(Platforms):
    """The platforms with the service of the district among them."""

    house: House

    async def code(self, role: Role, target: str = "") -> str:
        return await invite(self.house.service.store, role, target, self.house.service.now())

    async def office(self, platform: str, desk: str, names: Sequence[str] = ("Ольга", "Игорь"), **more: Any) -> Office:
        """A group chat that serves the desk."""
        office = self.chat(platform, DISTRICT.desk(desk).name, names, **more)
        await self.binds(office.seat, "desk", desk)
        return office

    async def binds(self, seat: Seat, role: Role, target: str = "") -> None:
        """Whoever sits there sends a fresh code to the chat, and it is taken."""
        words = seat.says(f"/start {await self.code(role, target)}")
        await seat.sees(said(f"bound-{role}"), after=words)

    async def appeal(self, number: str) -> Appeal:
        async with self.house.service.store.transaction() as tx:
            found = await tx.appeals.get(number)
        assert found, number
        return found

    async def settled(self) -> None:
        """Waits until nothing is in the inbox and the outbox: looked at whenever somebody has worked."""
        rung = self.house.bells.listener()
        async with asyncio.timeout(PATIENCE):
            while await self._waiting():
                with suppress(TimeoutError):
                    await asyncio.wait_for(rung.wait(), 0.05)
                rung.clear()

    async def forget_everything(self) -> None:
        """Fair weather and an empty database, for the next story."""
        self.telegram.faults.storm(0, 0)
        self.vk.faults.clear()
        await self.settled()
        async with self.house.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name != "cursors":
                    await connection.execute(delete(table))

    async def _waiting(self) -> int:
        async with self.house.service.store.reading() as tx:
            return (await tx.inbox.counts(self.house.service.now()))[0] + (await tx.outbox.counts())[0]

    async def head(self, platform: str, settlement: str, name: str = "Глава") -> Seat:
        """A head who listens in a private chat."""
        seat = self.resident(platform, name)
        await self.binds(seat, "head", settlement)
        return seat


@asynccontextmanager
async def platforms(folder: Path) -> AsyncIterator[Platforms]:
    async with TelegramServer() as telegram, VKServer() as vk:
        yield Platforms(telegram, vk, folder)


@asynccontextmanager
async def running(around: Platforms, *, clock: Clock = utc_now, **settings: Any) -> AsyncIterator[Town]:
    """The service until the block ends; then it is told to end and finishes what it has in hand."""
    async with AsyncExitStack() as stack:
        listening = [asyncio.create_task(one) for one in _listening(around, settings)]
        house = await stack.enter_async_context(open_house(around.settings(**settings), clock=clock, paced=False))
        ready = asyncio.Event()
        service = asyncio.create_task(run(house, ready=ready.set))
        stack.push_async_callback(_ended, service)
        await asyncio.wait([service, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
        assert not service.done(), service
        # What happened before a service listened for the first time is not its business.
        await asyncio.gather(*listening)
        yield Town(around.telegram, around.vk, around.folder, house)


def _listening(around: Platforms, settings: dict[str, Any]) -> Iterator[Coroutine[Any, Any, object]]:
    if settings.get("telegram_token", "on") and settings.get("telegram_mode") != "webhook":
        yield around.telegram.polled(PATIENCE)
    if settings.get("vk_token", "on") and settings.get("vk_mode") != "webhook":
        yield around.vk.feed.polled.wait(PATIENCE)


async def _ended(service: "asyncio.Task[None]") -> None:
    service.cancel()
    await asyncio.wait([service], timeout=PATIENCE)
    assert service.done(), "the service does not end"
    assert service.cancelled() or service.exception() is None, service
