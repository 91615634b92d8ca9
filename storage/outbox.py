"""The outbox: letters in the order of their chat, and the way back from a sent message to its meaning."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, Update, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialogs.effects import Post
from bot.usecases.store import Letter, NewLetter, SentLetter
from storage.tables import State, letters, posts

LAST_LOOKED_AT = 5
# The key of what is still to be said to someone who asked to be forgotten: such a letter leaves no trace.
FAREWELL = "farewell"
# The letter that another one edits; made once, because each alias is a copy of all columns.
_target = letters.alias("target")


class SqlOutbox:
    """`bot.usecases.store.Outbox` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Sequence[NewLetter], now: datetime) -> list[int]:
        ids = []
        for one in new:
            made = await self._connection.execute(insert(letters).values(_row(one, now)).returning(letters.c.id))
            ids.append(made.scalar_one())
        return ids

    async def heads(self, platform: str, now: datetime, limit: int, busy: frozenset[str]) -> list[Letter]:
        waiting = (letters.c.state == State.WAITING) & (letters.c.platform == platform)
        first = select(func.min(letters.c.id)).where(waiting).group_by(letters.c.chat)
        if busy:
            first = first.where(letters.c.chat.not_in(busy))
        ready = (
            select(letters, _target.c.messages.label("target_messages"))
            .outerjoin(_target, _target.c.id == letters.c.target)
            .where(letters.c.id.in_(first), letters.c.not_before <= now)
            .order_by(letters.c.id)
            .limit(limit)
        )
        return [_letter(row) for row in (await self._connection.execute(ready)).all()]

    async def sent(self, letter: Letter, messages: Sequence[str], content: str, now: datetime) -> None:
        # An edit that was renewed while it was on its way stays, and goes once more.
        same = (letters.c.id == letter.id) & (letters.c.content == letter.content)
        done = {"state": State.DONE, "sent_at": now, "messages": ",".join(messages), "content": content, "error": ""}
        if await self._ended(update(letters).where(same).values(done)) and messages:
            rows = [{"chat": letter.chat, "message": one, "letter": letter.id} for one in messages]
            await self._connection.execute(
                delete(posts).where(posts.c.chat == letter.chat, posts.c.message.in_(messages))
            )
            await self._connection.execute(insert(posts).values(rows))

    async def retry(self, letter: int, not_before: datetime, error: str) -> None:
        await self._set(letter, not_before=not_before, error=error[:300], attempts=letters.c.attempts + 1)

    async def failed(self, letter: int, error: str) -> None:
        aside = {"state": State.SET_ASIDE, "error": error[:300]}
        await self._ended(update(letters).where(letters.c.id == letter).values(aside))

    async def _ended(self, change: Update) -> bool:
        """Whether the letter is still remembered: there was one to change, and it was no farewell."""
        changed = change.returning(letters.c.id, letters.c.key)
        row = (await self._connection.execute(changed)).one_or_none()
        if row is not None and row.key == FAREWELL:
            await self._connection.execute(delete(letters).where(letters.c.id == row.id))
            return False
        return row is not None

    async def _set(self, letter: int, **values: object) -> None:
        await self._connection.execute(update(letters).where(letters.c.id == letter).values(**values))

    async def get(self, letter: int) -> Letter | None:
        asked = select(letters, letters.c.messages.label("target_messages")).where(letters.c.id == letter)
        row = (await self._connection.execute(asked)).one_or_none()
        return _letter(row) if row else None

    async def by_key(self, chat: str, key: str) -> SentLetter | None:
        # SQLite finds the index of keyed letters only if it is told that the key is not empty.
        keyed = (letters.c.key != "") & (letters.c.key == key)
        asked = _sent_letter().where(letters.c.chat == chat, keyed, letters.c.state != State.SET_ASIDE)
        row = (await self._connection.execute(asked.order_by(letters.c.id.desc()).limit(1))).one_or_none()
        return SentLetter(row.id, row.chat, row.content) if row else None

    async def cards(self, number: str) -> list[SentLetter]:
        newest = select(func.max(letters.c.id)).where(_is_card(number)).group_by(letters.c.chat)
        rows = (await self._connection.execute(_sent_letter().where(letters.c.id.in_(newest)))).all()
        return [SentLetter(row.id, row.chat, row.content) for row in rows]

    async def has_card(self, chat: str, number: str) -> bool:
        asked = select(letters.c.id).where(_is_card(number), letters.c.chat == chat)
        return (await self._connection.execute(asked.limit(1))).first() is not None

    async def renew_edit(self, target: int, content: str) -> bool:
        waiting = (letters.c.target == target) & (letters.c.kind == "edit") & (letters.c.state == State.WAITING)
        return (await self._connection.execute(update(letters).where(waiting).values(content=content))).rowcount > 0

    async def post_of(self, chat: str, message: str) -> Post | None:
        asked = (
            select(letters.c.post, letters.c.number, letters.c.arg)
            .join(posts, posts.c.letter == letters.c.id)
            .where(posts.c.chat == chat, posts.c.message == message)
        )
        row = (await self._connection.execute(asked)).one_or_none()
        return Post(row.post, row.number, row.arg) if row and row.post else None

    async def may_become_known(self, chat: str, message: str) -> bool:
        known = select(posts.c.letter).where(posts.c.chat == chat, posts.c.message == message).exists()
        here = (letters.c.chat == chat) & (letters.c.platform == _platform(chat))
        leaving = select(letters.c.id).where(here, letters.c.kind == "message", letters.c.state == State.WAITING)
        return bool((await self._connection.execute(select(leaving.exists() & ~known))).scalar_one())

    async def last_buttons(self, chat: str) -> str | None:
        asked = (
            select(letters.c.content)
            .where(letters.c.chat == chat, letters.c.kind == "message")
            .order_by(letters.c.id.desc())
            .limit(LAST_LOOKED_AT)
        )
        contents = (await self._connection.execute(asked)).scalars()
        return next((one for one in contents if '"keyboard":[]' not in one), None)

    async def revive(self, chat: str, since: datetime, now: datetime) -> int:
        lost = (letters.c.chat == chat) & (letters.c.state == State.SET_ASIDE) & (letters.c.kind == "message")
        changed = await self._connection.execute(
            update(letters)
            .where(lost, letters.c.created_at >= since)
            .values(state=State.WAITING, not_before=now, attempts=0)
        )
        return changed.rowcount

    async def move(self, chat: str, to: str) -> None:
        here = letters.c.chat == chat
        stale = (letters.c.kind == "edit") & (letters.c.state == State.WAITING)
        await self._connection.execute(delete(letters).where(here, stale))
        # The new chat numbers its messages anew: the old numbers would mean the wrong ones.
        await self._connection.execute(update(letters).where(here).values(chat=to, messages=""))
        await self._connection.execute(delete(posts).where(posts.c.chat == chat))

    async def counts(self) -> tuple[int, int]:
        asked = select(letters.c.state, func.count()).where(letters.c.state != State.DONE).group_by(letters.c.state)
        found = {row[0]: row[1] for row in (await self._connection.execute(asked)).all()}
        return found.get(State.WAITING, 0), found.get(State.SET_ASIDE, 0)


