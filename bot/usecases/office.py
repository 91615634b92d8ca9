"""What the pages of the coordinator's desk ask of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.appeals.appeal import Appeal
from bot.usecases.visiting import Rights

Standing = Literal["open", "new", "in_work", "asked", "answered", "closed", "all"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which appeals a list shows; what is empty asks for nothing. `first` and `end` are moments of the filing."""

    standing: Standing = "open"
    settlement: str = ""
    desk: str = ""
    topic: str = ""
    overdue: bool = False
    urgent: bool = False
    first: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page of a list ended: the next one goes on before it."""

    filed_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Told:
    """So much of an appeal as a search in words reads."""

    id: int
    filed_at: datetime
    settlement: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A letter that was set aside: what it was about, and why it did not go."""

    id: int
    chat: str
    kind: str
    content: str
    post: str
    number: str
    error: str
    created_at: datetime
    sent_before: bool


class Office(Protocol):
    """Questions of the desk; everybody gets only what `rights` let them see. Newest first everywhere."""

    async def listed(
        self, rights: Rights, wanted: Wanted, now: datetime, limit: int, before: Edge | None = None
    ) -> list[Appeal]:
        """Without photos and without those that go on under another number."""

    async def told(
        self, rights: Rights, wanted: Wanted, now: datetime, limit: int, before: Edge | None = None
    ) -> list[Told]:
        """The same ones as a search reads them."""

    async def by_ids(self, ids: Sequence[int]) -> list[Appeal]: ...

    async def numbered(self, rights: Rights, numbers: Sequence[str]) -> list[Appeal]:
        """Those of these numbers, the merged ones too."""

    async def failed(self, rights: Rights, limit: int, before: int | None = None) -> list[Failed]:
        """Letters that were set aside; those that are about no appeal only for whoever sees everything."""

    async def put_back(self, letter: int, now: datetime) -> bool:
        """Whether it was set aside, and waits again now."""
