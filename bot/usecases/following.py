"""«Я тоже», and what one of many who wrote about the same does later: votes, adds, leaves."""

from dataclasses import replace
from datetime import datetime

from bot.appeals.appeal import Appeal
from bot.appeals.status import OPEN, Action, Status, next_status
from bot.dialogs.card import desk_name
from bot.dialogs.effects import Act, JoinAppeal, Post, Say
from bot.dialogs.events import AppealJoined, JoinMissed, Person
from bot.dialogs.history import Entry
from bot.dialogs.message import message, say
from bot.dialogs.notices import notice
from bot.usecases.acting import AGAIN, ONE_OF_MANY, ActionNotAllowed, Actor
from bot.usecases.incidents import Incidents
from bot.usecases.service import Service
from bot.usecases.store import Resident, Transaction
from bot.usecases.writing import Writer


class Company:
    """Those who wrote about one appeal, in one transaction of `resident`, who writes in `chat`."""

    def __init__(
        self,
        service: Service,
        tx: Transaction,
        writer: Writer,
        resident: Resident,
        chat: str,
        now: datetime,
    ) -> None:
        actor = Actor(service, tx, writer, now)
        self._service, self._tx, self._writer, self._actor, self._now = service, tx, writer, actor, now
        self._resident, self._chat = resident, chat
        self._incidents = Incidents(service, tx, actor, now, chat)

    async def join(self, effect: JoinAppeal) -> AppealJoined | JoinMissed:
        """The resident's words and photos go to the appeal; the one more may make an incident of it."""
        seen = await self._seen(effect.number)
        if seen is None:
            return JoinMissed(effect.number)
        await self._tx.nearby.turn(seen.place)
        seen = await self._seen(effect.number)
        if seen is None:
            return JoinMissed(effect.number)
        # An incident grows as it is; anything else may become one by this.
        crowd = None if seen.incident_at else await self._incidents.crowd(seen, self._resident.id)
        if crowd is not None and seen.number not in crowd.numbers:
            crowd = None
        locked = await self._incidents.locked((seen.number, *(crowd.numbers if crowd else ())))
        appeal = locked.get(seen.number)
        if appeal is None or appeal.status not in OPEN:
            return JoinMissed(effect.number)
        own = await self._joined(appeal, effect)
        number = await self._incidents.gather(crowd, locked) if crowd else ""
        if effect.place is not None:
            await self._tx.residents.remember_place(self._resident.id, effect.place)
        return await self._answer(number or appeal.number, own=own)

    async def _seen(self, number: str) -> Appeal | None:
        """The open appeal of this number, or the one that it was merged into."""
        seen = await self._tx.nearby.glance(number)
        if seen is not None and seen.merged:
            seen = await self._tx.nearby.glance(seen.merged)
        return seen if seen is not None and seen.status in OPEN else None

    async def _joined(self, appeal: Appeal, effect: JoinAppeal) -> bool:
        """Whether it was the resident's own already: then the words are only an addition."""
        me, own = self._resident, appeal.resident == self._resident.id
        new = not own and await self._tx.followers.add(appeal.id, me.id, self._chat, self._now)
        by = Person(self._chat, me.name)
        action = Action.JOIN
        if own:
            action = Action.REPLY if next_status(appeal.status, Action.REPLY) else Action.ADD
        arg = "" if new or own else AGAIN
        act = Act(appeal.number, action, by, effect.text, effect.photos, arg, messages=effect.messages)
        await self._actor.act(replace(act, point=effect.point), self._chat)
        return not new

    async def _answer(self, number: str, *, own: bool) -> AppealJoined | JoinMissed:
        appeal = await self._tx.nearby.glance(number)
        if appeal is None:
            return JoinMissed(number)
        desk = desk_name(self._service.district, appeal.desk)
        said = "" if own else await self._tx.nearby.last_answer(appeal.id)
        return AppealJoined(number, appeal.due_at, desk, appeal.repeated, appeal.status, said, own)

    async def act(self, act: Act) -> None:
        """What the resident does to an appeal of their own or to one that they joined. Raises as Actor.act."""
        appeal = await self._tx.appeals.get(act.number)
        if appeal is None:
            raise LookupError(act.number)
        if appeal.resident == self._resident.id:
            await self._as_author(appeal, act)
        else:
            await self._as_one_of_many(appeal, act)

    async def _as_author(self, appeal: Appeal, act: Act) -> None:
        if act.action is Action.WITHDRAW and await self._handed_over(appeal, act):
            return
        if act.action is Action.REOPEN:
            await self._tx.followers.forget_votes(appeal.id)
        await self._actor.act(act, self._chat)

    async def _as_one_of_many(self, appeal: Appeal, act: Act) -> None:
        me = self._resident.id
        match act.action:
            case Action.WITHDRAW:
                if await self._tx.followers.leave(appeal.id, me):
                    await self._actor.act(replace(act, action=Action.LEAVE), self._chat)
            case Action.RATE:
                await self._vote(appeal, act)
            case Action.REOPEN:
                await self._tx.followers.forget_votes(appeal.id)
                await self._tx.followers.rate(appeal.id, me, "bad")
                await self._actor.act(replace(act, arg=ONE_OF_MANY), self._chat)
            case Action.ADD if appeal.status is Status.ASKED:
                # The question is still its author's to answer.
                await self._actor.act(replace(act, action=Action.JOIN, arg=AGAIN), self._chat)
            case _:
                await self._actor.act(act, self._chat)

    async def _vote(self, appeal: Appeal, act: Act) -> None:
        """Counted on the card; it closes nothing: the others may think otherwise."""
        if next_status(appeal.status, Action.RATE) is None:
            raise ActionNotAllowed(f"{act.action} while {appeal.status}")
        await self._tx.followers.rate(appeal.id, self._resident.id, act.arg)
        words = self._service.triage(act.text).shown if act.text else ""
        entry = Entry(self._now, act.by.name, act.action.value, words, len(act.photos), act.arg)
        await self._tx.appeals.write_history(appeal, entry, self._chat)
        await self._tx.appeals.add_photos(appeal, "before", act.photos, self._now, self._chat)
        await self._tx.appeals.add_messages(appeal, self._chat, act.messages)
        await self._actor.refresh(appeal)

    async def _handed_over(self, appeal: Appeal, act: Act) -> bool:
        """The author does not wait any more, but others do: the first of them takes the author's place."""
        first = await self._tx.followers.first(appeal.id)
        if first is None:
            return False
        resident, chat = first
        await self._tx.followers.take_over(appeal.id, appeal.resident, self._chat, resident, self._now)
        await self._tx.appeals.change(appeal, {"resident": resident, "chat": chat, "undelivered": ""})
        changed = await self._actor.act(replace(act, action=Action.LEAVE), self._chat)
        post = Post("notice", appeal.number)
        reachable = await self._tx.residents.reachable(resident)
        there = chat if chat in reachable else next(iter(reachable), chat)
        if there:
            await self._writer.say(there, Say(message(say("told-yours", number=appeal.number)), post=post))
            await self._ask_anew(changed, there)
        return True

    async def _ask_anew(self, appeal: Appeal, chat: str) -> None:
        question = Act(appeal.number, Action.ASK, Person("", ""), appeal.question)
        told = notice(appeal, question, self._service.district) if appeal.status is Status.ASKED else None
        if told is not None:
            await self._writer.say(chat, Say(told.message, post=told.post))
