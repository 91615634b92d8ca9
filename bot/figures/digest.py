"""A head's digest: what the period was like in one settlement, and what needs the head first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.appeals.appeal import Place
from bot.appeals.record import Record
from bot.figures.counting import Clock, Figures, Times, count, norm, times, topics
from bot.figures.outcome import answered_at, due_then, open_at, overdue_at, within
from bot.figures.period import Period
from bot.figures.places import Filed, Repeat, repeats

# Fewer closed ones say nothing of who works better; two settlements make no ranking.
ENOUGH_CLOSED, ENOUGH_SETTLEMENTS = 10, 3
NORM_SPANS = 12
_WORST, _TOPICS, _REPEATS = 3, 5, 2


@dataclass(frozen=True, slots=True)
class Worst:
    """A case that needs the head: overdue (by so much working time) or brought back by the resident."""

    number: str
    topic: str
    place: Place
    due_at: datetime
    overdue: timedelta | None
    reopened: int
    urgent: str


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: what came and what was closed."""

    day: date
    received: int
    closed: int


@dataclass(frozen=True, slots=True)
class Digest:
    """`norm_*` are medians of the periods before; `rank` is (place, of how many) by the fair share in time."""

    period: Period
    now: Figures
    before: Figures
    norm_first_answer: timedelta | None
    norm_solution: timedelta | None
    days: tuple[Day, ...]
    topics: tuple[tuple[str, int], ...]
    worst: tuple[Worst, ...]
    repeats: tuple[Repeat, ...]
    thanks: tuple[str, ...]
    rank: tuple[int, int] | None = None


def digest(
    records: Iterable[Record],
    period: Period,
    zone: ZoneInfo,
    clock: Clock,
    now: datetime,
    thanks: Sequence[str] = (),
    rank: tuple[int, int] | None = None,
    *,
    earlier: Iterable[Record] | None = None,
    filings: Iterable[Filed] | None = None,
) -> Digest:
    """`records` are those of the place the digest is about, of the period and the one before.

    `earlier` are those that the norm is taken from, `filings` those in which an address may come up again; without
    them both are looked for in `records`.
    """
    known = list(records)
    span = period.span(zone)
    usual = _usual(known if earlier is None else list(earlier), period, zone, clock)
    return Digest(
        period=period,
        now=count(known, span, clock, now),
        before=count(known, period.before().span(zone), clock, now),
        norm_first_answer=norm([one.first_answer for one in usual]),
        norm_solution=norm([one.solution for one in usual]),
        days=_by_day(known, period, zone),
        topics=topics(known, span)[:_TOPICS],
        worst=_worst(known, min(span[1], now), clock),
        repeats=repeats(known if filings is None else filings, span, zone)[:_REPEATS],
        thanks=tuple(thanks),
        rank=rank,
    )


def ranks(figures: dict[str, Figures]) -> dict[str, tuple[int, int]]:
    """The place of each settlement with enough closed cases; equal shares share the better place."""
    shares = {
        code: one.on_time for code, one in figures.items() if one.closed >= ENOUGH_CLOSED and one.on_time is not None
    }
    if len(shares) < ENOUGH_SETTLEMENTS:
        return {}
    return {code: (1 + sum(other > mine for other in shares.values()), len(shares)) for code, mine in shares.items()}


def _usual(known: list[Record], period: Period, zone: ZoneInfo, clock: Clock) -> list[Times]:
    """What answers took in each of the spans before."""
    return [times(known, span.span(zone), clock) for span in periods_before(period)]


def periods_before(period: Period) -> list[Period]:
    """Those that the norm is taken from, the last one first."""
    found = [period.before()]
    while len(found) < NORM_SPANS:
        found.append(found[-1].before())
    return found


def _by_day(known: list[Record], period: Period, zone: ZoneInfo) -> tuple[Day, ...]:
    span, alive = period.span(zone), [one for one in known if not one.merged]
    received = Counter(_day(one.filed_at, zone) for one in alive if within(one.filed_at, span))
    ends = [end for one in alive if within(end := answered_at(one), span) and end is not None]
    closed = Counter(_day(end, zone) for end in ends)
    return tuple(Day(day, received[day], closed[day]) for day in period.days())


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _worst(known: list[Record], end: datetime, clock: Clock) -> tuple[Worst, ...]:
    """Dangers first, then the longest overdue, then what was brought back most often."""
    cases = []
    for one in known:
        if one.merged or not open_at(one, end):
            continue
        late = clock(one.desk).between(due_then(one, end), end) if overdue_at(one, end) else None
        back = one.reopened if one.is_open else 0
        if late is not None or back:
            cases.append(Worst(one.number, one.topic, one.place, due_then(one, end), late, back, one.urgent))
    return tuple(sorted(cases, key=_badness)[:_WORST])


def _badness(case: Worst) -> tuple[bool, bool, timedelta, int, str]:
    late = case.overdue if case.overdue is not None else timedelta(0)
    return not case.urgent, case.overdue is None, -late, -case.reopened, case.number
