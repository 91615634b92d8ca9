"""What is no plain complaint: abuse, small talk, thanks, and several problems told in one breath."""

from dataclasses import replace

from bot.dialogs.draft import Draft
from bot.dialogs.effects import KeepThanks, Say
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.scene import Outcome, Scene, go, turned
from bot.dialogs.resident.states import Doubted, Idle, Splitting, Talk
from bot.dialogs.resident.wording import own_buttons, shortly, topic_name
from bot.triage.reading import Problem, Reading

SHOWN_PROBLEM = 200


def sorted_out(talk: Talk, draft: Draft, reading: Reading, scene: Scene) -> Outcome | None:
    """The answer to such a message; None for a message that goes its usual way.

    Photos, a pin, a danger or the person's own choice say that something happened, whatever the words look like.
    """
    if draft.own_topic or reading.alarm is not None:
        return None
    plain = draft.kind is None and not (draft.photos or draft.point)
    if plain and reading.abuse:
        return go(talk, Idle(), Say(message(say("abuse-calm"), buttons=own_buttons())))
    if plain and reading.kind in ("talk", "thanks"):
        return _doubted(talk, draft, reading, scene)
    if reading.problems and not draft.whole:
        return _ask_apart(talk, draft, reading.problems, scene)
    return None


def _doubted(talk: Talk, draft: Draft, reading: Reading, scene: Scene) -> Outcome:
    talk = turned(talk)
    answer = Say(message(_answer(reading), buttons=doubt_buttons(talk.turn)), key=f"turn:{talk.turn}")
    outcome = go(talk, Doubted(draft, reading.kind), answer)
    if reading.kind == "thanks":
        place = reading.places[0] if len(reading.places) == 1 else scene.last_place
        return outcome.after(KeepThanks(draft.text, place))
    return outcome


def _answer(reading: Reading) -> Phrase:
    return say("thanks-kept") if reading.kind == "thanks" else say("talk-answer")


def doubt_buttons(turn: int) -> Rows:
    """One press for who meant it in earnest, and what is always possible."""
    return ((Button(say("button-is-message"), f"earnest:{turn}"),), *own_buttons())


def _ask_apart(talk: Talk, draft: Draft, problems: tuple[Problem, ...], scene: Scene) -> Outcome:
    talk = turned(talk)
    step = Splitting(replace(draft, kind=None), problems)
    return go(talk, step, Say(apart_question(talk.turn, step, scene), key=f"turn:{talk.turn}"))


def apart_question(turn: int, step: Splitting, scene: Scene) -> Message:
    """The problems as they were understood, and the choice."""
    lines = (
        say(
            "apart-line",
            place=index,
            topic=topic_name(scene.district, one.topic),
            text=shortly(one.text, SHOWN_PROBLEM),
        )
        for index, one in enumerate(step.problems, 1)
    )
    return message(say("apart-ask", count=len(step.problems)), *lines, say("apart-how"), buttons=apart_buttons(turn))


def apart_buttons(turn: int) -> Rows:
    return ((Button(say("button-apart"), f"apart:{turn}"),), (Button(say("button-together"), f"together:{turn}"),))
