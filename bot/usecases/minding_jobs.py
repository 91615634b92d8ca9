"""Writes down how the jobs of the timetable go, so that `otklik check` sees one that fails or has gone silent."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

if TYPE_CHECKING:
    from bot.usecases.service import Service

log = structlog.get_logger()

# A job that goes well says so this often and not at every tick.
SIGN_OF_LIFE = timedelta(minutes=1)
# What went wrong within the job that runs now; None outside of any.
_mishaps: ContextVar[list[str] | None] = ContextVar("mishaps", default=None)


@dataclass(frozen=True, slots=True)
class JobRecord:
    """How one job went: `error` is the kind of its last failure, `failures` how many there were since a success."""

    name: str
    succeeded_at: datetime | None
    failed_at: datetime | None
    error: str
    failures: int


class Jobs(Protocol):
    """A row a job."""

    async def went_well(self, name: str, now: datetime) -> None: ...

    async def went_badly(self, name: str, now: datetime, error: str) -> None: ...

    async def all(self) -> list[JobRecord]: ...


def mishap(failure: Exception) -> None:
    """For a job that goes on after a part of it has failed: the whole of it counts as failed."""
    found = _mishaps.get()
    if found is not None:
        found.append(type(failure).__name__)


class MindingJobs:
    """Runs jobs and keeps their book, written at a change and once in a while as a sign of life."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        # What this process wrote last: the moment, and whether it went well.
        self._written: dict[str, tuple[datetime, bool]] = {}

    async def run(self, name: str, job: Callable[[], Awaitable[object]]) -> bool:
        """Whether all of it went well; never raises."""
        mishaps: list[str] = []
        mark = _mishaps.set(mishaps)
        try:
            await job()
        except Exception as failure:
            log.exception("a job failed and is tried again", action="job", job=name)
            mishaps.insert(0, type(failure).__name__)
        finally:
            _mishaps.reset(mark)
        try:
            await self._write(name, mishaps[0] if mishaps else "")
        except Exception:
            log.exception("how a job went could not be written down", action="mind_job", job=name)
        return not mishaps

    async def _write(self, name: str, error: str) -> None:
        now = self._service.now()
        if not error and not self._is_news(name, now):
            return
        async with self._service.store.transaction() as tx:
            if error:
                await tx.jobs.went_badly(name, now, error)
            else:
                await tx.jobs.went_well(name, now)
        self._written[name] = now, not error

    def _is_news(self, name: str, now: datetime) -> bool:
        at, well = self._written.get(name, (now, False))
        # The clock may have been set back: what was written «in an hour» is no news of today.
        return not well or abs(now - at) >= SIGN_OF_LIFE
