"""One step of the resident's conversation: state and event in, state and effects out."""

from dataclasses import replace
from datetime import timedelta

from bot.dialogs.codes import code_in
from bot.dialogs.draft import amend, has_message, kept
from bot.dialogs.effects import BindChat, Effect, NoteEdit, Say, Tell
from bot.dialogs.events import (
    Answer,
    AppealFiled,
    BotReturned,
    ButtonPressed,
    ChatBound,
    CodeRefused,
    EditNoted,
    Event,
    HandlingFailed,
    LostPhoto,
    MessageEdited,
    MessageSent,
    Person,
    Woken,
)
from bot.dialogs.message import Message, message, say
from bot.dialogs.resident import account, answering, following
from bot.dialogs.resident.commands import Command, command_in, is_command
from bot.dialogs.resident.drafting import current_draft, gather, proceed
from bot.dialogs.resident.pressing import help_message, pressed
from bot.dialogs.resident.scene import Outcome, Scene, go, stay
from bot.dialogs.resident.states import (
    AwaitingConsent,
    ChoosingPlace,
    ChoosingTopic,
    Gathering,
    Idle,
    Pace,
    Supplement,
    Talk,
)
from bot.dialogs.resident.wording import own_buttons

MESSAGES_A_MINUTE = 20
MINUTE = timedelta(minutes=1)


def step(talk: Talk, event: Event | Answer, by: Person, scene: Scene) -> Outcome:
    """The resident `by` and the conversation after the event. Total: every event in every state has an outcome."""
    match event:
        case MessageSent():
            return _paced(talk, event, scene)
        case ButtonPressed():
            outcome = pressed(talk, event, scene)
            return outcome or stay(talk, Tell(event.press, by.address, say("button-stale")), Say(_hint(talk)))
        case MessageEdited():
            return _edited(talk, event, scene)
        case Woken():
            return _woken(talk, by, scene)
        case AppealFiled():
            return answering.filed(talk, event)
        case EditNoted(number=number):
            words = say("edit-noted", number=number) if number else say("edit-unknown")
            return stay(talk, Say(message(words)))
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


def _paced(talk: Talk, event: MessageSent, scene: Scene) -> Outcome:
    """Counts messages; one who writes too much hears of it once, and nothing written is lost."""
    pace = talk.pace
    if pace is None or scene.now - pace.since >= MINUTE:
        pace = Pace(scene.now, 0)
    pace = Pace(pace.since, pace.count + 1)
    talk = replace(talk, pace=pace)
    if pace.count <= MESSAGES_A_MINUTE:
        return _sent(talk, event, scene)
    quiet = _taken(talk, event, scene) if _has_content(event) and command_in(event.text) is None else stay(talk)
    too_fast = pace.count == MESSAGES_A_MINUTE + 1
    return Outcome(quiet.talk, (Say(message(say("slow-down"))),) if too_fast else ())


def _has_content(event: MessageSent) -> bool:
    return bool(event.text.strip() or kept(event) or event.point)


def _sent(talk: Talk, event: MessageSent, scene: Scene) -> Outcome:
    code = code_in(event.text)
    if code is not None:
        return stay(talk, BindChat(code, event.sender))
    command = command_in(event.text)
    if command is not None:
        return _commanded(talk, command, scene)
    if is_command(event.text):
        return stay(talk, Say(message(say("unknown-command"), buttons=own_buttons())))
    if scene.replied is not None and scene.replied.kind == "head":
        return stay(talk, Say(message(say("head-reply"))))
    outcome = _taken(talk, event, scene) if _has_content(event) else stay(talk)
    return outcome.and_then(*_refusals(outcome.talk, event))


def _refusals(talk: Talk, event: MessageSent) -> tuple[Effect, ...]:
    """A line for whatever could not be taken, with the way on."""
    lost = [f"photo-{one.reason.replace('_', '-')}" for one in event.photos if isinstance(one, LostPhoto)]
    wrong = [f"unsupported-{event.unsupported}"] if event.unsupported else []
    ids = dict.fromkeys(lost + wrong)
    if not ids and not _has_content(event):
        ids = {"empty-message": None}
    hint = () if _has_content(event) else _hint(talk).paragraphs
    return (Say(message(*(say(one) for one in ids), *hint)),) if ids else ()


