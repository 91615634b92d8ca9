"""Wakes open pages: lines come from the table, so a page that was away misses nothing; toasts only pass by."""

import asyncio
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Whisper:
    """A word for one person's open pages, kept nowhere: `toast` answers a press, `prompt` asks to answer a line."""

    kind: str
    chat: str
    person: str
    content: Mapping[str, str | int]


@dataclass(eq=False, slots=True)
class Listener:
    """One open page: the chats that it shows, each with the person who looks at it."""

    seats: Collection[tuple[str, str]]
    _rung: asyncio.Event = field(default_factory=asyncio.Event)
    _whispers: list[Whisper] = field(default_factory=list)

    def wake(self, whisper: Whisper | None = None) -> None:
        if whisper is not None:
            self._whispers.append(whisper)
        self._rung.set()

    def heard(self) -> list[Whisper]:
        """What was whispered; whoever rings after this call is heard by the next `wait`."""
        self._rung.clear()
        whispers, self._whispers = self._whispers, []
        return whispers

    async def wait(self, seconds: float) -> bool:
        """Whether anybody rang in this time."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return False
        return True


class Bell:
    """Rung within this process; a line that another process added is found at the next heartbeat."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self.closed = False

    @contextmanager
    def listen(self, seats: Collection[tuple[str, str]]) -> Iterator[Listener]:
        """Listens to chats, each with the person who looks at it."""
        listener, chats = Listener(seats), {chat for chat, _ in seats}
        for chat in chats:
            self._listeners.setdefault(chat, set()).add(listener)
        try:
            yield listener
        finally:
            for chat in chats:
                self._listeners[chat].discard(listener)
                if not self._listeners[chat]:
                    del self._listeners[chat]

    def ring(self, chat: str) -> None:
        """The chat has news."""
        for listener in self._listeners.get(chat, ()):
            listener.wake()

    def whisper(self, whisper: Whisper) -> None:
        """Only the person's own pages hear it."""
        for listener in self._listeners.get(whisper.chat, ()):
            if (whisper.chat, whisper.person) in listener.seats:
                listener.wake(whisper)

    def close(self) -> None:
        """Ends all streams, so that the server can stop; the pages come back by themselves."""
        self.closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.wake()


def sse(kind: str, content: Mapping[str, object], rev: int | None = None) -> str:
    """One server-sent event; JSON keeps it on one line whatever a person wrote."""
    head = "" if rev is None else f"id: {rev}\n"
    return f"{head}event: {kind}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
