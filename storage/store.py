"""One transaction: rolled back unless its block ends well, every room of it on the same connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.appeals import SqlAppeals
from storage.bindings import SqlBindings
from storage.database import reading, writing
from storage.inbox import SqlInbox
from storage.outbox import SqlOutbox
from storage.residents import SqlResidents
from storage.talks import SqlTalks


class SqlTransaction:
    """`bot.usecases.store.Transaction` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self._connection)

    @cached_property
    def talks(self) -> SqlTalks:
        return SqlTalks(self._connection)

    @cached_property
    def residents(self) -> SqlResidents:
        return SqlResidents(self._connection)

    @cached_property
    def appeals(self) -> SqlAppeals:
        return SqlAppeals(self._connection)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self._connection)

    @cached_property
    def bindings(self) -> SqlBindings:
        return SqlBindings(self._connection)


class SqlStore:
    """`bot.usecases.store.Store` on an engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqlTransaction]:
        async with writing(self._engine) as connection:
            yield SqlTransaction(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlTransaction]:
        async with reading(self._engine) as connection:
            yield SqlTransaction(connection)
