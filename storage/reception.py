"""The reception's doors: private links of page chats, browsers let in by them, talks moved to a messenger."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, String, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.usecases.arriving import Offered
from storage.columns import UtcTime, metadata
from storage.database import reading, writing
from storage.link import Link
from storage.tables import followers

# One private link a chat; only a digest of its secret is kept: whoever reads the database cannot open the chat.
web_links = Table(
    "web_links",
    metadata,
    Column("chat", String(100), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_at", UtcTime, nullable=False),
)

# Browsers that came in by a private link: their own address leads to another chat than it would by itself.
web_entries = Table(
    "web_entries",
    metadata,
    Column("session", String(100), primary_key=True),
    Column("chat", String(100), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
)

# One-time codes that take the talk of a page's chat to a messenger.
web_moves = Table(
    "web_moves",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("chat", String(100), nullable=False, index=True),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime, nullable=True),
)

# Where the answers to what was filed in a page's chat before `at` go now.
web_moved = Table(
    "web_moved",
    metadata,
    Column("chat", String(100), primary_key=True),
    Column("goes_to", String(100), nullable=False),
    Column("at", UtcTime, nullable=False),
)


class SqlReception:
    """`bot.handlers.web.doors.Doors`; each call is a transaction of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def chat_of(self, session: str) -> str:
        async with reading(self._engine) as connection:
            led = await connection.scalar(select(web_entries.c.chat).where(web_entries.c.session == session))
        return str(led) if led else session

    async def link_made_at(self, chat: str) -> datetime | None:
        async with reading(self._engine) as connection:
            made: datetime | None = await connection.scalar(select(web_links.c.made_at).where(web_links.c.chat == chat))
        return made

    async def renew_link(self, chat: str, digest: str, session: str, now: datetime) -> None:
        async with writing(self._engine) as connection:
            await _put(connection, web_links, "chat", chat=chat, digest=digest, made_at=now)
            others = (web_entries.c.chat == chat) & (web_entries.c.session != session)
            await connection.execute(delete(web_entries).where(others))
            # Nor does a code go on that one of them had made before.
            waiting = (web_moves.c.chat == chat) & web_moves.c.used_at.is_(None)
            await connection.execute(delete(web_moves).where(waiting))

    async def enter(self, digest: str, session: str, now: datetime) -> str | None:
        async with writing(self._engine) as connection:
            # Locked: whoever renews the link at this moment puts out this browser too, or shuts the door before it.
            known = select(web_links.c.chat).where(web_links.c.digest == digest).with_for_update()
            chat = await connection.scalar(known)
            if chat is None:
                return None
            if chat == session:
                await connection.execute(delete(web_entries).where(web_entries.c.session == session))
            else:
                await _put(connection, web_entries, "session", session=session, chat=chat, at=now)
            return str(chat)

    async def leave(self, session: str) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(web_entries).where(web_entries.c.session == session))

    async def offer_move(self, chat: str, digest: str, expires_at: datetime) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(web_moves).where(web_moves.c.chat == chat))
            await _put(connection, web_moves, "digest", digest=digest, chat=chat, expires_at=expires_at, used_at=None)


class SqlMoves:
    """`bot.usecases.arriving.Moves` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def offered(self, digest: str) -> Offered | None:
        row = (await self._link.execute(select(web_moves).where(web_moves.c.digest == digest))).one_or_none()
        return Offered(row.chat, row.expires_at, row.used_at is not None) if row else None

    async def use(self, digest: str, now: datetime) -> bool:
        first = (web_moves.c.digest == digest) & web_moves.c.used_at.is_(None)
        return (await self._link.execute(update(web_moves).where(first).values(used_at=now))).rowcount > 0

    async def moved(self, chat: str, to: str, resident: int, now: datetime) -> None:
        joined = (followers.c.resident == resident) & (followers.c.chat == chat)
        await self._link.execute(update(followers).where(joined).values(chat=to))
        await self._link.execute(delete(web_moved).where(web_moved.c.chat == chat))
        dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[self._link.dialect.name]
        await self._link.execute(dialect.insert(web_moved).values(chat=chat, goes_to=to, at=now))

    async def goes_to(self, chat: str, filed_at: datetime) -> str:
        if not chat.startswith("web:"):
            return chat
        later = (web_moved.c.chat == chat) & (web_moved.c.at >= filed_at)
        led = (await self._link.execute(select(web_moved.c.goes_to).where(later))).scalar_one_or_none()
        return str(led) if led else chat


async def erase_reception(link: Link, chat: str) -> None:
    """Nobody comes in by a link of a chat that was erased, nor does anything follow it to a messenger."""
    for table in (web_links, web_moves, web_moved, web_entries):
        await link.execute(delete(table).where(table.c.chat == chat))
    await link.execute(delete(web_moved).where(web_moved.c.goes_to == chat))
    await link.execute(delete(web_entries).where(web_entries.c.session == chat))


async def _put(connection: AsyncConnection, table: Table, key: str, **row: object) -> None:
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name]
    new = dialect.insert(table).values(row)
    changed = {name: new.excluded[name] for name in row if name != key}
    await connection.execute(new.on_conflict_do_update(index_elements=[key], set_=changed))
