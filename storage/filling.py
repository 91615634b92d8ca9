"""Fills an empty database with all that another one held, and counts it again there: all of it or nothing."""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from sqlalchemy import Connection, Table, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.numbering import go_on_from
from storage.portable import AT_ONCE, Tally, lines_of, row_of, tables_of
from storage.schema import bring, current_of, remaking, revisions

# What a service writes by itself before anybody has said a word to it.
_BY_ITSELF = frozenset({"jobs", "web_revs"})


class NotEmpty(Exception):
    """Somebody's rows are there already."""


class SourceTooNew(Exception):
    """The source has a schema that this version of the program does not know."""


class Differs(Exception):
    """A table came out otherwise than it went in; its name."""


class Source(Protocol):
    """All tables of one schema, their rows as lines of `storage.portable`."""

    @property
    def revision(self) -> str: ...

    @property
    def numbers(self) -> Mapping[str, int]: ...

    @property
    def names(self) -> list[str]: ...

    def promised(self, name: str) -> Tally | None: ...

    def lines(self, name: str) -> AsyncIterator[bytes]: ...


async def is_empty(engine: AsyncEngine) -> bool:
    """Whether nobody's word is in it. Raises DatabaseTooNew."""
    async with engine.connect() as connection:
        await connection.run_sync(current_of)
        return await connection.run_sync(_is_empty)


async def fill(engine: AsyncEngine, source: Source, *, replacing: bool = False) -> dict[str, int]:
    """The rows of each table; then the newest schema. With `replacing` what was there goes first.

    One transaction: whatever ends it in the middle leaves the database as it was. Raises NotEmpty, Differs,
    SourceTooNew, DatabaseTooNew.
    """
    if source.revision not in revisions():
        raise SourceTooNew(source.revision)
    async with remaking(engine) as connection:
        await connection.run_sync(_make_room, replacing)
        await connection.run_sync(bring, source.revision)
        tables = await connection.run_sync(tables_of)
        if {one.name for one in tables} != set(source.names):
            raise Differs(next(iter({one.name for one in tables} ^ set(source.names))))
        counts = {one.name: await _moved(connection, one, source) for one in tables}
        await connection.run_sync(go_on_from, tables, source.numbers)
        await connection.run_sync(bring)
    return counts


def _make_room(connection: Connection, replacing: bool) -> None:
    current_of(connection)
    if not replacing and not _is_empty(connection):
        raise NotEmpty
    tables = tables_of(connection)
    if tables:
        tables[0].metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _is_empty(connection: Connection) -> bool:
    tables = [one for one in tables_of(connection) if one.name not in _BY_ITSELF]
    return not any(connection.execute(select(one).limit(1)).first() for one in tables)


async def _moved(connection: AsyncConnection, table: Table, source: Source) -> int:
    """How many rows; what is there now is read again and must be what was read there."""
    await connection.execute(delete(table))
    came, there, waiting = Tally(), Tally(), []
    async for line in source.lines(table.name):
        came.add(line)
        try:
            waiting.append(row_of(line, table))
        except ValueError as error:
            raise Differs(table.name) from error
        if len(waiting) == AT_ONCE:
            await connection.execute(insert(table), waiting)
            waiting = []
    if waiting:
        await connection.execute(insert(table), waiting)
    async for line in lines_of(connection, table):
        there.add(line)
    if came != there or came != (source.promised(table.name) or came):
        raise Differs(table.name)
    return came.rows
