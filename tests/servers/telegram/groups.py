"""A group as a test tells of it: members, topics, the bot added and kicked, the upgrade to a supergroup."""

from __future__ import annotations

from collections.abc import Sequence
from re import Pattern
from typing import Any

from .chats import Chat, Member, Topic
from .messages import Message
from .people import Person
from .shapes import ANONYMOUS_ADMIN, chat_json, user_json
from .world import World

Json = dict[str, Any]


class Group:
    """The first member created it. A forum is always a supergroup."""

    def __init__(
        self,
        world: World,
        title: str,
        members: Sequence[Person],
        *,
        supergroup: bool,
        forum: bool,
        bot: str | None,
        silent: bool,
    ) -> None:
        self.world = world
        self.chat = self._new_chat("supergroup" if supergroup or forum else "group", title)
        self.chat.forum = forum
        self.creator = members[0] if members else Person(world, "Создатель группы")
        for person in (self.creator, *members):
            self.chat.members[person.id] = Member(person)
        self.chat.members[self.creator.id].status = "creator"
        if bot and silent:
            self.chat.bot_status = bot
        elif bot:
            self.add_bot()
            if bot == "administrator":
                self.promote_bot()

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def sees(self) -> list[Message]:
        """The bot's messages in the group, as they look now."""
        return self.chat.visible()

    async def sees_text(self, text: str | Pattern[str], within: float = 60, after: Message | None = None) -> Message:
        return await self.creator.in_(self).sees_text(text, within, after)

    async def sees_button(self, label: str, within: float = 60, after: Message | None = None) -> Message:
        return await self.creator.in_(self).sees_button(label, within, after)

    # -- the bot in it

    def add_bot(self, by: Person | None = None) -> None:
        actor, old = user_json(by or self.creator), self.chat.bot_status
        self.chat.bot_status = "member"
        self.world.tell_member(self.chat, actor, old, "member")
        added = dict.fromkeys(("new_chat_participant", "new_chat_member"), self.world.bot)
        self._service(actor, added | {"new_chat_members": [self.world.bot]})

    def kick_bot(self, by: Person | None = None) -> None:
        """In a basic group the bot has then «left», in a supergroup it is «kicked»; sending fails with 403 in both."""
        actor, old = user_json(by or self.creator), self.chat.bot_status
        gone = dict.fromkeys(("left_chat_participant", "left_chat_member"), self.world.bot)
        self._service(actor, gone)
        self.chat.bot_status = "kicked"
        self.world.tell_member(self.chat, actor, old, "left" if self.chat.kind == "group" else "kicked")

    def promote_bot(self) -> None:
        """As an administrator it hears everything, whatever its privacy mode."""
        self.world.tell_member(self.chat, user_json(self.creator), self.chat.bot_status, "administrator")
        self.chat.bot_status = "administrator"

    def mute_bot(self, muted: bool = True) -> None:
        """Takes the right to send messages from everybody who is no administrator."""
        self.chat.bot_muted = muted

    # -- people and topics

    def adds(self, person: Person) -> None:
        self.chat.members[person.id] = Member(person)
        user, actor = user_json(person), user_json(self.creator)
        self._service(actor, {"new_chat_participant": user, "new_chat_member": user, "new_chat_members": [user]})
        self.world.tell_member(self.chat, actor, "left", "member", person)

    def removes(self, person: Person) -> None:
        old = self.chat.members.pop(person.id).status
        user, actor = user_json(person), user_json(self.creator)
        self._service(actor, {"left_chat_participant": user, "left_chat_member": user})
        self.world.tell_member(self.chat, actor, old, "left", person)

    def promotes(self, person: Person) -> None:
        old, self.chat.members[person.id].status = self.chat.members[person.id].status, "administrator"
        self.world.tell_member(self.chat, user_json(self.creator), old, "administrator", person)

    def renames(self, title: str) -> None:
        self.chat.title = title
        self._service(user_json(self.creator), {"new_chat_title": title})

    def topic(self, name: str) -> Topic:
        assert self.chat.forum, "only a forum has topics"
        topic = self.world.post_topic(self.chat, user_json(self.creator), name)
        self.world.tell("message", topic.root)
        return topic

    def upgrade(self) -> int:
        """Becomes a supergroup: another address, other message ids. The group of the story goes on as the new one."""
        assert self.chat.kind == "group"
        old, new = self.chat, self._new_chat("supergroup", self.chat.title)
        new.members, new.bot_status = old.members, old.bot_status
        self._service(user_json(self.creator), {"migrate_to_chat_id": new.id})
        old.upgraded_to = new.id
        self.chat = new
        message = self.world.post(
            new, ANONYMOUS_ADMIN, {"migrate_from_chat_id": old.id}, extras={"sender_chat": chat_json(new)}
        )
        self.world.tell("message", message)
        return new.id

    def _new_chat(self, kind: str, title: str) -> Chat:
        number = next(self.world.numbers)
        chat = Chat(-4_200_000_000 - number if kind == "group" else -1_002_200_000_000 - number, kind, title)
        self.world.chats[chat.id] = chat
        return chat

    def _service(self, actor: Json, content: Json) -> None:
        self.world.tell("message", self.world.post(self.chat, actor, content))
