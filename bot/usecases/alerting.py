"""Tells the coordinator of troubles of the service: once when one begins, daily while it lasts, once when over."""

from asyncio import to_thread
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.dialogs.alerts import Alarm, Lasting, alarm_of, told
from bot.dialogs.effects import Say
from bot.usecases.hearing import Heard
from bot.usecases.service import Service
from bot.usecases.signs import Facts, alarms
from bot.usecases.store import Transaction
from bot.usecases.writing import Writer

log = structlog.get_logger()

# What passes by itself so soon troubles nobody; what begins meanwhile is told in the same message.
GRACE = timedelta(minutes=3)
BUNDLED = timedelta(minutes=1)
# It may come back at once: only then it is over.
CALM = timedelta(minutes=5)
AGAIN = timedelta(days=1)
LATELY = timedelta(days=1)
# Nobody looked for so long: whether it lasted all the time is not known.
UNSEEN = timedelta(minutes=5)
# By the district's clock; nobody is woken.
MORNING, NIGHT = 7, 22
# With these the channel's letters do not go.
DEAD = ("token", "silent")


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm as it stands in the database."""

    key: str
    began_at: datetime
    seen_at: datetime
    over_at: datetime | None = None
    told_at: datetime | None = None
    chats: int = 0


class Alerts(Protocol):
    """The alarms that were raised and are not over, and what is known of the channels."""

    async def note(self, heard: Heard) -> None: ...

    async def channels(self) -> list[Heard]: ...

    async def all(self) -> list[Raised]:
        """The oldest first."""

    async def keep(self, raised: Sequence[Raised]) -> None:
        """Writes when each began, was seen and was over; not what was told."""

    async def claim(self, raised: Raised, now: datetime, chats: int) -> bool:
        """Whether it is ours to tell: no other process has told it since it was read."""

    async def drop(self, key: str) -> bool:
        """Whether it was still there."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What this installation has to be watched; `space` looks at the disks and may take its time."""

    channels: frozenset[str] = frozenset()
    timetable: Mapping[str, timedelta] = field(default_factory=dict)
    space: Callable[[], Mapping[str, int]] = dict


async def alert(service: Service, watched: Watched) -> int:
    """How many messages about alarms were written."""
    space, now = await to_thread(watched.space), service.now()
    async with service.store.reading() as tx:
        facts = Facts(
            now,
            watched.channels,
            watched.timetable,
            await tx.alerts.channels(),
            await tx.measuring.gauges(now, now - LATELY),
            await tx.jobs.all(),
            space,
        )
        raised = await tx.alerts.all()
    current, unheard = alarms(facts), _unheard(facts)
    if not (current or raised or unheard):
        return 0
    async with service.store.transaction() as tx:
        for one in unheard:
            await tx.alerts.note(one)
        written = await _Round(service, tx, current, now).done()
    if written:
        service.bell.ring()
    return written


def _unheard(facts: Facts) -> list[Heard]:
    """Channels that nobody has listened to yet: from now on their silence counts."""
    known = {one.name for one in facts.heard}
    names = [f"{channel}:listen" for channel in sorted(facts.channels)]
    return [Heard(one, since=facts.now) for one in names if one not in known]


def is_awake(service: Service, now: datetime) -> bool:
    return MORNING <= now.astimezone(service.district.time_zone).hour < NIGHT


@dataclass(frozen=True, slots=True)
class _Round:
    """One look, in one transaction."""

    service: Service
    tx: Transaction
    current: Mapping[str, Alarm]
    now: datetime

    async def done(self) -> int:
        raised = [await self._seen(one) for one in await self.tx.alerts.all()]
        known = {one.key for one in raised}
        raised += [Raised(key, self.now, self.now) for key in self.current if key not in known]
        await self.tx.alerts.keep(raised)
        for one in raised:
            if one.told_at is None and self._is_over(one):
                await self.tx.alerts.drop(one.key)
        return await self._tell(raised) if is_awake(self.service, self.now) else 0

    async def _seen(self, one: Raised) -> Raised:
        if one.key not in self.current:
            return replace(one, over_at=one.over_at or self.now, seen_at=self.now)
        unsure = one.told_at is None and self.now - one.seen_at > UNSEEN
        return replace(one, began_at=self.now if unsure else one.began_at, seen_at=self.now, over_at=None)

    def _is_over(self, one: Raised) -> bool:
        return one.over_at is not None and self.now - one.over_at >= CALM

    async def _tell(self, raised: Sequence[Raised]) -> int:
        chats = await self._working_chats(raised)
        new = self._new(raised, bool(chats))
        begun = [one for one in new if await self.tx.alerts.claim(one, self.now, len(chats))]
        late = [one for one in raised if one not in new and self._is_due_again(one)]
        again = [one for one in late if await self.tx.alerts.claim(one, self.now, len(chats))]
        ended = [one for one in raised if one.told_at is not None and self._is_over(one)]
        over = [one for one in ended if await self.tx.alerts.drop(one.key)]
        self._log(begun, again, over, len(chats))
        message = told(self._lasting(begun), self._lasting(again), self._lasting(over))
        if not message.paragraphs or not chats:
            return 0
        writer = Writer(self.tx, self.service.words, self.now)
        await writer.say_to_each([(chat, None) for chat in chats], Say(message))
        return len(chats)

    def _new(self, raised: Sequence[Raised], can_tell: bool) -> list[Raised]:
        """Those not told yet, or told where nobody could hear it; all of them as soon as one has lasted long enough."""
        fresh = [one for one in raised if one.key in self.current and self._is_untold(one, can_tell)]
        if not any(self.now - one.began_at >= GRACE for one in fresh):
            return []
        return [one for one in fresh if self.now - one.began_at >= BUNDLED]

    def _is_untold(self, one: Raised, can_tell: bool) -> bool:
        return one.told_at is None or (one.chats == 0 and can_tell)

    def _is_due_again(self, one: Raised) -> bool:
        return one.key in self.current and one.told_at is not None and self.now - one.told_at >= AGAIN

    async def _working_chats(self, raised: Sequence[Raised]) -> list[str]:
        """The coordinator's chats on channels that work; best of all on those whose letters do not wait either."""
        chats = await self.tx.bindings.serving("coordinator", "")
        here = [one.key for one in raised if one.key in self.current]
        living = [one for one in chats if not any(f"{kind}:{_platform(one)}" in here for kind in DEAD)]
        swift = [one for one in living if f"outbox:{_platform(one)}" not in here]
        return swift or living

    def _lasting(self, raised: Sequence[Raised]) -> list[Lasting]:
        known = ((one, self.current.get(one.key) or alarm_of(one.key)) for one in raised)
        return [Lasting(alarm, one.began_at, one.over_at) for one, alarm in known if alarm is not None]

    def _log(self, begun: Sequence[Raised], again: Sequence[Raised], over: Sequence[Raised], chats: int) -> None:
        for one in (*begun, *again):
            log.error("an alarm", action="alert", alarm=one.key, since=one.began_at.isoformat(), chats=chats)
        for one in over:
            log.info("an alarm is over", action="alert", alarm=one.key, since=one.began_at.isoformat(), chats=chats)


def _platform(chat: str) -> str:
    return chat.partition(":")[0]


async def lasting(tx: Transaction) -> list[Lasting]:
    """The alarms that are not over, for whoever shows them: those that have lasted long enough to be told."""
    found = []
    for one in await tx.alerts.all():
        alarm = alarm_of(one.key)
        if alarm is not None and (one.told_at is not None or one.seen_at - one.began_at >= GRACE):
            found.append(Lasting(alarm, one.began_at, one.over_at))
    return found
