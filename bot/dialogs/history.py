"""The appeal's history as officials read it: who did what and when, newest last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.appeals.district import District
from bot.appeals.status import Action
from bot.dialogs.card import first_name
from bot.dialogs.message import Message, Phrase, message, say
from bot.dialogs.resident.wording import shortly, topic_name

# One message holds so many entries; older ones are counted, not shown.
SHOWN = 20
SHOWN_TEXT = 300
REASONS = frozenset({"not_ours", "too_little", "abuse"})
RATINGS = frozenset({"good", "neutral"})
BY_ITSELF = frozenset({Action.EXPIRE, Action.MERGE})
RESIDENTS = frozenset(
    {"file", Action.ADD, Action.REPLY, Action.REOPEN, Action.WITHDRAW, Action.RATE, Action.JOIN, Action.LEAVE}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history; `actor` is a first name, or empty for the clock and the forgotten.

    `arg` is the action's own: a desk's or a topic's code, a date «2026-11-27», a reason or a rating.
    """

    at: datetime
    actor: str
    action: str
    text: str = ""
    photos: int = 0
    arg: str = ""


def history(number: str, text: str, entries: Sequence[Entry], district: District, *, details: str = "") -> Message:
    """The whole words of the resident first, with the details that the resident lets the desk see; then the entries."""
    hidden = len(entries) - SHOWN
    return message(
        say("history-title", number=number),
        say("card-text", text=text) if text else "",
        say("history-details", details=details) if details else "",
        say("history-hidden", count=hidden) if hidden > 0 else "",
        *(one for entry in entries[-SHOWN:] for one in line(entry, district)),
        tight=True,
    )


def line(entry: Entry, district: District, longest: int = SHOWN_TEXT) -> tuple[Phrase | str, ...]:
    """When, what and who; then the details and the words, as far as there are any."""
    what = say(f"action-{entry.action.replace('_', '-')}")
    # Whoever asked to be forgotten has no name left; only the clock never had one.
    name = first_name(entry.actor) if entry.action in RESIDENTS else entry.actor
    who: Phrase | str = name or say("history-clock" if entry.action in BY_ITSELF else "history-nameless")
    text = shortly(entry.text, longest)
    return (
        say("history-line", at=entry.at, who=who, what=what),
        _detail(entry, district),
        say("history-text", text=text) if text else "",
        say("card-photos", count=entry.photos) if entry.photos else "",
    )


def _detail(entry: Entry, district: District) -> Phrase | str:
    """Where it was handed over, what it is about, until when, why, or how it was rated."""
    match entry.action:
        case Action.TRANSFER if district.has_desk(entry.arg):
            return say("history-desk", desk=district.desk(entry.arg).name)
        case Action.RETOPIC:
            return say("history-topic", topic=topic_name(district, entry.arg))
        case Action.EXTEND if entry.arg:
            return say("history-until", day=date.fromisoformat(entry.arg))
        case Action.DECLINE if entry.arg in REASONS:
            return say(f"decline-{entry.arg.replace('_', '-')}")
        case Action.RATE if entry.arg in RATINGS:
            return say(f"button-{entry.arg}")
        case _:
            return ""
