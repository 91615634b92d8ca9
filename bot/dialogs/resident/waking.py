"""What time brings: the quiet after which a draft is read, an objection left unexplained, a draft left unsent."""

from dataclasses import replace

from bot.dialogs.effects import FindKnown, Say
from bot.dialogs.events import Person
from bot.dialogs.message import say
from bot.dialogs.resident.account import ask_consent
from bot.dialogs.resident.drafting import proceed
from bot.dialogs.resident.following import settled
from bot.dialogs.resident.hinting import way_on
from bot.dialogs.resident.meaning import question_about
from bot.dialogs.resident.scene import UNSENT, Outcome, Scene, stay
from bot.dialogs.resident.states import AwaitingConsent, Doubted, Gathering, Idle, Talk


def woken(talk: Talk, by: Person, scene: Scene) -> Outcome:
    """Everything whose time has come goes on; one who is told nothing else by it is told the way on."""
    outcome = stay(talk)
    for move in (_supplemented, _read):
        later = move(outcome.talk, by, scene)
        outcome = Outcome(later.talk, (*outcome.effects, *later.effects))
    if (outcome.talk.step, outcome.talk.implied) != (talk.step, talk.implied):
        outcome = reminded(outcome, scene)
    return _spoken_to(outcome, scene)


def reminded(outcome: Outcome, scene: Scene) -> Outcome:
    """Sets the time at which something left without its last press is spoken of, or takes it off."""
    talk = outcome.talk
    written = not talk.draft.is_empty and not isinstance(talk.step, Doubted)
    unsent = written or question_about(talk, scene) is not None
    return Outcome(replace(talk, nudge=scene.now + UNSENT if unsent else None), outcome.effects)


def _supplemented(talk: Talk, by: Person, scene: Scene) -> Outcome:
    aside = talk.aside
    if aside is None or aside.wake is None or aside.wake > scene.now:
        return stay(talk)
    outcome = settled(talk, by, scene)
    interrupted = bool(outcome.effects) and not isinstance(outcome.talk.step, Idle | Gathering)
    return outcome.and_then(way_on(outcome.talk, scene)) if interrupted else outcome


def _read(talk: Talk, by: Person, scene: Scene) -> Outcome:
    match talk.step:
        case Gathering(draft=draft, wake=wake) if wake <= scene.now:
            return proceed(talk, draft, scene)
        case AwaitingConsent(draft=draft, wake=wake, greeted=greeted) if wake is not None and wake <= scene.now:
            return ask_consent(talk, draft, scene, again=greeted)
        case _:
            return stay(talk)


def _spoken_to(outcome: Outcome, scene: Scene) -> Outcome:
    """The lines for one who was slowed and for one who forgot the last press, unless something else was just said."""
    talk, pace, nudge = outcome.talk, outcome.talk.pace, outcome.talk.nudge
    lines = []
    if pace is not None and pace.wake is not None and pace.wake <= scene.now:
        talk = replace(talk, pace=replace(pace, wake=None))
        lines.append(say("slow-over"))
    if nudge is not None and nudge <= scene.now:
        talk = replace(talk, nudge=None)
        lines.append(say("not-sent-yet"))
    if not lines or any(isinstance(one, Say | FindKnown) for one in outcome.effects):
        return Outcome(talk, outcome.effects)
    return Outcome(talk, (*outcome.effects, way_on(talk, scene, *lines)))
