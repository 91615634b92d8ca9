"""aiosqlite and asyncpg, each as the driver of a link."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import greenlet_spawn


class SqliteDriver:
    """One trip to the connection's thread for a statement."""

    begin = "BEGIN IMMEDIATE"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def rows(self, sql: str, values: Sequence[object]) -> Iterable[Sequence[Any]]:
        rows: Iterable[Sequence[Any]] = await self._connection.execute_fetchall(sql, values)
        return rows

    async def change(self, sql: str, values: Sequence[object]) -> int:
        count: int = (await self._connection.execute(sql, values)).rowcount
        return count

    async def change_many(self, sql: str, several: Sequence[Sequence[object]]) -> None:
        await self._connection.executemany(sql, several)

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.in_transaction)


class PostgresDriver:
    """asyncpg keeps the statements that it has prepared."""

    begin = "BEGIN"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def rows(self, sql: str, values: Sequence[object]) -> Iterable[Sequence[Any]]:
        rows: Iterable[Sequence[Any]] = await self._connection.fetch(sql, *values)
        return rows

    async def change(self, sql: str, values: Sequence[object]) -> int:
        # «UPDATE 3», «INSERT 0 1»; of others the last word is no number.
        said: str = await self._connection.execute(sql, *values)
        count = said.rpartition(" ")[2]
        return int(count) if count.isdecimal() else -1

    async def change_many(self, sql: str, several: Sequence[Sequence[object]]) -> None:
        await self._connection.executemany(sql, several)

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.is_in_transaction())


@asynccontextmanager
async def driver_of(engine: AsyncEngine) -> AsyncIterator[SqliteDriver | PostgresDriver]:
    """A connection of the engine's pool for the block; what the block has begun and not ended is undone."""
    kept = await engine.raw_connection()
    connection: Any = kept.driver_connection
    driver = SqliteDriver(connection) if engine.dialect.name == "sqlite" else PostgresDriver(connection)
    try:
        yield driver
    finally:
        # Whoever is cancelled still leaves the connection clean for the next.
        await asyncio.shield(_left(driver, kept))


async def _left(driver: SqliteDriver | PostgresDriver, kept: PoolProxiedConnection) -> None:
    try:
        if driver.in_transaction:
            await driver.change("ROLLBACK", ())
    except Exception:
        # The line is broken, which whoever used it has noticed: the next one gets another.
        await greenlet_spawn(kept.invalidate)
    else:
        await greenlet_spawn(kept.close)
