"""The inbox: what the platforms told us, each thing once, in the order of its chat."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.usecases.codec import dump_event
from bot.usecases.platform import Cursor, Update
from bot.usecases.store import Waiting
from storage.tables import State, cursors, updates


class SqlInbox:
    """`bot.usecases.store.Inbox` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, updates_: Sequence[Update], now: datetime) -> int:
        if not updates_:
            return 0
        rows = [
            {
                "key": one.key,
                "chat": one.chat,
                "is_group": one.group,
                "event": dump_event(one.event),
                "received_at": now,
                "not_before": now,
            }
            for one in updates_
        ]
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        fresh = dialect.insert(updates).values(rows).on_conflict_do_nothing(index_elements=["key"])
        result = await self._connection.execute(fresh)
        return max(result.rowcount, 0)

    async def heads(self, now: datetime, limit: int, busy: frozenset[str]) -> list[Waiting]:
        first = select(func.min(updates.c.id)).where(updates.c.state == State.WAITING).group_by(updates.c.chat)
        if busy:
            first = first.where(updates.c.chat.not_in(busy))
        ready = (
            select(updates.c.id, updates.c.chat, updates.c.is_group, updates.c.event, updates.c.attempts)
            .where(updates.c.id.in_(first), updates.c.not_before <= now)
            .order_by(updates.c.id)
            .limit(limit)
        )
        rows = (await self._connection.execute(ready)).all()
        return [Waiting(row.id, row.chat, row.is_group, row.event or "", row.attempts) for row in rows]

    async def is_waiting(self, update_id: int) -> bool:
        asked = select(updates.c.state).where(updates.c.id == update_id).with_for_update()
        return (await self._connection.execute(asked)).scalar_one_or_none() == State.WAITING

    async def done(self, update_id: int) -> None:
        await self._set(update_id, state=State.DONE, event=None, error=None)

    async def retry(self, update_id: int, not_before: datetime, error: str) -> None:
        await self._set(update_id, not_before=not_before, error=error, attempts=updates.c.attempts + 1)

    async def set_aside(self, update_id: int, error: str) -> None:
        await self._set(update_id, state=State.SET_ASIDE, error=error, attempts=updates.c.attempts + 1)

    async def _set(self, update_id: int, **values: object) -> None:
        await self._connection.execute(update(updates).where(updates.c.id == update_id).values(**values))

    async def move(self, chat: str, to: str) -> None:
        waiting = (updates.c.chat == chat) & (updates.c.state == State.WAITING)
        await self._connection.execute(update(updates).where(waiting).values(chat=to))

    async def forget(self, before: datetime) -> int:
        old = (updates.c.received_at < before) & (updates.c.state == State.DONE)
        return (await self._connection.execute(delete(updates).where(old))).rowcount

    async def cursor(self, name: str) -> str | None:
        asked = select(cursors.c.value).where(cursors.c.name == name)
        return (await self._connection.execute(asked)).scalar_one_or_none()

    async def save_cursor(self, cursor: Cursor) -> None:
        changed = await self._connection.execute(
            update(cursors).where(cursors.c.name == cursor.name).values(value=cursor.value)
        )
        if changed.rowcount == 0:
            await self._connection.execute(insert(cursors).values(name=cursor.name, value=cursor.value))

    async def counts(self, since: datetime) -> tuple[int, int]:
        waiting = select(func.count()).where(updates.c.state == State.WAITING)
        aside = select(func.count()).where(updates.c.state == State.SET_ASIDE, updates.c.received_at >= since)
        found = (await self._connection.execute(select(waiting.scalar_subquery(), aside.scalar_subquery()))).one()
        return found[0], found[1]
