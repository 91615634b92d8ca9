"""Conversations: the state of each chat as text, and when it is to be woken."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage.link import Link
from storage.statements import insert_or_replace
from storage.tables import talks

_LOAD = select(talks.c.state).where(talks.c.chat == bindparam("chat")).with_for_update()
_SAVE = insert_or_replace(talks, "chat", "is_group", "state", "wake_at", unique=("chat",))
_DUE = (
    select(talks.c.chat, talks.c.is_group, talks.c.wake_at)
    .where(talks.c.wake_at <= bindparam("now"))
    .order_by(talks.c.wake_at)
    .limit(bindparam("most"))
)
# Only the alarm that rang: meanwhile another process may have handled it and set the next one.
_WOKEN = (
    update(talks)
    .where(talks.c.chat == bindparam("the_chat"), talks.c.wake_at == bindparam("rang_at"))
    .values(wake_at=None)
)


class SqlTalks:
    """`bot.usecases.store.Talks` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load(self, chat: str) -> str | None:
        state: str | None = (await self._link.execute(_LOAD, {"chat": chat})).scalar_one_or_none()
        return state

    async def save(self, chat: str, group: bool, state: str, wake_at: datetime | None) -> None:
        row = {"chat": chat, "is_group": group, "state": state, "wake_at": wake_at}
        await self._link.execute(_SAVE[self._link.dialect.name], row)

    async def due(self, now: datetime, limit: int) -> list[tuple[str, bool, datetime]]:
        rows = (await self._link.execute(_DUE, {"now": now, "most": limit})).all()
        return [(row.chat, row.is_group, row.wake_at) for row in rows]

    async def woken(self, alarms: Sequence[tuple[str, datetime]]) -> None:
        if alarms:
            await self._link.execute_many(_WOKEN, [{"the_chat": chat, "rang_at": at} for chat, at in alarms])

    async def move(self, chat: str, to: str) -> None:
        if await self.load(chat) is None:
            return
        await self._link.execute(delete(talks).where(talks.c.chat == to))
        await self._link.execute(update(talks).where(talks.c.chat == chat).values(chat=to))
