"""A VK of one's own with the community's API open to it, and an inbox that keeps what it is given."""

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from PIL import Image

from bot.handlers.vk.client import close_api, open_api
from bot.usecases.platform import Cursor, Update
from tests.servers.vk import VKServer

if TYPE_CHECKING:
    from vkbottle import API


@asynccontextmanager
async def vk() -> AsyncIterator[tuple[VKServer, "API"]]:
    async with VKServer() as server:
        api = open_api(server.token, f"{server.url}/method", calls_a_second=10_000)
        try:
            yield server, api
        finally:
            await close_api(api)


def jpeg(colour: str = "red", side: int = 40) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(drawn, "JPEG")
    return drawn.getvalue()


class Inbox:
    """Keeps each key once; `broken` counts the times it will fail first."""

    def __init__(self, mark: str | None = None) -> None:
        self.updates: list[Update] = []
        self.mark = mark
        self.broken = 0
        self._grew = asyncio.Condition()

    async def accept(self, updates: Sequence[Update], cursor: Cursor | None = None) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("the disk is full")
        known = {one.key for one in self.updates}
        async with self._grew:
            self.updates += [one for one in updates if one.key not in known]
            self.mark = cursor.value if cursor else self.mark
            self._grew.notify_all()

    async def read_cursor(self, name: str) -> str | None:
        return self.mark

    async def holds(self, number: int) -> list[Update]:
        """Waits until there are so many updates."""
        async with asyncio.timeout(60), self._grew:
            await self._grew.wait_for(lambda: len(self.updates) >= number)
        return self.updates

    async def reaches(self, mark: int) -> None:
        """Waits until it was read so far."""
        async with asyncio.timeout(60), self._grew:
            await self._grew.wait_for(lambda: self.mark == str(mark))


@asynccontextmanager
async def running(work: "asyncio.Future[None] | object") -> AsyncIterator["asyncio.Task[None]"]:
    """A coroutine in the background, cancelled at the end; it must not have ended of itself."""
    task: asyncio.Task[None] = asyncio.ensure_future(work)  # type: ignore[arg-type]
    try:
        yield task
        assert not task.done(), task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
