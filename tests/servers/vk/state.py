"""What the fake remembers: conversations and their messages, indexed so that no question costs a scan."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, takewhile
from typing import Any

from tests.servers.vk.attachments import Attachment, Photo
from tests.servers.vk.keyboards import labels_of

Json = dict[str, Any]

CHATS_FROM = 2_000_000_000
DEEDS_KEPT = 100_000


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
        """A keyboard under the input field replaces the one before it; an empty one removes it."""
        if message.keyboard and not message.keyboard["inline"]:
            self.keyboard_of = message if message.keyboard["buttons"] else None

    def offers(self, message: Message) -> bool:
        """Whether the keyboard sent with this message can be pressed now."""
        if not message.keyboard or message.deleted:
            return False
        return bool(message.keyboard["inline"]) or self.keyboard_of is message

    def touch(self, message: Message) -> None:
        self.changes.append(message)
        self.changed.fire()


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the bot did: "sent", "edited" or "deleted" a message, "answered" a press."""

    kind: str
    moment: int
    message: Message
    toast: str | None = None


class Ledger:
    """All conversations, the counters behind VK's numbers, and the bot's deeds in their order."""

    def __init__(self, community: int) -> None:
        self.community = community
        self.peers: dict[int, Peer] = {}
        self.by_message_id: dict[int, Message] = {}
        self.deeds: deque[Deed] = deque(maxlen=DEEDS_KEPT)
        self.done = Signal()
        self._message_ids = count(1)
        self.moment = 10_000_000  # grows with every change; VK calls it a message's version

    def _next(self) -> int:
        self.moment += 1
        return self.moment

    def peer(self, peer_id: int) -> Peer:
        if peer_id not in self.peers:
            self.peers[peer_id] = Peer(peer_id, self.community)
        return self.peers[peer_id]

    def write(self, peer: Peer, from_id: int, at: int, **content: Any) -> Message:
        """Put a new message into the conversation, numbered as VK numbers it."""
        number = 0 if peer.is_chat else next(self._message_ids)
        message = Message(peer, len(peer.messages) + 1, number, from_id, at, **content)
        message.born = message.version = self._next()
        if number:
            self.by_message_id[number] = message
        peer.add(message)
        if from_id == -self.community:
            self.note("sent", message.born, message)
        return message

    def rewrite(self, message: Message, at: int, **content: Any) -> None:
        """Change a message in place and tell whoever watches the conversation."""
        for name, value in content.items():
            setattr(message, name, value)
        message.edits += 1
        message.edited_at = at
        message.version = self._next()
        if message.from_id == -self.community:
            message.peer.touch(message)
            self.note("edited", message.version, message)

    def remove(self, message: Message) -> None:
        """Delete for everyone."""
        message.deleted = True
        message.version = self._next()
        message.peer.changed.fire()
        self.note("deleted", message.version, message)

    def note(self, kind: str, moment: int, message: Message, toast: str | None = None) -> None:
        self.deeds.append(Deed(kind, moment or self._next(), message, toast))
        self.done.fire()

    def deeds_after(self, moment: int) -> list[Deed]:
        """From the newest back, so that a watcher pays for what is new only."""
        newer = list(takewhile(lambda deed: deed.moment > moment, reversed(self.deeds)))
        return newer[::-1]

    def number(self, number: int) -> Message | None:
        """The message with this VK-wide id (only private ones have it), unless deleted."""
        message = self.by_message_id.get(number)
        return None if message is None or message.deleted else message


def newest(messages: list[Message], fits: Callable[[Message], bool]) -> Message | None:
    """The last living message that fits."""
    return next((one for one in reversed(messages) if not one.deleted and fits(one)), None)
