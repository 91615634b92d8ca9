"""Several processes of the service on one PostgreSQL, their clocks set to the hour of the story."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from tests.e2e.people import PATIENCE
from tests.e2e.processes import Child, Nursery
from tests.e2e.town import Platforms

LED = ("send:telegram", "send:vk", "listen:telegram", "listen:vk", "timetable")


def ahead_of_now(moment: datetime) -> float:
    """By how many seconds a clock is ahead that shows this moment now."""
    return (moment - datetime.now(UTC)).total_seconds()


@dataclass
class Member:
    """One process, known by its log."""

    log: Any
    child: Child = field(init=False)

    async def says(self, *words: str) -> float:
        """Waits until all these words are in its log; how long that took, in seconds."""
        began = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while not self.log.exists() or not all(one in self.log.read_text() for one in words):  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.02)
        return time.monotonic() - began

    async def leads(self, *names: str) -> float:
        return await self.says(*(f"what={one}" for one in names or LED))

    def dies(self) -> None:
        self.child.kill()


@dataclass
class Crew:
    """Processes that share a database; `ahead` is how much their clocks are."""

    around: Platforms
    cradle: Nursery
    url: str
    ahead: float = 0.0
    members: list[Member] = field(default_factory=list)

    async def joins(self, role: str = "all", *, migrations: Path | None = None) -> Member:
        """A process of this version, or of one with these migrations; it works when this returns."""
        member = await self.comes(role, migrations=migrations)
        await member.says("«Отклик» работает")
        return member

    async def comes(self, role: str = "all", *, migrations: Path | None = None) -> Member:
        log = self.around.folder / f"{len(self.members)}-{role}.log"
        environment = self.around.environment(OTKLIK_DATABASE_URL=self.url)
        member = Member(log)
        self.members.append(member)
        member.child = await self.cradle.bears(
            "run", "--role", role, environment=environment, log=log, ahead=self.ahead, migrations=migrations
        )
        return member

    def now(self) -> datetime:
        """As the processes see it."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    async def asked(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers."""
        connection = await asyncpg.connect(host=make_url(self.url).query["host"], user="postgres", database=self._name)
        try:
            return [tuple(row) for row in await connection.fetch(question, *values)]
        finally:
            await connection.close()

    async def until(self, question: str, answer: object, *values: object) -> None:
        """Waits until the database answers with this one value."""
        async with asyncio.timeout(PATIENCE):
            while await self.asked(question, *values) != [(answer,)]:  # noqa: ASYNC110 - it tells nobody by itself
                await asyncio.sleep(0.05)

    @property
    def _name(self) -> str:
        return make_url(self.url).database or ""

    async def doubles(self) -> dict[str, int]:
        """Each sent letter is a message in its place; how many are copies in each chat of Telegram: VK has none."""
        asked = "SELECT chat, messages FROM letters WHERE kind = 'message' AND state = 1 ORDER BY id"
        letters: dict[str, list[int]] = {}
        for chat, messages in await self.asked(asked):
            letters.setdefault(chat, []).extend(int(one) for one in messages.split(","))
        copies = {}
        for chat, messages in letters.items():
            platform, _, number = chat.partition(":")
            made = self.around.made(platform, int(number))
            assert messages == sorted(messages), chat
            assert set(messages) <= set(made), chat
            if platform == "telegram":
                copies[chat] = len(made) - len(messages)
            else:
                assert messages == made, chat
        return copies
