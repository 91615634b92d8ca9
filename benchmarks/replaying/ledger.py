"""What the database of the service holds after a replay."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.columns import State
from storage.database import reading
from storage.tables import appeal_photos, appeals, bindings, history, letters, updates


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that the verdict asks about; `history` counts (number, action), `photos` (number, side)."""

    appeals: Sequence[Row[Any]]
    history: Counter[tuple[str, str]]
    photos: Counter[tuple[str, str]]
    desk_chats: Sequence[tuple[str, str]]
    cards: Counter[tuple[str, str]]
    letters: Counter[str]
    failed: int
    waiting: int
    set_aside: int


async def read_ledger(engine: AsyncEngine) -> Ledger:
    async with reading(engine) as tx:
        return Ledger(
            appeals=(await tx.execute(select(appeals).order_by(appeals.c.id))).all(),
            history=await _counted(
                tx, select(appeals.c.number, history.c.action, func.count()).join_from(history, appeals)
            ),
            photos=await _counted(
                tx, select(appeals.c.number, appeal_photos.c.side, func.count()).join_from(appeal_photos, appeals)
            ),
            desk_chats=[
                (row.target, row.chat)
                for row in await tx.execute(select(bindings.c.target, bindings.c.chat).where(bindings.c.role == "desk"))
            ],
            cards=await _counted(
                tx, select(letters.c.chat, letters.c.number, func.count()).where(letters.c.post == "card")
            ),
            letters=Counter(dict([tuple(row) for row in await tx.execute(_by(letters.c.kind))])),
            failed=await _many(tx, select(func.count()).where(letters.c.state == State.SET_ASIDE)),
            waiting=await waiting(tx),
            set_aside=await _many(tx, select(func.count()).where(updates.c.state == State.SET_ASIDE)),
        )


async def waiting(tx: AsyncConnection) -> int:
    """How many updates and letters still wait; 0 when all is done."""
    questions = [select(func.count()).where(table.c.state == State.WAITING) for table in (updates, letters)]
    return sum([await _many(tx, one) for one in questions])


def _by(column: Any) -> Any:
    return select(column, func.count()).group_by(column)


async def _many(tx: AsyncConnection, question: Any) -> int:
    return int((await tx.execute(question)).scalar_one())


async def _counted(tx: AsyncConnection, question: Any) -> Counter[tuple[str, str]]:
    """(first, second) -> how many."""
    first, second, _ = question.selected_columns
    rows = await tx.execute(question.group_by(first, second))
    return Counter({(row[0], row[1]): row[2] for row in rows})
