"""Processes on one PostgreSQL: what one has taken no other gets, until it gives it back, dies or hangs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.usecases.sharing import leading
from storage import sharing
from storage.away import passes
from storage.database import open_engine
from storage.sharing import SharedPostgres, sharing_of

PATIENCE = 60


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[SharedPostgres, SharedPostgres]]:
    """Two processes, as far as the database can tell."""
    both = SharedPostgres(postgres_url), SharedPostgres(postgres_url)
    yield both
    for one in both:
        await one.close()


async def test_a_name_belongs_to_one(pair: tuple[SharedPostgres, SharedPostgres]) -> None:
    first, second = pair
    assert await first.take(["b", "a", "c"], 2) == {"b", "a"}
    assert await second.take(["a", "b", "c"], 5) == {"c"}
    assert await first.take(["a", "b", "c"], 5) == frozenset()
    assert (first.holds("a"), second.holds("a"), second.holds("c")) == (True, False, True)
    await first.give_back(["a"])
    assert not first.holds("a")
    assert await second.take(["a", "b"], 5) == {"a"}


async def test_whoever_dies_has_given_everything_back(pair: tuple[SharedPostgres, SharedPostgres]) -> None:
    first, second = pair
    await first.take(["a"], 1)
    first._connection.terminate()
    async with asyncio.timeout(PATIENCE):
        while not await second.take(["a"], 1):  # noqa: ASYNC110 - the server notices when it does
            await asyncio.sleep(0.01)
    assert not first.holds("a")
    assert await first.take(["a", "b"], 2) == {"b"}


async def test_whoever_hangs_loses_it_without_any_clock(
    pair: tuple[SharedPostgres, SharedPostgres], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No heartbeat: the first one is as good as stopped."""
    monkeypatch.setattr(sharing, "SILENCE", 0.3)
    first, second = pair
    await first.take(["a"], 1)
    assert first.holds("a")
    monkeypatch.setattr(sharing, "SURE", 0.2)
    async with asyncio.timeout(PATIENCE):
        while not await second.take(["a"], 1):
            assert not second.holds("a")
            await asyncio.sleep(0.01)
    assert not first.holds("a")


async def test_a_word_is_heard_by_the_others_only(postgres_url: str) -> None:
    heard: dict[int, list[str]] = {1: [], 2: []}
    async with sharing_of(postgres_url) as first, sharing_of(postgres_url) as second:
        assert isinstance(first, SharedPostgres)
        assert isinstance(second, SharedPostgres)
        first.hear, second.hear = heard[1].append, heard[2].append
        for one in (first, second):
            await one.take(["connected"], 1)
        first.tell()
        first.tell("web")
        async with asyncio.timeout(PATIENCE):
            while len(heard[2]) < 2:  # noqa: ASYNC110 - it comes through the server
                await asyncio.sleep(0.01)
    assert heard == {1: [], 2: ["", "web"]}


async def test_one_leads_and_the_next_takes_over(postgres_url: str) -> None:
    log: list[str] = []

    async def loop(name: str) -> None:
        log.append(f"{name} begins")
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.1)  # what is in hand
            log.append(f"{name} has ended")

    async with sharing_of(postgres_url) as first, sharing_of(postgres_url) as second:
        leader = asyncio.create_task(leading(first, "send", lambda: loop("first")))
        while not log:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        stand_by = asyncio.create_task(leading(second, "send", lambda: loop("second")))
        await asyncio.sleep(0.1)
        assert log == ["first begins"]
        leader.cancel()
        async with asyncio.timeout(PATIENCE):
            while len(log) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert log == ["first begins", "first has ended", "second begins"]
        for one in (leader, stand_by):
            one.cancel()
            with suppress(asyncio.CancelledError):
                await one


async def test_a_database_that_goes_away_ends_the_leading_until_it_is_back(postgres_url: str) -> None:
    begun = ended = 0

    async def loop() -> None:
        nonlocal begun, ended
        begun += 1
        try:
            await asyncio.Event().wait()
        finally:
            ended += 1

    async with sharing_of(postgres_url) as shared:
        leader = asyncio.create_task(leading(shared, "send", loop))
        async with asyncio.timeout(PATIENCE):
            while not begun:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            shared._connection.terminate()  # type: ignore[attr-defined]
            while begun < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert ended == 1
        leader.cancel()
        with suppress(asyncio.CancelledError):
            await leader


async def test_what_a_hanging_process_had_locked_is_free_again(postgres_url: str) -> None:
    hanging, other = open_engine(postgres_url, hung=0.2), open_engine(postgres_url)
    async with hanging.connect() as hung:
        await hung.execute(text("LOCK TABLE talks"))
        async with asyncio.timeout(PATIENCE), other.begin() as waiting:
            await waiting.execute(text("LOCK TABLE talks"))
        with pytest.raises(DBAPIError) as late:
            await hung.execute(text("SELECT 1"))
        assert passes(late.value), "no fault of the message that was worked on"
    for engine in (hanging, other):
        await engine.dispose()
