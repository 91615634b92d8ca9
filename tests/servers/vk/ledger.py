"""All conversations together: the counters behind VK's numbers, and what the bot did, in order."""

from collections import deque
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any

from tests.servers.vk.state import Message, Peer, Signal

DEEDS_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the bot did: "sent", "edited" or "deleted" a message, "answered" a press."""

    kind: str
    moment: int
    message: Message
    toast: str | None = None


class Ledger:
    """Writes, rewrites and removes messages; whatever the bot does is noted as a Deed."""

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
