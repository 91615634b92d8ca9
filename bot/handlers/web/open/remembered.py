"""Answers kept for a while, so that many who ask the same cost one look; each is made by one at a time."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_MOST = 64


class Remembered:
    """At most `most` answers; the clock is an argument."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[datetime, Any]] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[Any]] = {}

    def has(self, key: Hashable, now: datetime) -> bool:
        """Whether the answer would cost nothing."""
        return key in self._making or (key in self._kept and self._kept[key][0] > now)

    async def get(self, key: Hashable, now: datetime, seconds: float, make: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer, at most so old; whoever asks meanwhile waits for the same one. With 0 seconds it is not kept."""
        until, answer = self._kept.get(key, (now, None))
        if until > now:
            kept: Answer = answer
            return kept
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.ensure_future(self._made(key, now, seconds, make))
        # A visitor who goes away must not take the answer of the others along.
        made: Answer = await asyncio.shield(task)
        return made

    async def _made(
        self, key: Hashable, now: datetime, seconds: float, make: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        try:
            answer = await make()
            if seconds:
                self._kept[key] = (now + timedelta(seconds=seconds), answer)
                self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return answer
        finally:
            self._making.pop(key, None)
