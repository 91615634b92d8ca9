"""Reminds desks of what is due: in their hours, in one message a chat, each occasion once; what is done falls out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.appeals.appeal import Appeal
from bot.appeals.desk_time import DeskClock, desk_clock
from bot.appeals.due import due, horizon, is_news, occasion
from bot.dialogs.effects import Replace, Say
from bot.dialogs.reminder import Named, called, outdated, reminder
from bot.usecases.late import Reminded
from bot.usecases.minding_jobs import mishap
from bot.usecases.service import Service
from bot.usecases.store import Binding, Transaction
from bot.usecases.writing import Writer

log = structlog.get_logger()

Told = Mapping[tuple[str, str], Reminded]


@dataclass(frozen=True, slots=True)
class _Hours:
    """When each desk works, and which of them do now."""

    clock: DeskClock
    now: datetime
    open: frozenset[str]

    @property
    def horizon(self) -> datetime:
        return max(horizon(self.now, self.clock(one)) for one in self.open)

    def within(self, appeal: Appeal) -> bool:
        """Whether it belongs in a reminder of now."""
        by = due(appeal)
        return by is not None and by <= horizon(self.now, self.clock(appeal.desk))


def _hours(service: Service, now: datetime) -> _Hours:
    clock = desk_clock(service.district, service.calendar)
    return _Hours(clock, now, frozenset(one.code for one in service.district.desks if clock(one.code).is_open(now)))


async def remind(service: Service) -> int:
    """How many chats were reminded. One that cannot be is tried at the next call and stops no other."""
    hours = _hours(service, service.now())
    if not hours.open:
        return 0
    async with service.store.reading() as tx:
        appeals, told = await _due(tx, hours)
        desks = _desks(await tx.bindings.all()) if appeals else {}
    reminded = 0
    for chat, served in desks.items():
        if not _news(chat, _of(appeals, served), told, hours):
            continue
        try:
            reminded += await _remind(service, chat)
        except Exception as failure:
            log.exception("a reminder failed and is tried again", action="remind", desks=len(served))
            mishap(failure)
    if reminded:
        service.bell.ring()
    return reminded


async def _due(tx: Transaction, hours: _Hours) -> tuple[list[Appeal], Told]:
    """What the desks that work now are to hear of."""
    due_soon = await tx.reminders.due(hours.horizon)
    appeals = [one for one in due_soon if one.desk in hours.open and hours.within(one)]
    return appeals, await tx.reminders.told(hours.horizon) if appeals else {}


def _desks(bindings: Iterable[Binding]) -> dict[str, set[str]]:
    """The desks that each chat serves now."""
    served: dict[str, set[str]] = defaultdict(set)
    for one in bindings:
        if one.role == "desk" and one.lost_at is None:
            served[one.chat].add(one.target)
    return served


def _of(appeals: Iterable[Appeal], desks: set[str]) -> list[Appeal]:
    return [one for one in appeals if one.desk in desks]


def _resting(appeal: Appeal, chat: str, told: Told, now: datetime) -> bool:
    return told.get((appeal.number, chat), Reminded()).rests(now)


def _news(chat: str, appeals: Iterable[Appeal], told: Told, hours: _Hours) -> list[tuple[str, str]]:
    """Numbers with occasions that the chat has not heard of."""
    found = []
    for one in appeals:
        what = occasion(one, hours.now, hours.clock(one.desk))
        known = told.get((one.number, chat), Reminded())
        if what and is_news(what, known.occasion) and not known.rests(hours.now):
            found.append((one.number, what))
    return sorted(found)


async def _remind(service: Service, chat: str) -> bool:
    """Looks again, claims and writes in one transaction: another process may have been faster, or the chat lost."""
    async with service.store.transaction() as tx:
        hours = _hours(service, service.now())
        if not hours.open:
            return False
        served = _desks(await tx.bindings.of_chat(chat)).get(chat, set())
        await _lock(tx, [(chat, await tx.reminders.letter(chat))])
        appeals, told = await _due(tx, hours)
        mine = _of(appeals, served)
        news = [one for one in _news(chat, mine, told, hours) if await tx.reminders.claim(one[0], chat, one[1])]
        if not news:
            return False
        waiting = [one for one in mine if not _resting(one, chat, told, hours.now)]
        await _write(service, tx, chat, waiting, hours)
    return True


async def _lock(tx: Transaction, letters: Iterable[tuple[str, str]]) -> None:
    """All rows of a reminder before any of them is changed, in one order: others renew it meanwhile."""
    for chat, letter in sorted(letters):
        if letter:
            await tx.reminders.named(chat, letter)


async def _write(service: Service, tx: Transaction, chat: str, waiting: Sequence[Appeal], hours: _Hours) -> None:
    writer = Writer(tx, service.words, hours.now, bulk=True)
    earlier = await tx.reminders.letter(chat)
    if earlier:
        await writer.replace(chat, Replace(earlier, outdated()))
        await tx.reminders.let_go(chat)
    key = f"reminder:{hours.now.isoformat()}"
    said = reminder(Named(tuple(waiting)), hours.now, hours.clock, service.district)
    await writer.say(chat, Say(said, key=key, called=called(waiting)))
    await tx.reminders.show(chat, sorted(one.number for one in waiting), key)
    log.info("a desk was reminded", action="remind", appeals=len(waiting))


async def renew_reminders(service: Service, tx: Transaction, number: str, now: datetime) -> None:
    """The reminders that name the appeal show how it stands now; one with nothing left becomes a short line."""
    for chat, letter in sorted(await tx.reminders.naming(number)):
        await _renew(service, tx, chat, letter, now)


async def _renew(service: Service, tx: Transaction, chat: str, letter: str, now: datetime) -> None:
    hours = _hours(service, now)
    served = _desks(await tx.bindings.of_chat(chat)).get(chat, set())
    named = await tx.reminders.named(chat, letter)
    put_off = {one.number for one, rests in named if rests is not None and now < rests}
    waiting = [one for one, _ in named if one.desk in served and hours.within(one)]
    done = tuple(one.number for one, _ in named if one not in waiting)
    left = tuple(one for one in waiting if one.number not in put_off)
    resting = tuple(one.number for one in waiting if one.number in put_off)
    said = reminder(Named(left, done, resting), now, hours.clock, service.district)
    await Writer(tx, service.words, now, bulk=True).replace(chat, Replace(letter, said))
    if not left:
        await tx.reminders.let_go(chat)


async def put_off(service: Service, tx: Transaction, number: str, desk: str, day: date) -> None:
    """The desk hears of it no more before that day begins, in none of its chats."""
    opens = service.desk_time(desk).stretches(day)[0][0]
    await _lock(tx, await tx.reminders.naming(number))
    for chat in await tx.bindings.serving("desk", desk):
        await tx.reminders.put_off(number, chat, opens)
    await renew_reminders(service, tx, number, service.now())
