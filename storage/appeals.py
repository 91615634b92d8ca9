"""Appeals with their numbers, photos, messages and history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, bindparam, insert, select, union_all, update

from bot.appeals.appeal import Appeal, Photo, Place, appeal_number
from bot.appeals.district import Point
from bot.appeals.status import Status
from bot.dialogs.history import Entry
from storage.followers import LEFT, others_words, votes
from storage.link import Link
from storage.statements import insert_or_count, insert_or_leave
from storage.tables import appeal_messages, appeal_photos, appeals, followers, history, residents, serials

Side = Literal["before", "after"]

APPEAL = select(appeals, residents.c.name.label("author")).join(residents)
_GET = APPEAL.where(appeals.c.number == bindparam("number")).with_for_update(of=appeals)
_FILED_BY = select(appeals.c.id).where(appeals.c.resident == bindparam("resident"))
_JOINED_BY = select(followers.c.appeal).where(followers.c.resident == bindparam("resident"), followers.c.rating != LEFT)
_WITH_OWN_VOTE = appeals.join(residents, residents.c.id == appeals.c.resident).outerjoin(
    followers, (followers.c.appeal == appeals.c.id) & (followers.c.resident == bindparam("resident"))
)
_OF_RESIDENT = (
    select(appeals, residents.c.name.label("author"), followers.c.rating.label("own_rating"))
    .select_from(_WITH_OWN_VOTE)
    .where(appeals.c.id.in_(union_all(_FILED_BY, _JOINED_BY)))
    .order_by(appeals.c.id.desc())
    .limit(bindparam("most"))
)
_PHOTOS = select(appeal_photos).where(appeal_photos.c.appeal == bindparam("appeal")).order_by(appeal_photos.c.id)
_COUNT = insert_or_count(serials, "year", "last")
_WORDS = ("number", "resident", "chat", "topic", "settlement", "locality", "address", "text", "desk", "status")
_FILED = (*_WORDS, "lat", "lon", "filed_at", "due_at", "answer_due_at", "solve_due_at", "kind", "urgent", "details")
_FILE = insert(appeals).values({name: bindparam(name) for name in _FILED}).returning(appeals.c.id)
_ADD_PHOTO = insert(appeal_photos).values(
    {name: bindparam(name) for name in ("appeal", "side", "file", "fingerprint", "at", "sender")}
)
_ADD_MESSAGE = insert_or_leave(appeal_messages, "chat", "message", "appeal", unique=("chat", "message"))
_ENTRY = ("appeal", "at", "actor", "actor_name", "action", "text", "arg", "photos")
_WRITE_HISTORY = insert(history).values({name: bindparam(name) for name in _ENTRY})


class SqlAppeals:
    """`bot.usecases.store.Appeals` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def file(self, appeal: Appeal, chat: str, messages: Sequence[str]) -> Appeal:
        counted = await self._link.execute(_COUNT[self._link.dialect.name], {"year": appeal.filed_at.year, "last": 1})
        number = appeal_number(appeal.filed_at.year, counted.scalar_one())
        made = await self._link.execute(_FILE, _row(appeal, number, chat))
        filed = replace(appeal, id=made.scalar_one(), number=number)
        await self.add_photos(filed, "before", appeal.before, appeal.filed_at, chat)
        await self.add_messages(filed, chat, messages)
        return filed

    async def get(self, number: str) -> Appeal | None:
        row = (await self._link.execute(_GET, {"number": number})).one_or_none()
        if row is None:
            return None
        photos = await self._photos(row.id)
        appeal = appeal_of(row, photos["before"], photos["after"])
        return appeal if appeal.repeated == 1 else await self._of_many(appeal)

    async def _of_many(self, appeal: Appeal) -> Appeal:
        given = await votes(self._link, appeal.id)
        if appeal.rating:
            given[appeal.rating] = given.get(appeal.rating, 0) + 1
        # «Не решено» is no verdict on the answer that came after it.
        given.pop("bad", None)
        others = await others_words(self._link, appeal.id)
        return replace(appeal, others=others, voted=sum(given.values()), satisfied=given.get("good", 0))

    async def _photos(self, appeal_id: int) -> dict[str, tuple[Photo, ...]]:
        sides: dict[str, tuple[Photo, ...]] = defaultdict(tuple)
        for row in (await self._link.execute(_PHOTOS, {"appeal": appeal_id})).all():
            sides[row.side] = (*sides[row.side], Photo(row.file, row.fingerprint))
        return sides

    async def of_resident(self, resident: int, limit: int) -> list[Appeal]:
        rows = (await self._link.execute(_OF_RESIDENT, {"resident": resident, "most": limit})).all()
        return [replace(appeal_of(row), rating=_rating_by(resident, row)) for row in rows]

    async def change(self, appeal: Appeal, fields: Mapping[str, object]) -> None:
        await self._link.execute(update(appeals).where(appeals.c.id == appeal.id).values(**fields))

    async def add_photos(
        self, appeal: Appeal, side: Side, photos: Sequence[Photo], now: datetime, sender: str = ""
    ) -> None:
        shared = {"appeal": appeal.id, "side": side, "at": now, "sender": sender}
        rows = [shared | {"file": one.file, "fingerprint": one.fingerprint} for one in photos]
        if rows:
            await self._link.execute_many(_ADD_PHOTO, rows)

    async def add_messages(self, appeal: Appeal, chat: str, messages: Sequence[str]) -> None:
        rows = [{"chat": chat, "message": one, "appeal": appeal.id} for one in dict.fromkeys(messages)]
        if rows:
            await self._link.execute_many(_ADD_MESSAGE[self._link.dialect.name], rows)

    async def of_message(self, chat: str, message: str) -> Appeal | None:
        asked = (
            select(appeals.c.number)
            .join(appeal_messages, appeal_messages.c.appeal == appeals.c.id)
            .where(appeal_messages.c.chat == chat, appeal_messages.c.message == message)
        )
        number = (await self._link.execute(asked)).scalar_one_or_none()
        return await self.get(number) if number else None

    async def write_history(self, appeal: Appeal, entry: Entry, actor: str) -> None:
        row = {
            "appeal": appeal.id,
            "at": entry.at,
            "actor": actor,
            "actor_name": entry.actor,
            "action": entry.action,
            "text": entry.text,
            "arg": entry.arg,
            "photos": entry.photos,
        }
        await self._link.execute(_WRITE_HISTORY, row)

    async def history(self, appeal: Appeal) -> list[Entry]:
        asked = select(history).where(history.c.appeal == appeal.id).order_by(history.c.id)
        rows = (await self._link.execute(asked)).all()
        return [Entry(row.at, row.actor_name, row.action, row.text, row.photos, row.arg) for row in rows]

    async def resident_chat(self, appeal: Appeal) -> str:
        asked = select(appeals.c.chat).where(appeals.c.id == appeal.id)
        chat = str((await self._link.execute(asked)).scalar_one())
        # Of whoever was forgotten after a long silence the platform alone is kept, for the figures.
        return "" if chat.endswith(":") else chat

    async def expired(self, now: datetime, limit: int) -> list[str]:
        asked = select(appeals.c.number).where(appeals.c.expires_at <= now).order_by(appeals.c.expires_at).limit(limit)
        return list((await self._link.execute(asked)).scalars())

    async def open_of_desk(self, desk: str) -> list[str]:
        asked = select(appeals.c.number).where(appeals.c.desk == desk, appeals.c.closed_at.is_(None))
        return list((await self._link.execute(asked.order_by(appeals.c.id))).scalars())


