"""From words and photos to the confirmation card: gather, read, ask only for what is unclear."""

from dataclasses import replace

from bot.appeals.appeal import Place
from bot.dialogs.card import NAMED_KINDS
from bot.dialogs.draft import Draft, extend, has_room
from bot.dialogs.effects import FindKnown, Say
from bot.dialogs.events import MessageSent
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.choosing import OTHER, ask_other_words, ask_place, ask_topic, elsewhere, put_away
from bot.dialogs.resident.commands import courtesy_in
from bot.dialogs.resident.scene import Outcome, Scene, go, stay, turned
from bot.dialogs.resident.sorting import sorted_out
from bot.dialogs.resident.states import (
    AwaitingConsent,
    AwaitingWords,
    ChoosingKnown,
    Confirming,
    Doubted,
    Gathering,
    Idle,
    Talk,
)
from bot.dialogs.resident.wording import own_buttons, place_name, shortly, still_there, topic_name
from bot.triage.reading import Reading

# Longer words are cut on the card, so that its buttons stay in sight; what is filed is whole.
SHOWN_TEXT = 1500


def gather(talk: Talk, event: MessageSent, scene: Scene) -> Outcome:
    """Adds the message to the draft and waits a moment: an album or a second thought may follow."""
    if not has_room(talk.draft, event.text):
        return stay(talk, Say(message(no_room(talk.draft))))
    # Small talk before it is no part of the story.
    draft = extend(Draft() if isinstance(talk.step, Doubted) else talk.draft, event)
    if event.point and draft.own_place and draft.place:
        draft = replace(draft, place=replace(draft.place, point=event.point))
    return written(talk, draft, scene)


def no_room(draft: Draft) -> Phrase:
    """What a person hears whose words do not fit."""
    return say("draft-full") if draft.text else say("message-too-long")


def written(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    """There is something new in the draft: it is read when quiet comes; without consent it waits for that."""
    wake = scene.now + scene.quiet
    if scene.consented:
        return go(talk, Gathering(draft, wake), *put_away(talk))
    greeted = isinstance(talk.step, AwaitingConsent) and talk.step.greeted
    return go(talk, AwaitingConsent(draft, wake, greeted), *put_away(talk))


def proceed(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    """The next question, or the card when nothing is unclear."""
    if draft.is_empty:
        return go(talk, Idle(), Say(message(say("hint-idle"), buttons=own_buttons())))
    if not draft.text or courtesy_in(draft.text) == "hello":
        return go(talk, AwaitingWords(draft), Say(message(say(_wanting(draft)))))
    reading = scene.triage(draft.text, draft.point)
    aside = sorted_out(talk, draft, reading, scene)
    if aside is not None:
        return aside
    draft = _decided(draft, reading, scene)
    if draft.topic is None and not (reading.topics or draft.words_asked):
        return ask_other_words(talk, draft, scene)
    if draft.topic is None:
        return ask_topic(talk, draft, reading.topics, scene)
    if draft.place is None:
        return ask_place(talk, draft, reading.places, scene, outside=elsewhere(reading, scene))
    return confirm(talk, draft, scene)


def _wanting(draft: Draft) -> str:
    if draft.photos:
        return "ask-words-photo"
    return "ask-words-pin" if draft.point else "ask-words-hello"


def _decided(draft: Draft, reading: Reading, scene: Scene) -> Draft:
    """What the words make clear; what the person chose stays, and a topic asked for once is not asked for again."""
    likeliest = reading.topics[0] if reading.topics else None
    guess = likeliest if reading.sure else (likeliest or OTHER) if draft.topic_asked else None
    place = reading.places[0] if len(reading.places) == 1 else None
    return replace(draft, topic=draft.topic or guess, place=still_there(scene.district, draft.place) or place)


def placed(draft: Draft, place: Place) -> Draft:
    """The place that the person chose; an earlier pin belongs to it unless another place was known before."""
    pin = place.point or (draft.point if draft.place is None else None)
    return replace(draft, place=replace(place, point=pin), own_place=True)


def confirm(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    """The card, unless somebody has written about it already: the answer comes before anything else can happen."""
    if draft.topic is None or draft.place is None:
        return proceed(talk, draft, scene)
    if draft.known_asked or not scene.consented:
        return show_card(talk, draft, scene)
    return go(talk, ChoosingKnown(draft, ()), FindKnown(draft.topic, draft.place, draft.text, draft.point))


def show_card(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    """The one card: topic, place, words, photos, and one press to file it."""
    talk = turned(talk)
    return go(talk, Confirming(draft), Say(own_card(talk.turn, draft, scene), key=f"turn:{talk.turn}"))


def own_card(turn: int, draft: Draft, scene: Scene) -> Message:
    """The draft as officials will see it, and what can be changed."""
    district, place = scene.district, draft.place or Place("")
    reading = scene.triage(draft.text, draft.point)
    kind = draft.kind or reading.kind
    return message(
        say("confirm-title"),
        say(f"confirm-kind-{kind}") if kind in NAMED_KINDS else "",
        say("confirm-topic", topic=topic_name(district, draft.topic or OTHER)),
        say("confirm-place", place=place_name(district, place)),
        say("confirm-pin") if place.point else "",
        say("confirm-text", text=shortly(reading.shown, SHOWN_TEXT)),
        say("confirm-whole", count=len(reading.shown)) if len(reading.shown) > SHOWN_TEXT else "",
        say("confirm-details-shared" if draft.share else "confirm-details") if reading.details else "",
        say("confirm-photos", count=len(draft.photos)) if draft.photos else "",
        say("photos-left-out", count=draft.left_out) if draft.left_out else "",
        buttons=card_buttons(turn, draft, reading),
        tight=True,
    )


def card_buttons(turn: int, draft: Draft, reading: Reading) -> Rows:
    """«Отправить» and what can be changed."""
    share = Button(say("button-details-hide" if draft.share else "button-details-share"), f"details:{turn}")
    return (
        (Button(say("button-send"), f"send:{turn}"),),
        *(((share,),) if reading.details else ()),
        (Button(say("button-topic"), f"topic:{turn}"), Button(say("button-place"), f"place:{turn}")),
        (Button(say("button-add"), f"add:{turn}"), Button(say("button-cancel"), f"cancel:{turn}")),
    )
