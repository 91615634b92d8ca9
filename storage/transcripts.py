"""Chats of the browser page: their lines, which photo is shown where, and the counter that orders every change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.usecases.platform import Keyboard, KeyboardButton
from bot.usecases.transcript import Line
from storage.columns import UtcTime, metadata
from storage.database import reading, writing

_Key = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in a plain INTEGER column

web_lines = Table(
    "web_lines",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("chat", String(200), nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("keyboard", JSON, nullable=False),
    Column("photos", JSON, nullable=False),
    Column("reply_to", BigInteger),
    Column("letter", BigInteger),
    Column("at", UtcTime, nullable=False),
    Index(None, "chat", "rev"),
    Index(None, "chat", "id"),
    UniqueConstraint("chat", "letter"),
    sqlite_autoincrement=True,  # a number of a deleted line must not come back as another line
)

web_photos = Table(
    "web_photos",
    metadata,
    Column("chat", String(200), primary_key=True),
    Column("file", String(200), primary_key=True, index=True),
)

web_revs = Table("web_revs", metadata, Column("id", Integer, primary_key=True), Column("rev", BigInteger))


class SqlTranscripts:
    """`Transcripts` on SQLite or PostgreSQL, and the few questions more that only the page asks."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(
        self,
        chat: str,
        *,
        author: str,
        text: str,
        at: datetime,
        keyboard: Keyboard = (),
        photos: Sequence[str] = (),
        reply_to: int | None = None,
        letter: int | None = None,
    ) -> Line:
        """A new line; the same `letter` added twice is the same line."""
        async with writing(self._engine) as connection:
            rev = await _next_rev(connection)
            if letter is not None and (known := await _by_letter(connection, chat, letter)) is not None:
                return known
            new = insert(web_lines).values(chat=chat, rev=rev, author=author, text=text, at=at, letter=letter)
            new = new.values(keyboard=_plain(keyboard), photos=list(photos), reply_to=reply_to)
            row = (await connection.execute(new.returning(*web_lines.c))).one()
            await _show(connection, chat, photos)
            return _line(row)

    async def edit(self, chat: str, line: int, *, text: str, keyboard: Keyboard) -> Line | None:
        """The changed line, or None if the chat has no such line."""
        async with writing(self._engine) as connection:
            rev = await _next_rev(connection)
            mine = update(web_lines).where(web_lines.c.chat == chat, web_lines.c.id == line)
            changed = mine.values(rev=rev, text=text, keyboard=_plain(keyboard)).returning(*web_lines.c)
            row = (await connection.execute(changed)).one_or_none()
            return None if row is None else _line(row)

    async def since(self, chat: str, rev: int) -> list[Line]:
        """Lines new or changed after `rev`, in order of `rev`; from 0 it is the whole chat."""
        return await self._lines(_changed((chat,), rev))

    async def news(self, chats: Sequence[str], rev: int, limit: int) -> list[Line]:
        """As `since`, of several chats at one moment, so that one `rev` says how far all of them were read."""
        return await self._lines(_changed(chats, rev).limit(limit))

    async def latest(self, chat: str, limit: int, before: int | None = None) -> list[Line]:
        """The last lines as they stand in the chat, oldest first; of those older than the line `before`."""
        last = select(web_lines).where(web_lines.c.chat == chat).order_by(web_lines.c.id.desc()).limit(limit)
        if before is not None:
            last = last.where(web_lines.c.id < before)
        return (await self._lines(last))[::-1]

    async def line(self, chat: str, line: int) -> Line | None:
        """One line of this chat."""
        found = await self._lines(select(web_lines).where(web_lines.c.chat == chat, web_lines.c.id == line))
        return found[0] if found else None

    async def rev(self) -> int:
        """The newest `rev` given to anything."""
        async with reading(self._engine) as connection:
            return int(await connection.scalar(select(func.max(web_revs.c.rev))) or 0)

    async def shows(self, chat: str, photo: str) -> bool:
        """Whether a line of this chat shows the kept file."""
        async with reading(self._engine) as connection:
            shown = select(web_photos.c.file).where(web_photos.c.chat == chat, web_photos.c.file == photo)
            return await connection.scalar(shown) is not None

    async def forget(self, chat: str) -> None:
        """Removes the whole chat, as a resident may ask; the files themselves are not ours to remove."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(web_lines).where(web_lines.c.chat == chat))
            await connection.execute(delete(web_photos).where(web_photos.c.chat == chat))

    async def _lines(self, question: Select[Any]) -> list[Line]:
        async with reading(self._engine) as connection:
            return [_line(row) for row in await connection.execute(question)]


async def _next_rev(connection: AsyncConnection) -> int:
    """The first write of each transaction: its row stays locked until the commit, so revs appear in their order.

    A sequence would not do: 7 may be committed before 6, and a page that has read up to 7 never sees 6.
    """
    counted = _insert_or(connection)(web_revs).values(id=1, rev=1)
    counted = counted.on_conflict_do_update(index_elements=["id"], set_={"rev": web_revs.c.rev + 1})
    return int((await connection.execute(counted.returning(web_revs.c.rev))).scalar_one())


async def _show(connection: AsyncConnection, chat: str, photos: Sequence[str]) -> None:
    if photos:
        shown = _insert_or(connection)(web_photos).on_conflict_do_nothing()
        await connection.execute(shown, [{"chat": chat, "file": file} for file in photos])


def _insert_or(connection: AsyncConnection) -> Any:
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


async def _by_letter(connection: AsyncConnection, chat: str, letter: int) -> Line | None:
    known = select(web_lines).where(web_lines.c.chat == chat, web_lines.c.letter == letter)
    row = (await connection.execute(known)).one_or_none()
    return None if row is None else _line(row)


def _changed(chats: Sequence[str], rev: int) -> Select[Any]:
    return select(web_lines).where(web_lines.c.chat.in_(chats), web_lines.c.rev > rev).order_by(web_lines.c.rev)


def _plain(keyboard: Keyboard) -> list[list[list[str]]]:
    return [[[button.label, button.data] for button in row] for row in keyboard]


def _line(row: Row[Any]) -> Line:
    keyboard = tuple(tuple(KeyboardButton(label, data) for label, data in buttons) for buttons in row.keyboard)
    return Line(row.chat, row.id, row.rev, row.author, row.text, keyboard, tuple(row.photos), row.reply_to, row.at)
