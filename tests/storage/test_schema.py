"""Migrations: they end exactly at the tables of the code, on both databases, and never go back in time."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import schema, transcripts
from storage.database import open_engine
from storage.metadata import metadata
from tests.conftest import Server


def differences(connection: Connection) -> list[object]:
    # SQLite shows defaults in words of its own.
    defaults = connection.dialect.name == "postgresql"
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": defaults})
    return list(compare_metadata(context, metadata))


async def test_migrations_end_exactly_at_the_tables(engine: AsyncEngine) -> None:
    assert transcripts.web_lines.metadata is metadata
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        indexes = await connection.run_sync(
            lambda sync: {one["name"] for table in metadata.tables for one in inspect(sync).get_indexes(table)}
        )
    wanted = {index.name for table in metadata.tables.values() for index in table.indexes}
    assert wanted <= indexes
    assert await schema.missing(engine) == 0


async def test_a_difference_would_be_seen(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("DROP INDEX ix_updates_received_at"))
        await connection.execute(text("ALTER TABLE letters ADD COLUMN colour VARCHAR(20)"))
        assert len(await connection.run_sync(differences)) == 2


async def test_migrating_twice_changes_nothing(engine: AsyncEngine) -> None:
    await schema.upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_database_of_a_later_version_is_refused(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for ask in (schema.upgrade, schema.missing):
        with pytest.raises(schema.DatabaseTooNew):
            await ask(engine)


async def test_two_processes_that_start_together_make_the_tables_once(tmp_path: Path, bare_postgres: Server) -> None:
    await asyncio.to_thread(bare_postgres.command, "CREATE DATABASE together")
    for url in (f"sqlite+aiosqlite:///{tmp_path}/new.db", bare_postgres.url("together")):
        engines = [open_engine(url) for _ in range(3)]
        assert [await schema.missing(one) for one in engines] == [len(schema.revisions())] * 3
        async with asyncio.timeout(60):
            await asyncio.gather(*(schema.upgrade(one) for one in engines))
        assert await schema.missing(engines[0]) == 0
        for one in engines:
            await one.dispose()


async def test_a_folder_with_a_percent_sign_is_no_trouble(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/100%25.db")
    await schema.upgrade(engine)
    await engine.dispose()
