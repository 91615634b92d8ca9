"""Takes updates in: committed to the inbox before the platform is told that they were received."""

from collections.abc import Sequence

from bot.usecases.measuring import timed
from bot.usecases.platform import Cursor, Update
from bot.usecases.service import Service


class AcceptUpdates:
    """`bot.usecases.platform.Accept`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, updates: Sequence[Update], cursor: Cursor | None = None) -> None:
        with timed(self._service.measures, "accept"):
            async with self._service.store.transaction() as tx:
                await tx.inbox.add(updates, self._service.now())
                if cursor is not None:
                    await tx.inbox.save_cursor(cursor)
        if updates:
            self._service.bell.ring()

    async def read_cursor(self, name: str) -> str | None:
        async with self._service.store.reading() as tx:
            return await tx.inbox.cursor(name)
