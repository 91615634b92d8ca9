"""Brings the database to the newest schema and tells whether it is there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import open_engine, reading, writing

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that nobody else locks in this database.
MIGRATING = 59_152
# A migration that waits for a table holds up everybody who comes after it: it steps back and tries again instead.
PATIENCE, TRIES = "2s", 60
LOCK_NOT_AVAILABLE = "55P03"


class DatabaseTooNew(Exception):
    """The database was made by a later version of the program."""


class BrokenReferences(Exception):
    """After a migration rows refer to others that are not there; nothing of it was kept."""


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # nearly a second, and nearly always nothing is to be migrated

    config = Config()
    # A percent sign in the path would be read as a placeholder.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine) -> list[str]:
    """Runs the migrations that are missing, all or none; which they were. Raises DatabaseTooNew."""
    if not await _lacks(engine):
        return []
    for tried in range(TRIES):
        try:
            async with remaking(engine) as connection:
                return await connection.run_sync(bring)
        except SQLAlchemyError as error:
            if not _is_busy(error) or tried == TRIES - 1:
                raise
        await asyncio.sleep(1)  # those who wait behind us have their turn
    raise AssertionError


@asynccontextmanager
async def remaking(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction in which tables may be made anew, with nobody else at it at the same time.

    SQLite makes a table anew by dropping it, and would refuse while rows refer to it: there references are looked at
    when all is done. Raises BrokenReferences.
    """
    if engine.dialect.name == "postgresql":
        async with writing(engine) as connection:
            # Two processes that start together must not both make the tables; SQLite has one writer anyway.
            await connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
            await connection.execute(select(func.set_config("lock_timeout", PATIENCE, True)))
            yield connection
        return
    # The setting cannot be changed inside a transaction, and a connection that keeps it must go to nobody else.
    alone = open_engine(engine.url.render_as_string(hide_password=False))
    event.listen(alone.sync_engine, "connect", _without_references)
    try:
        async with writing(alone) as connection:
            yield connection
            if (await connection.execute(text("PRAGMA foreign_key_check"))).first() is not None:
                raise BrokenReferences
    finally:
        await alone.dispose()


def _without_references(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _is_busy(error: SQLAlchemyError) -> bool:
    return getattr(getattr(error, "orig", None), "sqlstate", None) == LOCK_NOT_AVAILABLE


def bring(connection: Connection, revision: str | None = None) -> list[str]:
    """In a transaction of `remaking`: up to this schema, or to the newest; the migrations that were run."""
    current, last = current_of(connection), revision or revisions()[-1]
    lacking = [one for one in revisions() if one <= last and (current is None or one > current)]
    if lacking:
        from alembic import command

        command.upgrade(_config(connection), last)
    return lacking


async def missing(engine: AsyncEngine) -> int:
    """How many migrations the database lacks. Raises DatabaseTooNew."""
    return len(await _lacks(engine))


async def _lacks(engine: AsyncEngine) -> list[str]:
    async with reading(engine) as connection:
        current = await connection.run_sync(current_of)
    return [one for one in revisions() if current is None or one > current]


def revisions() -> list[str]:
    """The migrations by their numbers, «0001»: each file's name begins with its own."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current_of(connection: Connection) -> str | None:
    """The schema of the database, None where there is none. Raises DatabaseTooNew."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    current: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if current is not None and current not in revisions():
        raise DatabaseTooNew(current)
    return current
