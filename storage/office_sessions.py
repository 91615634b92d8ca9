"""Links and sessions of the coordinator's desk: only digests of what a browser holds."""

from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, delete, insert, select, update

from bot.usecases.visiting import Link as DeskLink
from bot.usecases.visiting import Session
from storage.columns import UtcTime, metadata
from storage.link import Link

office_links = Table(
    "office_links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("chat", String(100), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime, nullable=True),
)

office_sessions = Table(
    "office_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("chat", String(100), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

_LINK = select(office_links).where(office_links.c.digest == bindparam("digest"))
_SESSION = select(office_sessions).where(office_sessions.c.digest == bindparam("digest"))


class SqlSessions:
    """`bot.usecases.visiting.Sessions` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def offer(self, digest: str, link: DeskLink) -> None:
        row = {"digest": digest, "chat": link.chat, "expires_at": link.expires_at}
        await self._link.execute(insert(office_links).values(row))

    async def link(self, digest: str) -> DeskLink | None:
        row = (await self._link.execute(_LINK, {"digest": digest})).one_or_none()
        return DeskLink(row.chat, row.expires_at, row.used_at) if row else None

    async def use_link(self, digest: str, now: datetime) -> bool:
        first = (office_links.c.digest == digest) & office_links.c.used_at.is_(None)
        return (await self._link.execute(update(office_links).where(first).values(used_at=now))).rowcount > 0

    async def open(self, session: Session) -> None:
        row = {
            "digest": session.digest,
            "chat": session.chat,
            "name": session.name,
            "made_at": session.made_at,
            "seen_at": session.seen_at,
            "expires_at": session.expires_at,
        }
        await self._link.execute(insert(office_sessions).values(row))

    async def session(self, digest: str) -> Session | None:
        row = (await self._link.execute(_SESSION, {"digest": digest})).one_or_none()
        if row is None:
            return None
        return Session(row.digest, row.chat, row.name, row.made_at, row.seen_at, row.expires_at)

    async def prolong(self, digest: str, seen_at: datetime, expires_at: datetime) -> None:
        same = office_sessions.c.digest == digest
        await self._link.execute(update(office_sessions).where(same).values(seen_at=seen_at, expires_at=expires_at))

    async def end(self, digest: str) -> None:
        await self._link.execute(delete(office_sessions).where(office_sessions.c.digest == digest))

    async def forget(self, before: datetime) -> None:
        for table in (office_links, office_sessions):
            await self._link.execute(delete(table).where(table.c.expires_at < before))
