"""Topic and place by buttons or words, when the resident's own words left them open."""

from collections.abc import Sequence
from dataclasses import replace

from bot.appeals.appeal import Place
from bot.appeals.district import District
from bot.dialogs.draft import Draft
from bot.dialogs.effects import Effect, Replace, Say
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.scene import Outcome, Scene, go, turned
from bot.dialogs.resident.states import ChoosingPlace, ChoosingTopic, Talk
from bot.dialogs.resident.wording import category_name, place_name, topic_name

OTHER = "other.other"
# VK shows at most ten inline buttons: eight choices leave room for turning the page.
PAGE = 8


def ask_topic(talk: Talk, draft: Draft, topics: Sequence[str], scene: Scene) -> Outcome:
    """The likely topics and «Другое»; all categories where nothing is likely."""
    likely = tuple(code for code in topics if code in scene.district.topics)
    if not likely:
        return show_categories(talk, draft, scene)
    question = say("ask-topic-likely")
    return _show(talk, ChoosingTopic(draft, likely), scene, question, ("button-other-topic", "others", ""))


def show_categories(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    categories = tuple(dict.fromkeys(f"category:{one.category}" for one in scene.district.topics.values()))
    return _show(talk, ChoosingTopic(draft, categories), scene, say("ask-topic-category"))


def show_topics(talk: Talk, draft: Draft, category: str, scene: Scene) -> Outcome:
    topics = tuple(code for code, one in scene.district.topics.items() if one.category == category)
    return _show(talk, ChoosingTopic(draft, topics), scene, say("ask-topic-in-category"))


def ask_place(
    talk: Talk, draft: Draft, places: Sequence[Place], scene: Scene, *, outside: bool = False, missed: bool = False
) -> Outcome:
    """The likely places, the last one used, or the list of settlements; words and a pin are welcome too."""
    options = list(places[:PAGE])
    if not options:
        options = [Place(one.code) for one in scene.district.settlements]
        if scene.last_place is not None:
            options.insert(0, replace(scene.last_place, address="", point=None))
    question = "ask-place-outside" if outside else "ask-place-several" if places else "ask-place"
    question = "ask-place-missed" if missed else question
    return _show(talk, ChoosingPlace(draft, tuple(options), missed), scene, say(question))


def show_localities(talk: Talk, draft: Draft, settlement: str, scene: Scene) -> Outcome:
    names = [one.name for one in scene.district.settlement(settlement).localities]
    options = tuple(Place(settlement, one) for one in names)
    skip = ("button-no-locality", "whole", settlement)
    return _show(talk, ChoosingPlace(draft, options), scene, say("ask-locality"), skip)


def show_page(talk: Talk, page: int, scene: Scene) -> Outcome:
    """Another page of the choices shown."""
    step = talk.step
    if not isinstance(step, ChoosingTopic | ChoosingPlace):
        return Outcome(talk)
    last = max(0, (len(step.options) - 1) // PAGE)
    keyboard = _keyboard(talk.turn, step, scene.district, min(max(page, 0), last))
    return Outcome(talk, (Replace(f"turn:{talk.turn}", message(say("ask-page"), buttons=keyboard)),))


def chosen(talk: Talk, words: str) -> Effect:
    """Shows on the old keyboard what was chosen, and takes its buttons away."""
    return Replace(f"turn:{talk.turn}", Message((say("chosen", what=words),)))


def option_name(district: District, option: str | Place) -> str:
    if isinstance(option, Place):
        return place_name(district, option)
    if option.startswith("category:"):
        return category_name(district, option.removeprefix("category:"))
    return topic_name(district, option)


def _show(
    talk: Talk,
    step: ChoosingTopic | ChoosingPlace,
    scene: Scene,
    question: Phrase,
    extra: tuple[str, str, str] | None = None,
) -> Outcome:
    talk = turned(talk)
    keyboard = _keyboard(talk.turn, step, scene.district, 0)
    if extra is not None:
        label, verb, arg = extra
        last = (Button(say(label), f"{verb}:{talk.turn}:{arg}"),)
        keyboard = (*keyboard, last)
    return go(talk, step, Say(message(question, buttons=keyboard), key=f"turn:{talk.turn}"))


def _keyboard(turn: int, step: ChoosingTopic | ChoosingPlace, district: District, page: int) -> Rows:
    first = page * PAGE
    shown: Sequence[str | Place] = step.options[first : first + PAGE]
    buttons = [
        Button(say("button-option", name=option_name(district, one)), f"pick:{turn}:{first + index}")
        for index, one in enumerate(shown)
    ]
    # Few choices stand one under another, to be read; many stand two in a row, to fit VK's six rows.
    width = 1 if len(buttons) <= 4 else 2
    rows = [tuple(buttons[at : at + width]) for at in range(0, len(buttons), width)]
    turning = []
    if page > 0:
        turning.append(Button(say("button-page-back"), f"page:{turn}:{page - 1}"))
    if first + PAGE < len(step.options):
        turning.append(Button(say("button-page-next"), f"page:{turn}:{page + 1}"))
    if turning:
        rows.append(tuple(turning))
    return tuple(rows)
