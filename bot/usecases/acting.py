"""Does something to an appeal: status, history, cards in every chat, and what the resident and the head are told."""

from dataclasses import asdict, replace
from datetime import datetime

import structlog
from structlog.contextvars import bind_contextvars

from bot.appeals.appeal import Appeal
from bot.appeals.deadlines import auto_close_at
from bot.appeals.status import Action, Status, next_status
from bot.dialogs.card import can_be_shown, card, desk_name
from bot.dialogs.effects import Act, Post, Say
from bot.dialogs.events import Person
from bot.dialogs.history import Entry
from bot.dialogs.message import Message, message, say
from bot.dialogs.resident.wording import place_name, topic_name
from bot.triage.reading import Reading
from bot.usecases.clocks import WORDS, clocks_after
from bot.usecases.correcting import keep_correction
from bot.usecases.minding_jobs import mishap
from bot.usecases.reminding import renew_reminders
from bot.usecases.service import Service
from bot.usecases.store import Transaction
from bot.usecases.telling import tell_residents
from bot.usecases.writing import Writer

log = structlog.get_logger()

FROM_RESIDENT = frozenset({Action.ADD, Action.REPLY, Action.REOPEN, Action.WITHDRAW, Action.RATE, Action.JOIN})
ANSWERS = frozenset({Action.ANSWER, Action.SOLVE, Action.EXPLAIN})
# The argument of an act by one who is not the author: more words of one who has joined before, and «Не решено».
AGAIN, ONE_OF_MANY = "again", "one_of_many"
_NOBODY: dict[str, object] = {"accepted_by": "", "accepted_from": "", "accepted_at": None}
CLOSED_BY = {"good": "satisfied", "neutral": "neutral"}


class ActionNotAllowed(Exception):
    """The status table does not know the action; the dialog should have checked."""


