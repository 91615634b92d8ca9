"""What a resident's message is: a command, a courtesy, words for an appeal, an answer to a list, or the story."""

from dataclasses import replace
from datetime import timedelta

from bot.dialogs.codes import code_in
from bot.dialogs.draft import kept
from bot.dialogs.effects import BindChat, OpenOffice, Say
from bot.dialogs.events import LostPhoto, MessageSent, Person
from bot.dialogs.message import message, say
from bot.dialogs.resident import account, confirming, knowing
from bot.dialogs.resident.alarming import warned
from bot.dialogs.resident.answering import place_typed, topic_typed
from bot.dialogs.resident.commanding import commanded
from bot.dialogs.resident.commands import command_in, courtesy_in, is_command, wants_office
from bot.dialogs.resident.drafting import gather
from bot.dialogs.resident.following import supplement
from bot.dialogs.resident.hinting import is_busy, way_on
from bot.dialogs.resident.meaning import meant_by
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.states import (
    AwaitingConsent,
    ChoosingKnown,
    ChoosingPlace,
    ChoosingTopic,
    Confirming,
    ConfirmingDeletion,
    Idle,
    Pace,
    Talk,
)
from bot.dialogs.resident.wording import own_buttons

MESSAGES_A_MINUTE = 20
MINUTE = timedelta(minutes=1)
# «7K3M-9QXP» comes alone: inside a story it would be somebody's number plate.
CODE_ALONE = 10


def heard(talk: Talk, event: MessageSent, by: Person, scene: Scene) -> Outcome:
    """Counts messages; one who writes too much is slowed."""
    pace = talk.pace
    if pace is None or scene.now - pace.since >= MINUTE:
        pace = Pace(scene.now, 0, pace.wake if pace else None)
    talk = replace(talk, pace=replace(pace, count=pace.count + 1))
    if pace.count >= MESSAGES_A_MINUTE:
        return _hurried(talk, event, by, scene)
    code = code_in(event.ref)
    return _sent(talk, event, by, scene) if code is None else _brought(talk, event, code, by, scene)


def _brought(talk: Talk, event: MessageSent, code: str, by: Person, scene: Scene) -> Outcome:
    """A link of VK's brings its code beside the first words, whatever these are; a bare «Начать» says nothing more."""
    asked = BindChat(code, event.sender, by_link=True)
    if command_in(event.text) == "start" or not has_content(event):
        return stay(talk, asked)
    return _sent(talk, event, by, scene).and_then(asked)


def _hurried(talk: Talk, event: MessageSent, by: Person, scene: Scene) -> Outcome:
    """Words and photos are still taken, all else waits; one line now, and the way on when quiet comes."""
    pace = talk.pace or Pace(scene.now, 0)
    told = (Say(message(say("slow-down"))),) if pace.count == MESSAGES_A_MINUTE + 1 else ()
    plain = command_in(event.text) is None and has_content(event)
    outcome = warned(_gathered(talk, event, by, scene), event.text, scene) if plain else stay(talk)
    waiting = replace(pace, wake=scene.now + scene.quiet)
    return Outcome(replace(outcome.talk, pace=waiting), (*told, *outcome.effects))


def _gathered(talk: Talk, event: MessageSent, by: Person, scene: Scene) -> Outcome:
    return supplement(talk, talk.aside, event, by, scene) if talk.aside else gather(talk, event, scene)


def has_content(event: MessageSent) -> bool:
    return bool(event.text.strip() or kept(event) or event.point)


def _sent(talk: Talk, event: MessageSent, by: Person, scene: Scene) -> Outcome:
    only_words = not (event.photos or event.point or event.forwarded)
    answer = _ordered(talk, event, scene) if only_words else None
    if answer is None and scene.replied is not None and scene.replied.kind == "head":
        answer = stay(talk, Say(message(say("head-reply"))))
    if answer is None and only_words:
        answer = _courteous(talk, event, scene)
    if answer is not None:
        return answer
    outcome = _taken(talk, event, by, scene) if has_content(event) else stay(talk)
    outcome = warned(outcome, event.text, scene)
    return _with_refusals(outcome, event, scene)


