"""The browser channel's own chat history: what a messenger keeps for its users, we keep for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.dialogs.events import KeptPhoto, LostPhoto
from bot.usecases.platform import Keyboard


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a web chat; `rev` grows with every new or changed line of the whole table.

    `author` is a first name, empty for the bot; `photos` are names of kept files; `reply_to` is another line's id.
    """

    chat: str
    id: int
    rev: int
    author: str
    text: str
    keyboard: Keyboard
    photos: tuple[str, ...]
    reply_to: int | None
    at: datetime


class Transcripts(Protocol):
    """Keeps the lines of web chats; each call is one committed transaction."""

    async def add(
        self,
        chat: str,
        *,
        author: str,
        text: str,
        at: datetime,
        keyboard: Keyboard = (),
        photos: Sequence[str] = (),
        reply_to: int | None = None,
        letter: int | None = None,
    ) -> Line:
        """A new line; the same `letter` of the outbox added twice is the same line (a retry after a crash)."""

    async def edit(self, chat: str, line: int, *, text: str, keyboard: Keyboard) -> Line | None:
        """The changed line, or None if the chat has no such line."""

    async def since(self, chat: str, rev: int) -> list[Line]:
        """Lines new or changed after `rev`, in order of `rev`; from 0 it is the whole chat."""

    async def shows(self, chat: str, photo: str) -> bool:
        """Whether a line of this chat shows the kept file."""


class KeepPhoto(Protocol):
    """Cleans a picture (orientation, no EXIF, bounded size) and keeps it as our own file."""

    async def __call__(self, data: bytes) -> KeptPhoto | LostPhoto: ...


class OpenPhoto(Protocol):
    """The JPEG bytes of a kept file. Raises FileNotFoundError."""

    async def __call__(self, file: str) -> bytes: ...
