"""Opens the database, SQLite or PostgreSQL, with the settings that keep concurrent writers honest."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine


def open_engine(url: str) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite:///file.db` or `postgresql+asyncpg://…`; the file need not exist."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    # Errors of the database must not carry people's words into the log.
    return create_async_engine(url, pool_size=8, max_overflow=4, pool_pre_ping=True, hide_parameters=True)


def _sqlite(url: str) -> AsyncEngine:
    engine = create_async_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver must not begin transactions by itself: it begins them too late, and writes get lost.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection for questions only: on SQLite it does not wait for the writer."""
    async with engine.connect() as plain:
        connection = await plain.execution_options(sqlite_begin="DEFERRED")
        yield connection
