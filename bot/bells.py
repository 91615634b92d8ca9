"""The bell between the loops of one process, and of others: whoever made work rings, everyone who may do it looks."""

import asyncio
from collections.abc import Callable


class Bells:
    """`bot.usecases.service.Bell` for asyncio; `beyond` tells the other processes."""

    def __init__(self) -> None:
        self._listeners: list[asyncio.Event] = []
        self.beyond: Callable[[], None] = lambda: None

    def listener(self) -> asyncio.Event:
        """An event that is set at every ring; its owner clears it."""
        event = asyncio.Event()
        self._listeners.append(event)
        return event

    def ring(self) -> None:
        self.ring_here()
        self.beyond()

    def ring_here(self) -> None:
        for one in self._listeners:
            one.set()
