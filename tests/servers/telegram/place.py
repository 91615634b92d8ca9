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
        self.world, self.person, self._chat = world, person, chat
        self.topic, self.anonymous = topic, anonymous

    @property
    def chat(self) -> Chat:
        """Whoever sits in a group moves with it when it becomes a supergroup."""
        while self._chat.upgraded_to:
            self._chat = self.world.chats[self._chat.upgraded_to]
        return self._chat
