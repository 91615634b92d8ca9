"""What is seen of a conversation, now or by waiting for it."""

import asyncio
from collections.abc import Callable
from re import Pattern
from typing import TYPE_CHECKING

from tests.servers.vk.state import Message, Peer, newest

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer


class View:
    """The eyes of one person in one conversation (or of the беседа itself, which is person 0)."""

    def __init__(self, server: "VKServer", peer: Peer, who: int = 0) -> None:
        self.server, self.peer, self._who = server, peer, who

    @property
    def sees(self) -> list[Message]:
        """The bot's messages here as they look now."""
        return [message for message in self.peer.from_bot if not message.deleted]

    async def sees_text(
        self, text: str | Pattern[str], within: float = 60, *, after: Message | None = None, new: bool = False
    ) -> Message:
        """Wait for a bot message, new or edited, that contains `text`; one that is already there counts too.

        `after` leaves out what has not changed since that message was written; `new`, what has not changed since this
        person last acted here.
        """

        def has(message: Message) -> bool:
            return text in message.text if isinstance(text, str) else text.search(message.text) is not None

        return await self.sees_that(has, f"«{text}»", within, after=after, new=new)

    async def sees_button(
        self, label: str, within: float = 60, *, after: Message | None = None, new: bool = False
    ) -> Message:
        """Wait for a bot message with such a button that can be pressed."""

        def has(message: Message) -> bool:
            return any(label in one for one in message.buttons)

        return await self.sees_that(has, f"button «{label}»", within, after=after, new=new)

    async def sees_photo(self, within: float = 60, *, after: Message | None = None, new: bool = False) -> Message:
        return await self.sees_that(lambda message: bool(message.photos), "a photo", within, after=after, new=new)

    async def sees_that(
        self,
        fits: Callable[[Message], bool],
        what: str,
        within: float = 60,
        *,
        after: Message | None = None,
        new: bool = False,
    ) -> Message:
        """Wait for a bot message that fits; AssertionError with the conversation if none comes in `within` seconds."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + within
        since = max(after.born if after else 0, self.peer.acted.get(self._who, 0) if new else 0)

        def wanted(message: Message) -> bool:
            return message.version > since and fits(message)

        found, seen = newest(self.peer.from_bot, wanted), len(self.peer.changes)
        while found is None:
            if not await self.peer.changed.wait(deadline - clock()):
                raise AssertionError(f"{self.viewer} did not see {what} within {within} s\n{self.transcript()}")
            found, seen = newest(self.peer.changes[seen:], wanted), len(self.peer.changes)
        return found

    @property
    def viewer(self) -> str:
        return self.server.users[self._who].name if self._who else self.place

    @property
    def place(self) -> str:
        if self.peer.id in self.server.chats:
            return f"беседа «{self.server.chats[self.peer.id].title}»"
        return f"личная переписка: {self.server.users[self.peer.id].name}"

    def transcript(self, last: int = 20) -> str:
        """The end of the conversation, for reading."""
        lines = [self._line(message) for message in self.peer.messages[-last:] if not message.deleted]
        return "\n".join([f"--- {self.place} ---", *lines, "---"])

    def _line(self, message: Message) -> str:
        users = self.server.users
        who = users[message.from_id].name if message.from_id in users else "БОТ"
        extras = [f"{len(message.photos)} фото"] if message.photos else []
        extras += [str(message.action["type"])] if message.action else []
        extras += [f"правок: {message.edits}"] if message.edits else []
        extras += [" ".join(f"«{label}»" for label in message.buttons)] if message.buttons else []
        return f"#{message.id} {who}: {message.text}" + (f"  [{'; '.join(extras)}]" if extras else "")
