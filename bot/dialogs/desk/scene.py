"""What the desk's dialog may know of the world, and the small moves its steps are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.desk_time import DeskClock
from bot.appeals.district import District
from bot.dialogs.desk.states import DeskTalk, Reply
from bot.dialogs.effects import Effect, Post, Replace, Say
from bot.dialogs.events import Person
from bot.dialogs.message import Message, Phrase, message, say
from bot.triage.reading import Triage

QUIET = timedelta(seconds=1.5)
RECALL = timedelta(seconds=20)
# A picture that is not drawn by then never comes: the reply goes on without it.
DRAWING = timedelta(minutes=2)
SENT_KEPT = 50
FORMER_KEPT = 10
# More replies than this do not rest in one chat: the oldest preview is put away, or the state would only grow.
IN_HAND = 40


@dataclass(frozen=True, slots=True)
class DeskScene:
    """`bound` tells whether the chat has any binding; `desks` are the codes of the desks that it serves.

    `desk_time` tells when each desk works; `appeals` holds those whose card stands in this chat, as far as the event
    concerns them; `chatless` the desks that nobody would read in, where a handover may follow; `triage` tells what else
    a message could be about.
    """

    now: datetime
    district: District
    desk_time: DeskClock
    bound: bool = False
    desks: frozenset[str] = frozenset()
    replied: Post | None = None
    appeals: Mapping[str, Appeal] = field(default_factory=dict)
    member: bool = True
    triage: Triage | None = None
    chatless: frozenset[str] = frozenset()
    looks_same: Callable[[str, str], bool] = str.__eq__
    open_figures: bool = False
    quiet: timedelta = QUIET
    recall: timedelta = RECALL
    drawing: timedelta = DRAWING


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


def renewed(talk: DeskTalk, reply: Reply) -> tuple[DeskTalk, Reply]:
    """The reply under the next id, and the talk without its earlier self."""
    talk = replace(drop(talk, reply), serial=talk.serial + 1)
    known_before = reply.id > 0
    former = (*reply.former, reply.id)[-FORMER_KEPT:] if known_before else ()
    return talk, replace(reply, id=talk.serial, former=former)


def tidy(talk: DeskTalk) -> DeskOutcome:
    """The oldest of too many resting replies is let go, and its preview says so."""
    resting = [one for one in talk.replies if one.wake is None and one.stage in ("shown", "gathering")]
    if len(resting) <= IN_HAND:
        return stay(talk)
    oldest = min(resting, key=lambda one: one.id)
    return stay(drop(talk, oldest), mark(oldest, say("preview-forgotten")))


def remember_sent(talk: DeskTalk, reply: Reply) -> DeskTalk:
    return replace(talk, sent=(*talk.sent, *reply.draft.messages)[-SENT_KEPT:])


def remark(
    words: Phrase, number: str, reply_to: str | None, *, on: Post | None = None, by: Person | None = None
) -> Say:
    """A line about an appeal that an official may answer in turn: what it was said `on` is then gone on with."""
    post = Post("about", number) if on is None or on.kind == "card" else on
    return Say(message(words), post=post, reply_to=reply_to, mention=by)


def preview_key(reply: Reply) -> str:
    return f"preview:{reply.id}"


def mark(reply: Reply, words: Phrase) -> Replace:
    """These words instead of the preview, and no buttons."""
    return Replace(preview_key(reply), message(words, say("preview-mark", number=reply.number)))


def shows(reply: Reply, shown: Message) -> Replace:
    return Replace(preview_key(reply), shown)
