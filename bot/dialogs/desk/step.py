"""One step of an officials' chat: state and event in, state and effects out."""

from bot.dialogs.codes import code_in
from bot.dialogs.desk import replying
from bot.dialogs.desk.pressing import pressed
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, stay
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.draft import kept
from bot.dialogs.effects import BindChat, Effect, NoteIntrusion, Say
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
from bot.dialogs.message import message, say


def concerns(talk: DeskTalk, event: Event, replied_number: str | None) -> frozenset[str]:
    """The numbers of the appeals that a step needs to know, so that nothing else is loaded."""
    numbers = {replied_number} if replied_number else set()
    match event:
        case ButtonPressed(data=data):
            kind, _, rest = data.partition(":")
            target = rest.split(":")[1] if ":" in rest else ""
            reply = talk.reply(target) if kind == "r" else None
            numbers.add(reply.number if reply else target)
        case Woken() | CollageDrawn() | MessageEdited():
            numbers |= {one.number for one in talk.replies}
    return frozenset(number for number in numbers if number)


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
            return replying.drawn(talk, event, scene)
        case Woken():
            return _woken(talk, scene)
        case BotAdded():
            return stay(talk, Say(message(say("desk-help") if scene.desks else say("unbound"))))
        case ChatBound(role=role, title=title):
            help_too = (say("desk-help"),) if role == "desk" else ()
            return stay(talk, Say(message(say(f"bound-{role}", title=title), *help_too)))
        case CodeRefused(why=why):
            return stay(talk, Say(message(say(f"code-{why.replace('_', '-')}"))))
        case HandlingFailed():
            return stay(talk, Say(message(say("desk-handling-failed"))))
        case _:
            return stay(talk)


def _sent(talk: DeskTalk, event: MessageSent, scene: DeskScene) -> DeskOutcome:
    code = code_in(event.text)
    if code is not None:
        return stay(talk, BindChat(code, event.sender))
    if not scene.bound:
        return stay(talk, Say(message(say("unbound"))))
    if scene.replied is None or not scene.desks:
        asked = event.text.strip().startswith("/")
        return stay(talk, Say(message(say("desk-help")))) if asked else stay(talk)
    return _replied(talk, event, scene)


def _replied(talk: DeskTalk, event: MessageSent, scene: DeskScene) -> DeskOutcome:
    post = scene.replied
    appeal = scene.appeals.get(post.number) if post else None
    if post is None or appeal is None:
        return stay(talk, Say(message(say("reply-without-card")), reply_to=event.message))
    if not scene.member:
        refused = Say(message(say("press-refused")), reply_to=event.message)
        return stay(talk, refused, NoteIntrusion(event.sender, "not_a_member"))
    if appeal.desk not in scene.desks:
        moved = say("card-moved", desk=scene.district.desk(appeal.desk).name)
        return stay(talk, Say(message(moved), reply_to=event.message))
    refusals = _refusals(event)
    if not (event.text.strip() or kept(event)):
        return stay(talk, *refusals)
    outcome = replying.take(talk, event, appeal, post, scene)
    return DeskOutcome(outcome.talk, (*refusals, *outcome.effects))


def _refusals(event: MessageSent) -> tuple[Effect, ...]:
    lost = [f"photo-{one.reason.replace('_', '-')}" for one in event.photos if isinstance(one, LostPhoto)]
    wrong = ["desk-unsupported"] if event.unsupported else []
    empty = ["desk-unsupported"] if not (event.text.strip() or event.photos or event.unsupported) else []
    ids = dict.fromkeys(lost + wrong + empty)
    return (Say(message(*(say(one) for one in ids)), reply_to=event.message),) if ids else ()


def _woken(talk: DeskTalk, scene: DeskScene) -> DeskOutcome:
    """Albums that are complete are shown; replies whose time to be recalled has passed leave."""
    effects: tuple[Effect, ...] = ()
    for reply in talk.replies:
        if reply.wake is None or reply.wake > scene.now:
            continue
        appeal = scene.appeals.get(reply.number)
        if appeal is None:
            continue
        move = replying.left if reply.stage == "leaving" else replying.prepare
        outcome = move(talk, reply, appeal, scene)
        talk, effects = outcome.talk, (*effects, *outcome.effects)
    return DeskOutcome(talk, effects)
