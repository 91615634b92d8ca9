"""What officials put right after the classifier, kept as labels to learn from."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from bot.appeals.appeal import Appeal
from storage.link import Link
from storage.tables import corrections

_COLUMNS = ("at", "appeal", "text", "was", "topic", "desk")
_KEEP = insert(corrections).values({name: bindparam(name) for name in _COLUMNS})
# Nothing is learnt from photos alone, or from whoever asked to be forgotten: there are no words.
_ALL = select(corrections).where(corrections.c.text != "").order_by(corrections.c.id)


class SqlCorrections:
    """`bot.usecases.store.Corrections` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def keep(self, appeal: Appeal, *, was: str, topic: str = "", desk: str = "", now: datetime) -> None:
        row = {"at": now, "appeal": appeal.id, "text": appeal.text, "was": was, "topic": topic, "desk": desk}
        await self._link.execute(_KEEP, row)

    async def labels(self) -> list[tuple[str, str]]:
        """A topic that was chosen outweighs one that a handover lets guess; of handovers the last one counts."""
        chosen: dict[int, tuple[str, str]] = {}
        guessed: dict[int, tuple[str, str]] = {}
        for row in (await self._link.execute(_ALL)).all():
            (guessed if row.desk else chosen)[row.appeal] = (row.text, row.topic)
        return [label for label in (guessed | chosen).values() if label[1]]

    async def transfers(self) -> list[tuple[str, str, str]]:
        rows = (await self._link.execute(_ALL)).all()
        last = {row.appeal: (row.text, row.was, row.desk) for row in rows if row.desk}
        return list(last.values())