def _is_card(number: str) -> ColumnElement[bool]:
    """One that failed stands nowhere."""
    # As with keys: only so is the index of numbered letters found.
    numbered = (letters.c.number != "") & (letters.c.number == number)
    return numbered & (letters.c.post == "card") & (letters.c.state != State.SET_ASIDE)


def _sent_letter() -> Select[tuple[int, str, str]]:
    return select(letters.c.id, letters.c.chat, letters.c.content)


def _platform(chat: str) -> str:
    return chat.partition(":")[0]


def _row(one: NewLetter, now: datetime) -> dict[str, object]:
    post = one.post or Post("", "")
    return {
        "chat": one.chat,
        "platform": _platform(one.chat),
        "kind": one.kind,
        "content": one.content,
        "target": one.target,
        "reply_to": one.reply_to,
        "key": one.key,
        "post": post.kind,
        "number": post.number,
        "arg": post.arg,
        "created_at": now,
        "not_before": now,
    }


def _letter(row: Row[tuple[object, ...]]) -> Letter:
    post = Post(row.post, row.number, row.arg) if row.post else None
    return Letter(
        row.id,
        row.chat,
        row.kind,
        row.content,
        row.reply_to,
        row.key,
        post,
        row.attempts,
        row.created_at,
        row.target,
        tuple(row.target_messages.split(",")) if row.target_messages else (),
    )
