"""What a message or a press means to the step that asked for it."""

from dataclasses import replace

from bot.appeals.appeal import Place
from bot.dialogs.draft import Draft, extend, fits
from bot.dialogs.effects import FileAppeal, Replace, Say
from bot.dialogs.events import AppealFiled, MessageSent
from bot.dialogs.message import Message, message, say
from bot.dialogs.resident.choosing import (
    OTHER,
    ask_place,
    ask_topic,
    chosen,
    option_name,
    show_categories,
    show_localities,
    show_topics,
)
from bot.dialogs.resident.drafting import confirm, gather
from bot.dialogs.resident.scene import Outcome, Scene, go
from bot.dialogs.resident.states import ChoosingPlace, ChoosingTopic, Confirming, Idle, Talk
from bot.dialogs.resident.wording import own_buttons

# A place or a topic is named in a few words; more is a part of the story.
NAMING = 60
FILED_AN_HOUR = 10


def place_typed(talk: Talk, step: ChoosingPlace, event: MessageSent, scene: Scene) -> Outcome:
    """Words or a pin in answer to «где это?»: a place if they name one, otherwise the list once more."""
    if event.photos or len(event.text) > NAMING:
        return gather(talk, event, scene)
    draft = replace(step.draft, point=event.point or step.draft.point)
    reading = scene.triage(event.text, draft.point)
    if len(reading.places) == 1:
        place = replace(reading.places[0], point=draft.point)
        return confirm(talk, replace(draft, place=place, own_place=True), scene)
    if reading.places:
        return ask_place(talk, draft, reading.places, scene)
    # Not a place we know: the words are kept, because the officials may know it.
    draft = extend(draft, event) if fits(draft, event) else draft
    return ask_place(talk, draft, (), scene, outside=reading.outside, missed=not reading.outside)


def topic_typed(talk: Talk, step: ChoosingTopic, event: MessageSent, scene: Scene) -> Outcome:
    """Words in answer to «о чём это?»: taken if they are clear, added to the story if they are long."""
    if event.photos or event.point or len(event.text) > NAMING:
        return gather(talk, event, scene)
    wanted = event.text.strip().casefold()
    named = [code for code, one in scene.district.topics.items() if one.name.casefold() == wanted]
    reading = scene.triage(event.text)
    topic = named[0] if named else reading.topics[0] if reading.sure and reading.topics else None
    if topic is not None:
        return confirm(talk, replace(step.draft, topic=topic, own_topic=True), scene)
    return ask_topic(talk, step.draft, reading.topics, scene)


def picked(talk: Talk, index: int, scene: Scene) -> Outcome | None:
    """A press on one of the choices; None when there is no such choice."""
    step = talk.step
    if not isinstance(step, ChoosingTopic | ChoosingPlace) or not 0 <= index < len(step.options):
        return None
    option = step.options[index]
    mark = chosen(talk, option_name(scene.district, option))
    return _take(talk, step.draft, option, scene).after(mark)


def _take(talk: Talk, draft: Draft, option: str | Place, scene: Scene) -> Outcome:
    if isinstance(option, Place):
        settlement = scene.district.settlement(option.settlement)
        if option.locality is None and len(settlement.localities) > 1:
            return show_localities(talk, draft, option.settlement, scene)
        return _with_place(talk, draft, option, scene)
    if option.startswith("category:"):
        return show_topics(talk, draft, option.removeprefix("category:"), scene)
    return confirm(talk, replace(draft, topic=option, own_topic=True), scene)


def _with_place(talk: Talk, draft: Draft, place: Place, scene: Scene) -> Outcome:
    pinned = replace(place, point=draft.point) if draft.point else place
    return confirm(talk, replace(draft, place=pinned, own_place=True), scene)


def whole_settlement(talk: Talk, settlement: str, scene: Scene) -> Outcome | None:
    """«Не указывать»: the settlement is enough."""
    codes = {one.code for one in scene.district.settlements}
    if not isinstance(talk.step, ChoosingPlace) or settlement not in codes:
        return None
    mark = chosen(talk, scene.district.settlement(settlement).full_name)
    return _with_place(talk, talk.step.draft, Place(settlement), scene).after(mark)


def other_topics(talk: Talk, scene: Scene) -> Outcome | None:
    if not isinstance(talk.step, ChoosingTopic):
        return None
    return show_categories(talk, talk.step.draft, scene)


def change(talk: Talk, what: str, scene: Scene) -> Outcome | None:
    """«Изменить тему», «Изменить место», «Добавить» on the card."""
    if not isinstance(talk.step, Confirming):
        return None
    draft = talk.step.draft
    match what:
        case "topic":
            rivals = [code for code in scene.triage(draft.text, draft.point).topics if code != draft.topic]
            return ask_topic(talk, replace(draft, topic=None), rivals, scene)
        case "place":
            return ask_place(talk, replace(draft, place=None, point=None), (), scene)
        case _:
            return Outcome(talk, (Say(message(say("add-to-draft"))),))


def send(talk: Talk, scene: Scene) -> Outcome | None:
    """Files the draft; too many in an hour wait with the draft kept."""
    if not isinstance(talk.step, Confirming):
        return None
    draft = talk.step.draft
    if scene.filed_recently >= FILED_AN_HOUR:
        return Outcome(talk, (Say(message(say("too-many-filed", count=FILED_AN_HOUR))),))
    if draft.place is None:
        return ask_place(talk, draft, (), scene)
    sent = Replace(f"turn:{talk.turn}", Message((say("confirm-sent"),)))
    effect = FileAppeal(draft.topic or OTHER, draft.place, draft.text, draft.photos, draft.messages)
    return go(talk, Idle(), sent, effect)


def filed(talk: Talk, event: AppealFiled) -> Outcome:
    """The number, who is responsible and until when."""
    words = message(
        say("filed-number", number=event.number),
        say("filed-desk", desk=event.desk),
        say("filed-due", due=event.due),
        say("filed-next"),
        buttons=own_buttons(),
        tight=True,
    )
    return Outcome(talk, (Say(words),))
