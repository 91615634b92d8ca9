"""In danger the resident is told whom to ring before anything else is said."""

from dataclasses import replace
from datetime import timedelta

from bot.appeals.district import District
from bot.dialogs.effects import Say
from bot.dialogs.message import Phrase, message, say
from bot.dialogs.resident.scene import Outcome, Scene
from bot.dialogs.resident.states import Warned

# Who writes five lines about one fire is told once.
TOLD_ONCE = timedelta(hours=1)


def warned(outcome: Outcome, text: str, scene: Scene) -> Outcome:
    """The outcome of a message with these words, led by the warning if they tell of a danger."""
    alarm = scene.triage(text).alarm if text else None
    told = outcome.talk.warned
    if alarm is None or (told is not None and told.code == alarm.code and scene.now < told.until):
        return outcome
    talk = replace(outcome.talk, warned=Warned(alarm.code, scene.now + TOLD_ONCE))
    return Outcome(talk, (Say(message(warning(alarm.code, scene.district))), *outcome.effects))


def warning(code: str, district: District) -> Phrase:
    """Whom to ring, and the one thing to do meanwhile."""
    links = district.links
    # Fluent cannot ask whether a string is empty.
    return say(f"alarm-{code}", emergency=links.emergency, gas=links.gas, dispatcher=links.dispatcher or "none")
