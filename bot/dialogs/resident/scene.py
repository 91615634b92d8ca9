"""What the resident's dialog may know of the world: everything is an argument, nothing is asked for."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.appeals.appeal import Appeal, Place
from bot.appeals.district import District
from bot.appeals.status import Status
from bot.dialogs.effects import Effect, Post
from bot.dialogs.resident.states import Step, Talk
from bot.triage.reading import Triage

QUIET = timedelta(seconds=1.5)
UNEXPLAINED = timedelta(minutes=30)
# «Добавить» was pressed and nothing came: what comes later is about something new.
FORGOTTEN = timedelta(hours=12)
# People say a thing in two breaths: what comes so soon after words for an appeal is for it too.
SAME_BREATH = timedelta(minutes=10)
# A draft without its last press is spoken of once.
UNSENT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Scene:
    """`appeals` are what the resident wrote or joined, newest first; `filed_recently` counts those of the last hour.

    `followed` are the numbers of those only joined, `not_asked` those of them whose question went to their author.
    `replied` is what the message that this event answers was about; `consent` the version of the text agreed to;
    `kept` how long after the last word contacts are kept.
    """

    now: datetime
    district: District
    triage: Triage
    name: str = ""
    consent: str | None = None
    consent_at: datetime | None = None
    last_place: Place | None = None
    appeals: tuple[Appeal, ...] = ()
    filed_recently: int = 0
    followed: frozenset[str] = frozenset()
    not_asked: frozenset[str] = frozenset()
    replied: Post | None = None
    quiet: timedelta = QUIET
    kept: timedelta = timedelta(days=365)

    @property
    def consented(self) -> bool:
        """To the text that is in force; a new version of it is asked about anew."""
        return self.consent == self.district.consent_version

    def appeal(self, number: str) -> Appeal | None:
        """One that was merged goes on under the other's number."""
        known = {one.number: one for one in self.appeals}
        found = known.get(number)
        return known.get(found.merged, found) if found is not None else None

    def standing(self, status: Status) -> tuple[Appeal, ...]:
        """The resident's appeals with this status."""
        there = (one for one in self.appeals if one.status is status)
        return tuple(one for one in there if status is not Status.ASKED or one.number not in self.not_asked)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The conversation after a step and what is to be done, in order."""

    talk: Talk
    effects: tuple[Effect, ...] = ()

    def and_then(self, *effects: Effect) -> "Outcome":
        return Outcome(self.talk, (*self.effects, *effects))

    def after(self, *effects: Effect) -> "Outcome":
        return Outcome(self.talk, (*effects, *self.effects))


def stay(talk: Talk, *effects: Effect) -> Outcome:
    """No change of step."""
    return Outcome(talk, effects)


def go(talk: Talk, step: Step, *effects: Effect) -> Outcome:
    """On to another step."""
    return Outcome(replace(talk, step=step), effects)


def turned(talk: Talk) -> Talk:
    """The talk with a new number for the keyboard about to be shown."""
    return replace(talk, turn=talk.turn + 1)
