"""An archive of appeals written straight into the tables: what happened, and when, is the test's own."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.tables import appeal_photos, appeals, followers, history, residents

# A Monday, nine in the morning in Moscow.
MONDAY = datetime(2026, 11, 16, 6, tzinfo=UTC)


def at(days: float, hours: float = 0) -> datetime:
    """So long after that Monday morning."""
    return MONDAY + timedelta(days=days, hours=hours)


class Archive:
    """Files appeals under running numbers; resident 1 writes, residents 2 to 9 join."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._last = engine, 0

    async def opened(self) -> "Archive":
        people = [{"id": one, "name": f"Житель {one}", "since": MONDAY} for one in range(1, 10)]
        await self._write(residents, people)
        return self

    async def filed(self, filed_at: datetime, *steps: tuple[datetime, str], **fields: object) -> str:
        """An appeal with its history; `fields` are columns that the steps have left behind. Its number."""
        self._last += 1
        number = f"26-{self._last:05d}"
        row: dict[str, object] = {"id": self._last, "number": number, "resident": 1, "chat": "telegram:501"}
        row |= {"topic": "roads.pothole", "settlement": "tretyakovo", "text": "Яма у магазина", "desk": "roads"}
        due = fields.get("due_at", filed_at + timedelta(days=1))
        row |= {"status": "new", "filed_at": filed_at, "due_at": due, "answer_due_at": due, "solve_due_at": due}
        await self._write(appeals, [row | fields])
        await self.happened(number, (filed_at, "file"), *steps)
        return number

    async def happened(self, number: str, *steps: tuple[datetime, str], text: str = "") -> None:
        said = {"actor": "", "actor_name": "", "text": text}
        await self._write(
            history, [{"appeal": _id(number), "at": when, "action": what, **said} for when, what in steps]
        )

    async def joined(self, number: str, *ratings: str) -> None:
        rows = [
            {"appeal": _id(number), "resident": one, "chat": "", "at": at(one), "rating": rating}
            for one, rating in enumerate(ratings, 2)
        ]
        await self._write(followers, rows)

    async def photographed(self, number: str, *sides: str) -> None:
        photo = {"appeal": _id(number), "file": "", "fingerprint": "", "at": MONDAY}
        await self._write(appeal_photos, [photo | {"side": side} for side in sides])

    async def _write(self, table: object, rows: list[dict[str, object]]) -> None:
        if rows:
            async with self._engine.begin() as connection:
                await connection.execute(insert(table), rows)  # type: ignore[arg-type]


def _id(number: str) -> int:
    return int(number.partition("-")[2])
