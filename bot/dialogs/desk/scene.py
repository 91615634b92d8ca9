"""What the desk's dialog may know of the world, and the small moves its steps are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.dialogs.desk.states import DeskTalk, Reply
from bot.dialogs.effects import Effect, Post

QUIET = timedelta(seconds=1.5)
RECALL = timedelta(seconds=20)
SENT_KEPT = 50


@dataclass(frozen=True, slots=True)
class DeskScene:
    """`bound` tells whether the chat has any binding; `desks` are the codes of the desks that it serves.

    `appeals` holds those whose card stands in this chat, as far as the event concerns them.
    """

    now: datetime
    district: District
    bound: bool = False
    desks: frozenset[str] = frozenset()
    replied: Post | None = None
    appeals: Mapping[str, Appeal] = field(default_factory=dict)
    member: bool = True
    works_on: Callable[[date], bool] = lambda day: day.weekday() < 5
    looks_same: Callable[[str, str], bool] = str.__eq__
    quiet: timedelta = QUIET
    recall: timedelta = RECALL


@dataclass(frozen=True, slots=True)
class DeskOutcome:
    """The chat's state after a step and what is to be done, in order."""

    talk: DeskTalk
    effects: tuple[Effect, ...] = ()


def stay(talk: DeskTalk, *effects: Effect) -> DeskOutcome:
    return DeskOutcome(talk, effects)


def put(talk: DeskTalk, reply: Reply) -> DeskTalk:
    """The talk with this reply in it, in place of its earlier self."""
    others = tuple(one for one in talk.replies if one.id != reply.id)
    return replace(talk, replies=(*others, reply))


def drop(talk: DeskTalk, reply: Reply) -> DeskTalk:
    return replace(talk, replies=tuple(one for one in talk.replies if one.id != reply.id))


def remember_sent(talk: DeskTalk, reply: Reply) -> DeskTalk:
    return replace(talk, sent=(*talk.sent, *reply.draft.messages)[-SENT_KEPT:])
