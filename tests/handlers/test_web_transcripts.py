"""The page's own chat history, on SQLite and on PostgreSQL."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.usecases.platform import KeyboardButton
from bot.usecases.transcript import Transcripts
from storage.transcripts import SqlTranscripts

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
YES = ((KeyboardButton("Отправить", "send:1"), KeyboardButton("Изменить место", "place:1")),)


@pytest.fixture
async def transcripts(engine: AsyncEngine) -> SqlTranscripts:
    return SqlTranscripts(engine)


async def test_a_line_comes_back_as_it_was_said(transcripts: SqlTranscripts) -> None:
    asked = await transcripts.add(
        "web:r-1", author="Анна", text="Яма 😟\nу магазина", at=NOON, photos=["a.jpg", "b.jpg"]
    )
    answered = await transcripts.add("web:r-1", author="", text="Где?", at=NOON, keyboard=YES, reply_to=asked.id)

    assert await transcripts.since("web:r-1", 0) == [asked, answered]
    assert asked.photos == ("a.jpg", "b.jpg")
    assert answered.keyboard == YES
    assert answered.reply_to == asked.id
    assert asked.at == NOON
    contract: Transcripts = transcripts
    assert await contract.since("web:r-2", 0) == []


async def test_an_edited_line_is_news_again_but_stands_where_it_stood(transcripts: SqlTranscripts) -> None:
    first = await transcripts.add("web:d-1", author="", text="Новое", at=NOON, keyboard=YES, photos=["a.jpg"])
    second = await transcripts.add("web:d-1", author="", text="Ещё одно", at=NOON)

    edited = await transcripts.edit("web:d-1", first.id, text="Принято", keyboard=())

    assert edited is not None
    assert (edited.id, edited.text, edited.keyboard, edited.photos) == (first.id, "Принято", (), ("a.jpg",))
    assert await transcripts.since("web:d-1", second.rev) == [edited]
    assert [line.id for line in await transcripts.latest("web:d-1", 10)] == [first.id, second.id]


async def test_a_line_of_another_chat_cannot_be_edited_or_found(transcripts: SqlTranscripts) -> None:
    line = await transcripts.add("web:r-1", author="", text="Только для вас", at=NOON, photos=["a.jpg"])

    assert await transcripts.edit("web:r-2", line.id, text="чужое", keyboard=()) is None
    assert await transcripts.line("web:r-2", line.id) is None
    assert await transcripts.line("web:r-1", line.id) == line
    assert await transcripts.shows("web:r-1", "a.jpg")
    assert not await transcripts.shows("web:r-2", "a.jpg")
    assert not await transcripts.shows("web:r-1", "b.jpg")


async def test_a_letter_sent_again_after_a_crash_is_the_same_line(transcripts: SqlTranscripts) -> None:
    first = await transcripts.add("web:r-1", author="", text="Приняли", at=NOON, letter=7, photos=["a.jpg"])
    again = await transcripts.add("web:r-1", author="", text="Приняли", at=NOON, letter=7, photos=["a.jpg"])
    elsewhere = await transcripts.add("web:r-2", author="", text="Приняли", at=NOON, letter=7)

    assert again == first
    assert elsewhere.id != first.id
    assert await transcripts.since("web:r-1", 0) == [first]


async def test_lines_written_at_once_get_revs_that_a_reader_never_skips(transcripts: SqlTranscripts) -> None:
    chats = [f"web:r-{number}" for number in range(4)]
    seen: list[int] = []

    async def write(chat: str) -> None:
        for _ in range(10):
            await transcripts.add(chat, author="Анна", text="…", at=NOON)

    async def read() -> None:
        while len(seen) < 40:
            seen.extend(line.rev for line in await transcripts.news(chats, seen[-1] if seen else 0, limit=7))

    async with asyncio.timeout(60):
        await asyncio.gather(read(), *(write(chat) for chat in chats))

    assert seen == sorted(set(seen))
    assert len(seen) == 40
    assert await transcripts.rev() == seen[-1]


async def test_a_long_chat_is_read_back_page_by_page(transcripts: SqlTranscripts) -> None:
    lines = [await transcripts.add("web:d-1", author="Пётр", text=str(number), at=NOON) for number in range(7)]

    last = await transcripts.latest("web:d-1", 3)
    earlier = await transcripts.latest("web:d-1", 3, before=last[0].id)

    assert last == lines[4:]
    assert earlier == lines[1:4]


async def test_a_forgotten_chat_is_gone_and_the_count_goes_on(transcripts: SqlTranscripts) -> None:
    old = await transcripts.add("web:r-1", author="Анна", text="Личное", at=NOON, photos=["a.jpg"])

    await transcripts.forget("web:r-1")
    new = await transcripts.add("web:r-1", author="Анна", text="Снова я", at=NOON)

    assert await transcripts.since("web:r-1", 0) == [new]
    assert not await transcripts.shows("web:r-1", "a.jpg")
    assert new.rev > old.rev
    assert new.id > old.id
