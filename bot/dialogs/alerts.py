"""What the coordinator is told when the service is in trouble: what, since when, what to do; and that it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from bot.dialogs.message import Message, Phrase, message, say

AlarmKind = Literal["token", "conflict", "silent", "inbox", "outbox", "parked", "aside", "job", "disk"]
KINDS: tuple[AlarmKind, ...] = get_args(AlarmKind)
# Of these it is said how many.
_COUNTED = frozenset({"inbox", "outbox", "parked", "aside"})


@dataclass(frozen=True, slots=True)
class Alarm:
    """One trouble. `subject` is the channel, the job or the disk it is about; `count` how many wait or failed."""

    kind: AlarmKind
    subject: str = ""
    count: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Lasting:
    """An alarm and since when; `over_at` once it is over."""

    alarm: Alarm
    since: datetime
    over_at: datetime | None = None


def alarm_of(key: str) -> Alarm | None:
    """The alarm of a key, without its count; None where another version of the program wrote it."""
    kind, _, subject = key.partition(":")
    return next((Alarm(known, subject) for known in KINDS if known == kind), None)


def title(lasting: Lasting) -> Phrase:
    """«Telegram не отвечает, с 24.11.2026, 12:40»: one line for lists."""
    return say("alert-since", what=_name(lasting.alarm), at=lasting.since)


def advice(alarm: Alarm) -> Phrase:
    """What it means and what is to be done."""
    return say(f"alert-{alarm.kind}-advice", what=alarm.subject)


def told(begun: Sequence[Lasting], again: Sequence[Lasting], over: Sequence[Lasting]) -> Message:
    """One message for all that is to be told now: what has begun, what still lasts, what is over."""
    lines: list[Phrase | str] = []
    if begun:
        lines += [say("alert-begun"), *(_whole(one) for one in begun)]
    if again:
        lines += [say("alert-again"), *(_whole(one) for one in again)]
    if lines:
        lines.append(say("alert-where"))
    if over:
        lines += [say("alert-over"), *(_over(one) for one in over)]
    return message(*lines)


def _name(alarm: Alarm) -> Phrase:
    return say(f"alert-{alarm.kind}", what=alarm.subject)


def _whole(one: Lasting) -> Phrase:
    alarm = one.alarm
    many = say("alert-count", count=alarm.count) if alarm.kind in _COUNTED and alarm.count else ""
    return say("alert-line", title=title(one), count=many, text=advice(alarm))


def _over(one: Lasting) -> Phrase:
    return say("alert-over-line", what=_name(one.alarm), at=one.since, until=one.over_at or one.since)
