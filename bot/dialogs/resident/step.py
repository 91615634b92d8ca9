"""One step of the resident's conversation: state and event in, state and effects out."""

from bot.dialogs.effects import Say
from bot.dialogs.events import (
    Answer,
    AppealFiled,
    AppealJoined,
    BotReturned,
    ButtonPressed,
    ChatBound,
    CodeRefused,
    EditNoted,
    Event,
    HandlingFailed,
    JoinMissed,
    KnownFound,
    MessageEdited,
    MessageSent,
    MoveOffered,
    Person,
    TalkMoved,
    Woken,
)
from bot.dialogs.message import message, say
from bot.dialogs.resident.arriving import arrived, offered
from bot.dialogs.resident.confirming import filed
from bot.dialogs.resident.editing import edited
from bot.dialogs.resident.hearing import heard
from bot.dialogs.resident.knowing import found, joined, missed
from bot.dialogs.resident.pressing import press
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.settling import next_of_several
from bot.dialogs.resident.states import Talk
from bot.dialogs.resident.waking import reminded, woken
from bot.dialogs.resident.wording import own_buttons


def step(talk: Talk, event: Event | Answer, by: Person, scene: Scene) -> Outcome:
    """The resident `by` and the conversation after the event. Total: every event in every state has an outcome."""
    match event:
        case MessageSent():
            return reminded(heard(talk, event, by, scene), scene)
        case ButtonPressed():
            return reminded(press(talk, event, by, scene), scene)
        case MessageEdited():
            return reminded(edited(talk, event, scene), scene)
        case Woken():
            return woken(talk, by, scene)
        case AppealFiled():
            return reminded(next_of_several(filed(talk, event), scene), scene)
        case KnownFound() | AppealJoined() | JoinMissed():
            return reminded(_known(talk, event, scene), scene)
        case MoveOffered(code=code):
            return offered(talk, code)
        case TalkMoved():
            return arrived(talk, scene)
        case _:
            return _told(talk, event)


def _known(talk: Talk, event: KnownFound | AppealJoined | JoinMissed, scene: Scene) -> Outcome:
    match event:
        case KnownFound():
            return found(talk, event, scene)
        case AppealJoined():
            return next_of_several(joined(talk, event), scene)
        case JoinMissed():
            return missed(talk, event, scene)


def _told(talk: Talk, event: Event | Answer) -> Outcome:
    """News that change nothing in the conversation."""
    match event:
        case EditNoted(number=number):
            return stay(talk, Say(message(say("edit-noted", number=number) if number else say("edit-unknown"))))
        case ChatBound(role=role, title=title):
            return stay(talk, Say(message(say(f"bound-{role}", title=title))))
        case CodeRefused(why=why):
            return stay(talk, Say(message(say(f"code-{why.replace('_', '-')}"))))
        case BotReturned():
            return stay(talk, Say(message(say("welcome-back"), buttons=own_buttons())))
        case HandlingFailed():
            return stay(talk, Say(message(say("handling-failed"))))
        case _:
            # Officials' events and the bot being blocked: nobody is there to be answered.
            return stay(talk)
