"""Which chat serves whom, the one-time codes that bind chats, and what strangers tried."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialogs.events import Person
from bot.usecases.store import Binding, Role
from storage.tables import bindings, intrusions, invites


class SqlBindings:
    """`bot.usecases.store.Bindings` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_chat(self, chat: str) -> list[Binding]:
        return await self._select(bindings.c.chat == chat)

    async def inside(self, chat: str) -> list[Binding]:
        return await self._select(_inside(chat))

    async def all(self) -> list[Binding]:
        return await self._select(bindings.c.chat != "")

    async def _select(self, where: ColumnElement[bool]) -> list[Binding]:
        rows = (await self._connection.execute(select(bindings).where(where).order_by(bindings.c.bound_at))).all()
        return [Binding(row.chat, row.role, row.target, row.lost_at) for row in rows]

    async def serving(self, role: Role, target: str) -> list[str]:
        asked = select(bindings.c.chat).where(
            bindings.c.role == role, bindings.c.target == target, bindings.c.lost_at.is_(None)
        )
        return list((await self._connection.execute(asked.order_by(bindings.c.bound_at))).scalars())

    async def add(self, binding: Binding, by: Person, now: datetime) -> None:
        await self._connection.execute(delete(bindings).where(_same(binding, binding.chat)))
        await self._connection.execute(
            insert(bindings).values(
                chat=binding.chat, role=binding.role, target=binding.target, bound_at=now, bound_by=by.address
            )
        )

    async def set_lost(self, chat: str, at: datetime | None) -> None:
        # A bot that is put out of a group is put out of all its topics.
        await self._connection.execute(update(bindings).where(_inside(chat)).values(lost_at=at))

    async def move(self, chat: str, to: str) -> None:
        for one in await self.of_chat(chat):
            await self._connection.execute(delete(bindings).where(_same(one, to)))
        await self._connection.execute(update(bindings).where(bindings.c.chat == chat).values(chat=to))

    async def invite(self, digest: str, role: Role, target: str, expires_at: datetime) -> None:
        await self._connection.execute(
            insert(invites).values(digest=digest, role=role, target=target, expires_at=expires_at)
        )

    async def invited(self, digest: str) -> tuple[Role, str, datetime, datetime | None] | None:
        row = (await self._connection.execute(select(invites).where(invites.c.digest == digest))).one_or_none()
        return (row.role, row.target, row.expires_at, row.used_at) if row else None

    async def use_invite(self, digest: str, now: datetime) -> bool:
        first = (invites.c.digest == digest) & invites.c.used_at.is_(None)
        return (await self._connection.execute(update(invites).where(first).values(used_at=now))).rowcount > 0

    async def note_intrusion(self, chat: str, person: Person, what: str, now: datetime) -> None:
        await self._connection.execute(insert(intrusions).values(at=now, chat=chat, person=person.address, what=what))


def _same(binding: Binding, chat: str) -> ColumnElement[bool]:
    return (bindings.c.chat == chat) & (bindings.c.role == binding.role) & (bindings.c.target == binding.target)


def _inside(chat: str) -> ColumnElement[bool]:
    """The chat itself, and of a forum its topics, «chat/45»."""
    return (bindings.c.chat == chat) | bindings.c.chat.startswith(f"{chat}/", autoescape=True)
