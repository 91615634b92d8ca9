"""Writes the digests of the week and the month to heads and the coordinator: in the morning, once, late if need be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from bot.appeals.working_time import StateCalendar
from bot.dialogs.digest import digest_message
from bot.dialogs.digest_chart import digest_chart, district_chart
from bot.dialogs.digest_district import district_message
from bot.dialogs.effects import Say
from bot.dialogs.message import Message
from bot.figures.period import Period, month_of, week_of
from bot.usecases.digesting import Digesting
from bot.usecases.minding_jobs import mishap
from bot.usecases.service import Service
from bot.usecases.store import Binding
from bot.usecases.writing import Writer

log = structlog.get_logger()

# After that hour a late one waits for the next morning: a head is not to be woken.
_EVENING = 21
_A_DAY = timedelta(days=1)
# For so long a digest that nobody could send is still worth reading.
_STILL_NEWS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """The digest of a period and the local morning on which it was to be sent."""

    period: Period
    since: date

    @property
    def key(self) -> str:
        return f"{self.period.kind}:{self.period.first.isoformat()}"


# The role and the target, and for each digest that is due the chats that have not got it.
Group = Sequence[tuple[Due, list[Binding]]]


async def send_digests(service: Service, calendar: StateCalendar) -> int:
    """How many were written. One that cannot be made is tried at the next call and stops no other."""
    due = due_digests(service, service.now())
    if not due:
        return 0
    digesting = Digesting(service.store, service.district, calendar)
    sent = 0
    for (role, target), group in (await _waiting(service, due)).items():
        try:
            sent += await _send(service, digesting, group)
        except Exception as failure:
            log.exception("a digest failed and is tried again", action="digest", role=role, target=target)
            mishap(failure)
    return sent


def due_digests(service: Service, now: datetime) -> list[Due]:
    """Those whose morning has come, the week's first; on working days from the hour on until the evening."""
    local, wanted = now.astimezone(service.district.time_zone), service.district.digest
    today = local.date()
    if not (service.works_on(today) and wanted.hour <= local.hour < _EVENING):
        return []
    return [one for one in _planned(service, today) if one.since <= today < one.since + _STILL_NEWS]


def _planned(service: Service, today: date) -> Iterator[Due]:
    """A day off is made up for on the next working day; seven days off in a row have no digest."""
    wanted, this_week = service.district.digest, week_of(today)
    # What was to come on Friday is still awaited on Monday.
    for week in (this_week, this_week.before()):
        day = week.first + wanted.weekday * _A_DAY
        since = _first_working(service, day, day + 6 * _A_DAY)
        if since is not None and since <= today:
            yield Due(week_of(since).before(), since)
            break
    this_month = month_of(today)
    first = _first_working(service, this_month.first, this_month.last) if wanted.month else None
    if first is not None:
        yield Due(this_month.before(), first)


def _first_working(service: Service, day: date, last: date) -> date | None:
    days = (day + index * _A_DAY for index in range((last - day).days + 1))
    return next((one for one in days if service.works_on(one)), None)


async def _waiting(service: Service, due: Sequence[Due]) -> Mapping[tuple[str, str], Group]:
    """Who has still to get what, by whose digest it is; a settlement that the file has since dropped has none."""
    known = {("head", one.code) for one in service.district.settlements} | {("coordinator", "")}
    async with service.store.reading() as tx:
        written = {one.key: await tx.digests.written(one.key) for one in due}
        bound = [one for one in await tx.bindings.all() if (one.role, one.target) in known and one.lost_at is None]
    groups: dict[tuple[str, str], list[tuple[Due, list[Binding]]]] = defaultdict(list)
    for one in due:
        chats: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        for each in bound:
            if _was_there(service, each, one) and (each.role, each.target, each.chat) not in written[one.key]:
                chats[each.role, each.target].append(each)
        for whose, bindings in chats.items():
            groups[whose].append((one, bindings))
    return groups


def _was_there(service: Service, binding: Binding, due: Due) -> bool:
    """Whoever was bound on that morning or later begins with the next one."""
    bound_at = binding.bound_at
    return bound_at is None or bound_at.astimezone(service.district.time_zone).date() < due.since


async def _send(service: Service, digesting: Digesting, group: Group) -> int:
    """The figures and the picture are made between transactions; the claims and their letters are one.

    On a morning with both the month's follows the week's, and does not repeat what waits.
    """
    made = [(due, bindings, await _made(service, digesting, due, bindings[0].target)) for due, bindings in group]
    sent = 0
    async with service.store.transaction() as tx:
        now = service.now()
        for due, bindings, message in made:
            claimed = [one.chat for one in bindings if await tx.digests.claim(due.key, one, now)]
            writer = Writer(tx, service.words, now, bulk=True)
            await writer.say_to_each([(chat, None) for chat in claimed], Say(message))
            sent += len(claimed)
    service.bell.ring()
    return sent


async def _made(service: Service, digesting: Digesting, due: Due, settlement: str) -> Message:
    now, district, words = service.now(), service.district, service.words
    waits = not (due.period.kind == "month" and _has_week_too(service, due))
    if settlement:
        title = district.settlement(settlement).full_name
        own = await digesting.of_settlement(settlement, due.period, now)
        said, quiet = digest_message(own, title, district, waits=waits), own.now.quiet
        chart = None if quiet else await service.photos.digest(digest_chart(own, title, district), words)
    else:
        whole = await digesting.of_district(due.period, now)
        said, quiet = district_message(whole, district, waits=waits), whole.whole.now.quiet
        chart = None if quiet else await service.photos.digest(district_chart(whole, district), words)
    # Two lines need no picture.
    return replace(said, photos=(chart,)) if chart else said


def _has_week_too(service: Service, month: Due) -> bool:
    """Whether the week's digest comes on the same morning."""
    return any(one.period.kind == "week" and one.since == month.since for one in _planned(service, month.since))
