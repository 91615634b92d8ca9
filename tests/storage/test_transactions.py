"""Transactions: nothing written by one worker is lost by another, and nothing half done is kept."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.usecases.platform import Cursor
from storage.database import reading
from storage.store import SqlStore
from storage.tables import cursors, intrusions

WORKERS, TIMES = 8, 100


async def test_eight_workers_lose_nothing_of_what_they_add(engine: AsyncEngine) -> None:
    """Read, add one, write: with the drivers' own settings most of these are lost without an error."""
    store = SqlStore(engine)
    async with store.transaction() as tx:
        await tx.inbox.save_cursor(Cursor("count", "0"))
    counted = select(cursors.c.value).where(cursors.c.name == "count").with_for_update()

    async def work() -> None:
        for _ in range(TIMES):
            async with engine.begin() as connection:
                value = int((await connection.execute(counted)).scalar_one())
                await connection.execute(update(cursors).values(value=str(value + 1)))

    await asyncio.gather(*(work() for _ in range(WORKERS)))
    async with store.reading() as tx:
        assert await tx.inbox.cursor("count") == str(WORKERS * TIMES)


async def test_a_conversation_is_continued_by_one_at_a_time(engine: AsyncEngine) -> None:
    store = SqlStore(engine)

    async def say_one_more() -> None:
        async with store.transaction() as tx:
            said = int(await tx.talks.load("telegram:1") or 0)
            await tx.talks.save("telegram:1", False, str(said + 1), None)

    await say_one_more()
    await asyncio.gather(*(say_one_more() for _ in range(20)))
    async with store.reading() as tx:
        assert await tx.talks.load("telegram:1") == "21"


async def test_what_raises_is_kept_nowhere(engine: AsyncEngine) -> None:
    store = SqlStore(engine)

    async def half() -> None:
        async with store.transaction() as tx:
            await tx.inbox.save_cursor(Cursor("telegram", "1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()
    async with store.reading() as tx:
        assert await tx.inbox.cursor("telegram") is None


async def test_a_reader_does_not_wait_for_a_writer(engine: AsyncEngine) -> None:
    store = SqlStore(engine)
    async with store.transaction() as tx:
        await tx.inbox.save_cursor(Cursor("telegram", "1"))
        async with asyncio.timeout(60), reading(engine) as connection:
            assert (await connection.execute(select(cursors))).all() == []


async def test_a_writer_on_sqlite_is_alone_from_its_first_word(engine: AsyncEngine) -> None:
    """A transaction that only reads at first would find, when it writes, that another was quicker."""
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    said: list[str] = []
    async with engine.begin() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.set_trace_callback(said.append)  # type: ignore[union-attr]
    said.clear()
    async with engine.begin() as connection:
        await connection.execute(select(cursors))
    assert said[:1] == ["BEGIN IMMEDIATE"]
    async with engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar() == "wal"


async def test_times_keep_their_moment_and_are_never_without_a_zone(engine: AsyncEngine) -> None:
    samara = datetime(2026, 11, 24, 13, 30, 15, 123456, tzinfo=timezone(timedelta(hours=4)))
    row = {"chat": "", "person": "", "what": ""}
    async with engine.begin() as connection:
        await connection.execute(intrusions.insert().values(at=samara, **row))
        kept = (await connection.execute(select(intrusions.c.at))).scalar_one()
    assert kept == samara
    assert kept.tzinfo is UTC

    with pytest.raises(StatementError, match="without a zone"):
        async with engine.begin() as connection:
            await connection.execute(intrusions.insert().values(at=datetime(2026, 11, 24), **row))


async def test_errors_of_the_database_do_not_repeat_peoples_words(engine: AsyncEngine) -> None:
    """They are logged."""
    secret = "сосед Кузьма пьёт"
    with pytest.raises(DBAPIError) as refusal:
        async with engine.begin() as connection:
            await connection.execute(cursors.insert().values(name=None, value=secret))
    assert "Кузьма" not in str(refusal.value).replace(str(refusal.value.orig), "")
