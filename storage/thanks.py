"""Residents' thanks, counted and kept in their own words."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from bot.appeals.appeal import Place
from storage.link import Link
from storage.tables import thanks


class SqlThanks:
    """`bot.usecases.store.Thanks` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def keep(self, resident: int, place: Place | None, desk: str, text: str, now: datetime) -> None:
        row = {
            "at": now,
            "resident": resident,
            "settlement": place.settlement if place else None,
            "locality": place.locality if place else None,
            "desk": desk,
            "text": text,
        }
        await self._link.execute(insert(thanks).values(row))

    async def forget_last(self, resident: int) -> None:
        last = select(func.max(thanks.c.id)).where(thanks.c.resident == resident).scalar_subquery()
        await self._link.execute(delete(thanks).where(thanks.c.id == last))

    async def of(self, settlement: str | None, start: datetime, end: datetime) -> list[str]:
        said = select(thanks.c.text).where(thanks.c.at >= start, thanks.c.at < end).order_by(thanks.c.id.desc())
        if settlement is not None:
            said = said.where(thanks.c.settlement == settlement)
        return [row.text for row in (await self._link.execute(said)).all()]
