"""Telegram's limits of speed: 30 messages a second in all, one a second to a chat, 20 a minute to a group."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .errors import too_many


@dataclass(slots=True)
class Window:
    """At most `most` messages in any `seconds`."""

    most: int
    seconds: float
    sent: deque[float] = field(default_factory=deque)

    def wait(self, now: float, count: int) -> float:
        while self.sent and self.sent[0] <= now - self.seconds:
            self.sent.popleft()
        excess = len(self.sent) + count - self.most
        return self.sent[min(excess, len(self.sent)) - 1] + self.seconds - now if excess > 0 and self.sent else 0.0


class Limits:
    """Each message of an album counts, except for the second of its chat. Only sending counts, not editing.

    Telegram is more lenient with short bursts; who keeps these limits is never refused by it.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.on = False
        self.refused = 0
        self._clock = clock
        self._all = Window(30, 1)
        self._chats: dict[int, Window] = {}
        self._groups: dict[int, Window] = {}

    def count(self, chat_id: int, messages: int) -> None:
        """Raises 429 with the seconds to wait, or remembers that so many messages went to the chat."""
        if not self.on:
            return
        now = self._clock()
        windows = [(self._all, messages), (self._chats.setdefault(chat_id, Window(1, 1)), 1)]
        if chat_id < 0:
            windows.append((self._groups.setdefault(chat_id, Window(20, 60)), messages))
        wait = max(window.wait(now, count) for window, count in windows)
        if wait > 0:
            self.refused += 1
            raise too_many(max(math.ceil(wait), 1))
        for window, count in windows:
            window.sent.extend([now] * count)
