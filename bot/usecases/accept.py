"""Takes updates in: committed to the inbox before the platform is told that they were received.

What comes while one commit is being made is committed together by the next: in a flood everybody waits for two commits
at most, not for one of each who came before. What alone cannot be kept is put aside: its platform would bring it again
for ever, and nothing behind it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.usecases.measuring import timed
from bot.usecases.parking import park
from bot.usecases.platform import Cursor, Update
from bot.usecases.service import Service
from bot.usecases.store import StoreAway


@dataclass(frozen=True, slots=True)
class _Brought:
    """What one caller has brought, and how the caller hears that it is kept."""

    updates: Sequence[Update]
    cursor: Cursor | None
    kept: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class AcceptUpdates:
    """`bot.usecases.platform.Accept`."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._brought: list[_Brought] = []
        self._keeping: asyncio.Task[None] | None = None

    async def __call__(self, updates: Sequence[Update], cursor: Cursor | None = None) -> None:
        brought = _Brought(updates, cursor)
        with timed(self._service.measures, "accept"):
            self._brought.append(brought)
            if self._keeping is None or self._keeping.done():
                self._keeping = asyncio.create_task(self._keep_all())
            await brought.kept
        if updates:
            self._service.bell.ring()

    async def _keep_all(self) -> None:
        while self._brought:
            together, self._brought = self._brought, []
            try:
                await self._kept(together)
            finally:
                # The process ends: whoever still listens must not listen for ever.
                for one in together:
                    one.kept.cancel()

    async def _kept(self, together: Sequence[_Brought]) -> None:
        """One of many may be to blame for a failure: each is tried by itself, and hears of its own only."""
        failure: Exception | None = None
        try:
            await self._keep([update for one in together for update in one.updates], together)
        except StoreAway as away:
            failure = away
        except Exception:
            failure = await self._kept_apart(together)
        for one in together:
            _told(one, failure)

    async def _kept_apart(self, together: Sequence[_Brought]) -> Exception | None:
        """Why not, where even what can be kept was not."""
        if len(together) > 1:
            for one in together:
                await self._kept([one])
            return None
        try:
            for update in together[0].updates:
                await self._keep_or_park(update)
            await self._keep((), together)
        except Exception as caught:
            return caught
        return None

    async def _keep_or_park(self, update: Update) -> None:
        try:
            await self._keep([update])
        except StoreAway:
            raise
        except Exception as failure:
            await park(self._service, update, failure)

    async def _keep(self, updates: Sequence[Update], brought: Sequence[_Brought] = ()) -> None:
        """The updates, and how far those who brought them have read."""
        async with self._service.store.transaction() as tx:
            await tx.inbox.add(updates, self._service.now())
            for one in brought:
                if one.cursor is not None:
                    await tx.inbox.save_cursor(one.cursor)

    async def read_cursor(self, name: str) -> str | None:
        async with self._service.store.reading() as tx:
            return await tx.inbox.cursor(name)


def _told(one: _Brought, failure: Exception | None) -> None:
    """Whoever was cancelled does not listen any more; what was brought is kept all the same."""
    if one.kept.done():
        return
    if failure is None:
        one.kept.set_result(None)
    else:
        one.kept.set_exception(failure)
