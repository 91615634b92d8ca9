"""Opens the database, SQLite or PostgreSQL, with the settings that keep concurrent writers honest."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.disk import Disk
from storage.drivers import driver_of
from storage.link import Link, Plans

# The sync that NORMAL leaves out is made by `writing`, for many at once.
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000")


def open_engine(url: str, hung: float | None = None) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite:///file.db` or `postgresql+asyncpg://…`; an SQLite file need not exist.

    Whoever is silent for `hung` seconds in the middle of a transaction loses it, on PostgreSQL: a process that hangs
    must not keep the others waiting for its rows.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    server = {} if hung is None else {"idle_in_transaction_session_timeout": f"{hung * 1000:.0f}"}
    # Errors of the database must not carry people's words into the log.
    return create_async_engine(
        url,
        pool_size=8,
        max_overflow=4,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"server_settings": server},
    )


def _sqlite(url: str) -> AsyncEngine:
    file = make_url(url).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    disk = {"disk": Disk(file)} if file else {}
    engine = create_async_engine(url, connect_args={"timeout": 30}, hide_parameters=True, execution_options=disk)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it begins them too late, and writes get lost.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction: when the block has ended well, all of it is on the disk; else nothing is kept."""
    disk = _disk(engine)
    if disk is None:
        async with engine.begin() as connection:
            yield connection
        return
    async with disk.turn, engine.connect() as connection, connection.begin() as transaction:
        yield connection
        with disk.committing():
            await transaction.commit()
    await disk.settled()


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection for questions only: on SQLite it does not wait for the writer.

    Whoever acts on what was read acts on what is on the disk.
    """
    async with engine.connect() as plain:
        connection = await plain.execution_options(sqlite_begin="DEFERRED")
        yield connection
    if (disk := _disk(engine)) is not None:
        await disk.settled()


@asynccontextmanager
async def writing_link(engine: AsyncEngine, plans: Plans) -> AsyncIterator[Link]:
    """As `writing`, by the short way."""
    disk = _disk(engine)
    async with disk.turn if disk else nullcontext(), driver_of(engine) as driver:
        link = Link(driver, plans)
        await link.begin()
        yield link
        with disk.committing() if disk else nullcontext():
            await link.commit()
    if disk is not None:
        await disk.settled()


@asynccontextmanager
async def reading_link(engine: AsyncEngine, plans: Plans) -> AsyncIterator[Link]:
    """As `reading`, by the short way; each question sees what is there at its moment."""
    async with driver_of(engine) as driver:
        yield Link(driver, plans)
    if (disk := _disk(engine)) is not None:
        await disk.settled()


def _disk(engine: AsyncEngine) -> Disk | None:
    disk: Disk | None = engine.get_execution_options().get("disk")
    return disk
