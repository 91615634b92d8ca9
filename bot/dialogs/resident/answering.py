"""What words or a press mean to the list that asked for a topic or a place."""

from collections.abc import Sequence
from dataclasses import replace

from bot.appeals.appeal import Place
from bot.dialogs.draft import Draft, extend, has_room
from bot.dialogs.events import MessageSent
from bot.dialogs.resident.choosing import (
    CATEGORY,
    ask_place,
    chosen,
    elsewhere,
    option_name,
    put_away,
    show_categories,
    show_localities,
    show_topics,
)
from bot.dialogs.resident.drafting import confirm, gather, placed
from bot.dialogs.resident.scene import Outcome, Scene
from bot.dialogs.resident.states import ChoosingPlace, ChoosingTopic, Talk
from bot.dialogs.resident.wording import still_there

# A place or a topic is named in a few words; more is a part of the story.
NAMING = 60


def place_typed(talk: Talk, step: ChoosingPlace, event: MessageSent, scene: Scene) -> Outcome:
    """Words or a pin in answer to «где это?»: a place if they name one, otherwise the list once more."""
    if event.photos or len(event.text) > NAMING:
        return gather(talk, event, scene)
    reading = scene.triage(event.text, event.point)
    places = _among(step.options, reading.places)
    draft = replace(step.draft, point=event.point or step.draft.point)
    if len(places) == 1:
        mark = chosen(talk, option_name(scene.district, places[0]))
        exact = event.text.strip().casefold() == (places[0].locality or "").casefold()
        draft = draft if exact else _with_words(draft, event)
        return confirm(talk, placed(draft, places[0]), scene).after(mark)
    if places:
        return ask_place(talk, _with_words(draft, event), places, scene).after(*put_away(talk))
    draft = _with_words(draft, event)
    missed = not reading.outside
    return ask_place(talk, draft, (), scene, outside=elsewhere(reading, scene), missed=missed).after(*put_away(talk))


def _among(options: Sequence[Place], places: Sequence[Place]) -> tuple[Place, ...]:
    """What was said, narrowed to the choices shown where that makes it clear."""
    fitting = [
        replace(option, address=place.address, point=place.point)
        for option in options
        for place in places
        if option.locality and option.settlement == place.settlement and place.locality in (None, option.locality)
    ]
    return (fitting[0],) if len(fitting) == 1 else tuple(places)


def _with_words(draft: Draft, event: MessageSent) -> Draft:
    """Words typed in place of a press are kept: officials may know what we do not. They change no decision."""
    if not has_room(draft, event.text):
        return draft
    return replace(extend(draft, event), topic=draft.topic, place=draft.place)


def topic_typed(talk: Talk, step: ChoosingTopic, event: MessageSent, scene: Scene) -> Outcome:
    """Words in answer to «о чём это?»: taken if they name a topic, otherwise more of the story."""
    if event.photos or event.point or len(event.text) > NAMING:
        return gather(talk, event, scene)
    wanted = event.text.strip().casefold()
    for topic in scene.district.topics.values():
        if topic.name.casefold() == wanted:
            return _named(talk, step.draft, topic.code, scene)
        if topic.category_name.casefold() == wanted:
            return _named(talk, step.draft, CATEGORY + topic.category, scene)
    reading = scene.triage(event.text)
    if reading.sure and reading.topics:
        return _named(talk, _with_words(step.draft, event), reading.topics[0], scene)
    return gather(talk, event, scene)


def picked(talk: Talk, index: int, scene: Scene) -> Outcome | None:
    """A press on one of the choices; None when there is no such choice."""
    step = talk.step
    if not isinstance(step, ChoosingTopic | ChoosingPlace) or not 0 <= index < len(step.options):
        return None
    return _named(talk, step.draft, step.options[index], scene)


def _named(talk: Talk, draft: Draft, option: str | Place, scene: Scene) -> Outcome:
    mark = chosen(talk, option_name(scene.district, option))
    if isinstance(option, Place):
        outcome = _with_place(talk, draft, option, scene)
    elif option.startswith(CATEGORY):
        outcome = show_topics(talk, draft, option.removeprefix(CATEGORY), scene)
    else:
        outcome = confirm(talk, replace(draft, topic=option, own_topic=True), scene)
    return outcome.after(mark)


def _with_place(talk: Talk, draft: Draft, place: Place, scene: Scene) -> Outcome:
    if still_there(scene.district, place) is None:
        return ask_place(talk, draft, (), scene)
    if place.locality is None and len(scene.district.settlement(place.settlement).localities) > 1:
        return show_localities(talk, draft, place.settlement, scene)
    return confirm(talk, placed(draft, place), scene)


def whole_settlement(talk: Talk, settlement: str, scene: Scene) -> Outcome | None:
    """«Не указывать»: the settlement is enough."""
    place, district = Place(settlement), scene.district
    if not isinstance(talk.step, ChoosingPlace):
        return None
    if still_there(district, place) is None:
        return other_places(talk, scene)
    return confirm(talk, placed(talk.step.draft, place), scene).after(chosen(talk, option_name(district, place)))


def other_topics(talk: Talk, scene: Scene) -> Outcome | None:
    """All categories instead of the list shown."""
    if not isinstance(talk.step, ChoosingTopic):
        return None
    return show_categories(talk, talk.step.draft, scene).after(*put_away(talk))


def other_places(talk: Talk, scene: Scene) -> Outcome | None:
    """All settlements instead of the list shown."""
    if not isinstance(talk.step, ChoosingPlace):
        return None
    everywhere = replace(talk.step.draft, place_asked=False)
    return ask_place(talk, everywhere, (), scene).after(*put_away(talk))


def unchanged(talk: Talk, scene: Scene) -> Outcome | None:
    """Back to the card as it was."""
    if not isinstance(talk.step, ChoosingTopic | ChoosingPlace):
        return None
    return confirm(talk, talk.step.draft, scene).after(*put_away(talk))
