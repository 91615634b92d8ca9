"""Appeals with their numbers, photos, messages and history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.appeals.appeal import Appeal, Photo, Place, appeal_number
from bot.appeals.district import Point
from bot.appeals.status import Status
from bot.dialogs.history import Entry
from storage.tables import appeal_messages, appeal_photos, appeals, history, residents, serials

Side = Literal["before", "after"]


class SqlAppeals:
    """`bot.usecases.store.Appeals` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def file(self, appeal: Appeal, chat: str, messages: Sequence[str]) -> Appeal:
        number = await self._next_number(appeal.filed_at.year)
        made = await self._connection.execute(
            insert(appeals).values(_row(appeal, number, chat)).returning(appeals.c.id)
        )
        appeal_id = made.scalar_one()
        await self._insert_photos(appeal_id, "before", appeal.before, appeal.filed_at)
        await self._insert_messages(appeal_id, chat, messages)
        filed = await self.get(number)
        if filed is None:
            raise LookupError(number)
        return filed

    async def _next_number(self, year: int) -> str:
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        counted = (
            dialect.insert(serials)
            .values(year=year, last=1)
            .on_conflict_do_update(index_elements=["year"], set_={"last": serials.c.last + 1})
            .returning(serials.c.last)
        )
        return appeal_number(year, (await self._connection.execute(counted)).scalar_one())

    async def get(self, number: str) -> Appeal | None:
        asked = _appeal().where(appeals.c.number == number).with_for_update(of=appeals)
        row = (await self._connection.execute(asked)).one_or_none()
        if row is None:
            return None
        photos = await self._photos(row.id)
        return _appeal_of(row, photos["before"], photos["after"])

    async def _photos(self, appeal_id: int) -> dict[str, tuple[Photo, ...]]:
        asked = select(appeal_photos).where(appeal_photos.c.appeal == appeal_id).order_by(appeal_photos.c.id)
        sides: dict[str, tuple[Photo, ...]] = defaultdict(tuple)
        for row in (await self._connection.execute(asked)).all():
            sides[row.side] = (*sides[row.side], Photo(row.file, row.fingerprint))
        return sides

    async def of_resident(self, resident: int, limit: int) -> list[Appeal]:
        asked = _appeal().where(appeals.c.resident == resident).order_by(appeals.c.id.desc()).limit(limit)
        return [_appeal_of(row) for row in (await self._connection.execute(asked)).all()]

    async def filed_since(self, resident: int, since: datetime) -> int:
        asked = select(func.count()).where(appeals.c.resident == resident, appeals.c.filed_at >= since)
        return (await self._connection.execute(asked)).scalar_one()

    async def change(self, appeal: Appeal, fields: Mapping[str, object]) -> None:
        await self._connection.execute(update(appeals).where(appeals.c.id == appeal.id).values(**fields))

    async def add_photos(self, appeal: Appeal, side: Side, photos: Sequence[Photo], now: datetime) -> None:
        await self._insert_photos(appeal.id, side, photos, now)

    async def _insert_photos(self, appeal_id: int, side: Side, photos: Sequence[Photo], now: datetime) -> None:
        rows = [
            {"appeal": appeal_id, "side": side, "file": one.file, "fingerprint": one.fingerprint, "at": now}
            for one in photos
        ]
        if rows:
            await self._connection.execute(insert(appeal_photos).values(rows))

    async def add_messages(self, appeal: Appeal, chat: str, messages: Sequence[str]) -> None:
        await self._insert_messages(appeal.id, chat, messages)

    async def _insert_messages(self, appeal_id: int, chat: str, messages: Sequence[str]) -> None:
        rows = [{"chat": chat, "message": one, "appeal": appeal_id} for one in dict.fromkeys(messages)]
        if rows:
            dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
            await self._connection.execute(dialect.insert(appeal_messages).values(rows).on_conflict_do_nothing())

    async def of_message(self, chat: str, message: str) -> Appeal | None:
        asked = (
            select(appeals.c.number)
            .join(appeal_messages, appeal_messages.c.appeal == appeals.c.id)
            .where(appeal_messages.c.chat == chat, appeal_messages.c.message == message)
        )
        number = (await self._connection.execute(asked)).scalar_one_or_none()
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
        await self._connection.execute(insert(history).values(row))

    async def history(self, appeal: Appeal) -> list[Entry]:
        asked = select(history).where(history.c.appeal == appeal.id).order_by(history.c.id)
        rows = (await self._connection.execute(asked)).all()
        return [Entry(row.at, row.actor_name, row.action, row.text, row.photos, row.arg) for row in rows]

    async def resident_chat(self, appeal: Appeal) -> str:
        asked = select(appeals.c.chat).where(appeals.c.id == appeal.id)
        return str((await self._connection.execute(asked)).scalar_one())

    async def expired(self, now: datetime, limit: int) -> list[str]:
        asked = select(appeals.c.number).where(appeals.c.expires_at <= now).order_by(appeals.c.expires_at).limit(limit)
        return list((await self._connection.execute(asked)).scalars())

    async def open_of_desk(self, desk: str) -> list[str]:
        asked = select(appeals.c.number).where(appeals.c.desk == desk, appeals.c.closed_at.is_(None))
        return list((await self._connection.execute(asked.order_by(appeals.c.id))).scalars())


def _appeal() -> Select[Any]:
    return select(appeals, residents.c.name.label("author")).join(residents)


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
    }


def _appeal_of(row: Row[Any], before: tuple[Photo, ...] = (), after: tuple[Photo, ...] = ()) -> Appeal:
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
        before=before,
        after=after,
        author=row.author,
        accepted_by=row.accepted_by,
        question=row.question,
        result=row.result,
        rating=row.rating,
        closing=row.closing,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        reopened=row.reopened,
        repeated=row.repeated,
        undelivered=row.undelivered,
        additions=row.additions,
    )
