"""How a record stood at a moment: open, overdue, waiting for the resident, answered; each said in one place."""

from datetime import datetime

from bot.appeals.record import Record, Span
from bot.appeals.status import Status


def answered_at(record: Record) -> datetime | None:
    """When officials ended it with an answer, a refusal too; None while open, or ended by the resident alone."""
    if record.is_open:
        return None
    if record.result:
        return record.answered_at or record.closed_at
    return record.closed_at if record.status is Status.DECLINED else None


def ended_at(record: Record) -> datetime | None:
    """When nothing was left to do; None while open."""
    return None if record.is_open else answered_at(record) or record.closed_at or record.filed_at


def open_at(record: Record, moment: datetime) -> bool:
    ended = ended_at(record)
    return record.filed_at < moment and (ended is None or ended >= moment)


def overdue_at(record: Record, moment: datetime) -> bool:
    """Past a deadline while nobody waits for the resident's word: that of the first answer, or of the solution."""
    asked = any(start < moment and (end is None or end >= moment) for start, end in record.asked)
    return open_at(record, moment) and due_then(record, moment) < moment and not asked


def due_then(record: Record, moment: datetime) -> datetime:
    """The deadline that ran at the moment: the first answer's until the desk spoke.

    What was extended or opened again since is not remembered as it was: there it is the one that runs now.
    """
    if record.is_open and record.reopened:
        return record.due_at
    silent = record.first_answer_at is None or record.first_answer_at >= moment
    return min(record.answer_due_at, record.solve_due_at) if silent and not record.extended else record.solve_due_at


def in_time(record: Record) -> bool:
    """Answered for good before its deadline; an extension that the resident was told of moves the deadline."""
    ended = answered_at(record)
    return ended is not None and ended <= record.solve_due_at


def answered_in_time(record: Record) -> bool:
    """Whether the first word of the desk came before its own deadline."""
    return record.first_answer_at is not None and record.first_answer_at <= record.answer_due_at


def within(moment: datetime | None, span: Span) -> bool:
    return moment is not None and span[0] <= moment < span[1]
