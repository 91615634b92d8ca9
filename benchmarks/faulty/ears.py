"""Hands everything that the bot shows to whoever sits in that chat, on both platforms in the same words."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.e2e.people import Message, labels_of, words_of
from tests.e2e.town import Platforms
from tests.servers.telegram.presses import Event

LOOK_AGAIN = 1.0


@dataclass(frozen=True, slots=True)
class Shown:
    """«sent» or «edited» a message, «answered» a press with a short word; as it looked at that moment."""

    kind: str
    message: Message
    text: str
    buttons: frozenset[str]
    toast: str = ""


Post = asyncio.Queue[Shown]


class Ears:
    """`of` is the letter box of one chat; nothing is kept for a chat that nobody listens in."""

    def __init__(self, around: Platforms) -> None:
        self._around = around
        self._boxes: dict[tuple[str, int], Post] = defaultdict(asyncio.Queue)
        self.heard = 0

    def of(self, platform: str, chat: int) -> Post:
        return self._boxes[platform, chat]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        self._around.telegram.on_event(self._on_telegram)
        watching = asyncio.create_task(self._watch_vk())
        try:
            yield
        finally:
            watching.cancel()
            self._around.telegram.world.listeners.remove(self._on_telegram)

    def _on_telegram(self, event: Event) -> None:
        message = event.message or (event.press.message if event.press else None)
        if message is None:
            return
        toast = event.press.toast.text if event.press and event.press.toast else ""
        # Whoever pressed in a group is told alone, but it is the desk that must know.
        self._put("telegram", message.chat.id, event.kind, message, toast)

    async def _watch_vk(self) -> None:
        ledger, moment = self._around.vk.ledger, 0
        while True:
            for deed in ledger.deeds_after(moment):
                moment = max(moment, deed.moment)
                self._put("vk", deed.message.peer.id, deed.kind, deed.message, deed.toast or "")
            await ledger.done.wait(LOOK_AGAIN)

    def _put(self, platform: str, chat: int, kind: str, message: Message, toast: str) -> None:
        self.heard += 1
        if (platform, chat) in self._boxes:
            shown = Shown(kind, message, words_of(message), frozenset(labels_of(message)), toast)
            self._boxes[platform, chat].put_nowait(shown)
