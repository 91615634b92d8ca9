"""Which chat serves whom, the one-time codes that bind chats, and what strangers tried."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, update

from bot.dialogs.events import Person
from bot.usecases.store import Binding, Role
from storage.link import Link
from storage.office_sessions import office_sessions
from storage.tables import bindings, intrusions, invites

_OF_CHAT = select(bindings).where(bindings.c.chat == bindparam("chat")).order_by(bindings.c.bound_at)
_SERVING = (
    select(bindings.c.chat)
    .where(bindings.c.role == bindparam("role"), bindings.c.target == bindparam("target"))
    .where(bindings.c.lost_at.is_(None))
    .order_by(bindings.c.bound_at)
)


class SqlBindings:
    """`bot.usecases.store.Bindings` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def of_chat(self, chat: str) -> list[Binding]:
        rows = (await self._link.execute(_OF_CHAT, {"chat": chat})).all()
        return [_binding(row) for row in rows]

    async def inside(self, chat: str) -> list[Binding]:
        return await self._select(_inside(chat))

    async def all(self) -> list[Binding]:
        return await self._select(bindings.c.chat != "")

    async def _select(self, where: ColumnElement[bool]) -> list[Binding]:
        rows = (await self._link.execute(select(bindings).where(where).order_by(bindings.c.bound_at))).all()
        return [_binding(row) for row in rows]

    async def serving(self, role: Role, target: str) -> list[str]:
        return list((await self._link.execute(_SERVING, {"role": role, "target": target})).scalars())

    async def add(self, binding: Binding, by: Person, now: datetime) -> None:
        await self._link.execute(delete(bindings).where(_same(binding, binding.chat)))
        await self._link.execute(
            insert(bindings).values(
                chat=binding.chat, role=binding.role, target=binding.target, bound_at=now, bound_by=by.address
            )
        )

    async def set_lost(self, chat: str, at: datetime | None) -> None:
        # A bot that is put out of a group is put out of all its topics.
        await self._link.execute(update(bindings).where(_inside(chat)).values(lost_at=at))
        if at is not None:
            # Whoever came in from there goes too, also if the bot is let in again.
            await self._link.execute(delete(office_sessions).where(_inside(chat, office_sessions.c.chat)))

    async def move(self, chat: str, to: str) -> None:
        for one in await self.of_chat(chat):
            await self._link.execute(delete(bindings).where(_same(one, to)))
        await self._link.execute(update(bindings).where(bindings.c.chat == chat).values(chat=to))

    async def invite(self, digest: str, role: Role, target: str, expires_at: datetime) -> None:
        await self._link.execute(insert(invites).values(digest=digest, role=role, target=target, expires_at=expires_at))

    async def invited(self, digest: str) -> tuple[Role, str, datetime, datetime | None] | None:
        row = (await self._link.execute(select(invites).where(invites.c.digest == digest))).one_or_none()
        return (row.role, row.target, row.expires_at, row.used_at) if row else None

    async def use_invite(self, digest: str, now: datetime) -> bool:
        first = (invites.c.digest == digest) & invites.c.used_at.is_(None)
        return (await self._link.execute(update(invites).where(first).values(used_at=now))).rowcount > 0

    async def note_intrusion(self, chat: str, person: Person, what: str, now: datetime) -> None:
        await self._link.execute(insert(intrusions).values(at=now, chat=chat, person=person.address, what=what))


def _binding(row: Row[Any]) -> Binding:
    return Binding(row.chat, row.role, row.target, row.lost_at, row.bound_at)


def _same(binding: Binding, chat: str) -> ColumnElement[bool]:
    return (bindings.c.chat == chat) & (bindings.c.role == binding.role) & (bindings.c.target == binding.target)


def _inside(chat: str, column: ColumnElement[str] = bindings.c.chat) -> ColumnElement[bool]:
    """The chat itself, and of a forum its topics, «chat/45»."""
    return (column == chat) | column.startswith(f"{chat}/", autoescape=True)
