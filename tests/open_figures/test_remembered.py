"""Answers kept for a while: a crowd costs one look, a failure is not kept, what is old is made anew."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.handlers.web.open.remembered import Remembered

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)


class Look:
    """Counts how often somebody looked; waits for its leave."""

    def __init__(self) -> None:
        self.times, self.leave, self.fails = 0, asyncio.Event(), False

    async def __call__(self) -> int:
        self.times += 1
        await self.leave.wait()
        if self.fails:
            raise LookupError
        return self.times


async def test_a_crowd_costs_one_look_also_when_the_first_goes_away() -> None:
    remembered, look = Remembered(), Look()
    crowd = [asyncio.create_task(remembered.get("page", NOW, 60, look)) for _ in range(50)]
    await asyncio.sleep(0)
    assert remembered.has("page", NOW)
    crowd[0].cancel()
    look.leave.set()
    answers = await asyncio.gather(*crowd, return_exceptions=True)
    assert isinstance(answers[0], asyncio.CancelledError)
    assert answers[1:] == [1] * 49
    assert await remembered.get("page", NOW + timedelta(seconds=59), 60, look) == 1
    assert await remembered.get("page", NOW + timedelta(seconds=60), 60, look) == 2


async def test_a_failure_and_what_is_not_to_be_kept_are_not_kept() -> None:
    remembered, look = Remembered(), Look()
    look.leave.set()
    look.fails = True
    with pytest.raises(LookupError):
        await remembered.get("page", NOW, 60, look)
    look.fails = False
    assert await remembered.get("page", NOW, 0, look) == 2
    assert not remembered.has("page", NOW)
    assert await remembered.get("page", NOW, 0, look) == 3


async def test_only_so_many_are_kept() -> None:
    remembered, look = Remembered(most=2), Look()
    look.leave.set()
    for key in ("one", "two", "three"):
        await remembered.get(key, NOW, 60, look)
    assert [remembered.has(key, NOW) for key in ("one", "two", "three")] == [False, True, True]
