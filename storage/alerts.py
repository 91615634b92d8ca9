"""What the coordinator was warned of, and what is known of each channel; a few rows, one a trouble and one a side."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, bindparam, delete, select, update

from bot.usecases.alerting import Raised
from bot.usecases.hearing import Heard
from storage.columns import UtcTime, metadata, only
from storage.link import Link
from storage.statements import insert_or_replace
from storage.tables import updates

# Updates that could not be handled: few, and asked for every minute.
Index("ix_updates_aside", updates.c.id, **only("state = 2"))

channels = Table(
    "channels",
    metadata,
    # The channel and the side of it: «telegram:listen».
    Column("name", String(40), primary_key=True),
    Column("heard_at", UtcTime, nullable=True),
    Column("trouble", String(20), nullable=False, server_default=""),
    Column("since", UtcTime, nullable=True),
)

alerts = Table(
    "alerts",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("began_at", UtcTime, nullable=False),
    # When it was last looked whether it lasts: a service that stood still meanwhile knows nothing of that time.
    Column("seen_at", UtcTime, nullable=False),
    # Since when it has been calm again; it may come back.
    Column("over_at", UtcTime, nullable=True),
    Column("told_at", UtcTime, nullable=True),
    # How many chats heard of it: none where no channel worked.
    Column("chats", Integer, nullable=False, server_default="0"),
)

_NOTE = insert_or_replace(channels, "name", "heard_at", "trouble", "since", unique=("name",))
_CHANNELS = select(channels).order_by(channels.c.name)
_ALL = select(alerts).order_by(alerts.c.began_at, alerts.c.key)
_KEEP = insert_or_replace(alerts, "key", "began_at", "seen_at", "over_at", unique=("key",))
_THIS = alerts.c.key == bindparam("the_key")
_TOLD: dict[str, Any] = {"told_at": bindparam("now"), "chats": bindparam("in_chats")}
_CLAIM_FIRST = update(alerts).where(_THIS, alerts.c.told_at.is_(None)).values(_TOLD)
_CLAIM_AGAIN = update(alerts).where(_THIS, alerts.c.told_at == bindparam("was")).values(_TOLD)
_DROP = delete(alerts).where(_THIS)


class SqlAlerts:
    """`bot.usecases.alerting.Alerts` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def note(self, heard: Heard) -> None:
        row = {"name": heard.name, "heard_at": heard.heard_at, "trouble": heard.trouble, "since": heard.since}
        await self._link.execute(_NOTE[self._link.dialect.name], row)

    async def channels(self) -> list[Heard]:
        rows = (await self._link.execute(_CHANNELS)).all()
        return [Heard(row.name, row.heard_at, row.trouble, row.since) for row in rows]

    async def all(self) -> list[Raised]:
        rows = (await self._link.execute(_ALL)).all()
        return [Raised(row.key, row.began_at, row.seen_at, row.over_at, row.told_at, row.chats) for row in rows]

    async def keep(self, raised: Sequence[Raised]) -> None:
        rows = [
            {"key": one.key, "began_at": one.began_at, "seen_at": one.seen_at, "over_at": one.over_at} for one in raised
        ]
        if rows:
            await self._link.execute_many(_KEEP[self._link.dialect.name], rows)

    async def claim(self, raised: Raised, now: datetime, chats: int) -> bool:
        row = {"the_key": raised.key, "now": now, "in_chats": chats}
        if raised.told_at is None:
            return (await self._link.execute(_CLAIM_FIRST, row)).rowcount > 0
        return (await self._link.execute(_CLAIM_AGAIN, row | {"was": raised.told_at})).rowcount > 0

    async def drop(self, key: str) -> bool:
        return (await self._link.execute(_DROP, {"the_key": key})).rowcount > 0
