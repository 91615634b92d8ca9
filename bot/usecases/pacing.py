"""A platform's published limits of speed, kept so that it never has to refuse; the time is always an argument.

A bucket that refills lets twice the limit through in the second after a pause. Here a place in a window is taken from
the moment a message leaves until `seconds` after the platform has counted it at the latest: after its answer, less what
the quickest answer takes. So how long messages are on their way neither breaks the limit nor is lost.
"""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bot.usecases.platform import Limits

# Of each window: two computers' clocks do not go alike.
_SLACK = 0.004
# So many answers tell how quick the way is: the first ones also made the connections.
_KNOWN_AFTER = 100
# What nobody waits for is spread over the second, so that a place for an answer is never far: so much of the evenly
# spread time must lie between two of them, and so many seconds may be caught up.
_SPREAD = 0.9
_CATCH_UP = 0.1
# Chats that were written to long ago are forgotten when there are so many.
_REMEMBERED = 2000


@dataclass(slots=True)
class Window:
    """At most `most` in any `seconds`."""

    most: int
    seconds: float
    _out: int = 0
    _free_at: deque[float] = field(default_factory=deque)

    def wait(self, count: int, now: float) -> float:
        """Seconds until so many may leave; infinite while some that are on their way must come back first."""
        while self._free_at and self._free_at[0] <= now:
            self._free_at.popleft()
        missing = min(count, self.most) + self._out + len(self._free_at) - self.most
        if missing <= 0:
            return 0.0
        return self._free_at[missing - 1] - now if missing <= len(self._free_at) else math.inf

    def leaves(self, count: int) -> None:
        self._out += count

    def arrived(self, count: int, counted: float) -> None:
        """The platform has counted them at that moment or earlier."""
        self._out -= count
        self._free_at.extend([counted + self.seconds * (1 + _SLACK)] * count)

    def idle(self, now: float) -> bool:
        return self.wait(self.most, now) == 0


@dataclass(slots=True)
class Way:
    """What even the quickest message spends on its way to the platform and back."""

    _answers: int = 0
    _quickest: float = math.inf

    def counted(self, began: float, now: float) -> float:
        """When a message that was answered now was counted at the latest, as seen from its beginning to leave."""
        self._answers += 1
        self._quickest = min(self._quickest, now - began)
        return now - self._quickest if self._answers > _KNOWN_AFTER else now


@dataclass(slots=True)
class Journey:
    """What left, when, and the places that it takes."""

    began: float
    places: Sequence[tuple[Window, int]]


class Pace:
    """The windows of one account: of all chats together, and of each chat."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = Window(int(limits.a_second), 1)
        self._chats: dict[str, tuple[Window, ...]] = {}
        self._way = Way()
        self._bulk_from = -math.inf

    def wait_for_all(self, messages: int, now: float) -> float:
        """Seconds until so many may leave to anybody."""
        return self._all.wait(messages, now)

    def wait_in_bulk(self, now: float) -> float:
        """Seconds until what nobody waits for may leave, if there is a place."""
        return max(self._bulk_from - now, 0.0)

    def wait_for_chat(self, chat: str, messages: int, now: float, *, edit: bool = False) -> float:
        """Seconds until so many may leave to this chat."""
        return max(
            (window.wait(count, now) for window, count in self._of(chat, messages, edit=edit, now=now)), default=0.0
        )

    def leaves(self, chat: str, messages: int, now: float, *, edit: bool = False, bulk: bool = False) -> Journey:
        """Takes the places, whether they are free or not."""
        if bulk:
            self._bulk_from = max(self._bulk_from, now - _CATCH_UP) + _SPREAD * messages / self._limits.a_second
        places = [(self._all, messages), *self._of(chat, messages, edit=edit, now=now)]
        for window, count in places:
            window.leaves(count)
        return Journey(now, places)

    def arrived(self, journey: Journey, now: float) -> None:
        """The platform has answered, or never will."""
        counted = self._way.counted(journey.began, now)
        for window, count in journey.places:
            window.arrived(count, counted)

    def _of(self, chat: str, messages: int, *, edit: bool, now: float) -> list[tuple[Window, int]]:
        # The topics of a forum share what their group may hear.
        whole = chat.partition("/")[0]
        windows = self._chats.get(whole)
        if windows is None:
            self._forget(now)
            windows = self._chats[whole] = self._made(whole)
        own, *group = windows
        # The messages of an album come to their chat as one; what is only edited rings no bell there.
        return [*([] if edit else [(own, 1)]), *((window, messages) for window in group)]

    def _made(self, chat: str) -> tuple[Window, ...]:
        own, group = self._limits.a_chat, self._limits.a_group
        windows = [Window(int(own[0]), own[1])]
        if self._limits.is_group(chat):
            windows.append(Window(int(group[0]), group[1]))
        return tuple(windows)

    def _forget(self, now: float) -> None:
        if len(self._chats) >= _REMEMBERED:
            busy = {chat: every for chat, every in self._chats.items() if not all(one.idle(now) for one in every)}
            self._chats = busy


class Turns:
    """One window for callers who wait in a queue, each for its own turn."""

    def __init__(self, window: Window) -> None:
        self._window, self._queue, self._came = window, asyncio.Lock(), asyncio.Event()
        self._way = Way()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """The block runs when it may; it is over when the platform has answered."""
        clock = asyncio.get_running_loop().time
        async with self._queue:
            while (wait := self._window.wait(1, clock())) > 0:
                self._came.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(None if wait == math.inf else wait):
                        await self._came.wait()
            self._window.leaves(1)
        began = clock()
        try:
            yield
        finally:
            self._window.arrived(1, self._way.counted(began, clock()))
            self._came.set()
