"""A reminder in a desk's chat: how many first, then the most urgent with their buttons; what is done falls out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.appeals.appeal import Appeal
from bot.appeals.desk_time import DeskClock
from bot.appeals.district import District
from bot.appeals.due import is_overdue
from bot.appeals.working_time import WorkingTime
from bot.dialogs.digest_wording import block
from bot.dialogs.events import Person
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.resident.wording import place_name, shortly, topic_name

_LINES, _WITH_BUTTONS, _NUMBERS = 5, 2, 5
_TOPIC, _PLACE = 40, 60


@dataclass(frozen=True, slots=True)
class Named:
    """What one reminder names: what still waits, what needs no reminding any more, what was put off."""

    waiting: tuple[Appeal, ...]
    done: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()


def reminder(named: Named, now: datetime, clock: DeskClock, district: District) -> Message:
    """`clock` tells when each desk works."""
    ended = _ended(named)
    if not named.waiting:
        return message(*block(ended))
    urgent = by_urgency(named.waiting, now)
    # Whoever is called has a line of their own below.
    lines = [
        line(one, overdue=is_overdue(one, now), district=district, named=not one.accepted_from)
        for one in urgent[:_LINES]
    ]
    buttons = tuple(row for one in urgent[:_WITH_BUTTONS] for row in _buttons(one))
    return message(
        _title(urgent, now, clock),
        *block([*lines, *more(len(urgent) - _LINES)]),
        *block(_personal(urgent)),
        *block(ended),
        buttons=buttons,
    )


def called(appeals: Sequence[Appeal]) -> tuple[Person, ...]:
    """Whoever has accepted one of them, in the order of their lines; their messenger tells them."""
    taken = {one.accepted_from: one.accepted_by for one in appeals if one.accepted_from and one.accepted_by}
    return tuple(Person(address, name) for address, name in taken.items())


def _personal(appeals: Sequence[Appeal]) -> list[Phrase]:
    """A line of their own for each who has accepted something."""
    taken = {one: [two.number for two in appeals if two.accepted_from == one.address] for one in called(appeals)}
    return [say("reminder-yours", name=one.name, numbers=_some(numbers)) for one, numbers in taken.items()]


def outdated() -> Message:
    """In place of a reminder that a newer one follows."""
    return message(say("reminder-outdated"))


def by_urgency(appeals: Sequence[Appeal], now: datetime) -> list[Appeal]:
    """Dangers first, then the longest overdue and the next to be."""
    return sorted(appeals, key=lambda one: (not one.urgent, one.due_at, one.number))


def _title(appeals: Sequence[Appeal], now: datetime, clock: DeskClock) -> Phrase:
    count, late = len(appeals), sum(is_overdue(one, now) for one in appeals)
    if late == count:
        return say("reminder-overdue", count=count)
    of_them = say("reminder-of-them-overdue", count=late) if late else ""
    if all(one.due_at <= _evening(clock(one.desk), now) for one in appeals):
        return say("reminder-today", count=count, late=of_them)
    return say("reminder-soon", count=count, late=of_them)


def _evening(working: WorkingTime, now: datetime) -> datetime:
    return working.closes(now.astimezone(working.zone).date())


def more(rest: int) -> list[Phrase]:
    """«… и ещё 3 сообщения»."""
    return [say("reminder-more", count=rest)] if rest > 0 else []


def line(appeal: Appeal, *, overdue: bool, district: District, named: bool = True) -> Phrase:
    """Number, topic, place and deadline of one appeal, and who has taken it."""
    number, topic = appeal.number, shortly(topic_name(district, appeal.topic), _TOPIC)
    place = shortly(place_name(district, appeal.place), _PLACE)
    who = say("reminder-who", name=appeal.accepted_by) if named and appeal.accepted_by else ""
    due = appeal.due_at
    if overdue:
        plain = say("reminder-line-overdue", number=number, topic=topic, place=place, due=due, who=who)
    else:
        plain = say("reminder-line", number=number, topic=topic, place=place, due=due, who=who)
    return say("digest-worst-urgent", line=plain) if appeal.urgent else plain


def _ended(named: Named) -> list[Phrase]:
    done = [say("reminder-done", numbers=_some(named.done))] if named.done else []
    return [*done, *([say("reminder-put-off", numbers=_some(named.put_off))] if named.put_off else [])]


def _some(numbers: Sequence[str]) -> Phrase | str:
    shown, rest = ", ".join(f"№ {one}" for one in numbers[:_NUMBERS]), len(numbers) - _NUMBERS
    return say("reminder-and-more", numbers=shown, count=rest) if rest > 0 else shown


def _buttons(appeal: Appeal) -> Rows:
    """They do what the card's own do; whoever has taken it is not asked to take it again."""
    number = appeal.number
    taken = bool(appeal.accepted_by)
    first = say("button-reminder-answer", number=number) if taken else say("button-reminder-accept", number=number)
    return (
        (Button(first, f"d:{'answer' if taken else 'accept'}:{number}"),),
        (
            Button(say("button-reminder-extend", number=number), f"d:extend:{number}"),
            Button(say("button-reminder-transfer", number=number), f"d:transfer:{number}"),
        ),
        (Button(say("button-reminder-tomorrow", number=number), f"d:tomorrow:{number}"),),
    )
