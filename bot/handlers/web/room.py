"""What the web room is given at construction, and the errors it tells people about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from starlette.requests import Request

from bot.handlers.web.allowance import Allowance
from bot.handlers.web.demo import DemoScene
from bot.handlers.web.doors import Reception
from bot.handlers.web.live import Bell
from bot.usecases.platform import Accept, Clock
from bot.usecases.transcript import KeepPhoto, Line, OpenPhoto, Transcripts

Words = Callable[[str], str]


class History(Transcripts, Protocol):
    """Transcripts with the questions that only the page asks."""

    async def news(self, chats: Sequence[str], rev: int, limit: int) -> list[Line]:
        """As `since`, of several chats at one moment."""

    async def latest(self, chat: str, limit: int, before: int | None = None) -> list[Line]:
        """The last lines as they stand in the chat, oldest first; of those older than the line `before`."""

    async def line(self, chat: str, line: int) -> Line | None:
        """One line of this chat."""

    async def rev(self) -> int:
        """The newest `rev` given to anything."""


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that the endpoints need."""

    accept: Accept
    history: History
    keep_photo: KeepPhoto
    open_photo: OpenPhoto
    clock: Clock
    bell: Bell
    words: Words
    district_name: str
    demo: DemoScene | None
    reception: Reception
    allowance: Allowance = field(default_factory=Allowance)
    # One address may be a whole village behind one provider: roomy, but not without end.
    neighbours: Allowance = field(default_factory=lambda: Allowance(size=400, seconds=80))


@dataclass
class Problem(Exception):
    """Why a request is refused: an HTTP status and the id of the words to show."""

    status: int
    words: str


def room_of(request: Request) -> Room:
    """The room that this request came into."""
    return cast(Room, request.app.state.room)
