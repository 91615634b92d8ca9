"""What joining asks of the database: who wrote about the same, and what is open near a place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.appeals.appeal import Appeal, Place


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who joined an appeal: wrote from `chat`, can be reached in `reachable`, and voted so."""

    resident: int
    chat: str
    at: datetime
    rating: str
    reachable: tuple[str, ...]


class Followers(Protocol):
    """Those who said «Я тоже», without those who left again."""

    async def add(self, appeal: int, resident: int, chat: str, at: datetime) -> bool:
        """Whether the resident is new here, or back."""

    async def follows(self, appeal: int, resident: int) -> bool: ...

    async def all(self, appeal: int) -> list[Follower]:
        """In the order in which they came."""

    async def first(self, appeal: int) -> tuple[int, str] | None:
        """The resident who came first, and the chat."""

    async def since(self, appeal: int, since: datetime) -> list[int]:
        """Residents who joined since then."""

    async def rate(self, appeal: int, resident: int, rating: str) -> bool:
        """Whether the resident follows it."""

    async def leave(self, appeal: int, resident: int) -> bool:
        """Whether the resident followed it."""

    async def take_over(self, appeal: int, author: int, chat: str, successor: int, at: datetime) -> None:
        """The successor is no follower any more, and the author has left."""

    async def forget_votes(self, appeal: int) -> None: ...


class Nearby(Protocol):
    """Appeals seen without locking them."""

    async def turn(self, place: Place) -> None:
        """Whoever would file or join there waits here until the one before has committed."""

    async def open(self, place: Place, since: datetime, limit: int) -> list[Appeal]:
        """Open ones of the same locality filed since then, newest first, without photos.

        A place without a locality is compared with those that have none either.
        """

    async def glance(self, number: str) -> Appeal | None:
        """The appeal, without photos."""

    async def first_photo(self, appeal: int) -> str:
        """The file of its first photo «до», or nothing."""

    async def last_answer(self, appeal: int) -> str:
        """The words of the desk's last answer, unless the appeal was reopened since."""

    async def filed_as_another(self, appeal: int) -> bool:
        """Whether its author was shown similar ones and said that this is another problem."""
