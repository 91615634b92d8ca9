"""What is overdue goes up: its resident is told honestly, then the head hears of it, then the coordinator; all once."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

import structlog

from bot.appeals.appeal import Appeal
from bot.appeals.desk_time import DeskClock, desk_clock
from bot.appeals.due import is_overdue
from bot.dialogs.effects import Post, Say
from bot.dialogs.escalation import Heard, Patience, Story, late_notice, many, went_up, whole_story
from bot.usecases.minding_jobs import mishap
from bot.usecases.service import Service
from bot.usecases.store import Transaction
from bot.usecases.telling import tell_everybody
from bot.usecases.writing import Writer

log = structlog.get_logger()

Step = Literal["head", "coordinator"]
Chats = Mapping[tuple[str, str], Sequence[str]]
# More stories than this at once would be scrolled past: they become one list.
_STORIES = 3
# Of a deadline that passed longer ago the resident need not hear any more.
_STILL_NEWS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Ladder:
    """The overdue appeals with who serves whom and what was told already, all as of one moment."""

    appeals: Sequence[Appeal]
    told: set[tuple[str, str]]
    chats: Chats
    now: datetime
    clock: DeskClock

    def late(self, appeal: Appeal) -> timedelta:
        return self.clock(appeal.desk).between(appeal.due_at, self.now)

    def has_chat(self, appeal: Appeal) -> bool:
        return bool(self.chats.get(("desk", appeal.desk)))

    def has_head(self, appeal: Appeal) -> bool:
        return bool(self.chats.get(("head", appeal.place.settlement)))

    def audience(self, appeal: Appeal, step: Step) -> Sequence[str]:
        """The chats to be told; where the head has none, the coordinator stands in."""
        coordinator = self.chats.get(("coordinator", ""), ())
        if step == "coordinator":
            return coordinator
        return self.chats.get(("head", appeal.place.settlement), ()) or coordinator

    def heard(self, appeal: Appeal) -> Heard:
        if self.has_chat(appeal):
            return "desk"
        return "head" if self.will_hear(appeal, "head") else "nobody"

    def will_hear(self, appeal: Appeal, step: Step) -> bool:
        """Each hears of an appeal once: of a second deadline that slips nobody may be promised to hear again."""
        return bool(self.audience(appeal, step)) and (appeal.number, step) not in self.told

    def next_step(self, appeal: Appeal) -> Step | None:
        """Who has still to hear of it. Where no chat reads for the desk, the head or who stands in hears right now."""
        if not self.has_chat(appeal):
            return "coordinator" if self.has_head(appeal) and self.will_hear(appeal, "coordinator") else None
        steps: tuple[Step, ...] = ("head", "coordinator")
        return next((one for one in steps if self.will_hear(appeal, one)), None)


async def escalate(service: Service) -> int:
    """How many were told something of. What fails is tried again at the next call and stops nothing else."""
    now = service.now()
    if not service.desk_time().is_open(now):
        return 0
    async with service.store.reading() as tx:
        ladder = await _ladder(tx, now, desk_clock(service.district, service.calendar))
    done = 0
    for appeal in ladder.appeals:
        if _slipped(appeal) not in ladder.told and now - appeal.due_at < _STILL_NEWS:
            done += await _guarded(partial(_tell_resident, service, ladder, appeal), "resident")
    steps: tuple[Step, ...] = ("head", "coordinator")
    for step in steps:
        for group in _by_audience(service, ladder, step).values():
            done += await _guarded(partial(_tell_above, service, ladder, group, step), step)
    if done:
        service.bell.ring()
    return done


async def _ladder(tx: Transaction, now: datetime, clock: DeskClock) -> _Ladder:
    appeals = [one for one in await tx.reminders.due(now) if is_overdue(one, now)]
    if not appeals:
        return _Ladder((), set(), {}, now, clock)
    chats: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in await tx.bindings.all():
        if one.lost_at is None:
            chats[one.role, one.target].append(one.chat)
    return _Ladder(appeals, await tx.reminders.escalated(now), chats, now, clock)


def _slipped(appeal: Appeal) -> tuple[str, str]:
    """The key of what its resident hears, once for each deadline."""
    return appeal.number, f"resident:{appeal.due_at.isoformat()}"


def _by_audience(service: Service, ladder: _Ladder, step: Step) -> dict[tuple[str, ...], list[Appeal]]:
    """What has been overdue long enough, by the chats that are to hear of it."""
    groups: dict[tuple[str, ...], list[Appeal]] = defaultdict(list)
    for one in ladder.appeals:
        audience = tuple(ladder.audience(one, step))
        is_new = (one.number, step) not in ladder.told
        if audience and is_new and ladder.late(one) >= _patience(service, ladder, one, step):
            groups[audience].append(one)
    return groups


def _patience(service: Service, ladder: _Ladder, appeal: Appeal, step: Step) -> timedelta:
    """Where no chat reads for the desk, nobody could be reminded: the head hears of it at once."""
    if step == "head" and not ladder.has_chat(appeal):
        return timedelta(0)
    escalation, hours = service.district.escalation, ladder.clock(appeal.desk).hours
    return (escalation.head if step == "head" else escalation.coordinator).working_time(hours.length)


def _patience_left(service: Service, ladder: _Ladder, appeal: Appeal) -> Patience | None:
    """The new date that the resident is told: when the next one on the ladder hears of it, if somebody does."""
    step = ladder.next_step(appeal)
    if step is None:
        return None
    working = ladder.clock(appeal.desk)
    until = working.after(appeal.due_at, _patience(service, ladder, appeal, step))
    is_head = step == "head" and ladder.has_head(appeal)
    return Patience(max(until, working.after(ladder.now, timedelta(0))), "head" if is_head else "coordinator")


async def _guarded(telling: Callable[[], Awaitable[int]], step: str) -> int:
    try:
        return await telling()
    except Exception as failure:
        log.exception("an escalation failed and is tried again", action="escalate", step=step)
        mishap(failure)
        return 0


async def _tell_resident(service: Service, ladder: _Ladder, appeal: Appeal) -> int:
    async with service.store.transaction() as tx:
        current = await tx.appeals.get(appeal.number)
        if current is None or current.due_at != appeal.due_at or not is_overdue(current, ladder.now):
            return 0
        if not await tx.reminders.escalate(*_slipped(appeal), ladder.now):
            return 0
        words = late_notice(current, ladder.heard(current), _patience_left(service, ladder, current))
        await tell_everybody(tx, Writer(tx, service.words, ladder.now, bulk=True), current, words)
    return 1


async def _tell_above(service: Service, ladder: _Ladder, group: Sequence[Appeal], step: Step) -> int:
    """All for the same chats in one transaction, so that many become one message."""
    async with service.store.transaction() as tx:
        # What was answered a moment ago is late no more.
        late = {one.number: one for one in await tx.reminders.due(ladder.now)}
        current = [late[number] for number in sorted(one.number for one in group) if number in late]
        ours = [one for one in current if await tx.reminders.escalate(one.number, step, ladder.now)]
        writer = Writer(tx, service.words, ladder.now, bulk=True)
        for one in ours:
            if step == "head" and not ladder.has_head(one):
                # Whoever stands in for the head is not to read it again as the coordinator.
                await tx.reminders.escalate(one.number, "coordinator", ladder.now)
            if step == "head" and ladder.has_chat(one):
                # That it would go up was promised with the new date.
                await tell_everybody(tx, writer, one, went_up(one, "head" if ladder.has_head(one) else "coordinator"))
        chats = ladder.audience(group[0], step)
        if len(ours) > _STORIES:
            said = many([Story(one, ladder.late(one)) for one in ours], service.district)
            post = Post("head", ours[0].number)
            await writer.say_to_each([(chat, post) for chat in chats], Say(said))
        else:
            for one in ours:
                story = Story(one, ladder.late(one), await tx.appeals.history(one), ladder.has_chat(one))
                post = Post("head", one.number)
                said = whole_story(story, service.district)
                await writer.say_to_each([(chat, post) for chat in chats], Say(said))
    log.info("overdue appeals went up", action="escalate", step=step, appeals=len(ours))
    return len(ours)
