"""Before the card: has somebody written about it already? «Я тоже» joins them, «Другая проблема» goes on."""

from dataclasses import replace

from bot.dialogs.effects import JoinAppeal, Replace, Say
from bot.dialogs.events import AppealJoined, JoinMissed, Known, KnownFound
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.account import ask_consent
from bot.dialogs.resident.choosing import put_away
from bot.dialogs.resident.drafting import show_card
from bot.dialogs.resident.scene import Outcome, Scene, go, stay, turned
from bot.dialogs.resident.states import ChoosingKnown, Idle, Talk
from bot.dialogs.resident.wording import own_buttons, place_name, shortly

SHOWN_TEXT = 250
# So many metres are beside each other.
BESIDE = 30
ROUGHLY = 10


def found(talk: Talk, event: KnownFound, scene: Scene) -> Outcome:
    """What was found is shown; the card where nothing was."""
    if not isinstance(talk.step, ChoosingKnown):
        return stay(talk)
    draft = talk.step.draft
    if not event.found:
        return show_card(talk, draft, scene)
    talk = turned(talk)
    step = ChoosingKnown(draft, tuple(one.number for one in event.found))
    shown = _question(talk.turn, step, event.found, scene)
    return go(talk, step, Say(shown, key=f"turn:{talk.turn}"))


def _question(turn: int, step: ChoosingKnown, found: tuple[Known, ...], scene: Scene) -> Message:
    own = any(one.own for one in found)
    return message(
        say(_asking(found)),
        *(line for one in found for line in _lines(one, scene)),
        say("known-how-own") if own else say("known-how"),
        buttons=known_buttons(turn, step, scene),
        photos=tuple(one.photo for one in found if one.photo),
        tight=True,
    )


def _asking(found: tuple[Known, ...]) -> str:
    if any(one.own for one in found):
        return "known-ask-own"
    if found[0].incident:
        return "known-ask-incident"
    return "known-ask-several" if len(found) > 1 else "known-ask"


def _lines(one: Known, scene: Scene) -> tuple[Phrase | str, ...]:
    zone = scene.district.time_zone
    days = (scene.now.astimezone(zone).date() - one.filed_at.astimezone(zone).date()).days
    place = place_name(scene.district, one.place)
    return (
        say("known-one", number=one.number, place=place, age=say("known-age", days=max(days, 0))),
        say("known-text", text=shortly(one.words, SHOWN_TEXT)) if one.words else "",
        _distance(one.metres),
        say("known-count", count=one.count) if one.count > 1 else "",
        say("known-due", due=one.due) if one.incident and one.due > scene.now else "",
    )


def _distance(metres: float | None) -> Phrase | str:
    if metres is None:
        return ""
    if metres < BESIDE:
        return say("known-near")
    return say("known-metres", count=round(metres / ROUGHLY) * ROUGHLY)


def known_buttons(turn: int, step: ChoosingKnown, scene: Scene) -> Rows:
    """«Я тоже» for each, and the way to the card."""
    only = len(step.numbers) == 1
    joins = tuple((Button(_joining(one, scene, only=only), f"join:{turn}:{one}"),) for one in step.numbers)
    return (*joins, (Button(say("button-another-problem"), f"another:{turn}"),))


def _joining(number: str, scene: Scene, *, only: bool) -> Phrase:
    if scene.appeal(number) is not None:
        return say("button-add-to-own", number=number)
    return say("button-me-too") if only else say("button-me-too-of", number=number)


def join(talk: Talk, number: str, scene: Scene) -> Outcome | None:
    """«Я тоже»: whether it still can be joined is answered in the same breath."""
    step = talk.step
    if not isinstance(step, ChoosingKnown) or number not in step.numbers:
        return None
    if not scene.consented:
        return ask_consent(talk, step.draft, scene)
    draft = step.draft
    point = draft.place.point if draft.place and draft.place.point else draft.point
    return stay(talk, JoinAppeal(number, draft.text, draft.photos, draft.messages, point, draft.place))


def another(talk: Talk, scene: Scene) -> Outcome | None:
    """«Другая проблема»: the card, and this draft is not compared again."""
    if not isinstance(talk.step, ChoosingKnown):
        return None
    return show_card(talk, replace(talk.step.draft, known_asked=True), scene).after(*put_away(talk))


def joined(talk: Talk, event: AppealJoined) -> Outcome:
    """Number, how many they are, who is responsible and until when; and what the desk has said already."""
    after = Idle() if isinstance(talk.step, ChoosingKnown) else talk.step
    mark = Replace(f"turn:{talk.turn}", Message((say("joined-mark", number=event.number),)))
    if event.own:
        added = Say(message(say("add-done", number=event.number), buttons=own_buttons()))
        return go(talk, after, mark, added)
    words = message(
        say("joined-number", number=event.number, count=event.count),
        say("filed-desk", desk=event.desk),
        say("filed-due", due=event.due),
        say("joined-next"),
        buttons=() if event.answer else own_buttons(),
        tight=True,
    )
    told = Say(message(say("joined-answer"), event.answer, buttons=own_buttons()))
    return go(talk, after, mark, Say(words), *((told,) if event.answer else ()))


def missed(talk: Talk, event: JoinMissed, scene: Scene) -> Outcome:
    """It was closed while the resident was reading: the card as usual."""
    if not isinstance(talk.step, ChoosingKnown):
        return stay(talk)
    gone = Say(message(say("known-gone", number=event.number)))
    return show_card(talk, talk.step.draft, scene).after(*put_away(talk), gone)
