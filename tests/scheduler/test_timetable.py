"""The ticker: ticks go on when somebody sets the computer's clock, a job that fails is tried again soon."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime as real
from datetime import timedelta, tzinfo

import apscheduler.schedulers.base
import pytest

from scheduler import timetable
from scheduler.timetable import Job, Timetable

PATIENCE = 60


class MovableClock(real):
    """The computer's own clock, which a story may set."""

    moved = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> real:  # type: ignore[override]
        return real.now(tz) + cls.moved


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[MovableClock]:
    monkeypatch.setattr(MovableClock, "moved", timedelta(0))
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", MovableClock)
    monkeypatch.setattr(timetable, "datetime", MovableClock)
    monkeypatch.setattr(timetable, "FIRST_LOOK", timedelta(0))
    monkeypatch.setattr(timetable, "JUMP", 0.1)
    return MovableClock


class Ticks:
    """Counts how often a job was asked; `fails` makes it one that goes badly."""

    def __init__(self, *, fails: bool = False) -> None:
        self.count, self._fails, self._ticked = 0, fails, asyncio.Event()

    async def minded(self, name: str, job: Callable[[], Awaitable[object]]) -> bool:
        await job()
        return not self._fails

    async def job(self) -> None:
        self.count += 1
        self._ticked.set()

    async def come(self, more: int) -> None:
        upto = self.count + more
        async with asyncio.timeout(PATIENCE):
            while self.count < upto:
                self._ticked.clear()
                await self._ticked.wait()


@asynccontextmanager
async def ticking(ticks: Ticks, seconds: float) -> AsyncIterator[None]:
    running = asyncio.create_task(Timetable([Job("job", seconds, ticks.job)], ticks.minded).run())
    yield
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.mark.parametrize("hours", [-25, -1, 1, 49])
async def test_a_clock_that_is_set_stops_no_ticks(clock: type[MovableClock], hours: int) -> None:
    ticks = Ticks()
    async with ticking(ticks, 0.05):
        await ticks.come(2)
        clock.moved = timedelta(hours=hours)
        await ticks.come(3)


async def test_what_fails_is_tried_again_before_its_next_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetable, "ANOTHER_TRY", timedelta(seconds=0.05))
    ticks = Ticks(fails=True)
    async with ticking(ticks, 3600):
        await ticks.come(3)