def _row(appeal: Appeal, number: str, chat: str) -> dict[str, object]:
    place, point = appeal.place, appeal.place.point
    return {
        "number": number,
        "resident": appeal.resident,
        "chat": chat,
        "topic": appeal.topic,
        "settlement": place.settlement,
        "locality": place.locality,
        "address": place.address[:500],
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "text": appeal.text,
        "desk": appeal.desk,
        "status": appeal.status.value,
        "filed_at": appeal.filed_at,
        "due_at": appeal.due_at,
        "answer_due_at": appeal.answer_due_at,
        "solve_due_at": appeal.solve_due_at,
        "kind": appeal.kind,
        "urgent": appeal.urgent,
        "details": appeal.details,
    }


def _rating_by(resident: int, row: Row[Any]) -> str:
    """Each has a vote of their own."""
    return str(row.rating if row.resident == resident else row.own_rating or "")


def appeal_of(row: Row[Any], before: tuple[Photo, ...] = (), after: tuple[Photo, ...] = ()) -> Appeal:
    point = Point(row.lat, row.lon) if row.lat is not None and row.lon is not None else None
    return Appeal(
        id=row.id,
        number=row.number,
        resident=row.resident,
        topic=row.topic,
        place=Place(row.settlement, row.locality, row.address, point),
        text=row.text,
        desk=row.desk,
        status=Status(row.status),
        filed_at=row.filed_at,
        due_at=row.due_at,
        answer_due_at=row.answer_due_at,
        solve_due_at=row.solve_due_at,
        before=before,
        after=after,
        author=row.author,
        accepted_by=row.accepted_by,
        accepted_from=row.accepted_from,
        asked_at=row.asked_at,
        question=row.question,
        result=row.result,
        rating=row.rating,
        closing=row.closing,
        first_answer_at=row.first_answer_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        reopened=row.reopened,
        repeated=row.repeated,
        undelivered=row.undelivered,
        additions=row.additions,
        kind=row.kind,
        urgent=row.urgent,
        details=row.details,
        incident_at=row.incident_at,
        merged=row.merged,
    )
