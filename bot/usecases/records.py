"""What figures and exports ask of the database: the appeals of a stretch of time, as records."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from bot.appeals.filing import Filing
from bot.appeals.record import Ended, Record
from bot.appeals.told import Told


class Records(Protocol):
    """In the order of their filing; a stretch begins with its `start` and ends right before its `end`."""

    async def filed(self, start: datetime, end: datetime) -> list[Record]:
        """Filed within it."""

    async def open_before(self, moment: datetime) -> list[Record]:
        """Filed before it, and officials have still to do something."""

    async def touched(self, start: datetime, end: datetime, settlement: str | None = None) -> list[Record]:
        """Filed, answered, closed or reopened within it, or open at its end; of one settlement or of all.

        What was answered before, and is open again only since later, is among them too.
        """

    async def timed(self, start: datetime, end: datetime, settlement: str | None = None) -> list[Record]:
        """Whose clocks ran then: filed or answered within it, or open at its end; of one settlement or of all.

        It costs much less than `touched`: the words, who joined and what was handed over are left out.
        """

    async def ended(self, start: datetime, end: datetime) -> dict[str, Ended]:
        """What officials ended within it, by settlement: counted where it lies, for there may be thousands."""

    async def addressed(self, start: datetime, end: datetime, settlement: str | None = None) -> list[Filing]:
        """Filed within it at an address, in any order; of one settlement or of all."""

    async def spoke(self, desk: str) -> bool:
        """Whether the desk has ever said anything to a resident."""

    def told(self, start: datetime, end: datetime) -> AsyncIterator[list[Told]]:
        """Filed within it, with the officials' words, page by page: never all of them in memory."""
