"""An appeal as figures and exports see it: what happened and when, from first to last, and nothing of who wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appeals.appeal import Place
from bot.appeals.status import OPEN, Status
from bot.appeals.working_time import WorkingTime

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Record:
    """`asked` are the stretches when the resident's word was awaited: the clock stood; the last may be still open.

    `due_at` is the deadline that runs now, of those for the first answer and for the solution.
    `answered_at` is the last final answer, `first_answer_at` the first word of the desk of any kind; `followers` how
    many more residents joined, `ratings` their votes beside the author's `rating`. Moments are aware, UTC.
    """

    number: str
    kind: str
    topic: str
    place: Place
    desk: str
    status: Status
    text: str
    filed_at: datetime
    due_at: datetime
    answer_due_at: datetime
    solve_due_at: datetime
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    asked: tuple[tuple[datetime, datetime | None], ...] = ()
    extended: int = 0
    transferred: int = 0
    reopened: int = 0
    followers: int = 0
    ratings: tuple[str, ...] = ()
    result: str = ""
    rating: str = ""
    closing: str = ""
    urgent: str = ""
    platform: str = ""
    merged: str = ""

    @property
    def is_open(self) -> bool:
        """Whether officials have still to do something."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class Ended:
    """How many appeals officials ended with an answer, a refusal too, and how many of these before the deadline."""

    all: int = 0
    in_time: int = 0


def plain_time(record: Record, until: datetime) -> timedelta:
    """By the clock on the wall, from the filing, without the stretches when the resident was asked."""
    return max(
        until - record.filed_at - sum((end - start for start, end in _waits(record, until)), timedelta(0)), timedelta(0)
    )


def working_time(record: Record, until: datetime, desk: WorkingTime) -> timedelta:
    """The same in the desk's working time."""
    waits = sum((desk.between(start, end) for start, end in _waits(record, until)), timedelta(0))
    return max(desk.between(record.filed_at, until) - waits, timedelta(0))


def _waits(record: Record, until: datetime) -> list[Span]:
    return [(start, min(end or until, until)) for start, end in record.asked if start < until]
