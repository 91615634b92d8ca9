"""The bell between the loops of one process: whoever made work rings, everyone who may do it looks."""

import asyncio


class Bells:
    """`bot.usecases.service.Bell` for asyncio."""

    def __init__(self) -> None:
        self._listeners: list[asyncio.Event] = []

    def listener(self) -> asyncio.Event:
        """An event that is set at every ring; its owner clears it."""
        event = asyncio.Event()
        self._listeners.append(event)
        return event

    def ring(self) -> None:
        for one in self._listeners:
            one.set()
