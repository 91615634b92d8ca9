"""One update through its dialog: state, appeal, history and letters in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.status import Status
from bot.dialogs.case import is_case_press
from bot.dialogs.desk import step as desk
from bot.dialogs.desk.scene import DeskScene
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.effects import Effect, EraseResident, Tell
from bot.dialogs.events import (
    Answer,
    BotAdded,
    BotRemoved,
    BotReturned,
    ButtonPressed,
    ChatMoved,
    Event,
    MessageEdited,
    MessageSent,
    Person,
    TalkMoved,
)
from bot.dialogs.resident.scene import Scene
from bot.dialogs.resident.step import step as resident_step
from bot.usecases.acting import Actor
from bot.usecases.arriving import arrived
from bot.usecases.codec import dump_desk_talk, dump_talk, load_desk_talk, load_talk
from bot.usecases.moving import move
from bot.usecases.performing import OWN_APPEALS, Performer
from bot.usecases.platform import Update
from bot.usecases.service import Service
from bot.usecases.showing_case import show_case
from bot.usecases.store import Binding, Resident, Transaction
from bot.usecases.undelivered import chat_lost
from bot.usecases.writing import Writer, load_content

HOUR = timedelta(hours=1)
# What a person does; a draft is also woken, and a failure told, in the chat of somebody who is still away.
OF_THEIR_OWN = (MessageSent, MessageEdited, ButtonPressed, BotReturned)
# A letter that failed longer ago would puzzle more than help.
STILL_OF_USE = timedelta(days=30)
STILL_AWAY = timedelta(minutes=10)
TYPED_BUTTON = 40


async def converse(service: Service, tx: Transaction, update: Update, *, member: bool = True) -> None:
    """Handles one prepared update; raises whatever goes wrong, and then nothing of it is kept."""
    now = service.now()
    if isinstance(update.event, ChatMoved):
        await move(service, tx, update.chat, update.event.to, now)
    elif isinstance(update.event, ButtonPressed) and is_case_press(update.event):
        await show_case(service, tx, await _in_its_topic(tx, update), update.event, now, member=member)
    elif update.group:
        await _desk(service, tx, await _in_its_topic(tx, update), now, member)
    else:
        await _resident(service, tx, update, now)


async def _resident(service: Service, tx: Transaction, update: Update, now: datetime) -> None:
    event = update.event
    person = getattr(event, "sender", Person(update.chat, ""))
    if isinstance(event, BotRemoved):
        await tx.residents.set_blocked(update.chat, now)
        return
    resident = await tx.residents.of_chat(update.chat, person.name, now)
    await _returned(service, tx, update, resident, now)
    typed = await _typed_button(tx, update.chat, event)
    first = await arrived(service, tx, update.chat, typed, resident, now)
    if isinstance(first, TalkMoved):
        resident = await tx.residents.of_chat(update.chat, person.name, now)
    person = Person(update.chat, resident.name)
    talk = load_talk(await tx.talks.load(update.chat))
    scene = await _scene(service, tx, update.chat, typed, resident, now)
    performer = Performer(service, tx, update, now, resident)
    steps: list[Event | Answer] = [first]
    erased = False
    while steps:
        outcome = resident_step(talk, steps.pop(0), person, scene)
        talk = outcome.talk
        steps += await performer.perform(_with_toast(typed, outcome.effects))
        erased = erased or EraseResident() in outcome.effects
    if not erased:
        await tx.talks.save(update.chat, False, dump_talk(talk), talk.wake)


def _with_toast(event: Event, effects: Sequence[Effect]) -> Sequence[Effect]:
    """A press is always answered, or the button would seem to hang."""
    if not isinstance(event, ButtonPressed) or not event.press:
        return effects
    if any(isinstance(one, Tell) for one in effects):
        return effects
    return (Tell(event.press, event.sender.address), *effects)


async def _returned(service: Service, tx: Transaction, update: Update, resident: Resident, now: datetime) -> None:
    """Whoever writes can be written to again: letters that failed meanwhile go out."""
    if not (resident.blocked and isinstance(update.event, OF_THEIR_OWN)):
        return
    await tx.residents.set_blocked(update.chat, None)
    await tx.bindings.set_lost(update.chat, None)
    await tx.outbox.revive(update.chat, now - STILL_OF_USE, now)
    actor = Actor(service, tx, Writer(tx, service.words, now), now)
    for appeal in await tx.appeals.of_resident(resident.id, OWN_APPEALS):
        # Of what others wrote the return of this one says nothing.
        if appeal.undelivered and appeal.resident == resident.id:
            await tx.appeals.change(appeal, {"undelivered": ""})
            await actor.refresh(appeal)


async def _typed_button(tx: Transaction, chat: str, event: Event) -> Event:
    """A button's words typed by hand are a press: some phones and people never press."""
    if not isinstance(event, MessageSent) or not event.text or len(event.text) > TYPED_BUTTON or event.reply_to:
        return event
    content = await tx.outbox.last_buttons(chat)
    wanted = _bare(event.text)
    for row in load_content(content).keyboard if content else ():
        for button in row:
            if _bare(button.label) == wanted:
                return ButtonPressed("", event.sender, button.data)
    return event


