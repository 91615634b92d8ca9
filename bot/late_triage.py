"""Triage that is loaded when the service is ready: the dictionary and the model take seconds that nobody waits for."""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from bot.appeals.district import Point
from bot.appeals.status import Status
from bot.triage.reading import Reading

if TYPE_CHECKING:
    from bot.triage.sameness import Told
    from bot.triage.sameness_judge import Judge

# One message is read several times on its way: heard, shown on the card, compared, filed.
_REMEMBERED = 256


class LateTriage:
    """`Triage` and `Likeness`, made by the first who needs them; `load` makes them ahead, in a thread of its own."""

    def __init__(self, make: "Callable[[], Judge]") -> None:
        self._make, self._lock = make, Lock()
        self._judge: Judge | None = None
        self._read = lru_cache(_REMEMBERED)(self._read_anew)

    def __call__(self, text: str, point: Point | None = None) -> Reading:
        return self._read(text, point)

    def score(
        self, first: "Told", second: "Told", *, minutes_apart: float, metres_apart: float | None, first_status: Status
    ) -> float:
        return self.load().sameness.score(
            first, second, minutes_apart=minutes_apart, metres_apart=metres_apart, first_status=first_status
        )

    def load(self) -> "Judge":
        with self._lock:
            if self._judge is None:
                self._judge = self._make()
            return self._judge

    def _read_anew(self, text: str, point: Point | None) -> Reading:
        return self.load().triage(text, point)