class Actor:
    """Acts on appeals within one transaction."""

    def __init__(self, service: Service, tx: Transaction, writer: Writer, now: datetime) -> None:
        self._service, self._tx, self._writer, self._now = service, tx, writer, now

    async def act(self, act: Act, chat: str) -> Appeal:
        """Does it and tells everyone concerned. Raises ActionNotAllowed, LookupError."""
        bind_contextvars(number=act.number)
        act, told = self._heard(act)
        appeal = await self._tx.appeals.get(act.number)
        if appeal is None:
            raise LookupError(act.number)
        status = next_status(appeal.status, act.action)
        if status is None:
            raise ActionNotAllowed(f"{act.action} while {appeal.status}")
        danger = self._danger(appeal, act, told)
        clocks = clocks_after(self._service, appeal, act, status, self._now, danger=bool(danger))
        changes = self._changes(appeal, act, status) | asdict(clocks) | ({"urgent": danger} if danger else {})
        await self._tx.appeals.change(appeal, changes)
        await self._keep_photos(appeal, act, chat)
        await keep_correction(self._tx, self._service.district, appeal, act, self._now)
        entry = Entry(self._now, act.by.name, act.action.value, act.text, len(act.photos), act.arg)
        await self._tx.appeals.write_history(appeal, entry, act.by.address)
        changed = await self._tx.appeals.get(act.number)
        if changed is None:
            raise LookupError(act.number)
        await tell_residents(self._tx, self._writer, self._service.district, changed, act)
        await self.refresh(changed)
        await self._tell_officials(changed, act)
        if changed.urgent and not appeal.urgent:
            await self.tell_heads(changed, "head-alarm", act.text)
        log.info("an appeal goes on", action=f"appeal.{act.action.value}", status=changed.status.value)
        return changed

    def _heard(self, act: Act) -> tuple[Act, Reading]:
        """A resident's words as officials may see them, and what was masked in them."""
        if act.action not in FROM_RESIDENT or not act.text:
            return act, Reading()
        reading = self._service.triage(act.text)
        words = reading.shown
        if act.action is Action.REPLY and reading.details:
            # Whoever was asked and answers with a telephone means it to be seen.
            words = act.text if not reading.swearing else "\n".join((words, ", ".join(reading.details)))
        return replace(act, text=words), reading

    def _danger(self, appeal: Appeal, act: Act, told: Reading) -> str:
        """The code of a danger that an addition tells of and the first words did not."""
        if told.alarm is None or appeal.urgent or act.action in (Action.WITHDRAW, Action.RATE):
            return ""
        return told.alarm.code

    def _changes(self, appeal: Appeal, act: Act, status: Status) -> dict[str, object]:
        fields: dict[str, object] = {"status": status.value}
        match act.action:
            case Action.ACCEPT:
                fields |= self._acceptance(act)
            case Action.ANSWER:
                # A correction of the final answer gives the resident as much time as the answer did.
                silence = self._expiry() if status is Status.ANSWERED else None
                fields |= {"question": "", "expires_at": silence} | self._taken(appeal, act)
            case Action.ASK:
                fields |= {"question": act.text, "expires_at": self._expiry()} | self._taken(appeal, act)
            case Action.REPLY | Action.ADD:
                fields |= {"question": "", "additions": appeal.additions + 1, "expires_at": None}
                if act.point is not None and appeal.place.point is None:
                    fields |= {"lat": act.point.lat, "lon": act.point.lon}
            case Action.JOIN | Action.LEAVE | Action.MERGE:
                fields |= self._counted(appeal, act)
            case Action.SOLVE | Action.EXPLAIN:
                result = "solved" if act.action is Action.SOLVE else "explained"
                fields |= {"result": result, "answered_at": self._now, "expires_at": self._expiry(), "question": ""}
                fields |= self._taken(appeal, act)
            case Action.TRANSFER:
                fields |= {"desk": act.arg, "question": "", "expires_at": None} | _NOBODY
            case Action.RETOPIC:
                fields |= {"topic": act.arg}
            case Action.EXTEND:
                fields |= {"question": "", "expires_at": None} | self._taken(appeal, act)
            case Action.DECLINE | Action.WITHDRAW | Action.EXPIRE:
                closing = {Action.DECLINE: "declined", Action.WITHDRAW: "withdrawn"}.get(act.action, "no_answer")
                fields |= {"closing": closing, "closed_at": self._now, "expires_at": None}
            case Action.RATE:
                fields |= {"rating": act.arg, "closing": CLOSED_BY[act.arg], "expires_at": None}
                fields |= {"closed_at": appeal.closed_at or self._now}
            case Action.REOPEN:
                rating = "" if act.arg == ONE_OF_MANY else "bad"
                fields |= {"reopened": appeal.reopened + 1, "result": "", "closing": "", "rating": rating}
                fields |= {"answered_at": None, "closed_at": None, "expires_at": None} | _NOBODY
            case Action.NOTE:
                pass
        return fields | self._spoken(appeal, act)

    def _counted(self, appeal: Appeal, act: Act) -> dict[str, object]:
        """One more or one less who waits for the answer; or all of them wait under another number."""
        if act.action is Action.MERGE:
            merged = {"merged": act.arg, "closing": "merged", "closed_at": self._now}
            return merged | {"expires_at": None, "question": ""}
        if act.action is Action.LEAVE:
            return {"repeated": max(appeal.repeated - 1, 1)}
        counted: dict[str, object] = {} if act.arg == AGAIN else {"repeated": appeal.repeated + 1}
        if act.point is not None and appeal.place.point is None:
            counted |= {"lat": act.point.lat, "lon": act.point.lon}
        return counted

    def _spoken(self, appeal: Appeal, act: Act) -> dict[str, object]:
        """An official has said something: how long the resident waited for it, and a new try after one that failed.

        If the messenger refuses this too, the desk is told once more.
        """
        fields: dict[str, object] = {}
        if act.action in WORDS and appeal.first_answer_at is None:
            fields["first_answer_at"] = self._now
        if act.action in WORDS and appeal.undelivered == "failed":
            fields["undelivered"] = ""
        return fields

    def _taken(self, appeal: Appeal, act: Act) -> dict[str, object]:
        """Whoever answers first has also accepted it."""
        return {} if appeal.accepted_by else self._acceptance(act)

    def _acceptance(self, act: Act) -> dict[str, object]:
        return {"accepted_by": act.by.name, "accepted_from": act.by.address, "accepted_at": self._now}

    def _expiry(self) -> datetime:
        return auto_close_at(self._service.district, self._now)

    async def _keep_photos(self, appeal: Appeal, act: Act, chat: str) -> None:
        if act.photos and act.action in FROM_RESIDENT:
            await self._tx.appeals.add_photos(appeal, "before", act.photos, self._now, act.by.address)
        if act.photos and act.action in ANSWERS:
            await self._tx.appeals.add_photos(appeal, "after", act.photos, self._now)
        if act.messages:
            await self._tx.appeals.add_messages(appeal, chat, act.messages)

    async def refresh(self, appeal: Appeal) -> None:
        """The card shows the state in every chat that has one; a desk that has none yet gets one."""
        current = await self._tx.appeals.get(appeal.number) or appeal
        cards = {one.chat: one for one in await self._tx.outbox.cards(appeal.number)}
        for chat, letter in cards.items():
            await self._writer.edit(letter, await self._card(current, await self._desks(chat)))
        for chat in await self._tx.bindings.serving("desk", current.desk):
            if chat not in cards and not current.merged:
                await self.show(current, chat)
        await renew_reminders(self._service, self._tx, current.number, self._now)

    async def _card(self, appeal: Appeal, here: frozenset[str]) -> Message:
        asked = self._service.open_figures and can_be_shown(appeal)
        site = await self._tx.public.release_state(appeal.number) if asked else ""
        return card(appeal, self._service.district, here=here, site=site)

    async def announce(self, appeal: Appeal) -> None:
        """The cards of an appeal that was filed just now: nobody has one yet."""
        for chat in await self._tx.bindings.serving("desk", appeal.desk):
            await self._show(appeal, chat, frozenset({appeal.desk}))

    async def show(self, appeal: Appeal, chat: str) -> None:
        """A new card, with the resident's photos before it."""
        await self._show(appeal, chat, await self._desks(chat))

    async def _show(self, appeal: Appeal, chat: str, here: frozenset[str]) -> None:
        shown = await self._card(appeal, here)
        if appeal.before:
            photos = tuple(one.file for one in appeal.before)
            title = message(say("card-photos-of", number=appeal.number), photos=photos)
            await self._writer.say(chat, Say(title, post=Post("about", appeal.number)))
        await self._writer.say(chat, Say(shown, post=Post("card", appeal.number)))

    async def show_open(self, desk: str, chat: str, *, again: bool = False) -> None:
        """Cards of all that is open at the desk; those that stand there are only renewed, unless `again`."""
        for number in await self._tx.appeals.open_of_desk(desk):
            appeal = await self._tx.appeals.get(number)
            if appeal is None:
                continue
            standing = {one.chat: one for one in await self._tx.outbox.cards(number)}
            if again or chat not in standing:
                await self.show(appeal, chat)
            else:
                shown = await self._card(appeal, await self._desks(chat))
                await self._writer.edit(standing[chat], shown)

    async def _desks(self, chat: str) -> frozenset[str]:
        bound = await self._tx.bindings.of_chat(chat)
        return frozenset(one.target for one in bound if one.role == "desk")

    async def _tell_officials(self, appeal: Appeal, act: Act) -> None:
        words = self._words_for_desk(appeal, act)
        if words is not None:
            await self.tell_desk(appeal, words)
        if act.action is Action.REOPEN:
            await self.tell_heads(appeal, "head-reopened", act.text)
        if act.action is Action.TRANSFER:
            await self._tell_if_nobody_reads(appeal)

    async def _tell_if_nobody_reads(self, appeal: Appeal) -> None:
        """A desk without a chat would never learn of it: the coordinator does."""
        if await self._tx.bindings.serving("desk", appeal.desk):
            return
        desk = desk_name(self._service.district, appeal.desk)
        words = message(say("nobody-reads", number=appeal.number, desk=desk))
        for chat in await self._tx.bindings.serving("coordinator", ""):
            await self._writer.say(chat, Say(words, post=Post("head", appeal.number)))

    async def tell_desk(self, appeal: Appeal, words: Message) -> None:
        """Every chat of the desk hears it; a reply to it finds the appeal."""
        for chat in await self._tx.bindings.serving("desk", appeal.desk):
            await self._writer.say(chat, Say(words, post=Post("about", appeal.number)))

    def _words_for_desk(self, appeal: Appeal, act: Act) -> Message | None:
        photos = tuple(one.file for one in act.photos)
        match act.action:
            case Action.ADD | Action.REPLY | Action.REOPEN:
                heading = say(f"desk-told-{act.action.value}", number=appeal.number)
                return message(heading, act.text, photos=photos)
            case Action.JOIN if act.arg == AGAIN:
                return message(say("desk-told-add", number=appeal.number), act.text, photos=photos)
            case Action.JOIN if photos and appeal.incident_at is None:
                # Of the others the card tells: it counts them and shows their words.
                return message(say("desk-told-join", number=appeal.number), act.text, photos=photos)
            case Action.WITHDRAW | Action.EXPIRE:
                return message(say(f"desk-told-{act.action.value}", number=appeal.number))
            case Action.RATE:
                return message(say(f"desk-told-rate-{act.arg}", number=appeal.number))
            case Action.TRANSFER if not act.text:
                return message(say("desk-told-new-topic", number=appeal.number))
            case Action.TRANSFER:
                return message(say("desk-told-transfer", number=appeal.number), act.text)
            case _:
                return None

    async def tell_heads(self, appeal: Appeal, message_id: str, text: str) -> None:
        """The head of the settlement and the coordinator hear of it."""
        district = self._service.district
        place, topic = place_name(district, appeal.place), topic_name(district, appeal.topic)
        await self.tell_heads_words(
            appeal, message(say(message_id, number=appeal.number, place=place, topic=topic), text)
        )

    async def tell_heads_words(self, appeal: Appeal, words: Message) -> None:
        """The same in words of one's own."""
        chats = [
            *await self._tx.bindings.serving("head", appeal.place.settlement),
            *await self._tx.bindings.serving("coordinator", ""),
        ]
        for chat in dict.fromkeys(chats):
            await self._writer.say(chat, Say(words, post=Post("head", appeal.number)))


async def expire_silent(service: Service) -> int:
    """Closes what residents were silent about too long; how many were looked at."""
    now = service.now()
    async with service.store.reading() as tx:
        numbers = await tx.appeals.expired(now, 100)
    for number in numbers:
        try:
            async with service.store.transaction() as tx:
                await _expire(service, tx, number, now)
        except Exception as failure:
            # One that cannot be closed must not keep the others open.
            log.exception("an appeal could not be closed", action="expire", number=number)
            mishap(failure)
    if numbers:
        service.bell.ring()
    return len(numbers)


async def _expire(service: Service, tx: Transaction, number: str, now: datetime) -> None:
    appeal = await tx.appeals.get(number)
    if appeal is None:
        return
    if next_status(appeal.status, Action.EXPIRE) is None:
        await tx.appeals.change(appeal, {"expires_at": None})
        return
    actor = Actor(service, tx, Writer(tx, service.words, now, bulk=True), now)
    await actor.act(Act(number, Action.EXPIRE, Person("", "")), "")
