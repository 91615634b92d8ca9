"""From words and photos to the confirmation card: gather, read, ask only for what is unclear."""

from dataclasses import replace

from bot.appeals.appeal import Place
from bot.dialogs.draft import Draft, extend, fits
from bot.dialogs.effects import Say
from bot.dialogs.events import MessageSent
from bot.dialogs.message import Button, message, say
from bot.dialogs.resident.account import ask_consent
from bot.dialogs.resident.choosing import ask_place, ask_topic
from bot.dialogs.resident.scene import Outcome, Scene, go, turned
from bot.dialogs.resident.states import (
    AwaitingConsent,
    AwaitingWords,
    ChoosingPlace,
    ChoosingTopic,
    Confirming,
    Gathering,
    Talk,
)
from bot.dialogs.resident.wording import place_name, topic_name
from bot.triage.reading import Reading


def current_draft(talk: Talk) -> Draft:
    """What is being written now; empty when nothing is."""
    match talk.step:
        case AwaitingConsent() | Gathering() | AwaitingWords() | ChoosingTopic() | ChoosingPlace() | Confirming():
            return talk.step.draft
        case _:
            return Draft()


def gather(talk: Talk, event: MessageSent, scene: Scene) -> Outcome:
    """Adds the message to the draft and waits a moment: an album or a second thought may follow."""
    draft = current_draft(talk)
    if not fits(draft, event):
        return Outcome(talk, (Say(message(say("draft-full"))),))
    draft = extend(draft, event)
    wake = scene.now + scene.quiet
    if scene.consented:
        return go(talk, Gathering(draft, wake))
    if isinstance(talk.step, AwaitingConsent):
        return go(talk, AwaitingConsent(draft, wake))
    return ask_consent(talk, draft, scene)


def proceed(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    """The next question, or the card when nothing is unclear."""
    if not draft.text:
        key = "ask-words-photo" if draft.photos else "ask-words-pin"
        return go(talk, AwaitingWords(draft), Say(message(say(key))))
    reading = scene.triage(draft.text, draft.point)
    draft = _decided(draft, reading)
    if draft.topic is None:
        return ask_topic(talk, draft, reading.topics, scene)
    if draft.place is None:
        return ask_place(talk, draft, reading.places, scene, outside=reading.outside)
    return confirm(talk, draft, scene)


def _decided(draft: Draft, reading: Reading) -> Draft:
    """What the words make clear; what the person chose stays."""
    topic = draft.topic or (reading.topics[0] if reading.sure and reading.topics else None)
    place = draft.place or (reading.places[0] if len(reading.places) == 1 else None)
    return replace(draft, topic=topic, place=_pinned(place, draft))


def _pinned(place: Place | None, draft: Draft) -> Place | None:
    if place is None or draft.point is None:
        return place
    return replace(place, point=draft.point)


def confirm(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    """The one card: topic, place, words, photos, and one press to file it."""
    if draft.topic is None or draft.place is None:
        return proceed(talk, draft, scene)
    talk = turned(talk)
    turn = talk.turn
    card = message(
        say("confirm-title"),
        say("confirm-topic", topic=topic_name(scene.district, draft.topic)),
        say("confirm-place", place=place_name(scene.district, draft.place)),
        say("confirm-text", text=draft.text),
        say("confirm-photos", count=len(draft.photos)) if draft.photos else "",
        buttons=(
            (Button(say("button-send"), f"send:{turn}"),),
            (Button(say("button-topic"), f"topic:{turn}"), Button(say("button-place"), f"place:{turn}")),
            (Button(say("button-add"), f"add:{turn}"), Button(say("button-cancel"), f"cancel:{turn}")),
        ),
        tight=True,
    )
    return go(talk, Confirming(draft), Say(card, key=f"turn:{turn}"))
