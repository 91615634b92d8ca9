"""The way on from wherever the conversation stands: a line, and the buttons of the step once more."""

from bot.dialogs.effects import Say
from bot.dialogs.message import Message, Phrase, Rows, message, say
from bot.dialogs.resident.account import agree_button, deletion_buttons
from bot.dialogs.resident.choosing import WITH_KEYBOARD, choices
from bot.dialogs.resident.drafting import own_card
from bot.dialogs.resident.following import aside_buttons
from bot.dialogs.resident.knowing import known_buttons
from bot.dialogs.resident.meaning import question_about
from bot.dialogs.resident.scene import Scene
from bot.dialogs.resident.sorting import apart_buttons, doubt_buttons
from bot.dialogs.resident.states import (
    AwaitingConsent,
    AwaitingWords,
    ChoosingKnown,
    ChoosingPlace,
    ChoosingTopic,
    Confirming,
    ConfirmingDeletion,
    Doubted,
    Gathering,
    Idle,
    Splitting,
    Talk,
)
from bot.dialogs.resident.wording import own_buttons


def way_on(talk: Talk, scene: Scene, *before: Phrase) -> Say:
    """What can be done now, after the lines `before`; it carries the step's own buttons, so nobody scrolls up."""
    hint = _hint(talk, scene)
    in_turn = isinstance(talk.step, WITH_KEYBOARD)
    key = f"turn:{talk.turn}" if in_turn and talk.aside is None else ""
    return Say(message(*before, *hint.paragraphs, buttons=hint.buttons), key=key)


def is_busy(talk: Talk) -> bool:
    """Whether something is being written or asked."""
    return talk.aside is not None or not isinstance(talk.step, Idle)


def _hint(talk: Talk, scene: Scene) -> Message:
    if talk.aside is not None and talk.aside.implied:
        return message(say("hint-gathering"))
    if talk.aside is not None:
        return message(say("hint-aside", number=talk.aside.number), buttons=aside_buttons(talk.aside))
    name = type(talk.step).__name__.lower()
    question = question_about(talk, scene) if isinstance(talk.step, Idle) else None
    return question or message(say(f"hint-{name}"), buttons=_buttons(talk, scene))


def _buttons(talk: Talk, scene: Scene) -> Rows:
    match talk.step:
        case Idle():
            return own_buttons()
        case AwaitingConsent():
            return agree_button()
        case ChoosingTopic() | ChoosingPlace():
            return choices(talk.turn, talk.step, scene.district)
        case Doubted():
            return doubt_buttons(talk.turn)
        case Splitting():
            return apart_buttons(talk.turn)
        case ChoosingKnown():
            return known_buttons(talk.turn, talk.step, scene)
        case Confirming(draft=draft):
            return own_card(talk.turn, draft, scene).buttons
        case ConfirmingDeletion():
            return deletion_buttons(talk.turn)
        case Gathering() | AwaitingWords():
            return ()
