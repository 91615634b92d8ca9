"""What an officials' chat has in hand: replies being prepared for residents, each known by its number."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.dialogs.draft import Draft
from bot.dialogs.events import Person

Intent = Literal["answer", "ask", "solve", "explain", "transfer", "extend", "decline"]
Stage = Literal["gathering", "drawing", "shown", "leaving"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the official could know of the appeal when beginning to write; more has happened if it differs now.

    `heard` counts how often the resident spoke since the filing; `rival` is a colleague whose reply left meanwhile.
    """

    accepted_by: str = ""
    heard: int = 0
    rival: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An official's words for one appeal on their way: gathered, shown as a preview, leaving after a press.

    `arg` belongs to the intent: a desk's code, a date «2026-11-27», a reason; `asked_in` is the message that the
    preview answers, `prompt` our message that asked for the words. A changed reply gets a new id, so that buttons
    of its older previews mean nothing; `former` are its older ids, so that an answer to those still finds it.
    """

    id: int
    number: str
    intent: Intent
    by: Person
    arg: str = ""
    draft: Draft = field(default_factory=Draft)
    stage: Stage = "gathering"
    album: str | None = None
    asked_in: str | None = None
    collage: str | None = None
    wake: datetime | None = None
    prompt: str | None = None
    former: tuple[int, ...] = ()
    known: Known = field(default_factory=Known)

    @property
    def has_words_or_photos(self) -> bool:
        return bool(self.draft.text or self.draft.photos)


@dataclass(frozen=True, slots=True)
class DeskTalk:
    """The replies in hand and the last messages already sent on, so that an edit of those is noticed."""

    replies: tuple[Reply, ...] = ()
    serial: int = 0
    sent: tuple[str, ...] = ()

    @property
    def wake(self) -> datetime | None:
        return min((one.wake for one in self.replies if one.wake is not None), default=None)

    def reply(self, reply_id: str) -> Reply | None:
        """The reply whose newest preview has this id."""
        return next((one for one in self.replies if str(one.id) == reply_id), None)

    def grown_from(self, reply_id: str) -> Reply | None:
        """The reply that any of whose previews had this id."""
        ids = ((one, {str(some) for some in (one.id, *one.former)}) for one in self.replies)
        return next((one for one, own in ids if reply_id in own), None)
