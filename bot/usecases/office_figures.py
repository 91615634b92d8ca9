"""The figures of the coordinator's desk: weeks, topics and settlements, counted as the digests count them."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.appeals.desk_time import desk_clock
from bot.appeals.record import Record
from bot.figures.counting import Figures, count, topics
from bot.figures.district_digest import settlement_figures
from bot.figures.period import Period, week_of
from bot.usecases.service import Service
from bot.usecases.visiting import Rights

# How many weeks back one may look.
SPANS = (4, 12, 26, 52)


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """`whole` is of all the weeks together, the last of which is still going on; topics by how often they came."""

    weeks: tuple[tuple[Period, Figures], ...]
    whole: Figures
    topics: tuple[tuple[str, int], ...]
    settlements: tuple[tuple[str, Figures], ...]


async def desk_figures(service: Service, rights: Rights, weeks: int) -> DeskFigures:
    """Of what the rights let see, this week and those before it."""
    now, zone = service.now(), service.district.time_zone
    last = week_of(now.astimezone(zone).date())
    periods = [last]
    while len(periods) < weeks:
        periods.append(periods[-1].before())
    periods.reverse()
    async with service.store.reading() as tx:
        records = await tx.records.timed(periods[0].span(zone)[0], last.span(zone)[1], _only(rights))
    own = [one for one in records if rights.sees_at(one.place.settlement, one.desk)]
    return await to_thread(_counted, service, rights, periods, own, now)


def _only(rights: Rights) -> str | None:
    """The one settlement that is enough to be read."""
    alone = len(rights.settlements) == 1 and not (rights.everything or rights.desks)
    return next(iter(rights.settlements)) if alone else None


def _counted(
    service: Service, rights: Rights, periods: Sequence[Period], own: list[Record], now: datetime
) -> DeskFigures:
    district = service.district
    zone, clock = district.time_zone, desk_clock(district, service.calendar)
    span = periods[0].span(zone)[0], periods[-1].span(zone)[1]
    codes = [one.code for one in district.settlements]
    if rights.settlements and not rights.everything:
        codes = [one for one in codes if one in rights.settlements or any(some.place.settlement == one for some in own)]
    return DeskFigures(
        weeks=tuple((one, count(own, one.span(zone), clock, now)) for one in periods),
        whole=count(own, span, clock, now),
        topics=topics(own, span),
        settlements=tuple(settlement_figures(own, codes, span, clock, now).items()),
    )
