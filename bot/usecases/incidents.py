"""Many similar messages in a short time become one incident by themselves: one card, one answer for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import structlog

from bot.appeals.appeal import Appeal
from bot.appeals.status import OPEN, Action
from bot.dialogs.card import desk_name
from bot.dialogs.effects import Act
from bot.dialogs.events import Person
from bot.dialogs.history import Entry
from bot.dialogs.message import message, say
from bot.dialogs.resident.wording import place_name, topic_name
from bot.usecases.acting import Actor
from bot.usecases.known import LIKELY, Alike, alike, belongs, told_in
from bot.usecases.service import Service
from bot.usecases.store import Transaction

log = structlog.get_logger()


def _count(appeals: Iterable[Appeal], wrote: Mapping[str, tuple[Appeal, set[int]]]) -> int:
    """How many different residents wrote them."""
    return len(set[int]().union(*(wrote[one.number][1] for one in appeals)))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Open appeals about the same, the earliest first: it becomes the one card. `since` is when it began."""

    numbers: tuple[str, ...]
    since: datetime

    @property
    def first(self) -> str:
        return self.numbers[0]


class Incidents:
    """Looks for incidents and makes them, within one transaction that has the place's turn.

    Locks are taken in the order of the numbers, as everywhere: `crowd` only looks, `locked` takes them all at once.
    """

    def __init__(self, service: Service, tx: Transaction, actor: Actor, now: datetime, chat: str) -> None:
        self._service, self._tx, self._actor, self._now, self._chat = service, tx, actor, now, chat

    async def filed(self, appeal: Appeal) -> str:
        """Looks round after it was filed; the number of the incident that it became a part of, or nothing."""
        crowd = await self.crowd(appeal, appeal.resident)
        if crowd is None:
            return ""
        number = await self.gather(crowd, await self.locked(crowd.numbers))
        return "" if number == appeal.number else number

    async def crowd(self, appeal: Appeal, newcomer: int) -> Crowd | None:
        """What becomes one incident with `newcomer` in it; None while it is too few or there is nothing to make."""
        near = await alike(self._service, self._tx, told_in(appeal), appeal.place, self._now, apart_from=appeal.id)
        about_it = [one for one in near if belongs(one, appeal.topic)]
        known = next((one.appeal for one in about_it if one.appeal.incident_at), None)
        if known is not None:
            meant = not await self._tx.nearby.filed_as_another(appeal.id)
            return Crowd((known.number, appeal.number), appeal.filed_at) if meant else None
        return await self._grown(appeal, about_it, newcomer)

    async def _grown(self, joined: Appeal, about_it: Iterable[Alike], newcomer: int) -> Crowd | None:
        """The alike ones are counted; when they are many, all that is about it goes with them."""
        repeats = self._service.district.repeats
        since = self._now - timedelta(minutes=repeats.incident_minutes)
        score = {one.appeal.number: one.score for one in about_it} | {joined.number: 1.0}
        wrote = {one.number: (one, await self._wrote(one, since)) for one in (joined, *(a.appeal for a in about_it))}
        wrote[joined.number][1].add(newcomer)
        recent = [one for one, people in wrote.values() if people]
        alike = [one for one in recent if score[one.number] >= LIKELY]
        if _count(alike, wrote) < repeats.incident_count:
            return None
        # Only now, because it is rarely asked: whose authors said that theirs is something else.
        apart = {one.number for one in recent if await self._tx.nearby.filed_as_another(one.id)}
        alike = [one for one in alike if one.number not in apart]
        if _count(alike, wrote) < repeats.incident_count:
            return None
        first = min(alike, key=lambda one: one.id)
        rest = sorted(one.number for one in recent if one.number not in apart | {first.number})
        return Crowd((first.number, *rest), max(since, first.filed_at))

    async def _wrote(self, appeal: Appeal, since: datetime) -> set[int]:
        """Residents who wrote about it since then."""
        joined = await self._tx.followers.since(appeal.id, since) if appeal.repeated > 1 else []
        return {*joined, *([appeal.resident] if appeal.filed_at >= since else [])}

    async def locked(self, numbers: Iterable[str]) -> dict[str, Appeal]:
        """The appeals as they stand now, each locked, in one order."""
        found = {}
        for number in sorted(set(numbers)):
            appeal = await self._tx.appeals.get(number)
            if appeal is not None:
                found[number] = appeal
        return found

    async def gather(self, crowd: Crowd, locked: dict[str, Appeal]) -> str:
        """Makes the incident, or adds to the one there is; its number, empty where it has ended meanwhile."""
        first = locked.get(crowd.first)
        if first is None or first.status not in OPEN:
            return ""
        for number in crowd.numbers[1:]:
            if number in locked and locked[number].status in OPEN:
                await self._merge(locked[number], first)
        if first.incident_at is None:
            await self._announce(first, crowd)
        else:
            await self._actor.refresh(first)
        return first.number

    async def _merge(self, other: Appeal, first: Appeal) -> None:
        """Its author and who joined it are told, and go on with the first; the words and photos go there too."""
        chat = await self._tx.appeals.resident_chat(other)
        people = [(other.resident, chat, other.filed_at)]
        people += [(one.resident, one.chat, one.at) for one in await self._tx.followers.all(other.id)]
        new = [
            await self._tx.followers.add(first.id, resident, where, at)
            for resident, where, at in people
            if resident != first.resident
        ]
        current = await self._tx.appeals.get(first.number) or first
        await self._tx.appeals.change(first, {"repeated": current.repeated + sum(new)})
        await self._tx.appeals.add_photos(first, "before", other.before, self._now, chat)
        entry = Entry(self._now, other.author, Action.JOIN.value, other.text, len(other.before))
        await self._tx.appeals.write_history(first, entry, chat)
        await self._actor.act(Act(other.number, Action.MERGE, Person(self._chat, ""), arg=first.number), "")

    async def _announce(self, first: Appeal, crowd: Crowd) -> None:
        await self._tx.appeals.change(first, {"incident_at": self._now})
        current = await self._tx.appeals.get(first.number) or first
        await self._actor.refresh(current)
        district, minutes = self._service.district, ceil((self._now - crowd.since).total_seconds() / 60)
        people, number, minutes = current.repeated, current.number, max(minutes, 1)
        topic, place = topic_name(district, current.topic), place_name(district, current.place)
        log.info("an incident", action="incident", number=number, people=people)
        words = say("incident-desk", number=number, count=people, minutes=minutes, topic=topic, place=place)
        await self._actor.tell_desk(current, message(words))
        desk = desk_name(district, current.desk)
        words = say("incident-head", number=number, count=people, minutes=minutes, topic=topic, place=place, desk=desk)
        await self._actor.tell_heads_words(current, message(words))
