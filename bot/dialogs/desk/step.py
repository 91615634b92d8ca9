"""One step of an officials' chat: state and event in, state and effects out."""

import re

from bot.appeals.appeal import Appeal
from bot.dialogs.card import desk_name
from bot.dialogs.codes import code_in
from bot.dialogs.desk import replying
from bot.dialogs.desk.completing import drawn
from bot.dialogs.desk.offering import CHOICE
from bot.dialogs.desk.pressing import pressed
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, remark, stay
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.desk.waking import woken
from bot.dialogs.draft import kept
from bot.dialogs.effects import BindChat, Effect, NoteIntrusion, OpenOffice, Post, Say
from bot.dialogs.events import (
    Answer,
    BotAdded,
    ButtonPressed,
    ChatBound,
    CodeRefused,
    CollageDrawn,
    Event,
    HandlingFailed,
    LostPhoto,
    MessageEdited,
    MessageSent,
    Woken,
)
from bot.dialogs.message import Message, Phrase, message, say
from bot.dialogs.resident.commands import is_command, wants_office

# What a forged button says goes no further unless it looks like a number.
_NUMBER = re.compile(r"\d\d-\d{5,9}", re.ASCII)
# «/start 7K3M-9QXP»: longer talk that happens to hold a code is talk.
WORDS_WITH_A_CODE = 2


def concerns(talk: DeskTalk, event: Event, replied_number: str | None) -> frozenset[str]:
    """The numbers of the appeals that a step needs to know, so that nothing else is loaded."""
    numbers = {replied_number} if replied_number else set()
    match event:
        case ButtonPressed(data=data):
            kind, _, target, *_ = [*data.split(":"), "", ""]
            reply = talk.reply(target) if kind == "r" else None
            numbers.add(reply.number if reply else target)
        case Woken() | CollageDrawn() | MessageEdited():
            numbers |= {one.number for one in talk.replies}
    return frozenset(number for number in numbers if number and _NUMBER.fullmatch(number))


def may_hand_over(event: Event) -> bool:
    """Whether the step may offer another desk: then it must know which of them nobody reads."""
    return isinstance(event, ButtonPressed) and event.data.startswith(("d:to:", "d:topic:"))


def step(talk: DeskTalk, event: Event | Answer, scene: DeskScene) -> DeskOutcome:
    """The officials' chat after the event."""
    match event:
        case MessageSent():
            return _sent(talk, event, scene)
        case ButtonPressed():
            return pressed(talk, event, scene)
        case MessageEdited(message=message_id, text=text):
            return replying.edited(talk, message_id, text, scene)
        case CollageDrawn():
            return drawn(talk, event, scene)
        case Woken():
            return woken(talk, scene)
        case BotAdded():
            return stay(talk, Say(_help(scene)))
        case ChatBound(role=role, title=title):
            help_too = (say("desk-help"),) if role == "desk" else ()
            return stay(talk, Say(message(say(f"bound-{role}", title=title), *help_too)))
        case CodeRefused(why=why):
            return stay(talk, Say(message(say(f"code-{why.replace('_', '-')}"))))
        case HandlingFailed():
            return stay(talk, Say(message(say("desk-handling-failed"))))
        case _:
            return stay(talk)


def _help(scene: DeskScene) -> Message:
    """What this chat is for."""
    if not scene.bound:
        return message(say("unbound"))
    return message(say("desk-help") if scene.desks else say("head-reply"))


def _sent(talk: DeskTalk, event: MessageSent, scene: DeskScene) -> DeskOutcome:
    code = code_in(event.text)
    if code is not None and (not scene.bound or len(event.text.split()) <= WORDS_WITH_A_CODE):
        return stay(talk, BindChat(code, event.sender))
    if scene.bound and wants_office(event.text):
        return stay(talk, OpenOffice())
    if not scene.bound or is_command(event.text):
        return stay(talk, Say(_help(scene)))
    if scene.replied is None:
        return _not_about_a_card(talk, event, scene)
    return _replied(talk, event, scene)


def _not_about_a_card(talk: DeskTalk, event: MessageSent, scene: DeskScene) -> DeskOutcome:
    """An answer to the bot, but to what? Silence would leave the official thinking that the resident will read it."""
    if event.reply_to is None or not scene.desks:
        return stay(talk)
    return stay(talk, Say(message(say("reply-without-card")), reply_to=event.message))


def _replied(talk: DeskTalk, event: MessageSent, scene: DeskScene) -> DeskOutcome:
    post = scene.replied
    appeal = scene.appeals.get(post.number) if post and scene.desks else None
    if post is None or appeal is None:
        from_head = post is not None and post.kind == "head"
        return _answered(talk, event, say("head-reply") if from_head else say("reply-without-card"))
    if not scene.member:
        refused = _answered(talk, event, say("press-refused"))
        return stay(talk, *refused.effects, NoteIntrusion(event.sender, "not_a_member"))
    if appeal.desk not in scene.desks:
        return _answered(talk, event, say("card-moved", desk=desk_name(scene.district, appeal.desk)))
    if post.arg == CHOICE:
        return _answered(talk, event, say("choose-by-button"))
    return _taken(talk, event, appeal, post, scene)


def _taken(talk: DeskTalk, event: MessageSent, appeal: Appeal, post: Post, scene: DeskScene) -> DeskOutcome:
    refusals = _refusals(event, post)
    if not (event.text.strip() or kept(event)):
        return stay(talk, *refusals)
    outcome = replying.take(talk, event, appeal, post, scene)
    return DeskOutcome(outcome.talk, (*refusals, *outcome.effects))


def _answered(talk: DeskTalk, event: MessageSent, words: Phrase) -> DeskOutcome:
    return stay(talk, Say(message(words), reply_to=event.message))


def _refusals(event: MessageSent, post: Post) -> tuple[Effect, ...]:
    """A line for whatever cannot go to a resident."""
    lost = [f"photo-{one.reason.replace('_', '-')}" for one in event.photos if isinstance(one, LostPhoto)]
    nothing = not (event.text.strip() or kept(event) or lost)
    wrong = ["desk-unsupported"] if event.unsupported or event.point or nothing else []
    ids = dict.fromkeys(lost + wrong)
    return tuple(remark(say(one), post.number, event.message, on=post) for one in ids)
