"""What an officials' chat has in hand: replies being prepared for residents, each known by its number."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.dialogs.draft import Draft
from bot.dialogs.events import Person

Intent = Literal["answer", "ask", "solve", "explain", "transfer", "extend", "decline"]
Stage = Literal["gathering", "drawing", "shown", "leaving"]


@dataclass(frozen=True, slots=True)
class Reply:
    """An official's words for one appeal on their way: gathered, shown as a preview, leaving after a press.

    `arg` belongs to the intent: a desk's code, a date «2026-11-27», a reason; `asked_in` is the message that the
    preview answers.
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
        return next((one for one in self.replies if str(one.id) == reply_id), None)
