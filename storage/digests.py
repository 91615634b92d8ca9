"""Which digests were written into which chats: the natural key that makes a second run do nothing."""

from datetime import datetime

from sqlalchemy import bindparam, select

from bot.usecases.store import Binding
from storage.link import Link
from storage.statements import insert_or_leave
from storage.tables import digests

_KEY = ("period", "role", "target", "chat")
_WRITTEN = select(digests.c.role, digests.c.target, digests.c.chat).where(digests.c.period == bindparam("period"))
_CLAIM = insert_or_leave(digests, *_KEY, "at", unique=_KEY)


class SqlDigests:
    """`bot.usecases.store.Digests` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def written(self, period: str) -> set[tuple[str, str, str]]:
        rows = (await self._link.execute(_WRITTEN, {"period": period})).all()
        return {(row.role, row.target, row.chat) for row in rows}

    async def claim(self, period: str, binding: Binding, now: datetime) -> bool:
        key = {"period": period, "role": binding.role, "target": binding.target, "chat": binding.chat}
        return (await self._link.execute(_CLAIM[self._link.dialect.name], key | {"at": now})).rowcount > 0
