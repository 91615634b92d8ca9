"""Open appeals of one place, and the turn of those who would join them or make an incident of them."""

from datetime import datetime

from sqlalchemy import Select, String, bindparam, func, or_, select

from bot.appeals.appeal import Appeal, Place
from bot.appeals.status import OPEN
from storage.appeals import APPEAL, appeal_of
from storage.link import Link
from storage.tables import appeal_photos, appeals, history

# Not `in`: a statement that is compiled once must know how many values it has.
_IS_OPEN = or_(*(appeals.c.status == one.value for one in sorted(OPEN)))
_THERE = (
    APPEAL.where(appeals.c.settlement == bindparam("settlement"), appeals.c.closed_at.is_(None))
    .where(appeals.c.filed_at >= bindparam("since"), _IS_OPEN)
    .order_by(appeals.c.filed_at.desc())
    .limit(bindparam("most"))
)
_IN_LOCALITY = _THERE.where(appeals.c.locality == bindparam("locality"))
_ANYWHERE: Select[tuple[object, ...]] = _THERE.where(appeals.c.locality.is_(None))
_GLANCE = APPEAL.where(appeals.c.number == bindparam("number"))
_PHOTO = (
    select(appeal_photos.c.file)
    .where(appeal_photos.c.appeal == bindparam("the_appeal"), appeal_photos.c.side == "before")
    .order_by(appeal_photos.c.id)
    .limit(1)
)
_LAST_ANSWER = (
    select(history.c.text, history.c.action)
    .where(history.c.appeal == bindparam("the_appeal"))
    .where((history.c.action == "answer") | (history.c.action == "reopen"))
    .order_by(history.c.id.desc())
    .limit(1)
)
_FILED_AS = select(history.c.arg).where(history.c.appeal == bindparam("the_appeal"), history.c.action == "file")
# Two whole numbers: a room of its own beside the locks of the senders.
_TURN = 26
_WAIT = select(func.pg_advisory_xact_lock(_TURN, func.hashtext(bindparam("place", type_=String))))


class SqlNearby:
    """`bot.usecases.company.Nearby` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def turn(self, place: Place) -> None:
        """SQLite has one writer anyway."""
        if self._link.dialect.name == "postgresql":
            await self._link.execute(_WAIT, {"place": f"{place.settlement}/{place.locality or ''}"})

    async def open(self, place: Place, since: datetime, limit: int) -> list[Appeal]:
        asked: dict[str, object] = {"settlement": place.settlement, "since": since, "most": limit}
        if place.locality is None:
            rows = await self._link.execute(_ANYWHERE, asked)
        else:
            rows = await self._link.execute(_IN_LOCALITY, asked | {"locality": place.locality})
        return [appeal_of(row) for row in rows]

    async def glance(self, number: str) -> Appeal | None:
        row = (await self._link.execute(_GLANCE, {"number": number})).one_or_none()
        return appeal_of(row) if row else None

    async def first_photo(self, appeal: int) -> str:
        return (await self._link.execute(_PHOTO, {"the_appeal": appeal})).scalar_one_or_none() or ""

    async def last_answer(self, appeal: int) -> str:
        row = (await self._link.execute(_LAST_ANSWER, {"the_appeal": appeal})).one_or_none()
        return row.text if row and row.action == "answer" else ""

    async def filed_as_another(self, appeal: int) -> bool:
        return "another" in (await self._link.execute(_FILED_AS, {"the_appeal": appeal})).scalars()
