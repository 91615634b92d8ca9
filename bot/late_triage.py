"""Triage that is loaded after the service is ready: the dictionary and the model take a second that nobody waits for."""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from bot.appeals.district import Point
from bot.triage.reading import Reading, Triage

# One message is read several times on its way: heard, shown on the card, filed.
_REMEMBERED = 256


class LateTriage:
    """`Triage` made by the first who needs it; `load` makes it ahead of them, in a thread of its own."""

    def __init__(self, make: Callable[[], Triage]) -> None:
        self._make, self._lock = make, Lock()
        self._made: Triage | None = None
        self._read = lru_cache(_REMEMBERED)(self._read_anew)

    def __call__(self, text: str, point: Point | None = None) -> Reading:
        return self._read(text, point)

    def load(self) -> Triage:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def _read_anew(self, text: str, point: Point | None) -> Reading:
        return self.load()(text, point)
