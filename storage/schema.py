"""Brings the database to the newest schema and tells whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import writing

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that nobody else locks in this database.
MIGRATING = 59_152


class DatabaseTooNew(Exception):
    """The database was made by a later version of the program."""


def _config(connection: Connection | None = None) -> Config:
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
    _current(connection)
    command.upgrade(_config(connection), "head")


async def missing(engine: AsyncEngine) -> int:
    """How many migrations the database lacks. Raises DatabaseTooNew."""
    async with engine.connect() as connection:
        current = await connection.run_sync(_current)
    script = ScriptDirectory.from_config(_config())
    return len([one for one in script.walk_revisions() if current is None or one.revision > current])


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    current = MigrationContext.configure(connection).get_current_revision()
    known = {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseTooNew(current)
    return current
