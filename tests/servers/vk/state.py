"""A conversation and its messages, indexed so that no question costs a scan."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.vk.attachments import Attachment, Photo
from tests.servers.vk.keyboards import labels_of

Json = dict[str, Any]

CHATS_FROM = 2_000_000_000


class Signal:
    """Wakes everyone who waits for a change; fired from plain code, awaited in coroutines."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, within: float) -> bool:
        """True once fired, False when `within` seconds have passed."""
        if within <= 0:
            return False
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        done, _ = await asyncio.wait([future], timeout=within)
        self._waiting.discard(future)
        return bool(done)


@dataclass(slots=True, eq=False)
class Message:
    """One message as it looks now; `id` is its number in the conversation, `message_id` VK's own (0 in a беседа)."""

    peer: "Peer"
    id: int
    message_id: int
    from_id: int
    at: int
    text: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    keyboard: Json | None = None
    payload: str | None = None
    geo: tuple[float, float] | None = None
    forwarded: list["Message"] = field(default_factory=list)
    reply: "Message | None" = None
    action: Json | None = None
    random_id: int = 0
    flags: frozenset[str] = frozenset()
    edits: int = 0
    edited_at: int | None = None
    deleted: bool = False
    heard: bool = True  # whether the bot was told of it
    born: int = 0  # the moment it was written and, in `version`, the one it was last changed
    version: int = 0

    @property
    def photos(self) -> list[bytes]:
        return [one.data for one in self.attachments if isinstance(one, Photo)]

    @property
    def buttons(self) -> list[str]:
        """Labels of the buttons a person can press on it now."""
        return labels_of(self.keyboard) if self.peer.offers(self) else []

    def __repr__(self) -> str:
        buttons = f" {self.buttons}" if self.buttons else ""
        photos = f" +{len(self.photos)} photos" if self.photos else ""
        return f"<#{self.id} from {self.from_id}: {self.text!r}{photos}{buttons}>"


class Peer:
    """A conversation of the community with one person or in one беседа."""

    def __init__(self, peer_id: int, community: int = 0) -> None:
        self.id = peer_id
        self.community = community
        self.messages: list[Message] = []
        self.from_bot: list[Message] = []
        self.changes: list[Message] = []  # bot messages in the order in which they appeared or were edited
        self.by_random: dict[int, Message] = {}
        self.keyboard_of: Message | None = None
        self.read_by_bot = 0
        self.acted: dict[int, int] = {}  # member -> the moment he last wrote or pressed
        self.changed = Signal()

    @property
    def is_chat(self) -> bool:
        return self.id > CHATS_FROM

    def get(self, cmid: int) -> Message | None:
        """The message with this conversation_message_id, unless it was deleted."""
        if not 0 < cmid <= len(self.messages) or self.messages[cmid - 1].deleted:
            return None
        return self.messages[cmid - 1]

    def add(self, message: Message) -> Message:
        self.messages.append(message)
        if message.from_id == -self.community:
            self.from_bot.append(message)
            if message.random_id:
                self.by_random[message.random_id] = message
            self.take_keyboard(message)
            self.touch(message)
        return message

    def take_keyboard(self, message: Message) -> None:
        """A keyboard under the input field replaces the one before it; an empty one leaves nothing to press."""
        if message.keyboard and not message.keyboard["inline"]:
            self.keyboard_of = message

    def offers(self, message: Message) -> bool:
        """Whether the keyboard sent with this message can be pressed now."""
        if not message.keyboard or message.deleted:
            return False
        return bool(message.keyboard["inline"]) or self.keyboard_of is message

    def touch(self, message: Message) -> None:
        self.changes.append(message)
        self.changed.fire()


def newest(messages: list[Message], fits: Callable[[Message], bool]) -> Message | None:
    """The last living message that fits."""
    return next((one for one in reversed(messages) if not one.deleted and fits(one)), None)
