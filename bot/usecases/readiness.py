"""Whether this process can do its work now; the answer comes soon, also where the database hangs."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, TypeVar

from bot.usecases.minding_jobs import JobRecord
from bot.usecases.service import Service

Answer = TypeVar("Answer")

# Seconds. Nobody who asks waits longer, and an answer serves everybody who asks soon after.
WITHIN = 2.0
FRESH = 1.0
# A loop that broke so lately is not to be trusted yet, in seconds.
BROKEN_LATELY = 10.0
# Somebody minds the timetable, or the next takes it over within ten seconds; its jobs say so every minute.
UNMINDED = timedelta(minutes=3)


class Question(Generic[Answer]):
    """Asked once at a time: whoever asks meanwhile hears the same answer, and nobody waits longer than agreed."""

    def __init__(self, ask: Callable[[], Awaitable[Answer]], *, within: float = WITHIN, fresh: float = FRESH) -> None:
        self._ask, self._within, self._fresh = ask, within, fresh
        self._asking: asyncio.Task[Answer] | None = None
        self._began = self._ended = 0.0

    async def answer(self) -> Answer | None:
        """None where there is no answer in time. Raises what asking raised."""
        now = time.monotonic()
        known = self._asking
        if known is None or (known.done() and now - self._ended > self._fresh):
            known = self._asking = asyncio.create_task(self._asked())
            self._began = now
        # What hangs is neither asked again nor cut off: a database's connection would wait for its end all the same.
        left = max(self._within - (now - self._began), 0.0)
        if not known.done():
            await asyncio.wait([known], timeout=left)
        return known.result() if known.done() else None

    async def _asked(self) -> Answer:
        try:
            return await self._ask()
        finally:
            self._ended = time.monotonic()


@dataclass
class Loops:
    """The loops of this process, by name; when each broke last, by the steady clock."""

    running: set[str] = field(default_factory=set)
    broke: dict[str, float] = field(default_factory=dict)
    stopping: bool = False

    def broken(self) -> list[str]:
        moment = time.monotonic()
        return sorted(name for name, at in self.broke.items() if moment - at < BROKEN_LATELY)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the database said: its schema's version, and whether the timetable is minded."""

    version: str
    minded: bool


class Readiness:
    """`newest` is the schema that this program is made for; `minds` says whether the timetable is its business."""

    def __init__(self, service: Service, loops: Loops, newest: str, *, minds: bool) -> None:
        self._service, self._loops, self._newest, self._minds = service, loops, newest, minds
        self._began = service.now()
        self._database = Question(self._look)

    async def troubles(self) -> list[str]:
        """Why not, in plain words that hold nothing secret; empty where all is well."""
        found = ["stopping"] if self._loops.stopping else []
        found += [f"broken and started again: {one}" for one in self._loops.broken()]
        try:
            looked = await self._database.answer()
        except Exception as failure:
            return [*found, f"the database fails: {type(failure).__name__}"]
        if looked is None:
            return [*found, f"the database does not answer within {WITHIN:g} s"]
        # A newer one comes with a rolling restart, and the old process works on until its turn.
        if looked.version < self._newest:
            found.append("the database's schema is older than the program")
        if not looked.minded:
            found.append("nobody minds the timetable")
        return found

    async def _look(self) -> _Looked:
        async with self._service.store.reading() as tx:
            return _Looked(await tx.measuring.version(), not self._minds or self._is_minded(await tx.jobs.all()))

    def _is_minded(self, jobs: list[JobRecord]) -> bool:
        now = self._service.now()
        seen = [one for job in jobs for one in (job.succeeded_at, job.failed_at) if one is not None]
        # Whoever has just begun, perhaps after days, has not looked at anything yet.
        return now - max([self._began, *seen]) < UNMINDED
