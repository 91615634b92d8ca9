"""Conversations: the state of each chat as text, and when it is to be woken."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import talks


class SqlTalks:
    """`bot.usecases.store.Talks` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(self, chat: str) -> str | None:
        asked = select(talks.c.state).where(talks.c.chat == chat).with_for_update()
        return (await self._connection.execute(asked)).scalar_one_or_none()

    async def save(self, chat: str, group: bool, state: str, wake_at: datetime | None) -> None:
        values = {"state": state, "wake_at": wake_at}
        changed = await self._connection.execute(update(talks).where(talks.c.chat == chat).values(**values))
        if changed.rowcount == 0:
            await self._connection.execute(insert(talks).values(chat=chat, is_group=group, **values))

    async def due(self, now: datetime, limit: int) -> list[tuple[str, bool, datetime]]:
        asked = (
            select(talks.c.chat, talks.c.is_group, talks.c.wake_at)
            .where(talks.c.wake_at <= now)
            .order_by(talks.c.wake_at)
            .limit(limit)
        )
        return [(row.chat, row.is_group, row.wake_at) for row in (await self._connection.execute(asked)).all()]

    async def woken(self, chats: Sequence[str]) -> None:
        await self._connection.execute(update(talks).where(talks.c.chat.in_(chats)).values(wake_at=None))

    async def move(self, chat: str, to: str) -> None:
        if await self.load(chat) is None:
            return
        await self._connection.execute(delete(talks).where(talks.c.chat == to))
        await self._connection.execute(update(talks).where(talks.c.chat == chat).values(chat=to))