def _ordered(talk: Talk, event: MessageSent, scene: Scene) -> Outcome | None:
    """A code or a command; None for other words."""
    text = event.text.strip()
    # A link «?start=7K3M-9QXP» comes as a command with the code behind it.
    alone = text.removeprefix("/start").strip()
    code = code_in(alone) if len(alone) <= CODE_ALONE else None
    if code is not None:
        return stay(talk, BindChat(code, event.sender))
    command = command_in(text)
    if command is not None:
        return commanded(talk, command, scene)
    # Heads and the coordinator may be bound in a private chat.
    if is_command(text) and wants_office(text):
        return stay(talk, OpenOffice())
    return _unknown(talk, scene) if is_command(text) else None


def _unknown(talk: Talk, scene: Scene) -> Outcome:
    if is_busy(talk):
        return stay(talk, way_on(talk, scene, say("unknown-command")))
    return stay(talk, Say(message(say("unknown-command"), buttons=own_buttons())))


def _courteous(talk: Talk, event: MessageSent, scene: Scene) -> Outcome | None:
    """«Да» to a question of the bot's is a press; «спасибо» is not a story. None for everything else."""
    word = courtesy_in(event.text)
    to_another = talk.aside is not None or (scene.replied is not None and not isinstance(talk.step, Idle))
    if to_another or word in (None, "hello"):
        return None
    match word, talk.step:
        case (("yes" | "agreed" | "right"), Confirming()):
            return confirming.send(talk, scene)
        case (("yes" | "agreed"), AwaitingConsent(greeted=True)):
            return account.agree(talk, scene)
        case (("yes" | "no"), ConfirmingDeletion()):
            return account.erase(talk) if word == "yes" else account.keep(talk, scene)
        case (("yes" | "right"), ChoosingKnown(numbers=(only,))):
            return knowing.join(talk, only, scene)
        case "no", ChoosingKnown():
            return knowing.another(talk, scene)
        case _, AwaitingConsent(greeted=True) | ChoosingTopic() | ChoosingPlace() | ChoosingKnown():
            return stay(talk, way_on(talk, scene))
        case _, Confirming() | ConfirmingDeletion():
            return stay(talk, way_on(talk, scene))
        case _, Idle() if meant_by(talk, event, scene) is None:
            return stay(talk, way_on(talk, scene, *((say("you-are-welcome"),) if word == "thanks" else ())))
        case _:
            return None


def _taken(talk: Talk, event: MessageSent, by: Person, scene: Scene) -> Outcome:
    """Content goes to the appeal it is about, to the question asked, or to the draft."""
    aside, replied = talk.aside, scene.replied
    if aside is not None and (replied is None or replied.number == aside.number):
        return supplement(talk, aside, event, by, scene)
    meant = meant_by(talk, event, scene)
    if meant is not None:
        return supplement(talk, meant, event, by, scene)
    if isinstance(talk.step, ChoosingPlace):
        return place_typed(talk, talk.step, event, scene)
    if isinstance(talk.step, ChoosingTopic):
        return topic_typed(talk, talk.step, event, scene)
    return gather(talk, event, scene)


def _with_refusals(outcome: Outcome, event: MessageSent, scene: Scene) -> Outcome:
    """A line for whatever could not be taken; with the way on where nothing else is said."""
    lost = [f"photo-{one.reason.replace('_', '-')}" for one in event.photos if isinstance(one, LostPhoto)]
    wrong = [f"unsupported-{event.unsupported}"] if event.unsupported else []
    ids = dict.fromkeys(lost + wrong)
    if has_content(event):
        return outcome.and_then(Say(message(*(say(one) for one in ids)))) if ids else outcome
    phrases = [say(one) for one in ids] or [say("empty-message")]
    return outcome.and_then(way_on(outcome.talk, scene, *phrases))
