"""Records for figures: the right appeals of a stretch of time, with their whole history counted, in few questions."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.record import Record
from bot.appeals.status import Status
from storage.records import SIZES
from storage.store import SqlStore, SqlTransaction
from tests.storage.archive import Archive, at

WEEK = at(0), at(7)


@pytest.fixture
async def archive(engine: AsyncEngine) -> Archive:
    return await Archive(engine).opened()


@pytest.fixture
def store(engine: AsyncEngine) -> SqlStore:
    return SqlStore(engine)


async def _filed(store: SqlStore) -> list[Record]:
    async with store.reading() as tx:
        return await tx.records.filed(*WEEK)


async def test_a_stretch_begins_with_its_first_moment_and_ends_before_its_last(
    archive: Archive, store: SqlStore
) -> None:
    await archive.filed(at(0) - timedelta(microseconds=1))
    first, last = await archive.filed(at(0)), await archive.filed(at(7) - timedelta(microseconds=1))
    await archive.filed(at(7))
    assert [one.number for one in await _filed(store)] == [first, last]


async def test_everything_that_happened_is_in_the_record(archive: Archive, store: SqlStore) -> None:
    number = await archive.filed(
        at(1),
        (at(1, 1), "accept"),
        (at(1, 2), "extend"),
        (at(1, 3), "transfer"),
        (at(1, 4), "transfer"),
        (at(2), "solve"),
        (at(3), "reopen"),
        (at(4), "explain"),
        (at(5), "rate"),
        status="closed",
        first_answer_at=at(2),
        answered_at=at(4),
        closed_at=at(5),
        reopened=1,
        result="explained",
        rating="neutral",
        closing="neutral",
        kind="question",
        urgent="gas",
        locality="Бабино",
        address="ул. Мира, 5",
        lat=55.1,
        lon=32.4,
        chat="vk:7",
    )
    await archive.joined(number, "good", "", "left", "neutral")
    (record,) = await _filed(store)
    assert (record.extended, record.transferred, record.reopened) == (1, 2, 1)
    assert (record.followers, record.ratings) == (3, ("good", "neutral"))
    assert (record.first_answer_at, record.answered_at, record.closed_at) == (at(2), at(4), at(5))
    assert (record.status, record.result, record.rating, record.closing) == (
        "closed",
        "explained",
        "neutral",
        "neutral",
    )
    assert (record.kind, record.urgent, record.platform) == ("question", "gas", "vk")
    assert record.place.point is not None
    assert (record.place.locality, record.place.address, record.place.point.lat) == ("Бабино", "ул. Мира, 5", 55.1)
    assert record.asked == ()
    assert record.due_at.tzinfo is not None


async def test_the_clock_stands_from_a_question_to_whatever_ends_it(archive: Archive, store: SqlStore) -> None:
    replied = [(at(1, 1), "ask"), (at(1, 2), "note"), (at(1, 3), "ask"), (at(2), "reply"), (at(3), "join")]
    again = [(at(1, 1), "ask"), (at(2), "add"), (at(3), "ask"), (at(4), "transfer"), (at(5), "ask")]
    silent = [(at(1, 1), "ask"), (at(3), "join"), (at(6), "expire")]
    reopened = [(at(2), "solve"), (at(3), "rate"), (at(4), "reopen"), (at(5), "ask"), (at(6), "answer")]
    for steps in (replied, again, silent, reopened, [(at(2), "answer")]):
        await archive.filed(at(1), *steps)
    assert [one.asked for one in await _filed(store)] == [
        ((at(1, 1), at(2)),),
        ((at(1, 1), at(2)), (at(3), at(4)), (at(5), None)),
        ((at(1, 1), at(6)),),
        ((at(5), at(6)),),
        (),
    ]


async def test_open_before_a_moment_are_those_that_officials_still_owe(archive: Archive, store: SqlStore) -> None:
    owed = [await archive.filed(at(-3)), await archive.filed(at(-2), status="asked")]
    await archive.filed(at(-2), status="answered", answered_at=at(-1))
    await archive.filed(at(-2), status="declined", closed_at=at(-1))
    await archive.filed(at(0))
    async with store.reading() as tx:
        found = await tx.records.open_before(at(0))
    assert [one.number for one in found] == owed
    assert all(one.is_open for one in found)


async def test_touched_is_whatever_happened_in_the_week_and_what_was_open_at_its_end(
    archive: Archive, store: SqlStore
) -> None:
    touched = {
        "filed in it": await archive.filed(at(1), status="answered", answered_at=at(9)),
        "answered in it": await archive.filed(at(-20), status="answered", answered_at=at(1)),
        "closed in it": await archive.filed(at(-20), status="closed", answered_at=at(-9), closed_at=at(1)),
        "declined in it": await archive.filed(at(-20), status="declined", closed_at=at(1)),
        "reopened in it": await archive.filed(at(-20), (at(2), "reopen"), reopened=1),
        "reopened in it, answered later": await archive.filed(
            at(-20), (at(2), "reopen"), status="closed", reopened=1, answered_at=at(10), closed_at=at(20)
        ),
        "open since long": await archive.filed(at(-300)),
        "withdrawn later": await archive.filed(at(-20), status="withdrawn", closed_at=at(8)),
        "answered later": await archive.filed(at(-20), status="closed", answered_at=at(8), closed_at=at(18)),
    }
    await archive.filed(at(-20), status="closed", answered_at=at(-19), closed_at=at(-9))
    await archive.filed(at(-20), status="answered", answered_at=at(-1))
    await archive.filed(at(-20), status="closed", answered_at=at(-1), closed_at=at(9))
    await archive.filed(at(-20), status="declined", closed_at=at(-1))
    await archive.filed(at(7))
    async with store.reading() as tx:
        found = [one.number for one in await tx.records.touched(*WEEK)]
    assert found == list(touched.values())


async def test_many_come_page_by_page_and_none_is_lost_or_mixed_up(archive: Archive, engine: AsyncEngine) -> None:
    count = SIZES[-1] + 3
    numbers = [await archive.filed(at(1), (at(1, one % 5), "ask"), text=str(one)) for one in range(count)]
    questions: list[str] = []
    async with engine.connect() as connection:
        event.listen(engine.sync_engine, "before_cursor_execute", lambda *asked: questions.append(asked[2]))
        found = await SqlTransaction(connection).records.filed(*WEEK)
    assert [one.number for one in found] == numbers
    assert [one.text for one in found] == [str(one) for one in range(count)]
    assert all(record.asked == ((at(1, one % 5), None),) for one, record in enumerate(found))
    assert len([one for one in questions if one.startswith("SELECT")]) == 1 + 2 * 3


async def test_what_officials_said_comes_with_the_record_when_it_is_asked_for(
    archive: Archive, store: SqlStore
) -> None:
    number = await archive.filed(at(1), accepted_by="Иван", accepted_at=at(1, 1))
    other = await archive.filed(at(2))
    await archive.happened(number, (at(1, 1), "ask"), text="Где именно?")
    await archive.happened(number, (at(1, 2), "reply"), text="У магазина")
    await archive.happened(number, (at(1, 3), "note"), text="Звонил подрядчику")
    await archive.happened(number, (at(1, 4), "solve"), text="Засыпали")
    await archive.photographed(number, "before", "before", "after")
    async with store.reading() as tx:
        (told, untold) = [one async for page in tx.records.told(*WEEK) for one in page]
    assert [(one.at, one.text) for one in told.answers] == [(at(1, 1), "Где именно?"), (at(1, 4), "Засыпали")]
    assert (told.accepted_by, told.accepted_at) == ("Иван", at(1, 1))
    assert (told.photos_before, told.photos_after) == (2, 1)
    assert (untold.record.number, untold.record.status, untold.answers) == (other, Status.NEW, ())


async def test_a_quiet_week_asks_once_and_finds_nothing(archive: Archive, store: SqlStore) -> None:
    assert await _filed(store) == []
    async with store.reading() as tx:
        assert await tx.records.touched(*WEEK) == []
        assert [page async for page in tx.records.told(*WEEK)] == []
