"""The inbox: what the platforms told us, each thing once, in the order of its chat."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from bot.usecases.codec import dump_event
from bot.usecases.platform import Cursor, Update
from bot.usecases.store import Waiting
from storage.columns import State
from storage.link import Link
from storage.statements import insert_or_leave, insert_or_replace
from storage.tables import cursors, updates

_ADD = insert_or_leave(updates, "key", "chat", "is_group", "event", "received_at", "not_before", unique=("key",))
_PARK = insert_or_leave(
    updates, "key", "chat", "is_group", "received_at", "not_before", "state", "error", unique=("key",)
)
# In a flood ten thousand wait: those that come first are read one by one until there are enough heads among them.
_earlier = updates.alias("earlier")
_EARLIER = select(_earlier.c.id).where(
    _earlier.c.state == State.WAITING, _earlier.c.chat == updates.c.chat, _earlier.c.id < updates.c.id
)
_HEADS = (
    select(updates.c.id, updates.c.chat, updates.c.is_group, updates.c.event, updates.c.attempts)
    .where(updates.c.state == State.WAITING, updates.c.not_before <= bindparam("now"), ~_EARLIER.exists())
    .order_by(updates.c.id)
    .limit(bindparam("most"))
)
_STATE = select(updates.c.state).where(updates.c.id == bindparam("update")).with_for_update()
_DONE = update(updates).where(updates.c.id == bindparam("update")).values(state=State.DONE, event=None, error=None)
_CURSOR = select(cursors.c.value).where(cursors.c.name == bindparam("name"))
_SAVE_CURSOR = insert_or_replace(cursors, "name", "value", unique=("name",))


class SqlInbox:
    """`bot.usecases.store.Inbox` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def add(self, updates_: Sequence[Update], now: datetime) -> None:
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
        if rows:
            await self._link.execute_many(_ADD[self._link.dialect.name], rows)

    async def park(self, key: str, chat: str, group: bool, error: str, now: datetime) -> None:
        row = {"key": key, "chat": chat, "is_group": group, "received_at": now, "not_before": now}
        await self._link.execute(_PARK[self._link.dialect.name], row | {"state": State.SET_ASIDE, "error": error})

    async def heads(self, now: datetime, limit: int, busy: frozenset[str]) -> list[Waiting]:
        # Each chat has one head, so that the busy ones can hide no more than there are of them.
        rows = (await self._link.execute(_HEADS, {"now": now, "most": limit + len(busy)})).all()
        free = [row for row in rows if row.chat not in busy][:limit]
        return [Waiting(row.id, row.chat, row.is_group, row.event or "", row.attempts) for row in free]

    async def is_waiting(self, update_id: int) -> bool:
        found = await self._link.execute(_STATE, {"update": update_id})
        return bool(found.scalar_one_or_none() == State.WAITING)

    async def done(self, update_id: int) -> None:
        await self._link.execute(_DONE, {"update": update_id})

    async def retry(self, update_id: int, not_before: datetime, error: str) -> None:
        await self._set(update_id, not_before=not_before, error=error, attempts=updates.c.attempts + 1)

    async def postpone(self, update_id: int, not_before: datetime, error: str) -> None:
        await self._set(update_id, not_before=not_before, error=error)

    async def set_aside(self, update_id: int, error: str) -> bool:
        return await self._set(update_id, state=State.SET_ASIDE, error=error, attempts=updates.c.attempts + 1)

    async def _set(self, update_id: int, **values: object) -> bool:
        waits = (updates.c.id == update_id) & (updates.c.state == State.WAITING)
        return (await self._link.execute(update(updates).where(waits).values(**values))).rowcount > 0

    async def move(self, chat: str, to: str) -> None:
        waiting = (updates.c.chat == chat) & (updates.c.state == State.WAITING)
        await self._link.execute(update(updates).where(waiting).values(chat=to))

    async def forget(self, before: datetime) -> int:
        old = (updates.c.received_at < before) & (updates.c.state == State.DONE)
        return (await self._link.execute(delete(updates).where(old))).rowcount

    async def cursor(self, name: str) -> str | None:
        value: str | None = (await self._link.execute(_CURSOR, {"name": name})).scalar_one_or_none()
        return value

    async def save_cursor(self, cursor: Cursor) -> None:
        await self._link.execute(_SAVE_CURSOR[self._link.dialect.name], {"name": cursor.name, "value": cursor.value})

    async def counts(self, since: datetime) -> tuple[int, int]:
        waiting = select(func.count()).where(updates.c.state == State.WAITING)
        aside = select(func.count()).where(updates.c.state == State.SET_ASIDE, updates.c.received_at >= since)
        found = (await self._link.execute(select(waiting.scalar_subquery(), aside.scalar_subquery()))).one()
        return found[0], found[1]
