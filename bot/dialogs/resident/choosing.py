"""Topic and place by buttons or words, when the resident's own words left them open."""

from collections.abc import Sequence
from dataclasses import replace

from bot.appeals.appeal import Place
from bot.appeals.district import District
from bot.dialogs.draft import Draft
from bot.dialogs.effects import Effect, Replace, Say
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.scene import Outcome, Scene, go, turned
from bot.dialogs.resident.states import (
    ChoosingKnown,
    ChoosingPlace,
    ChoosingTopic,
    Confirming,
    ConfirmingDeletion,
    Doubted,
    Listed,
    Splitting,
    Talk,
)
from bot.dialogs.resident.wording import category_name, in_rows, page_buttons, place_name, short_name, topic_name
from bot.triage.reading import Reading

OTHER = "other.other"
# Steps whose newest keyboard carries the number of the turn.
WITH_KEYBOARD = (Doubted, Splitting, ChoosingTopic, ChoosingPlace, ChoosingKnown, Confirming, ConfirmingDeletion)
CATEGORY = "category:"
# VK shows at most ten inline buttons, in at most six rows.
PLENTY = 10
FEW = 4


def ask_topic(talk: Talk, draft: Draft, topics: Sequence[str], scene: Scene) -> Outcome:
    """The likely topics and «Другое»; all categories where nothing is likely."""
    likely = tuple(code for code in topics if code in scene.district.topics)
    if not likely:
        return show_categories(talk, draft, scene)
    return _show(talk, ChoosingTopic(replace(draft, topic_asked=True), likely), scene, say("ask-topic-likely"))


def ask_other_words(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    """Nothing was understood: people say it better the second time, and whoever does not has the list."""
    return _show(talk, ChoosingTopic(replace(draft, words_asked=True), ()), scene, say("ask-topic-words"))


def show_categories(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    categories = tuple(dict.fromkeys(f"{CATEGORY}{one.category}" for one in scene.district.topics.values()))
    return _show(talk, ChoosingTopic(replace(draft, topic_asked=True), categories), scene, say("ask-topic-category"))


def show_topics(talk: Talk, draft: Draft, category: str, scene: Scene) -> Outcome:
    topics = tuple(code for code, one in scene.district.topics.items() if one.category == category)
    return _show(talk, ChoosingTopic(draft, topics), scene, say("ask-topic-in-category"))


def ask_place(
    talk: Talk,
    draft: Draft,
    places: Sequence[Place],
    scene: Scene,
    *,
    outside: Phrase | None = None,
    missed: bool = False,
) -> Outcome:
    """The likely places, or the last one used and the list of settlements; words and a pin are welcome too.

    `outside` tells where else to write, when it seems to be another district.
    """
    again = "ask-place-still" if draft.place_asked else "ask-place"
    question = outside or say("ask-place-several" if places else "ask-place-missed" if missed else again)
    options = tuple(places) or _everywhere(scene)
    listed: Listed = "likely" if places else "settlements"
    return _show(talk, ChoosingPlace(replace(draft, place_asked=True), options, listed), scene, question)


def elsewhere(reading: Reading, scene: Scene) -> Phrase | None:
    """Whose the place is, and where people write there; None for a place of ours."""
    if not reading.outside:
        return None
    region = scene.district.links.region
    for one in scene.district.neighbours:
        if one.name == reading.neighbour:
            return say("ask-place-neighbour", name=one.name, contact=one.contact)
    return say("ask-place-region", contact=region) if region else say("ask-place-outside")


def _everywhere(scene: Scene) -> tuple[Place, ...]:
    settlements = {one.code: Place(one.code) for one in scene.district.settlements}
    last = scene.last_place
    usual = [replace(last, address="", point=None)] if last is not None and last.settlement in settlements else []
    return tuple(dict.fromkeys([*usual, *settlements.values()]))


def show_localities(talk: Talk, draft: Draft, settlement: str, scene: Scene) -> Outcome:
    names = [one.name for one in scene.district.settlement(settlement).localities]
    options = tuple(Place(settlement, one) for one in names)
    return _show(talk, ChoosingPlace(draft, options, "localities"), scene, say("ask-locality"))


def show_page(talk: Talk, page: int, scene: Scene) -> Outcome | None:
    """Another page of the choices shown."""
    if not isinstance(talk.step, ChoosingTopic | ChoosingPlace):
        return None
    buttons = choices(talk.turn, talk.step, scene.district, page)
    return Outcome(talk, (Replace(f"turn:{talk.turn}", message(say("ask-page"), buttons=buttons)),))


def chosen(talk: Talk, words: str) -> Effect:
    """Shows on the old keyboard what was chosen, and takes its buttons away."""
    return Replace(f"turn:{talk.turn}", Message((say("chosen", what=words),)))


def put_away(talk: Talk) -> tuple[Effect, ...]:
    """Takes the buttons off a keyboard that is being overtaken by something newer."""
    if not isinstance(talk.step, WITH_KEYBOARD):
        return ()
    return (Replace(f"turn:{talk.turn}", Message((say("continued-below"),))),)


def option_name(district: District, option: str | Place) -> str:
    if isinstance(option, Place):
        return place_name(district, option) if option.locality else short_name(district, option.settlement)
    if option.startswith(CATEGORY):
        return category_name(district, option.removeprefix(CATEGORY))
    return topic_name(district, option)


def _show(talk: Talk, step: ChoosingTopic | ChoosingPlace, scene: Scene, question: Phrase) -> Outcome:
    talk = turned(talk)
    buttons = choices(talk.turn, step, scene.district)
    return go(talk, step, Say(message(question, buttons=buttons), key=f"turn:{talk.turn}"))


def choices(turn: int, step: ChoosingTopic | ChoosingPlace, district: District, page: int = 0) -> Rows:
    """A page of the options with the ways to turn it and the ways out."""
    options: Sequence[str | Place] = step.options
    ways, count = _ways_out(turn, step), len(options)
    size = max(count, 1) if count + len(ways) <= PLENTY else PLENTY - len(ways) - 2
    last = max(count - 1, 0) // size
    page = min(page, last)
    shown = [
        Button(say("button-option", name=option_name(district, one)), f"pick:{turn}:{index}")
        for index, one in enumerate(options[page * size : (page + 1) * size], page * size)
    ]
    # Few choices stand one under another, to be read; many stand two in a row, to fit VK's six rows.
    width = 1 if count <= FEW else 2
    return (*in_rows(shown, width), *in_rows(page_buttons(f"page:{turn}", page, last), 2), *in_rows(ways, 2))


def _ways_out(turn: int, step: ChoosingTopic | ChoosingPlace) -> list[Button]:
    """Another list, less detail, or back to the card: nobody is to be stuck in a list."""
    ways = []
    match step:
        case ChoosingTopic(options=()):
            ways.append(Button(say("button-topic-list"), f"others:{turn}"))
        case ChoosingTopic(options=(first, *_)) if not first.startswith(CATEGORY):
            ways.append(Button(say("button-other-topic"), f"others:{turn}"))
        case ChoosingPlace(listed="localities"):
            ways.append(Button(say("button-no-locality"), f"whole:{turn}:{step.options[0].settlement}"))
            ways.append(Button(say("button-other-place"), f"elsewhere:{turn}"))
        case ChoosingPlace(listed="likely"):
            ways.append(Button(say("button-other-place"), f"elsewhere:{turn}"))
    if step.draft.topic is not None and step.draft.place is not None:
        ways.append(Button(say("button-unchanged"), f"back:{turn}"))
    return ways
