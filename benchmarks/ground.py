"""What a run needs before its service starts: the district, an empty database, and codes that bind chats."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.district import District
from bot.appeals.district_file import load_district
from bot.settings import Settings
from bot.usecases.binding import invite
from bot.words import Words
from storage import schema
from storage.database import open_engine
from storage.store import SqlStore


@dataclass(frozen=True, slots=True)
class Ground:
    """The same database and district that the service works with, seen from outside."""

    district: District
    words: Words
    engine: AsyncEngine

    async def code_for_desk(self, desk: str) -> str:
        """As `otklik invite desk` makes it."""
        return await invite(SqlStore(self.engine), "desk", desk, datetime.now(UTC))


@asynccontextmanager
async def prepared(settings: Settings) -> AsyncIterator[Ground]:
    """Migrated and ready."""
    district = load_district(settings.district)
    engine = open_engine(settings.database_url)
    try:
        await schema.upgrade(engine)
        yield Ground(district, Words(district.locale, district.time_zone), engine)
    finally:
        await engine.dispose()
