"""Whether a service works on a database right now, of either kind; for those who must not meet one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.single import AlreadyRunning, only_service

# Every process of a service keeps such a connection (`storage.sharing`).
_SERVED = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'otklik sharing'"
)


@asynccontextmanager
async def nobody_serves(engine: AsyncEngine) -> AsyncIterator[None]:
    """For the block. Raises AlreadyRunning; on SQLite nobody can begin meanwhile, on PostgreSQL it is asked again."""
    with only_service(engine.url.render_as_string(hide_password=False)):
        await ask_whether_stopped(engine)
        yield


async def ask_whether_stopped(engine: AsyncEngine) -> None:
    """Raises AlreadyRunning."""
    if engine.dialect.name == "postgresql":
        async with engine.connect() as connection:
            if (await connection.execute(_SERVED)).scalar_one():
                raise AlreadyRunning
