"""Runs use-cases at intervals with APScheduler; what is due stands in the tables, so a missed tick loses nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

# The first look comes soon after the start: what fell due while the service was off has waited long enough.
FIRST_LOOK = timedelta(seconds=2)
# What failed is tried again after so long, however seldom it is due.
ANOTHER_TRY = timedelta(minutes=1)
# By so many seconds the computer's clock and its steady one may drift apart; more means that somebody set the clock.
JUMP = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """A use-case and how often it is asked whether something is due, in seconds."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[object]]


class Every(BaseTrigger):  # type: ignore[misc]
    """After each interval; APScheduler's own counts through all that a clock which was set ahead has passed over."""

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + self._interval


class Minder(Protocol):
    """Runs one job, whatever comes of it, and writes down how it went; whether it went well."""

    async def __call__(self, name: str, job: Callable[[], Awaitable[object]]) -> bool: ...


class Timetable:
    """Ticks until it is cancelled; a job never overlaps itself, and its failure is only its own."""

    def __init__(self, jobs: Sequence[Job], minder: Minder) -> None:
        self._jobs, self._minder = jobs, minder

    async def run(self) -> None:
        # A tick that comes late is as good as one in time: the job looks at the clock itself.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        first = datetime.now(UTC) + FIRST_LOOK
        for job in self._jobs:
            every = Every(job.seconds)
            scheduler.add_job(self._look, every, args=[scheduler, job], id=job.name, next_run_time=first)
        scheduler.start()
        try:
            await _mind_the_clock(scheduler)
        finally:
            scheduler.shutdown(wait=False)

    async def _look(self, scheduler: AsyncIOScheduler, job: Job) -> None:
        if not await self._minder(job.name, job.run) and job.seconds > ANOTHER_TRY.total_seconds():
            scheduler.modify_job(job.name, next_run_time=datetime.now(UTC) + ANOTHER_TRY)


async def _mind_the_clock(scheduler: AsyncIOScheduler) -> None:
    """A clock that was set back by an hour would silence all ticks for that hour: they begin anew."""
    before = _drift()
    while True:
        await asyncio.sleep(JUMP)
        now = _drift()
        if abs(now - before) > JUMP:
            for job in scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
        before = now


def _drift() -> float:
    return datetime.now(UTC).timestamp() - time.monotonic()
