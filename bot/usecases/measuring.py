"""What is measured while the service works, and what the database knows of its queues; who shows it is another's."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Step = Literal["accept", "prepare", "converse", "deliver"]
Result = Literal["sent", "retried", "refused", "moved", "rewritten"]


class Measures(Protocol):
    """Counts for this process; never raises and never waits."""

    def took(self, step: Step, seconds: float) -> None: ...

    def letter(self, platform: str, result: Result) -> None: ...


class Unmeasured:
    """Nobody wants to know."""

    def took(self, step: Step, seconds: float) -> None:
        return None

    def letter(self, platform: str, result: Result) -> None:
        return None


@contextmanager
def timed(measures: Measures, step: Step) -> Iterator[None]:
    """How long the block took, also where it failed."""
    began = time.perf_counter()
    try:
        yield
    finally:
        measures.took(step, time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and since when the one that has waited longest."""

    count: int = 0
    oldest: datetime | None = None

    def age(self, now: datetime) -> float:
        """Seconds; 0 where nobody waits."""
        return max((now - self.oldest).total_seconds(), 0.0) if self.oldest else 0.0


@dataclass(frozen=True, slots=True)
class Gauges:
    """The queues and the deadlines as the database has them, the same for every process.

    `parked` are updates that could not be handled, `aside` letters that could not be delivered; `lately` of both since
    a moment that was asked for. `due` are unanswered appeals whose deadline is still ahead, `overdue` those past it.
    """

    inbox: Queue = Queue()
    outbox: Mapping[str, Queue] = field(default_factory=dict)
    parked: int = 0
    parked_lately: int = 0
    aside: int = 0
    aside_lately: int = 0
    due: int = 0
    overdue: int = 0


class Measuring(Protocol):
    """The room of a transaction that is asked for them."""

    async def version(self) -> str:
        """Of the schema, «0014»."""

    async def gauges(self, now: datetime, lately: datetime) -> Gauges: ...
