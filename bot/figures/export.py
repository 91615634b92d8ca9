"""The cells of an export: all that is known of an appeal, with every clock, under the names of the columns."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.appeals.record import Record, plain_time, working_time
from bot.appeals.working_time import WorkingTime
from bot.figures.counting import Clock
from bot.figures.outcome import answered_at, answered_in_time, in_time, overdue_at

Of = Literal["topic", "category", "settlement", "desk"]
Family = Literal["status", "kind", "urgent", "timely", "result", "rating", "closing", "platform"]
Timely = Literal["in_time", "late", "overdue", "not_yet"]

RATINGS = ("good", "neutral", "bad")
CLOCKS = ("first_answer", "answer", "closing")
NAMED: tuple[Of, ...] = ("category", "topic", "settlement", "desk")
COLUMNS = (
    *("number", "filed_at", "status", "kind", "urgent", "category", "topic"),
    *("settlement", "locality", "address", "lat", "lon", "desk", "text"),
    *("answer_due_at", "answer_timely", "solve_due_at", "timely", "due_at"),
    *(f"{clock}_{what}" for clock in CLOCKS for what in ("at", "hours", "working_hours")),
    *("paused_hours", "paused_working_hours", "paused", "result", "rating", "closing"),
    *("followers", *(f"votes_{rating}" for rating in RATINGS), "reopened", "extended", "transferred"),
    *("merged", "platform"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the district file, by its code."""

    of: Of
    code: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A code that has words for people."""

    family: Family
    code: str


@dataclass(frozen=True, slots=True)
class Stretches:
    """From when to when; the last may have no end yet."""

    all: tuple[tuple[datetime, datetime | None], ...]


Cell = str | int | float | datetime | timedelta | Named | Coded | Stretches | None


def export_row(record: Record, clock: Clock, now: datetime) -> dict[str, Cell]:
    """In the order of the columns; what has not happened yet is None. `now` is the moment of the export."""
    return {
        "number": record.number,
        "filed_at": record.filed_at,
        "status": Coded("status", record.status.value),
        "kind": Coded("kind", record.kind),
        "urgent": Coded("urgent", record.urgent),
        "category": Named("category", record.topic.partition(".")[0]),
        "topic": Named("topic", record.topic),
        **_place(record),
        "desk": Named("desk", record.desk),
        "text": record.text,
        "answer_due_at": record.answer_due_at,
        "answer_timely": Coded("timely", answer_timely(record, now) or ""),
        "solve_due_at": record.solve_due_at,
        "timely": Coded("timely", timely(record, now) or ""),
        "due_at": record.due_at if record.is_open else None,
        **_clocks(record, clock(record.desk), now),
        "result": Coded("result", record.result),
        "rating": Coded("rating", record.rating),
        "closing": Coded("closing", record.closing),
        **_counts(record),
        "merged": record.merged,
        "platform": Coded("platform", record.platform),
    }


def timely(record: Record, now: datetime) -> Timely | None:
    """Nothing for what ended without the officials: withdrawn, merged, or its resident fell silent."""
    if record.is_open:
        return "overdue" if overdue_at(record, now) else "not_yet"
    if answered_at(record) is None:
        return None
    return "in_time" if in_time(record) else "late"


def answer_timely(record: Record, now: datetime) -> Timely | None:
    """The same of the first answer; nothing where it ended without one."""
    if record.first_answer_at is not None:
        return "in_time" if answered_in_time(record) else "late"
    if not record.is_open:
        return None
    return "overdue" if record.answer_due_at < now else "not_yet"


def _place(record: Record) -> dict[str, Cell]:
    point = record.place.point
    return {
        "settlement": Named("settlement", record.place.settlement),
        "locality": record.place.locality,
        "address": record.place.address,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
    }


def _clocks(record: Record, desk: WorkingTime, now: datetime) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    moments = (record.first_answer_at, record.answered_at, record.closed_at)
    for name, until in zip(CLOCKS, moments, strict=True):
        cells |= {
            f"{name}_at": until,
            f"{name}_hours": until and plain_time(record, until),
            f"{name}_working_hours": until and working_time(record, until, desk),
        }
    spans = [(start, end or now) for start, end in record.asked]
    paused = sum((end - start for start, end in spans), timedelta(0))
    at_work = sum((desk.between(start, end) for start, end in spans), timedelta(0))
    return cells | {"paused_hours": paused, "paused_working_hours": at_work, "paused": Stretches(record.asked)}


def _counts(record: Record) -> dict[str, Cell]:
    votes = Counter((record.rating, *record.ratings))
    return {
        "followers": record.followers,
        **{f"votes_{rating}": votes[rating] for rating in RATINGS},
        "reopened": record.reopened,
        "extended": record.extended,
        "transferred": record.transferred,
    }
