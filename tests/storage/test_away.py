"""What passes by itself is told from faults of ours: full, locked, cut off are one thing, a wrong question another."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.usecases.platform import Cursor
from bot.usecases.store import StoreAway
from storage.away import passes
from storage.database import open_engine
from storage.link import QueryFailed
from storage.store import SqlStore
from tests.storage.test_link import throw_all_others_out

LONG = "слово " * 200_000


async def keeps(engine: AsyncEngine, words: str) -> None:
    async with SqlStore(engine).transaction() as tx:
        await tx.inbox.save_cursor(Cursor("telegram", words))


async def kept(engine: AsyncEngine) -> str | None:
    async with SqlStore(engine).reading() as tx:
        return await tx.inbox.cursor("telegram")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_database_keeps_what_it_had_and_goes_on_when_there_is_room(engine: AsyncEngine) -> None:
    await keeps(engine, "before")
    async with engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        most = (await connection.exec_driver_sql("PRAGMA max_page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreAway, match="OperationalError"):
        await keeps(engine, LONG)
    assert await kept(engine) == "before"
    async with engine.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
    await keeps(engine, LONG)
    assert await kept(engine) == LONG


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_lock_of_another_program_passes(engine: AsyncEngine, database_url: str) -> None:
    hurried = open_engine(database_url)
    async with hurried.connect() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(str(hurried.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreAway):
            await keeps(hurried, "meanwhile")
        other.execute("ROLLBACK")
    await keeps(hurried, "after")
    assert await kept(hurried) == "after"
    await hurried.dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_line_that_is_cut_in_the_middle_passes(engine: AsyncEngine) -> None:
    async def cut() -> None:
        async with SqlStore(engine).transaction() as tx:
            await tx.inbox.save_cursor(Cursor("telegram", "half"))
            await throw_all_others_out(engine)

    with pytest.raises(StoreAway):
        await cut()
    assert await kept(engine) is None
    await keeps(engine, "whole")
    assert await kept(engine) == "whole"


async def test_a_server_that_is_not_there_passes() -> None:
    nowhere = open_engine("postgresql+asyncpg://postgres@/nothing?host=/nowhere")
    with pytest.raises(StoreAway):
        await kept(nowhere)
    await nowhere.dispose()


async def test_a_wrong_question_does_not_pass(engine: AsyncEngine) -> None:
    store = SqlStore(engine)

    async def asks() -> None:
        async with store.transaction() as tx:
            await tx.inbox._link.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(QueryFailed) as failed:
        await asks()
    assert not passes(failed.value)
    assert await kept(engine) is None
