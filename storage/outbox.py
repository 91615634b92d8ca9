"""The outbox: letters in the order of their chat, and the way back from a sent message to its meaning."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Executable, Row, bindparam, delete, func, insert, select, update

from bot.dialogs.effects import Post
from bot.usecases.store import Letter, NewLetter, SentLetter
from storage.columns import State
from storage.link import NOTHING, Link, Values
from storage.statements import insert_or_replace
from storage.tables import letters, posts

LAST_LOOKED_AT = 5
# The key of what is still to be said to someone who asked to be forgotten: such a letter leaves no trace.
FAREWELL = "farewell"
# The letter that another one edits.
_target = letters.alias("target")
_COLUMNS = ("chat", "platform", "kind", "content", "target", "reply_to", "key", "post", "number", "arg", "bulk")
_ADD = insert(letters).values({name: bindparam(name) for name in (*_COLUMNS, "created_at", "not_before")})
_WAITING_HERE = (letters.c.state == State.WAITING) & (letters.c.platform == bindparam("platform"))
# The first letter of each chat; it is as urgent as the most urgent of those that wait behind it.
_FIRSTS = (
    select(func.min(letters.c.id).label("id"), func.min(letters.c.bulk).label("bulk"))
    .where(_WAITING_HERE)
    .group_by(letters.c.chat)
    .subquery("firsts")
)
_HEADS = (
    select(letters, _target.c.messages.label("target_messages"))
    .join(_FIRSTS, _FIRSTS.c.id == letters.c.id)
    .outerjoin(_target, _target.c.id == letters.c.target)
    .where(letters.c.not_before <= bindparam("now"))
    .order_by(_FIRSTS.c.bulk, letters.c.id)
    .limit(bindparam("most"))
)
# An edit that was renewed while it was on its way stays, and goes once more.
_SENT = (
    update(letters)
    .where(letters.c.id == bindparam("letter"), letters.c.content == bindparam("said"))
    .values(
        state=State.DONE,
        sent_at=bindparam("now"),
        messages=bindparam("ids"),
        content=bindparam("remembered"),
        error="",
    )
    .returning(letters.c.id, letters.c.key)
)
_IS_SENT = select(letters.c.id).where(letters.c.id == bindparam("letter"), letters.c.state == State.DONE)
_POST = insert_or_replace(posts, "chat", "message", "letter", unique=("chat", "message"))
_SENT_LETTER = select(letters.c.id, letters.c.chat, letters.c.content)
# SQLite finds the index of keyed letters only if it is told that the key is not empty.
_BY_KEY = (
    _SENT_LETTER.where(letters.c.chat == bindparam("chat"), letters.c.key != "", letters.c.key == bindparam("key"))
    .where(letters.c.state != State.SET_ASIDE)
    .order_by(letters.c.id.desc())
    .limit(1)
)
# As with keys: only so is the index of numbered letters found. A card that failed stands nowhere.
_IS_CARD = (
    (letters.c.number != "")
    & (letters.c.number == bindparam("number"))
    & (letters.c.post == "card")
    & (letters.c.state != State.SET_ASIDE)
)
_NEWEST_CARDS = select(func.max(letters.c.id)).where(_IS_CARD).group_by(letters.c.chat)
_CARDS = _SENT_LETTER.where(letters.c.id.in_(_NEWEST_CARDS))
_HAS_CARD = select(letters.c.id).where(_IS_CARD, letters.c.chat == bindparam("chat")).limit(1)
_RENEW_EDIT = (
    update(letters)
    .where(letters.c.target == bindparam("edited"), letters.c.kind == "edit", letters.c.state == State.WAITING)
    .values(content=bindparam("new"))
)
_POST_OF = (
    select(letters.c.post, letters.c.number, letters.c.arg)
    .join(posts, posts.c.letter == letters.c.id)
    .where(posts.c.chat == bindparam("chat"), posts.c.message == bindparam("message"))
)
_LAST_SAID = (
    select(letters.c.content)
    .where(letters.c.chat == bindparam("chat"), letters.c.kind == "message")
    .order_by(letters.c.id.desc())
    .limit(LAST_LOOKED_AT)
)


class SqlOutbox:
    """`bot.usecases.store.Outbox` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def add(self, new: Sequence[NewLetter], now: datetime) -> None:
        await self._link.execute_many(_ADD, [_row(one, now) for one in new])

    async def heads(self, platform: str, now: datetime, limit: int, busy: frozenset[str]) -> list[Letter]:
        # Each chat has one head, so that the busy ones can hide no more than there are of them.
        asked = {"platform": platform, "now": now, "most": limit + len(busy)}
        rows = (await self._link.execute(_HEADS, asked)).all()
        return [_letter(row) for row in rows if row.chat not in busy][:limit]

    async def sent(self, letter: Letter, messages: Sequence[str], content: str, now: datetime) -> None:
        done = {"letter": letter.id, "said": letter.content, "now": now, "ids": ",".join(messages)}
        # Another process may have sent it too: a reply to either copy is known.
        known = await self._ended(_SENT, done | {"remembered": content}) or await self.is_sent(letter.id)
        if known and messages:
            rows = [{"chat": letter.chat, "message": one, "letter": letter.id} for one in messages]
            await self._link.execute_many(_POST[self._link.dialect.name], rows)

    async def is_sent(self, letter: int) -> bool:
        return (await self._link.execute(_IS_SENT, {"letter": letter})).first() is not None

    async def retry(self, letter: int, not_before: datetime, error: str) -> None:
        await self._set(letter, not_before=not_before, error=_kept(error), attempts=letters.c.attempts + 1)

    async def failed(self, letter: int, error: str) -> None:
        aside = {"state": State.SET_ASIDE, "error": _kept(error)}
        failed = update(letters).where(letters.c.id == letter).values(aside)
        await self._ended(failed.returning(letters.c.id, letters.c.key))

    async def _ended(self, change: Executable, values: Values = NOTHING) -> bool:
        """Whether the letter is still remembered: there was one to change, and it was no farewell."""
        row = (await self._link.execute(change, values)).one_or_none()
        if row is not None and row.key == FAREWELL:
            await self._link.execute(delete(letters).where(letters.c.id == row.id))
            return False
        return row is not None

    async def _set(self, letter: int, **values: object) -> None:
        await self._link.execute(update(letters).where(letters.c.id == letter).values(**values))

    async def get(self, letter: int) -> Letter | None:
        asked = select(letters, letters.c.messages.label("target_messages")).where(letters.c.id == letter)
        row = (await self._link.execute(asked)).one_or_none()
        return _letter(row) if row else None

    async def by_key(self, chat: str, key: str) -> SentLetter | None:
        row = (await self._link.execute(_BY_KEY, {"chat": chat, "key": key})).one_or_none()
        return SentLetter(row.id, row.chat, row.content) if row else None

    async def cards(self, number: str) -> list[SentLetter]:
        rows = (await self._link.execute(_CARDS, {"number": number})).all()
        return [SentLetter(row.id, row.chat, row.content) for row in rows]

    async def has_card(self, chat: str, number: str) -> bool:
        return (await self._link.execute(_HAS_CARD, {"number": number, "chat": chat})).first() is not None

    async def renew_edit(self, target: int, content: str) -> bool:
        return (await self._link.execute(_RENEW_EDIT, {"edited": target, "new": content})).rowcount > 0

    async def post_of(self, chat: str, message: str) -> Post | None:
        row = (await self._link.execute(_POST_OF, {"chat": chat, "message": message})).one_or_none()
        return Post(row.post, row.number, row.arg) if row and row.post else None

    async def may_become_known(self, chat: str, message: str) -> bool:
        known = select(posts.c.letter).where(posts.c.chat == chat, posts.c.message == message).exists()
        here = (letters.c.chat == chat) & (letters.c.platform == _platform(chat))
        leaving = select(letters.c.id).where(here, letters.c.kind == "message", letters.c.state == State.WAITING)
        return bool((await self._link.execute(select(leaving.exists() & ~known))).scalar_one())

    async def last_buttons(self, chat: str) -> str | None:
        contents = (await self._link.execute(_LAST_SAID, {"chat": chat})).scalars()
        return next((one for one in contents if '"keyboard":[]' not in one), None)

    async def revive(self, chat: str, since: datetime, now: datetime) -> int:
        lost = (letters.c.chat == chat) & (letters.c.state == State.SET_ASIDE) & (letters.c.kind == "message")
        changed = await self._link.execute(
            update(letters)
            .where(lost, letters.c.created_at >= since)
            .values(state=State.WAITING, not_before=now, attempts=0)
        )
        return changed.rowcount

    async def move(self, chat: str, to: str) -> None:
        here = letters.c.chat == chat
        stale = (letters.c.kind == "edit") & (letters.c.state == State.WAITING)
        await self._link.execute(delete(letters).where(here, stale))
        # The new chat numbers its messages anew: the old numbers would mean the wrong ones.
        await self._link.execute(update(letters).where(here).values(chat=to, messages=""))
        await self._link.execute(delete(posts).where(posts.c.chat == chat))

    async def counts(self) -> tuple[int, int]:
        asked = select(letters.c.state, func.count()).where(letters.c.state != State.DONE).group_by(letters.c.state)
        found = {row[0]: row[1] for row in (await self._link.execute(asked)).all()}
        return found.get(State.WAITING, 0), found.get(State.SET_ASIDE, 0)


def _kept(error: str) -> str:
    """A platform's words as far as there is room for them, without what no database takes."""
    return error.encode("utf-8", "replace").decode().replace("\0", "")[:300]


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
        "bulk": int(one.bulk),
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
        bool(row.bulk),
    )
