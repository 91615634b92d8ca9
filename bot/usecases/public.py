"""What the open figures ask of the database: what may be shown to anybody, and the keys of those who may post."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.appeals.appeal import Place
from bot.appeals.status import Status

# Whether the pictures of an appeal can be shown on the site, or are.
Release = Literal["", "possible", "shown"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An appeal without its resident and their words; `place` still holds what was said, and is not for the public.

    `picture` and `words` (the final ones of the desk) are empty unless an official released them.
    """

    number: str
    kind: str
    topic: str
    place: Place
    desk: str
    status: Status
    result: str
    merged: str
    filed_at: datetime
    solve_due_at: datetime
    touched_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    picture: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a released picture is made of; `file` is empty until it was drawn for the first time."""

    number: str
    place: Place
    filed_at: datetime
    answered_at: datetime
    before: tuple[str, ...]
    after: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key for posting, as far as it can be shown."""

    name: str
    made_at: datetime
    revoked_at: datetime | None


class Public(Protocol):
    """Pictures that officials released, lists for anybody, keys and what was posted with them."""

    async def release_state(self, number: str) -> Release:
        """Possible when it is solved with photos and its resident was not forgotten."""

    async def release(self, number: str, name: str, by: str, now: datetime) -> bool:
        """Under this name, until it is hidden or answered anew; whether that was possible."""

    async def hide(self, number: str) -> None: ...

    async def pictures(self, name: str) -> Pictures | None:
        """Only while released."""

    async def drawn(self, name: str, file: str) -> None: ...

    async def filed(
        self, topics: Collection[str], start: datetime, end: datetime, statuses: Collection[str], limit: int, skip: int
    ) -> list[Listed]:
        """Filed from `start` and before `end`, the newest first."""

    async def numbered(self, numbers: Sequence[str]) -> list[Listed]: ...

    async def solved(self, start: datetime, limit: int) -> list[Listed]:
        """Solved since then, the newest first."""

    async def add_key(self, name: str, digest: str, now: datetime) -> bool:
        """False where the name is taken."""

    async def revoke_key(self, name: str, now: datetime) -> bool:
        """Whether there was one in force."""

    async def key_name(self, digest: str) -> str | None:
        """Of a key in force."""

    async def keys(self) -> list[Key]: ...

    async def posted(self, digest: str, since: datetime) -> str | None:
        """The number of the appeal, if the very same was posted since then; nobody else may post it meanwhile."""

    async def note_posted(self, digest: str, number: str, now: datetime) -> None: ...
