"""The figures of one span: how many, how fast, how content. Shares are None where there is nothing to divide by."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from bot.appeals.record import Record, Span, working_time
from bot.appeals.working_time import WorkingTime
from bot.figures.outcome import answered_at, in_time, open_at, overdue_at, within

# The working time of a desk, by its code.
Clock = Callable[[str], WorkingTime]


@dataclass(frozen=True, slots=True)
class Votes:
    """Of all who were answered: `unhappy` have said «Не решено» and it is open again, `silent` have not voted."""

    satisfied: int = 0
    neutral: int = 0
    unhappy: int = 0
    silent: int = 0

    @property
    def all(self) -> int:
        return self.satisfied + self.neutral + self.unhappy + self.silent


@dataclass(frozen=True, slots=True)
class Times:
    """Medians of working time until the first answer and until the last one."""

    first_answer: timedelta | None = None
    solution: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one span. `open`, `overdue` and `reopened` are as it stood at the end; times are medians of working time.

    `closed` were ended by officials with any answer, `solved` of them with the thing done; `joined` are residents who
    said «Я тоже» to what was received.
    """

    received: int = 0
    joined: int = 0
    answered: int = 0
    closed: int = 0
    solved: int = 0
    closed_in_time: int = 0
    open: int = 0
    overdue: int = 0
    reopened: int = 0
    first_answer: timedelta | None = None
    solution: timedelta | None = None
    votes: Votes = Votes()

    @property
    def decided(self) -> float | None:
        """The share with a decision."""
        return share(self.solved, self.closed)

    @property
    def on_time(self) -> float | None:
        """The fair share: what is overdue and open counts against it, so that leaving it open does not pay."""
        return share(self.closed_in_time, self.closed + self.overdue)

    @property
    def quiet(self) -> bool:
        return not (self.received or self.answered or self.closed or self.open)


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def count(records: Iterable[Record], span: Span, clock: Clock, now: datetime) -> Figures:
    """`now` ends a span that is not over yet; a record that goes on under another number is counted there."""
    known = list(records)
    spent = times(known, span, clock)
    return replace(count_cases(known, span, now), first_answer=spent.first_answer, solution=spent.solution)


def count_cases(records: Iterable[Record], span: Span, now: datetime) -> Figures:
    """The same without the times, which nobody need know to compare shares."""
    end = min(span[1], now)
    alive = [one for one in records if not one.merged and one.filed_at < end]
    received = [one for one in alive if within(one.filed_at, span)]
    closed = [one for one in alive if within(answered_at(one), span)]
    still = [one for one in alive if open_at(one, end)]
    return Figures(
        received=len(received),
        joined=sum(one.followers for one in received),
        answered=sum(within(one.first_answer_at, span) for one in alive),
        closed=len(closed),
        solved=sum(one.result == "solved" for one in closed),
        closed_in_time=sum(map(in_time, closed)),
        open=len(still),
        overdue=sum(overdue_at(one, end) for one in still),
        reopened=sum(one.reopened > 0 and one.is_open for one in still),
        votes=_votes(closed, still),
    )


def times(records: Iterable[Record], span: Span, clock: Clock) -> Times:
    """Of what was answered for the first time, and for good, in the span."""
    alive = [one for one in records if not one.merged]
    first = [(one, one.first_answer_at) for one in alive if within(one.first_answer_at, span)]
    ends = [(one, end) for one in alive if one.result and within(end := answered_at(one), span)]
    return Times(_median(_spent(clock, *one) for one in first), _median(_spent(clock, *one) for one in ends))


def topics(records: Iterable[Record], span: Span) -> tuple[tuple[str, int], ...]:
    """Topic codes of what was received, with how many people wrote of each; the most frequent first."""
    counted: Counter[str] = Counter()
    for one in records:
        if not one.merged and within(one.filed_at, span):
            counted[one.topic] += 1 + one.followers
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def norm(values: Sequence[timedelta | None]) -> timedelta | None:
    """What is usual: the median of the spans that have a value."""
    return _median(one for one in values if one is not None)


def _spent(clock: Clock, record: Record, until: datetime | None) -> timedelta:
    return working_time(record, until or record.filed_at, clock(record.desk))


def _median(values: Iterable[timedelta]) -> timedelta | None:
    seconds = [one.total_seconds() for one in values]
    return timedelta(seconds=median(seconds)) if seconds else None


def _votes(closed: Sequence[Record], still: Sequence[Record]) -> Votes:
    """A «bad» beside an answer is of the answer before it: the new one has no vote yet."""
    answered = [one for one in closed if one.result]
    given = Counter(vote for one in answered for vote in (one.rating, *one.ratings))
    people = sum(1 + max(one.followers, len(one.ratings)) for one in answered)
    back = sum(one.reopened > 0 and one.is_open for one in still)
    silent = people - given["good"] - given["neutral"]
    return Votes(given["good"], given["neutral"], back, silent)
