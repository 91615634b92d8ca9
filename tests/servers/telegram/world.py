"""Everything one Telegram knows: people, chats, files, updates. Story calls and API methods both change only this."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .chats import Chat, Topic
from .errors import bad_request
from .files import Files
from .limits import Limits
from .messages import Message
from .presses import Event, Press, Toast
from .shapes import chat_json, inaccessible_json, member_json, message_json, user_json
from .updates import Updates

if TYPE_CHECKING:
    from .people import Person

Json = dict[str, Any]


class World:
    def __init__(self, bot: Json, clock: Callable[[], float], privacy: bool, seed: int) -> None:
        self.bot, self.clock, self.privacy = bot, clock, privacy
        self.files, self.limits = Files(), Limits(clock)
        self.updates = Updates(918_000_001)
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.presses: dict[str, Press] = {}
        self.toasts: dict[int, list[Toast]] = defaultdict(list)
        self.listeners: list[Callable[[Event], None]] = []
        self.profile: dict[str, Any] = {}  # commands and descriptions of the bot
        self.dice = random.Random(seed)
        self.numbers = itertools.count(1)
        self._moments = itertools.count(1)
        # Private chats and basic groups share one row of message ids; every supergroup counts its own from 1.
        self._shared_ids = itertools.count(100)
        self._own_ids: dict[int, itertools.count[int]] = defaultdict(lambda: itertools.count(1))

    def now(self) -> int:
        return int(self.clock())

    def moment(self) -> int:
        return next(self._moments)

    def post(
        self,
        chat: Chat,
        author: Json,
        content: Json,
        *,
        by_bot: bool = False,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        **rest: Any,
    ) -> Message:
        """Puts a message into a chat; nobody is told yet."""
        ids = self._own_ids[chat.id] if chat.kind == "supergroup" else self._shared_ids
        message = Message(chat, next(ids), author, self.now(), content, by_bot, reply_to, **rest)
        _place_in_thread(message, topic)
        message.born = message.touched = self.moment()
        chat.messages[message.id] = message
        chat.told.append(message)
        if by_bot:
            chat.from_bot.append(message)
        return message

    def post_topic(self, chat: Chat, author: Json, name: str) -> Topic:
        message = self.post(chat, author, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        message.thread, message.in_topic = message.id, True
        topic = chat.topics[message.id] = Topic(message.id, name, message)
        return topic

    def tell(self, kind: str, message: Message) -> Message:
        """Tells the bot of a person's message, if it may hear it."""
        message.heard = self._hears(message)
        if message.heard:
            self.updates.add(kind, message_json(message), ("chat", message.chat.id))
        return message

    def tell_member(self, chat: Chat, actor: Json, old: str, new: str, person: Person | None = None) -> None:
        """A change of the bot's own status, or of a person's, which only an administrator that asked for it hears."""
        user = user_json(person) if person else self.bot
        body = {"chat": chat_json(chat), "from": actor, "date": self.now()}
        body["old_chat_member"] = member_json(user, old, chat)
        body["new_chat_member"] = member_json(user, new, chat)
        if not person:
            self.updates.add("my_chat_member", body, ("my_chat_member", chat.id))
        elif chat.bot_status == "administrator":
            self.updates.add("chat_member", body, ("chat_member", person.id))

    def press(self, person: Person, message: Message, data: str, inaccessible: bool) -> Press:
        press = Press(str(self.dice.getrandbits(62)), person, message, data)
        self.presses[press.id] = press
        gone = inaccessible or message.deleted
        body = {
            "id": press.id,
            "from": user_json(person),
            "chat_instance": str(-(abs(message.chat.id) * 31 + 7)),
            "data": data,
        }
        body["message"] = inaccessible_json(message.chat, message.id) if gone else message_json(message)
        self.updates.add("callback_query", body, ("press", person.id))
        return press

    def answer_press(self, query_id: str, toast: Toast) -> None:
        press = self.presses.pop(query_id, None)
        if press is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.toasts[press.person.id].append(toast)
        press.show(toast)
        self.happened("answered", press=press)

    def happened(self, kind: str, message: Message | None = None, press: Press | None = None) -> None:
        """Lets everybody who watches know what the bot did."""
        event = Event(kind, message.touched if message else self.moment(), message, press)
        if message:
            message.chat.changed(message)
        for listener in self.listeners:
            listener(event)

    def _hears(self, message: Message) -> bool:
        """With privacy mode a bot in a group hears commands, answers to it, mentions and service messages only."""
        chat = message.chat
        if chat.private:
            return True
        if not chat.bot_is_here:
            return False
        if not self.privacy or chat.bot_status == "administrator" or not message.content.keys().isdisjoint(SERVICE):
            return True
        mention = f"@{self.bot['username']}"
        if message.words.startswith("/"):
            addressee = message.words.split(maxsplit=1)[0].partition("@")[2]
            return addressee in ("", self.bot["username"])
        return mention in message.words or bool(message.reply_to and message.reply_to.by_bot)


SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
    }
)


def _place_in_thread(message: Message, topic: Topic | None) -> None:
    """A message in a topic that answers none "answers" the first one there; outside forums threads follow answers."""
    answered = message.reply_to
    if message.chat.forum:
        topic = topic or (message.chat.topics.get(answered.thread or 0) if answered else None)
        if topic:
            message.thread, message.in_topic = topic.id, True
            message.reply_to = answered or topic.root
    elif message.chat.kind == "supergroup" and answered:
        message.thread = answered.thread or answered.id
