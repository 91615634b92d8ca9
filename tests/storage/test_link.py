"""The short way to the database gives and takes the same values as the long one, and leaves nothing behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import reading_link, writing_link
from storage.link import Link, Plans, QueryFailed
from storage.tables import appeals, cursors, residents, talks, updates

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
_TALK = {"chat": "vk:1", "is_group": True, "state": "{}", "wake_at": NOON}
_APPEAL = {"number": "26-00001", "chat": "", "topic": "", "settlement": "", "text": "", "desk": "", "status": "new"}


@asynccontextmanager
async def link_of(engine: AsyncEngine) -> AsyncIterator[Link]:
    async with writing_link(engine, Plans(engine.dialect)) as link:
        yield link


async def throw_all_others_out(engine: AsyncEngine) -> None:
    """As a restart of PostgreSQL does it."""
    async with engine.connect() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_values_come_back_as_they_went(engine: AsyncEngine) -> None:
    samara = NOON.astimezone(timezone(timedelta(hours=4)))
    async with link_of(engine) as link:
        await link.execute(insert(talks).values({**_TALK, "wake_at": samara}))
        row = (await link.execute(select(talks))).one()
        resident = await link.execute(insert(residents).values(name="Анна", since=NOON).returning(residents.c.id))
        filed = {
            "resident": resident.scalar_one(),
            "filed_at": NOON,
            "due_at": NOON,
            "answer_due_at": NOON,
            "solve_due_at": NOON,
            "lat": 55.25,
            "lon": 32.5,
        }
        await link.execute(insert(appeals).values({**_APPEAL, **filed}))
        where = (await link.execute(select(appeals.c.lat, appeals.c.lon, appeals.c.closed_at))).one()
    assert (row.chat, row.is_group, row.wake_at) == ("vk:1", True, NOON)
    assert row.is_group is True
    assert row.wake_at.tzinfo is UTC
    assert tuple(where) == (55.25, 32.5, None)


async def test_a_statement_made_once_is_asked_with_other_values_each_time(engine: AsyncEngine) -> None:
    keep = insert(cursors).values(name=bindparam("name"), value=bindparam("value"))
    load = select(cursors.c.value).where(cursors.c.name == bindparam("name"))
    async with link_of(engine) as link:
        await link.execute(keep, {"name": "vk", "value": "1"})
        await link.execute_many(keep, [{"name": "a", "value": "2"}, {"name": "b", "value": "3"}])
        found = [(await link.execute(load, {"name": name})).scalar_one_or_none() for name in ("vk", "a", "b", "c")]
        with pytest.raises(KeyError):
            await link.execute(load)
    assert found == ["1", "2", "3", None]


async def test_a_change_says_how_much_it_changed(engine: AsyncEngine) -> None:
    async with link_of(engine) as link:
        for name in "абв":
            await link.execute(insert(cursors).values(name=name, value="1"))
        changed = await link.execute(update(cursors).where(cursors.c.name.in_(["а", "б", "я"])).values(value="2"))
        gone = await link.execute(delete(cursors).where(cursors.c.value == "2").returning(cursors.c.name))
        left = (await link.execute(select(func.count()).select_from(cursors))).scalar_one()
    assert (changed.rowcount, sorted(gone.scalars()), left) == (2, ["а", "б"], 1)


async def test_what_the_database_refuses_is_told_without_peoples_words(engine: AsyncEngine) -> None:
    async def refused() -> None:
        async with link_of(engine) as link:
            await link.execute(insert(cursors).values(name=None, value="сосед Кузьма пьёт"))

    with pytest.raises(SQLAlchemyError) as refusal:
        await refused()
    assert "INSERT INTO cursors" in str(refusal.value)
    assert "Кузьма" not in str(refusal.value)
    async with link_of(engine) as link:
        assert (await link.execute(select(cursors))).all() == []


async def test_whoever_is_cancelled_keeps_nothing_and_leaves_the_connection_clean(engine: AsyncEngine) -> None:
    inside, never = asyncio.Event(), asyncio.Event()

    async def half() -> None:
        async with link_of(engine) as link:
            await link.execute(insert(cursors).values(name="half", value="1"))
            inside.set()
            await never.wait()

    task = asyncio.create_task(half())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(60), link_of(engine) as link:
        assert (await link.execute(select(cursors))).all() == []
        await link.execute(insert(cursors).values(name="whole", value="1"))


async def test_a_database_that_was_away_is_asked_anew(engine: AsyncEngine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("a file does not go away")
    plans = Plans(engine.dialect)
    async with reading_link(engine, plans) as link:
        await link.execute(select(cursors))
    await throw_all_others_out(engine)
    async with asyncio.timeout(60), reading_link(engine, plans) as link:
        assert (await link.execute(select(cursors))).all() == []


async def test_a_line_that_breaks_in_the_middle_is_not_used_again(engine: AsyncEngine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("a file has no line")

    async def interrupted() -> None:
        async with link_of(engine) as link:
            await link.execute(insert(cursors).values(name="half", value="1"))
            await throw_all_others_out(engine)
            await link.execute(select(cursors))

    with pytest.raises(QueryFailed):
        await interrupted()
    async with asyncio.timeout(60), link_of(engine) as link:
        assert (await link.execute(select(updates))).all() == []
