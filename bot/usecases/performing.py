"""Performs the effects of a dialog's step, in order, in the dialog's own transaction."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from structlog.contextvars import bind_contextvars

from bot.appeals.appeal import Appeal
from bot.appeals.deadlines import Case
from bot.appeals.routing import desk_for, settlement_desk
from bot.appeals.status import Action, Status
from bot.dialogs.card import desk_name
from bot.dialogs.effects import (
    Act,
    BindChat,
    DrawCollage,
    Effect,
    EraseResident,
    FileAppeal,
    FindKnown,
    ForgetThanks,
    GiveConsent,
    JoinAppeal,
    KeepThanks,
    NoteEdit,
    NoteIntrusion,
    OpenOffice,
    Post,
    PutOff,
    Replace,
    Say,
    ShowHistory,
    ShowOnSite,
    Tell,
)
from bot.dialogs.events import Answer, AppealFiled, CollageWanted, EditNoted, Person
from bot.dialogs.history import Entry, history
from bot.dialogs.message import message, say
from bot.usecases.acting import Actor
from bot.usecases.binding import bind
from bot.usecases.correcting import keep_choice
from bot.usecases.entering import offer_link
from bot.usecases.following import Company
from bot.usecases.forgetting import erase
from bot.usecases.incidents import Incidents
from bot.usecases.known import find_known
from bot.usecases.platform import Update
from bot.usecases.releasing import show_on_site
from bot.usecases.reminding import put_off
from bot.usecases.service import Service
from bot.usecases.store import Resident, Transaction
from bot.usecases.writing import Writer

log = structlog.get_logger()

# As many of a resident's appeals are looked at, newest first.
OWN_APPEALS = 50


class Performer:
    """Performs effects for one update of one chat; `resident` is None in officials' chats."""

    def __init__(
        self, service: Service, tx: Transaction, update: Update, now: datetime, resident: Resident | None = None
    ) -> None:
        self._service, self._tx, self._update, self._now, self._resident = service, tx, update, now, resident
        self._writer = Writer(tx, service.words, now)
        self._actor = Actor(service, tx, self._writer, now)
        self._company = Company(service, tx, self._writer, resident, update.chat, now) if resident else None

    async def perform(self, effects: Sequence[Effect]) -> list[Answer]:
        """Does all of it; the answers go back to the dialog as events."""
        answers = []
        for effect in effects:
            answer = await self._one(effect)
            if answer is not None:
                answers.append(answer)
        return answers

    async def _one(self, effect: Effect) -> Answer | None:
        chat = self._update.chat
        match effect:
            case Say():
                await self._writer.say(chat, effect)
            case Replace():
                await self._writer.replace(chat, effect)
            case Tell():
                await self._writer.tell(chat, effect)
            case Act() if self._company is not None:
                await self._company.act(effect)
            case Act():
                await self._actor.act(effect, chat)
            case FileAppeal():
                return await self._file(effect)
            case FindKnown() if self._resident is not None:
                return await find_known(self._service, self._tx, effect, self._resident, self._now)
            case JoinAppeal() if self._company is not None:
                return await self._company.join(effect)
            case KeepThanks() | ForgetThanks():
                await self._thanked(effect)
            case NoteEdit():
                return await self._note_edit(effect)
            case BindChat():
                return await bind(self._tx, self._actor, self._service.district, self._update, effect, self._now)
            case OpenOffice():
                group, now = self._update.group, self._now
                await self._writer.say(chat, Say(await offer_link(self._service, self._tx, chat, group, now)))
            case ShowHistory():
                await self._show_history(effect)
            case DrawCollage():
                await self._want_collage(effect)
            case PutOff(number=number, desk=desk, day=day):
                await put_off(self._service, self._tx, number, desk, day)
            case ShowOnSite():
                await show_on_site(self._service, self._tx, self._actor, effect, self._now)
            case NoteIntrusion(by=by, what=what):
                await self._tx.bindings.note_intrusion(chat, by, what, self._now)
            case GiveConsent() | EraseResident():
                await self._account(effect)
        return None

    async def _account(self, effect: GiveConsent | EraseResident) -> None:
        if self._resident is None:
            return
        if isinstance(effect, GiveConsent):
            await self._tx.residents.consent(self._resident.id, effect.version, self._now)
        else:
            await self._erase(self._resident.id)

    async def _erase(self, resident: int) -> None:
        """The cards of what is still open lose the name at once."""
        concerned = [one for one in await self._tx.appeals.of_resident(resident, OWN_APPEALS) if one.closed_at is None]
        # Locked in the order in which everybody locks them.
        for one in sorted(concerned, key=lambda appeal: appeal.number):
            await self._tx.appeals.get(one.number)
        await erase(self._service, self._tx, resident)
        for appeal in concerned:
            await self._actor.refresh(appeal)

    async def _file(self, effect: FileAppeal) -> AppealFiled | None:
        if self._resident is None:
            return None
        district, now = self._service.district, self._now.astimezone(self._service.district.time_zone)
        desk = desk_for(district, effect.topic, effect.place.settlement)
        reading = self._service.triage(effect.text, effect.place.point)
        urgent = reading.alarm.code if reading.alarm else ""
        case = Case(effect.topic, desk.code, effect.kind, urgent=bool(urgent))
        due = self._service.deadlines(case, self._now)
        new = Appeal(
            id=0,
            number="",
            resident=self._resident.id,
            topic=effect.topic,
            place=effect.place,
            text=reading.shown,
            desk=desk.code,
            status=Status.NEW,
            filed_at=now,
            due_at=due.answer,
            answer_due_at=due.answer,
            solve_due_at=due.solution,
            before=effect.photos,
            author=self._resident.name,
            kind=effect.kind,
            urgent=urgent,
            details=", ".join(reading.details) if effect.share else "",
        )
        await self._tx.nearby.turn(effect.place)
        appeal = await self._tx.appeals.file(new, self._update.chat, effect.messages)
        bind_contextvars(number=appeal.number)
        log.info("an appeal is filed", action="appeal.file", topic=appeal.topic, desk=appeal.desk)
        arg = "another" if effect.another else ""
        entry = Entry(self._now, self._resident.name, "file", "", len(effect.photos), arg)
        await self._tx.appeals.write_history(appeal, entry, self._update.chat)
        await keep_choice(self._tx, appeal, reading, self._now)
        await self._tx.residents.remember_place(self._resident.id, effect.place)
        if urgent:
            await self._actor.tell_heads(appeal, "head-alarm", appeal.text)
        incidents = Incidents(self._service, self._tx, self._actor, self._now, self._update.chat)
        merged = "" if effect.another else await incidents.filed(appeal)
        if not merged:
            await self._actor.announce(appeal)
            return AppealFiled(appeal.number, appeal.due_at, desk.name)
        one = await self._tx.nearby.glance(merged) or appeal
        return AppealFiled(appeal.number, one.due_at, desk_name(district, one.desk), merged)

    async def _thanked(self, effect: KeepThanks | ForgetThanks) -> None:
        if self._resident is None:
            return
        if isinstance(effect, ForgetThanks):
            await self._tx.thanks.forget_last(self._resident.id)
            return
        place, district = effect.place, self._service.district
        known = place is not None and any(one.code == place.settlement for one in district.settlements)
        desk = settlement_desk(district, place.settlement).code if place and known else ""
        words = self._service.triage(effect.text).shown
        await self._tx.thanks.keep(self._resident.id, place if known else None, desk, words, self._now)
        for chat in await self._tx.bindings.serving("desk", desk) if desk else ():
            await self._writer.say(chat, Say(message(say("desk-told-thanks"), words)))

    async def _note_edit(self, effect: NoteEdit) -> EditNoted:
        appeal = await self._tx.appeals.of_message(self._update.chat, effect.message)
        if appeal is None:
            return EditNoted(None)
        by = Person(self._update.chat, self._resident.name if self._resident else "")
        words = self._service.triage(effect.text).shown
        heading = message(say("desk-told-edit", number=appeal.number), words)
        await self._actor.act(Act(appeal.number, Action.NOTE, by, text=words), self._update.chat)
        await self._actor.tell_desk(appeal, heading)
        return EditNoted(appeal.number)

    async def _show_history(self, effect: ShowHistory) -> None:
        appeal = await self._tx.appeals.get(effect.number)
        if appeal is not None:
            entries = await self._tx.appeals.history(appeal)
            district, details = self._service.district, appeal.details
            words = history(appeal.number, appeal.text, entries, district, details=details)
            post = Post("about", appeal.number)
            await self._writer.say(self._update.chat, Say(words, post=post, reply_to=effect.reply_to))

    async def _want_collage(self, effect: DrawCollage) -> None:
        """Drawing is slow: the chat asks itself for it, and the picture is drawn between transactions."""
        wanted = CollageWanted(effect.reply, effect.number, effect.before, effect.after)
        key = f"collage:{self._update.chat}:{effect.reply}:{effect.number}"
        await self._tx.inbox.add([Update(key, self._update.chat, self._update.group, wanted)], self._now)
        self._service.bell.ring()
