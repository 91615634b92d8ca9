"""The coordinator's digest: settlements side by side, where it is hot, who works on days off, who never answered."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.appeals.record import Ended, Record, Span
from bot.figures.counting import Clock, Figures, count, count_cases
from bot.figures.digest import Digest, digest, ranks
from bot.figures.outcome import answered_at, open_at, within
from bot.figures.period import Period
from bot.figures.places import Filed, Spot, hot_spots

_SPOTS = 3
# One message is no hot spot.
_HOT = 3


@dataclass(frozen=True, slots=True)
class DistrictDigest:
    """`whole` is the district as one place; `rows` are settlements by code, in the order of the file.

    `weekend` are desks with how many answers they gave on days off, `silent` desks that have messages and have never
    answered any.
    """

    whole: Digest
    rows: tuple[tuple[str, Figures], ...]
    spots: tuple[Spot, ...]
    weekend: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]


def district_digest(
    records: Iterable[Record],
    settlements: Sequence[str],
    period: Period,
    zone: ZoneInfo,
    clock: Clock,
    now: datetime,
    thanks: Sequence[str] = (),
    *,
    earlier: Iterable[Record] | None = None,
    filings: Iterable[Filed] | None = None,
    spoke: Collection[str] = (),
) -> DistrictDigest:
    """As `digest`; `spoke` are desks of which it is known that they have answered before."""
    known, span = list(records), period.span(zone)
    return DistrictDigest(
        whole=digest(known, period, zone, clock, now, thanks, earlier=earlier, filings=filings),
        rows=tuple(settlement_figures(known, settlements, span, clock, now).items()),
        spots=tuple(one for one in hot_spots(known, span) if one.count >= _HOT)[:_SPOTS],
        weekend=_weekend(known, span, zone, clock),
        silent=tuple(sorted(silent(known, span, now) - set(spoke))),
    )


def settlement_figures(
    records: Iterable[Record], settlements: Sequence[str], span: Span, clock: Clock, now: datetime
) -> dict[str, Figures]:
    """The figures of each settlement; one that nobody wrote about has zeros."""
    return {code: count(group, span, clock, now) for code, group in _by_settlement(records, settlements).items()}


def settlement_ranks(
    ended: Mapping[str, Ended], still: Iterable[Record], settlements: Sequence[str], span: Span, now: datetime
) -> dict[str, tuple[int, int]]:
    """The place of each settlement with enough ended in the span, and of how many; `still` were open at its end."""
    left, figures = _by_settlement(still, settlements), {}
    for code in settlements:
        closed, overdue = ended.get(code, Ended()), count_cases(left[code], span, now).overdue
        figures[code] = Figures(closed=closed.all, closed_in_time=closed.in_time, overdue=overdue)
    return ranks(figures)


def _by_settlement(records: Iterable[Record], settlements: Sequence[str]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {code: [] for code in settlements}
    for one in records:
        if one.place.settlement in groups:
            groups[one.place.settlement].append(one)
    return groups


def _weekend(known: list[Record], span: Span, zone: ZoneInfo, clock: Clock) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for one in known:
        for moment in {one.first_answer_at, answered_at(one)} - {None}:
            if moment and within(moment, span) and not clock(one.desk).works_on(moment.astimezone(zone).date()):
                counted[one.desk] += 1
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def silent(records: Iterable[Record], span: Span, now: datetime) -> set[str]:
    """Desks that had something to answer in the span and, as far as these records go, have never answered any."""
    known, end = [one for one in records if not one.merged], min(span[1], now)
    asked = {one.desk for one in known if within(one.filed_at, span) or open_at(one, end)}
    return asked - {one.desk for one in known if one.first_answer_at or answered_at(one)}
