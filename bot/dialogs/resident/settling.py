"""The presses that settle what kind of message it is and whether it is one; and the next problem of several."""

from dataclasses import replace

from bot.dialogs.draft import Draft, Said
from bot.dialogs.effects import ForgetThanks
from bot.dialogs.resident.choosing import put_away
from bot.dialogs.resident.drafting import proceed
from bot.dialogs.resident.scene import Outcome, Scene
from bot.dialogs.resident.states import Doubted, Splitting, Talk
from bot.triage.reading import Problem


def earnest(talk: Talk, scene: Scene) -> Outcome | None:
    """«Это сообщение»: what was taken for talk or thanks goes its usual way."""
    if not isinstance(talk.step, Doubted):
        return None
    draft, mistaken = talk.step.draft, talk.step.kind == "thanks"
    outcome = proceed(talk, replace(draft, kind="complaint"), scene).after(*put_away(talk))
    return outcome.after(ForgetThanks()) if mistaken else outcome


def together(talk: Talk, scene: Scene) -> Outcome | None:
    if not isinstance(talk.step, Splitting):
        return None
    return proceed(talk, replace(talk.step.draft, whole=True), scene).after(*put_away(talk))


def apart(talk: Talk, scene: Scene) -> Outcome | None:
    """A draft for each problem; the photos and the pin go with all of them, because nobody said whose they are."""
    if not isinstance(talk.step, Splitting):
        return None
    first, *rest = (_part(talk.step.draft, one) for one in talk.step.problems)
    return proceed(replace(talk, queue=tuple(rest)), first, scene).after(*put_away(talk))


def _part(draft: Draft, problem: Problem) -> Draft:
    ids = draft.messages or ("",)
    said = (Said(ids[0], problem.text), *(Said(one, "") for one in ids[1:]))
    return replace(draft, said=said, topic=problem.topic, topic_asked=True, whole=True)


def next_of_several(outcome: Outcome, scene: Scene) -> Outcome:
    """After one problem is filed the next one has its card."""
    if not outcome.talk.queue:
        return outcome
    draft, *rest = outcome.talk.queue
    return proceed(replace(outcome.talk, queue=tuple(rest)), draft, scene).after(*outcome.effects)
