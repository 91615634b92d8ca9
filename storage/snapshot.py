"""One moment of a whole database: everything is read as it was then, while others go on writing."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import reading
from storage.numbering import last_numbers
from storage.portable import Tally, lines_of, tables_of
from storage.schema import current_of


class NoDatabase(Exception):
    """There is no schema yet, so there is nothing to copy."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`storage.filling.Source`, out of a database of any schema that this version knows."""

    revision: str
    numbers: Mapping[str, int]
    _tables: Mapping[str, Table]
    _connection: AsyncConnection

    @property
    def names(self) -> list[str]:
        return list(self._tables)

    def promised(self, name: str) -> Tally | None:
        """A database promises nothing: it is counted while it is read."""
        return None

    async def lines(self, name: str) -> AsyncIterator[bytes]:
        async for line in lines_of(self._connection, self._tables[name]):
            yield line


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[Snapshot]:
    """Raises NoDatabase, DatabaseTooNew."""
    if engine.dialect.name == "sqlite":
        async with reading(engine) as connection:
            yield await _seen(connection)
        return
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield await _seen(connection)


async def _seen(connection: AsyncConnection) -> Snapshot:
    revision = await connection.run_sync(current_of)
    if revision is None:
        raise NoDatabase
    tables = await connection.run_sync(tables_of)
    numbers = await connection.run_sync(_numbers, tables)
    return Snapshot(revision, numbers, {one.name: one for one in tables}, connection)


def _numbers(connection: Connection, tables: list[Table]) -> dict[str, int]:
    return last_numbers(connection, tables)