def _bare(words: str) -> str:
    return "".join(one for one in words.casefold() if one.isalnum())


async def _scene(
    service: Service, tx: Transaction, chat: str, event: Event, resident: Resident, now: datetime
) -> Scene:
    reply_to = getattr(event, "reply_to", None)
    own = tuple(await tx.appeals.of_resident(resident.id, OWN_APPEALS))
    return Scene(
        now=now,
        district=service.district,
        triage=service.triage,
        name=resident.name,
        consent=resident.consent,
        consent_at=resident.consent_at,
        last_place=resident.last_place,
        appeals=own,
        filed_recently=sum(1 for one in own if one.filed_at >= now - HOUR and one.resident == resident.id),
        followed=frozenset(one.number for one in own if one.resident != resident.id),
        not_asked=await _not_asked(tx, own, resident),
        replied=await tx.outbox.post_of(chat, reply_to) if reply_to else None,
        quiet=service.quiet,
        kept=service.keep_contacts,
    )


async def _not_asked(tx: Transaction, appeals: Sequence[Appeal], resident: Resident) -> frozenset[str]:
    """Questions that went to the author of what this resident only joined."""
    joined = [one for one in appeals if one.status is Status.ASKED and one.resident != resident.id]
    return frozenset([one.number for one in joined if await tx.residents.reachable(one.resident)])


async def _desk(service: Service, tx: Transaction, update: Update, now: datetime, member: bool) -> None:
    event, chat = update.event, update.chat
    if isinstance(event, BotRemoved):
        await chat_lost(service, tx, chat, now)
        return
    missed = await _let_in(tx, update, now)
    talk = load_desk_talk(await tx.talks.load(chat))
    scene = await _desk_scene(service, tx, update, talk, now, member)
    performer = Performer(service, tx, update, now)
    steps: list[Event | Answer] = [event]
    while steps:
        outcome = desk.step(talk, steps.pop(0), scene)
        talk = outcome.talk
        steps += await performer.perform(_with_toast(event, outcome.effects))
    await tx.talks.save(chat, True, dump_desk_talk(talk), talk.wake)
    for one in missed:
        await Actor(service, tx, Writer(tx, service.words, now), now).show_open(one.target, one.chat)


async def _let_in(tx: Transaction, update: Update, now: datetime) -> list[Binding]:
    """Where the bot is heard again what failed goes out; the desks whose cards are to be shown there."""
    # Right after a refusal it may be an old message, or a chat where the bot may only listen.
    lost_before = now if isinstance(update.event, BotAdded) else now - STILL_AWAY
    back = [one for one in await tx.bindings.inside(update.chat) if one.lost_at and one.lost_at <= lost_before]
    for one in back:
        await tx.bindings.set_lost(one.chat, None)
        await tx.outbox.revive(one.chat, now - STILL_OF_USE, now)
    return [one for one in back if one.role == "desk"]


async def _in_its_topic(tx: Transaction, update: Update) -> Update:
    """Of an old message Telegram says in which group it stands, but not in which of the topics."""
    event = update.event
    if not isinstance(event, ButtonPressed) or event.message is None or await tx.bindings.of_chat(update.chat):
        return update
    for bound in await tx.bindings.inside(update.chat):
        if await tx.outbox.post_of(bound.chat, event.message) is not None:
            return replace(update, chat=bound.chat)
    return update


async def _desk_scene(
    service: Service, tx: Transaction, update: Update, talk: DeskTalk, now: datetime, member: bool
) -> DeskScene:
    event, chat = update.event, update.chat
    reply_to = getattr(event, "reply_to", None)
    replied = await tx.outbox.post_of(chat, reply_to) if reply_to else None
    appeals = {}
    # In one order everywhere: chats that lock the same appeals must not wait for each other in a circle.
    for number in sorted(desk.concerns(talk, event, replied.number if replied else None)):
        if await tx.outbox.has_card(chat, number):
            appeal = await tx.appeals.get(number)
            if appeal is not None:
                appeals[number] = appeal
    bound = [one for one in await tx.bindings.of_chat(chat) if one.lost_at is None]
    return DeskScene(
        now=now,
        district=service.district,
        bound=bool(bound),
        desks=frozenset(one.target for one in bound if one.role == "desk"),
        replied=replied,
        appeals=appeals,
        member=member,
        triage=service.triage,
        chatless=await _chatless(service, tx) if desk.may_hand_over(event) else frozenset(),
        desk_time=service.desk_time,
        looks_same=service.photos.looks_same,
        open_figures=service.open_figures,
        quiet=service.quiet,
        recall=service.recall,
    )


async def _chatless(service: Service, tx: Transaction) -> frozenset[str]:
    """Desks that no chat serves now."""
    read = {one.target for one in await tx.bindings.all() if one.role == "desk" and one.lost_at is None}
    return frozenset(one.code for one in service.district.desks) - read
