"""Residents and the chats that they can be reached in; and how they are forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, cast, delete, func, insert, literal, select, update

from bot.appeals.appeal import Place
from bot.usecases.store import Resident
from storage.columns import State
from storage.followers import erase_follower
from storage.link import Link
from storage.merging import merge
from storage.outbox import FAREWELL
from storage.reception import erase_reception
from storage.tables import (
    appeal_messages,
    appeals,
    corrections,
    history,
    intrusions,
    letters,
    posts,
    resident_chats,
    residents,
    talks,
    thanks,
    updates,
)
from storage.transcripts import web_lines, web_photos

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
        # The page knows nobody's name: what a messenger told stays.
        if name and name != row.name and not (row.name and chat.startswith("web:")):
            await self._set(row.id, name=name)
            return replace(_resident(row), name=name)
        return _resident(row)

    async def _make(self, chat: str, name: str, now: datetime) -> Resident:
        made = await self._link.execute(insert(residents).values(name=name, since=now).returning(residents.c.id))
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

    async def erase(self, resident: int) -> None:
        asked = select(resident_chats.c.chat).where(resident_chats.c.resident == resident)
        chats = list((await self._link.execute(asked)).scalars())
        await self._set(resident, name="", consent=None, consent_at=None, last_settlement=None, last_locality=None)
        await erase_follower(self._link, resident, chats)
        for chat in chats:
            await self._erase_chat(chat)
        await self._erase_from_appeals(appeals.c.resident == resident, chats)
        # Thanks stay counted, without the one who thanked and the words.
        await self._link.execute(update(thanks).where(thanks.c.resident == resident).values(resident=None, text=""))
        await self._link.execute(delete(resident_chats).where(resident_chats.c.resident == resident))

    async def _erase_from_appeals(self, own: ColumnElement[bool], chats: Sequence[str]) -> None:
        """Appeals stay, without the one who wrote them."""
        said_by = history.c.appeal.in_(select(appeals.c.id).where(own)) & history.c.actor.in_(chats)
        await self._link.execute(update(history).where(said_by).values(actor="", actor_name=""))
        # Cards that no chat took would keep the name; if a chat returns it gets new ones.
        failed = letters.c.number.in_(select(appeals.c.number).where(own)) & (letters.c.state == State.SET_ASIDE)
        await self._link.execute(delete(letters).where(failed))
        learnt = corrections.c.appeal.in_(select(appeals.c.id).where(own))
        await self._link.execute(update(corrections).where(learnt).values(text=""))
        await self._link.execute(update(appeals).where(own).values(chat=""))

    async def _erase_chat(self, chat: str) -> None:
        """What was said in the chat goes; the answer to the request itself goes too, as soon as it was sent."""
        for table in (talks, posts, appeal_messages):
            await self._link.execute(delete(table).where(table.c.chat == chat))
        for table in (web_lines, web_photos):
            await self._link.execute(delete(table).where(table.c.chat == chat))
        await erase_reception(self._link, chat)
        here = letters.c.chat == chat
        await self._link.execute(delete(letters).where(here, letters.c.state != State.WAITING))
        await self._link.execute(update(letters).where(here).values(key=FAREWELL))
        here = updates.c.chat == chat
        await self._link.execute(delete(updates).where(here, updates.c.state != State.WAITING))
        # The first that waits is the request itself: this very transaction handles it, and remembers only that.
        request = select(func.min(updates.c.id)).where(here).scalar_subquery()
        forgotten = literal("erased:") + cast(updates.c.id, String)
        await self._link.execute(
            update(updates).where(updates.c.id == request).values(key=forgotten, chat="", event="")
        )
        here = intrusions.c.chat == chat
        await self._link.execute(update(intrusions).where(here).values(chat="", person=""))