def _hint(talk: Talk) -> Message:
    """The way on from where the conversation stands."""
    if talk.aside is not None:
        return message(say("hint-aside", number=talk.aside.number))
    name = type(talk.step).__name__.lower()
    buttons = own_buttons() if isinstance(talk.step, Idle) else ()
    return message(say(f"hint-{name}"), buttons=buttons)


def _taken(talk: Talk, event: MessageSent, scene: Scene) -> Outcome:
    """Content goes to the appeal it is about, to the question asked, or to the draft."""
    if talk.aside is not None and not _is_about_another(talk.aside, scene):
        return following.supplement(talk, talk.aside, event, scene)
    meant = following.implied_by(event, scene) if _may_imply(talk, scene) else None
    if meant is not None:
        return following.supplement(talk, meant, event, scene)
    if isinstance(talk.step, ChoosingPlace):
        return answering.place_typed(talk, talk.step, event, scene)
    if isinstance(talk.step, ChoosingTopic):
        return answering.topic_typed(talk, talk.step, event, scene)
    return gather(talk, event, scene)


def _is_about_another(aside: Supplement, scene: Scene) -> bool:
    return scene.replied is not None and scene.replied.number != aside.number


def _may_imply(talk: Talk, scene: Scene) -> bool:
    """A plain message is a reply to the desk only while nothing else is being written."""
    return scene.replied is not None or isinstance(talk.step, Idle)


def _commanded(talk: Talk, command: Command, scene: Scene) -> Outcome:
    match command:
        case "start":
            if not scene.consented:
                return account.ask_consent(talk, current_draft(talk), scene)
            return stay(talk, Say(message(say("start-again"), say("how-to-write"), buttons=own_buttons())))
        case "mine":
            return following.list_mine(talk, 0, scene)
        case "data":
            return account.show_data(talk, scene)
        case "delete":
            return account.ask_deletion(talk)
        case "help":
            return stay(talk, Say(help_message(scene.district)))
        case "cancel":
            busy = talk.aside is not None or not isinstance(talk.step, Idle)
            words = say("cancelled") if busy else say("nothing-to-cancel")
            return Outcome(replace(talk, step=Idle(), aside=None), (Say(message(words, buttons=own_buttons())),))


def _edited(talk: Talk, event: MessageEdited, scene: Scene) -> Outcome:
    aside = talk.aside
    if aside is not None and has_message(aside.draft, event.message):
        grown = replace(aside, draft=amend(aside.draft, event.message, event.text), wake=scene.now + scene.quiet)
        return Outcome(replace(talk, aside=grown))
    draft = current_draft(talk)
    if not has_message(draft, event.message):
        return stay(talk, NoteEdit(event.message, event.text))
    draft = amend(draft, event.message, event.text)
    if isinstance(talk.step, AwaitingConsent):
        return go(talk, AwaitingConsent(draft, scene.now + scene.quiet))
    return go(talk, Gathering(draft, scene.now + scene.quiet))


def _woken(talk: Talk, by: Person, scene: Scene) -> Outcome:
    """Everything whose quiet time has passed goes on."""
    outcome = stay(talk)
    if talk.aside is not None and talk.aside.wake is not None and talk.aside.wake <= scene.now:
        outcome = following.finish(talk, talk.aside, by, scene)
    talk, effects = outcome.talk, outcome.effects
    match talk.step:
        case Gathering(draft=draft, wake=wake) if wake <= scene.now:
            return proceed(talk, draft, scene).after(*effects)
        case AwaitingConsent(draft=draft, wake=wake) if wake is not None and wake <= scene.now:
            return account.ask_consent(talk, draft, scene, again=True).after(*effects)
    return outcome
