"""A person in one chat: whose words they are and where they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .chats import Chat, Topic
from .world import World

if TYPE_CHECKING:
    from .people import Person


class Place:
    """`topic` narrows a forum to one of its topics; `anonymous` speaks in the name of the group."""

    def __init__(
        self, world: World, person: Person, chat: Chat, *, topic: Topic | None = None, anonymous: bool = False
    ) -> None:
        self.world, self.person, self.chat = world, person, chat
        self.topic, self.anonymous = topic, anonymous
