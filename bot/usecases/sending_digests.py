"""Writes the week's digest to heads and the coordinator, in the morning, once, also when the process was down."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.appeals.working_time import StateCalendar
from bot.dialogs.digest import digest_message
from bot.dialogs.digest_chart import digest_chart, district_chart
from bot.dialogs.digest_district import district_message
from bot.dialogs.effects import Say
from bot.dialogs.message import Message
from bot.figures.period import Period, week_of
from bot.usecases.digesting import Digesting
from bot.usecases.service import Service
from bot.usecases.store import Binding
from bot.usecases.writing import Writer

log = structlog.get_logger()

# After that hour a late one waits for nobody: a head is not to be woken.
_EVENING = 21


async def send_digests(service: Service, calendar: StateCalendar) -> int:
    """How many were written. One that cannot be made is tried at the next call and stops no other."""
    now = service.now()
    if not is_time(service, now):
        return 0
    period, digesting = _last_week(service, now), Digesting(service.store, service.district, calendar)
    sent = 0
    for (role, target), bindings in _together(await _waiting(service, period)).items():
        try:
            sent += await _send(service, digesting, period, bindings)
        except Exception:
            log.exception("a digest failed and is tried again", action="digest", role=role, target=target)
    return sent


def is_time(service: Service, now: datetime) -> bool:
    """From the hour on until the evening of the day; a day off is made up for on the next working day of the week."""
    wanted, local = service.district.digest, now.astimezone(service.district.time_zone)
    monday = local.date() - timedelta(days=local.weekday())
    days = [monday + timedelta(days=index) for index in range(wanted.weekday, 7)]
    working = [day for day in days if service.works_on(day)]
    return bool(working) and local.date() == working[0] and wanted.hour <= local.hour < _EVENING


def _last_week(service: Service, now: datetime) -> Period:
    return week_of(now.astimezone(service.district.time_zone).date()).before()


def _key(period: Period) -> str:
    return f"{period.kind}:{period.first.isoformat()}"


async def _waiting(service: Service, period: Period) -> list[Binding]:
    """The chats that have not got theirs; a settlement that the file has since dropped has no digest."""
    known = {("head", one.code) for one in service.district.settlements} | {("coordinator", "")}
    zone = service.district.time_zone
    today = service.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    async with service.store.reading() as tx:
        written = await tx.digests.written(_key(period))
        bound = [one for one in await tx.bindings.all() if (one.role, one.target) in known and one.lost_at is None]
    # Whoever was bound today is told of weeks that they were there for.
    there = [one for one in bound if one.bound_at is None or one.bound_at < today]
    return [one for one in there if (one.role, one.target, one.chat) not in written]


def _together(bindings: Iterable[Binding]) -> dict[tuple[str, str], list[Binding]]:
    """By whose digest they get, so that each is made once."""
    groups: dict[tuple[str, str], list[Binding]] = defaultdict(list)
    for one in bindings:
        groups[one.role, one.target].append(one)
    return groups


async def _send(service: Service, digesting: Digesting, period: Period, bindings: list[Binding]) -> int:
    """The figures and the picture are made between transactions; a claim and its letters are one."""
    message = await _made(service, digesting, period, bindings[0].target)
    async with service.store.transaction() as tx:
        now = service.now()
        claimed = [one.chat for one in bindings if await tx.digests.claim(_key(period), one, now)]
        await Writer(tx, service.words, now).say_to_each([(chat, None) for chat in claimed], Say(message))
    service.bell.ring()
    return len(claimed)


async def _made(service: Service, digesting: Digesting, period: Period, settlement: str) -> Message:
    now, district = service.now(), service.district
    if settlement:
        title = district.settlement(settlement).full_name
        own = await digesting.of_settlement(settlement, period, now)
        said, quiet = digest_message(own, title, district), own.now.quiet
        chart = None if quiet else await service.photos.digest(digest_chart(own, title, district), service.words)
    else:
        whole = await digesting.of_district(period, now)
        said, quiet = district_message(whole, district), whole.whole.now.quiet
        chart = None if quiet else await service.photos.digest(district_chart(whole, district), service.words)
    # Two lines need no picture.
    return replace(said, photos=(chart,)) if chart else said
