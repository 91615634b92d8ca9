"""Runs use-cases at intervals with APScheduler; what is due stands in the tables, so a missed tick loses nothing."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """A use-case and how often it is asked whether something is due, in seconds."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[object]]


class Timetable:
    """Ticks until it is stopped; a job never overlaps itself, and its failure is only its own."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        # A tick that comes late is as good as one in time: the job looks at the clock itself.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        for job in jobs:
            self._scheduler.add_job(_guarded, "interval", seconds=job.seconds, args=[job], id=job.name)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)


async def _guarded(job: Job) -> None:
    try:
        await job.run()
    except Exception:
        log.exception("a job failed and is tried again at its next tick", action="job", job=job.name)
