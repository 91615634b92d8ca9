"""What is said of a deadline that passed: to the resident honestly, to the head and the coordinator the whole story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.dialogs.card import desk_name, full_place
from bot.dialogs.digest_wording import block, time_phrase
from bot.dialogs.history import Entry
from bot.dialogs.message import Message, Phrase, message, say
from bot.dialogs.reminder import line, more
from bot.dialogs.resident.wording import shortly, topic_name

# Who has been reminded: the resident is told no more than is true.
Heard = Literal["desk", "head", "nobody"]
_WORDS, _ANSWER, _LINES = 400, 300, 10
_SAID = {"answer": "escalation-answered", "ask": "escalation-asked", "extend": "escalation-extended"}


@dataclass(frozen=True, slots=True)
class Story:
    """An overdue appeal with its history, and how late it is in working time."""

    appeal: Appeal
    late: timedelta
    entries: Sequence[Entry] = ()
    has_chat: bool = True


@dataclass(frozen=True, slots=True)
class Patience:
    """Until when a late answer is waited for now, and who hears of it then."""

    until: datetime
    then: Literal["head", "coordinator"]


def late_notice(appeal: Appeal, heard: Heard, patience: Patience | None) -> Message:
    """What the resident hears once for each deadline: what slipped, who knows, and the new date."""
    number, due = appeal.number, appeal.due_at
    first = appeal.awaits_first_answer
    told = say("late-told", number=number, due=due) if first else say("late-told-solve", number=number, due=due)
    known = {"desk": [say("late-desk-reminded")], "head": [say("late-head-told")], "nobody": []}[heard]
    return message(told, *known, *_next(patience), say("late-sorry"))


def went_up(appeal: Appeal, who: Literal["head", "coordinator"]) -> Message:
    """What the resident hears when the new date has passed too."""
    if who == "head":
        return message(say("late-went-to-head", number=appeal.number))
    return message(say("late-went-to-coordinator", number=appeal.number))


def _next(patience: Patience | None) -> list[Phrase]:
    if patience is None:
        return []
    if patience.then == "head":
        return [say("late-next-head", until=patience.until)]
    return [say("late-next-coordinator", until=patience.until)]


def whole_story(story: Story, district: District) -> Message:
    """One message, from which nobody need go and look."""
    appeal = story.appeal
    title = say("escalation-title", number=appeal.number, time=time_phrase(story.late))
    return message(
        *block([title, *([say(f"alarm-mark-{appeal.urgent}")] if appeal.urgent else [])]),
        *block(
            [
                say("escalation-topic", topic=topic_name(district, appeal.topic)),
                say("card-place", place=full_place(district, appeal.place)),
            ]
        ),
        say("card-text", text=shortly(appeal.text, _WORDS)) if appeal.text else "",
        *block([say("escalation-dates", at=appeal.filed_at, due=appeal.due_at), *_who(story, district)]),
        *block(_so_far(story)),
    )


def many(stories: Sequence[Story], district: District) -> Message:
    """So many at once that only the latest are named."""
    latest = sorted(stories, key=lambda one: (not one.appeal.urgent, -one.late, one.appeal.number))
    lines = [line(one.appeal, overdue=True, district=district) for one in latest[:_LINES]]
    return message(say("escalation-many", count=len(stories)), *block([*lines, *more(len(stories) - _LINES)]))


def _who(story: Story, district: District) -> list[Phrase]:
    appeal = story.appeal
    taken = say("card-accepted", name=appeal.accepted_by) if appeal.accepted_by else say("escalation-nobody")
    found = [say("escalation-desk", desk=desk_name(district, appeal.desk))]
    return [*found, taken if story.has_chat else say("escalation-no-chat")]


def _so_far(story: Story) -> list[Phrase]:
    """The last word that the resident heard from the desk."""
    said = [one for one in story.entries if one.action in _SAID and one.text]
    again = [say("card-reopened", count=story.appeal.reopened)] if story.appeal.reopened else []
    if not said:
        return [say("escalation-silent"), *again]
    return [say(_SAID[said[-1].action], text=shortly(said[-1].text, _ANSWER)), *again]
