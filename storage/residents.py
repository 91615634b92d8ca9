"""Residents and the chats that they can be reached in; and how they are forgotten."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.appeals.appeal import Place
from bot.usecases.store import Resident
from storage.erasing import erase
from storage.link import Link
from storage.merging import merge
from storage.tables import resident_chats, residents

# When they were last heard is written down this roughly: a write at every word would be for nothing.
ROUGHLY = timedelta(days=1)
_OF_CHAT = (
    select(residents, resident_chats.c.blocked_at)
    .join(resident_chats)
    .where(resident_chats.c.chat == bindparam("chat"))
)
_REACHABLE = select(resident_chats.c.chat).where(
    resident_chats.c.resident == bindparam("resident"), resident_chats.c.blocked_at.is_(None)
)
_REMEMBER_PLACE = (
    update(residents)
    .where(residents.c.id == bindparam("resident_id"))
    .values(last_settlement=bindparam("settlement"), last_locality=bindparam("locality"))
)


def _resident(row: Any) -> Resident:
    place = Place(row.last_settlement, row.last_locality) if row.last_settlement else None
    return Resident(row.id, row.name, row.consent, row.consent_at, place, row.blocked_at is not None)


class SqlResidents:
    """`bot.usecases.store.Residents` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def of_chat(self, chat: str, name: str, now: datetime) -> Resident:
        row = (await self._link.execute(_OF_CHAT, {"chat": chat})).one_or_none()
        if row is None:
            return await self._make(chat, name, now)
        if row.seen_at is None or now - row.seen_at > ROUGHLY:
            await self._set(row.id, seen_at=now)
        # The page knows nobody's name: what a messenger told stays.
        if name and name != row.name and not (row.name and chat.startswith("web:")):
            await self._set(row.id, name=name)
            return replace(_resident(row), name=name)
        return _resident(row)

    async def _make(self, chat: str, name: str, now: datetime) -> Resident:
        new = insert(residents).values(name=name, since=now, seen_at=now)
        made = await self._link.execute(new.returning(residents.c.id))
        resident = made.scalar_one()
        await self._link.execute(insert(resident_chats).values(chat=chat, resident=resident))
        return Resident(resident, name, None, None, None)

    async def _set(self, resident: int, **values: object) -> None:
        await self._link.execute(update(residents).where(residents.c.id == resident).values(**values))

    async def consent(self, resident: int, version: str, now: datetime) -> None:
        await self._set(resident, consent=version, consent_at=now)

    async def remember_place(self, resident: int, place: Place) -> None:
        where = {"resident_id": resident, "settlement": place.settlement, "locality": place.locality}
        await self._link.execute(_REMEMBER_PLACE, where)

    async def reachable(self, resident: int) -> list[str]:
        return list((await self._link.execute(_REACHABLE, {"resident": resident})).scalars())

    async def set_blocked(self, chat: str, at: datetime | None) -> bool:
        other = resident_chats.c.blocked_at.is_not(None) if at is None else resident_chats.c.blocked_at.is_(None)
        changed = await self._link.execute(
            update(resident_chats).where(resident_chats.c.chat == chat, other).values(blocked_at=at)
        )
        return changed.rowcount > 0

    async def merge(self, resident: int, into: int, name: str) -> None:
        await merge(self._link, resident, into)
        if name:
            await self._set(into, name=name)

    async def erase(self, resident: int, now: datetime) -> None:
        await erase(self._link, resident, now)
