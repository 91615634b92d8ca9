"""Brings the database to the newest schema and tells whether it is there."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import writing

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that nobody else locks in this database.
MIGRATING = 59_152


class DatabaseTooNew(Exception):
    """The database was made by a later version of the program."""


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # nearly a second, and nearly always nothing is to be migrated

    config = Config()
    # A percent sign in the path would be read as a placeholder.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine) -> None:
    """Runs the migrations that are missing. Raises DatabaseTooNew."""
    async with writing(engine) as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two processes that start together must not both make the tables; SQLite has one writer anyway.
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
    if _current(connection) != _revisions()[-1]:
        from alembic import command

        command.upgrade(_config(connection), "head")


async def missing(engine: AsyncEngine) -> int:
    """How many migrations the database lacks. Raises DatabaseTooNew."""
    async with engine.connect() as connection:
        current = await connection.run_sync(_current)
    return len([one for one in _revisions() if current is None or one > current])


def _revisions() -> list[str]:
    """The migrations by their numbers, «0001»: each file's name begins with its own."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    current: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if current is not None and current not in _revisions():
        raise DatabaseTooNew(current)
    return current
