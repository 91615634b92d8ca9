"""A chat: who is in it, what was said, and what the bot may do there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .messages import Message

if TYPE_CHECKING:
    from .people import Person

Json = dict[str, Any]
HERE = ("creator", "administrator", "member", "restricted")


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; its id is the id of the message that opened it."""

    id: int
    name: str
    root: Message
    closed: bool = False


@dataclass(slots=True, eq=False)
class Member:
    person: Person
    status: str = "member"


@dataclass(slots=True, eq=False)
class Waiter:
    """Somebody who watches the chat until the bot shows what he wants to see."""

    wanted: Callable[[Message], bool]
    answer: asyncio.Future[Message]


@dataclass(slots=True, eq=False)
class Chat:
    id: int
    kind: str  # private, group or supergroup
    title: str = ""
    person: Person | None = None  # of a private chat
    forum: bool = False
    bot_status: str = "left"  # what the bot is in a group
    bot_muted: bool = False
    upgraded_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)  # what can be edited, answered and deleted
    told: list[Message] = field(default_factory=list)  # everything, also what is deleted
    from_bot: list[Message] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    reply_keyboard: Json | None = None
    waiters: list[Waiter] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def bot_is_here(self) -> bool:
        return self.bot_status in HERE

    def status_of(self, person_id: int) -> str:
        member = self.members.get(person_id)
        return member.status if member else "left"

    def visible(self) -> list[Message]:
        """What the bot said and can still be seen."""
        return [message for message in self.from_bot if not message.deleted]

    def newest(self) -> Iterator[Message]:
        return (message for message in reversed(self.from_bot) if not message.deleted)

    def changed(self, message: Message) -> None:
        """Wakes those who waited for such a message; the others are not even asked to look at the whole chat."""
        for waiter in [waiter for waiter in self.waiters if waiter.wanted(message)]:
            self.waiters.remove(waiter)
            if not waiter.answer.done():
                waiter.answer.set_result(message)

    async def shows(
        self, wanted: Callable[[Message], bool], what: str, within: float, after: Message | None
    ) -> Message:
        """The newest message of the bot that is wanted, now or within so many seconds; `after` leaves out older ones.

        An edit counts as new, also an edit of `after` itself.
        """
        since = after.born if after else -1

        def fits(message: Message) -> bool:
            return message.touched > since and not message.deleted and wanted(message)

        for message in self.newest():
            if fits(message):
                return message
        waiter = Waiter(fits, asyncio.get_running_loop().create_future())
        self.waiters.append(waiter)
        try:
            return await asyncio.wait_for(waiter.answer, within)
        except TimeoutError:
            raise AssertionError(
                f"{what} did not come within {within} s; the chat so far:\n{self.transcript()}"
            ) from None
        finally:
            if waiter in self.waiters:
                self.waiters.remove(waiter)

    def transcript(self, last: int = 30) -> str:
        lines = [str(message) for message in self.told[-last:]] or ["(nothing was said)"]
        return "\n".join("  " + line.replace("\n", "\n    ") for line in [f"--- {self.title or self.id}", *lines])


def contains(text: str | re.Pattern[str]) -> Callable[[Message], bool]:
    if isinstance(text, str):
        return lambda message: text in message.words
    return lambda message: text.search(message.words) is not None
