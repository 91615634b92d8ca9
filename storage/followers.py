"""Residents who said «Я тоже» about an appeal: who hears of it, who has voted, and who has left."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Executable, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.usecases.company import Follower
from storage.link import Link
from storage.tables import appeals, followers, history, resident_chats

# Whoever left is kept as such: «/удалить» must still find what they said.
LEFT = "left"
SHOWN_WORDS = 2
_HERE = followers.c.appeal == bindparam("the_appeal")
_STAYS = followers.c.rating != LEFT
_IT = (_HERE, followers.c.resident == bindparam("who"))
_FOLLOWERS = (
    select(
        followers.c.resident, followers.c.chat, followers.c.at, followers.c.rating, resident_chats.c.chat.label("open")
    )
    .outerjoin(
        resident_chats,
        (resident_chats.c.resident == followers.c.resident) & resident_chats.c.blocked_at.is_(None),
    )
    .where(_HERE, _STAYS)
    .order_by(followers.c.at, followers.c.resident, resident_chats.c.chat)
)
_FOLLOWS = select(followers.c.resident).where(*_IT, _STAYS)
_FIRST = (
    select(followers.c.resident, followers.c.chat)
    .where(_HERE, _STAYS)
    .order_by(followers.c.at, followers.c.resident)
    .limit(1)
)
_SINCE = select(followers.c.resident).where(_HERE, _STAYS, followers.c.at >= bindparam("since"))
_RATE = update(followers).where(*_IT, _STAYS).values(rating=bindparam("new"))
_REMOVE = delete(followers).where(*_IT)
_FORGET_VOTES = update(followers).where(_HERE, _STAYS).values(rating="")
_VOTES = select(followers.c.rating, func.count()).where(_HERE, followers.c.rating != "", _STAYS)
_VOTES = _VOTES.group_by(followers.c.rating)
_OTHERS = (
    select(history.c.text)
    .where(history.c.appeal == bindparam("the_appeal"), history.c.action == "join", history.c.text != "")
    .order_by(history.c.id.desc())
    .limit(SHOWN_WORDS)
)
_FEWER = (
    update(appeals)
    .where(appeals.c.id.in_(select(followers.c.appeal).where(followers.c.resident == bindparam("who"), _STAYS)))
    .values(repeated=appeals.c.repeated - 1)
)
_ERASE = delete(followers).where(followers.c.resident == bindparam("who"))


def _upsert(*, comes_back: bool) -> dict[str, Executable]:
    """A new row; for one that is there: a leaver comes back, or whoever it is leaves."""
    made: dict[str, Executable] = {}
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql)):
        columns = ("appeal", "resident", "chat", "at", "rating")
        new = dialect.insert(followers).values({one: bindparam(one) for one in columns})
        changed = {one: new.excluded[one] for one in ("chat", "at", "rating")}
        where = followers.c.rating == LEFT if comes_back else None
        made[name] = new.on_conflict_do_update(index_elements=("appeal", "resident"), set_=changed, where=where)
    return made


_ADD, _PUT_LEFT = _upsert(comes_back=True), _upsert(comes_back=False)


class SqlFollowers:
    """`bot.usecases.company.Followers` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def add(self, appeal: int, resident: int, chat: str, at: datetime) -> bool:
        row = {"appeal": appeal, "resident": resident, "chat": chat, "at": at, "rating": ""}
        return (await self._link.execute(_ADD[self._link.dialect.name], row)).rowcount > 0

    async def follows(self, appeal: int, resident: int) -> bool:
        return bool(await self._link.execute(_FOLLOWS, {"the_appeal": appeal, "who": resident}))

    async def all(self, appeal: int) -> list[Follower]:
        rows = (await self._link.execute(_FOLLOWERS, {"the_appeal": appeal})).all()
        chats: dict[int, list[str]] = defaultdict(list)
        for row in rows:
            chats[row.resident] += [row.open] if row.open else []
        known = {row.resident: row for row in rows}
        return [
            Follower(row.resident, row.chat, row.at, row.rating, tuple(chats[row.resident])) for row in known.values()
        ]

    async def first(self, appeal: int) -> tuple[int, str] | None:
        row = (await self._link.execute(_FIRST, {"the_appeal": appeal})).one_or_none()
        return (row.resident, row.chat) if row else None

    async def since(self, appeal: int, since: datetime) -> list[int]:
        return list((await self._link.execute(_SINCE, {"the_appeal": appeal, "since": since})).scalars())

    async def rate(self, appeal: int, resident: int, rating: str) -> bool:
        return (await self._link.execute(_RATE, {"the_appeal": appeal, "who": resident, "new": rating})).rowcount > 0

    async def leave(self, appeal: int, resident: int) -> bool:
        return await self.rate(appeal, resident, LEFT)

    async def take_over(self, appeal: int, author: int, chat: str, successor: int, at: datetime) -> None:
        await self._link.execute(_REMOVE, {"the_appeal": appeal, "who": successor})
        row = {"appeal": appeal, "resident": author, "chat": chat, "at": at, "rating": LEFT}
        await self._link.execute(_PUT_LEFT[self._link.dialect.name], row)

    async def forget_votes(self, appeal: int) -> None:
        await self._link.execute(_FORGET_VOTES, {"the_appeal": appeal})


async def votes(link: Link, appeal: int) -> dict[str, int]:
    """How many of the followers gave each rating."""
    return {row[0]: row[1] for row in (await link.execute(_VOTES, {"the_appeal": appeal})).all()}


async def others_words(link: Link, appeal: int) -> tuple[str, ...]:
    """What those who joined wrote, newest first, the last few."""
    return tuple((await link.execute(_OTHERS, {"the_appeal": appeal})).scalars())


async def erase_follower(link: Link, resident: int, chats: Sequence[str]) -> None:
    """What they joined goes on without them, and their words there without their name."""
    joined = select(followers.c.appeal).where(followers.c.resident == resident)
    said_by = history.c.appeal.in_(joined) & history.c.actor.in_(chats)
    await link.execute(update(history).where(said_by).values(actor="", actor_name=""))
    await link.execute(_FEWER, {"who": resident})
    await link.execute(_ERASE, {"who": resident})
