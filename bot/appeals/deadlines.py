"""Until when officials owe an answer: how long each appeal may take, and how that time is counted.

Two clocks run for each appeal from its filing: to the first answer, and to the solution. Every moment given is aware,
every result in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.appeals.desk_time import desk_time
from bot.appeals.district import District
from bot.appeals.durations import Duration
from bot.appeals.working_time import NO_CALENDAR, StateCalendar, WorkingTime

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when the first answer, and until when the solution; the second is never the earlier one."""

    answer: datetime
    solution: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """What decides how long an appeal may take."""

    topic: str
    desk: str
    kind: str = "complaint"
    urgent: bool = False


def deadlines(district: District, case: Case, start: datetime, calendar: StateCalendar = NO_CALENDAR) -> Deadlines:
    """Both counted from `start`: the filing, or the moment when an appeal is opened again."""
    working = desk_time(district, case.desk, calendar)
    answer, solution = (_until(district, working, start, one) for one in _usual(district, case))
    if case.urgent:
        terms = district.terms
        answer = min(answer, _until(district, working, start, terms.urgent_answer))
        solution = min(solution, _until(district, working, start, terms.urgent_solution))
    return Deadlines(answer, max(answer, solution))


def resumed(
    district: District, desk: str, due: datetime, asked_at: datetime, now: datetime, calendar: StateCalendar
) -> datetime:
    """The deadline after a pause: as much later as the clock stood, so that as much time is left as there was."""
    if district.terms.plain:
        return due.astimezone(UTC) + max(now - asked_at, timedelta(0))
    working = desk_time(district, desk, calendar)
    stood = working.between(asked_at, now)
    # Without a pause the end of one day must not become the beginning of the next.
    return working.after(due, stood) if stood else due.astimezone(UTC)


def auto_close_at(district: District, answered_at: datetime) -> datetime:
    """When an answer that the resident did not react to counts as accepted."""
    return answered_at.astimezone(UTC) + timedelta(days=district.silence_days)


def _usual(district: District, case: Case) -> tuple[Duration, Duration]:
    """How long the first answer and the solution may take: as the desk says, else the topic, else the district.

    An answer to a question is its solution.
    """
    terms, topic = district.terms, district.topics.get(case.topic)
    if case.kind == "question":
        return terms.question, terms.question
    desk = district.desk(case.desk) if district.has_desk(case.desk) else None
    answers = (desk and desk.first_answer, topic and topic.first_answer, terms.first_answer)
    solutions = (desk and desk.solution, topic and topic.solution, terms.solution)
    return next(one for one in answers if one), next(one for one in solutions if one)


def _until(district: District, working: WorkingTime, start: datetime, duration: Duration) -> datetime:
    """Whole working days end at the end of a day; hours are counted through.

    What comes after closing or on a day off counts as come on the next working day.
    """
    if district.terms.plain:
        return start.astimezone(UTC) + duration.days * _A_DAY + duration.time
    if not duration.time:
        return working.days_after(start, duration.days)
    return working.after(start, duration.working_time(working.hours.length))
