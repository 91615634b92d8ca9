"""A беседа: people, perhaps the bot, and what the bot may hear there."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.servers.vk import happening
from tests.servers.vk.people import Seat, User
from tests.servers.vk.state import CHATS_FROM, Message
from tests.servers.vk.view import View

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]
KICKED = "the user was kicked out of the conversation"


class Chat(View):
    """As a View, what everyone in it sees.

    With `full_access` the bot hears everything and may ask for the members («доступ ко всей переписке»). Without it:
    mentions of the community, its own buttons, its own coming and going. Whether a plain reply to the bot's message is
    heard VK does not say; bots' authors report that only mentions come, so `hears_replies` is off.
    """

    def __init__(self, server: "VKServer", peer_id: int, title: str, members: Iterable[User]) -> None:
        super().__init__(server, server.ledger.peer(peer_id))
        self.title = title
        self.members: dict[int, User] = {one.id: one for one in members}
        self.full_access = False
        self.hears_replies = False
        self.bot_inside = False
        self.refuses: tuple[int, str] | None = None  # what sending here is answered with: code and detail

    @property
    def peer_id(self) -> int:
        return self.peer.id

    @property
    def owner_id(self) -> int:
        return next(iter(self.members), 0)

    def invite_bot(self, by: User | None = None) -> Message:
        """The bot comes (again); it is told so whatever its access."""
        self.bot_inside, self.refuses = True, None
        return self._action(by, {"type": "chat_invite_user", "member_id": -self.server.group_id})

    def kick_bot(self, by: User | None = None, code: int = 7) -> Message:
        """The bot is thrown out: it hears of it, and sending is answered with 7 (or the code given, say 917)."""
        message = self._action(by, {"type": "chat_kick_user", "member_id": -self.server.group_id})
        self.bot_inside, self.refuses = False, (code, KICKED if code == 7 else "")
        return message

    def add(self, user: User, by: User | None = None) -> Message:
        self.members[user.id] = user
        return self._action(by, {"type": "chat_invite_user", "member_id": user.id})

    def kick(self, user: User, by: User | None = None) -> Message:
        del self.members[user.id]
        return self._action(by, {"type": "chat_kick_user", "member_id": user.id})

    def hears(self, message: Message) -> bool:
        """Whether the bot is told of this message."""
        if not self.bot_inside:
            return False
        if self.full_access or message.payload is not None or self._mentions(message.text):
            return True
        if message.action is not None:
            return bool(message.action.get("member_id") == -self.server.group_id)
        return self.hears_replies and message.reply is not None and message.reply.from_id == -self.server.group_id

    def _mentions(self, text: str) -> bool:
        group, name = self.server.group_id, re.escape(self.server.screen_name)
        return bool(re.search(rf"\[(?:club|public){group}\||[@*](?:club{group}|public{group}|{name})\b", text))

    def _action(self, by: User | None, action: Json) -> Message:
        actor = by or self.members.get(self.owner_id) or self.server.user("Хозяин", "Беседы")
        return happening.receive(Seat(self.server, actor, self.peer, actor.id), action=action)

    def __repr__(self) -> str:
        return f"<беседа «{self.title}» {self.peer_id - CHATS_FROM}>"
