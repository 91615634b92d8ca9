"""People as a test tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .chats import Chat, Topic
from .messages import Message
from .seeing import Seat
from .shapes import user_json
from .world import World

if TYPE_CHECKING:
    from .groups import Group


class Person(Seat):
    """Somebody with an account; what is not said of a group happens in the private chat with the bot.

    The bot may write only to who has `started` it: who wrote to it once, or was created so.
    """

    def __init__(
        self, world: World, name: str, *, last_name: str = "", username: str = "", started: bool = False
    ) -> None:
        self.id = 5_800_000_000 + next(world.numbers)  # larger than 32 bits, as newer accounts are
        self.name, self.last_name, self.username = name, last_name, username
        self.started, self.blocked, self.deactivated = started, False, False
        super().__init__(world, self, Chat(self.id, "private", title=f"{name} and the bot", person=self))
        world.people[self.id] = self
        world.chats[self.id] = self.chat

    def in_(self, group: Group, *, topic: Topic | None = None, anonymous: bool = False) -> Seat:
        return Seat(self.world, self, group.chat, topic=topic, anonymous=anonymous)

    def starts(self, payload: str = "") -> Message:
        """Presses «Start»; the payload is that of a link t.me/bot?start=…"""
        return self.writes(f"/start {payload}".strip())

    def blocks(self) -> None:
        self.blocked = True
        self.world.tell_member(self.chat, user_json(self), "member", "kicked")

    def unblocks(self) -> None:
        self.blocked = False
        self.world.tell_member(self.chat, user_json(self), "kicked", "member")

    def deactivates(self) -> None:
        """Deletes the account."""
        self.deactivated = True
