"""What the open figures show and keep: released pictures, lists without anybody's words, keys for posting."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Row,
    Select,
    String,
    Table,
    and_,
    bindparam,
    delete,
    func,
    literal,
    select,
    update,
)

from bot.appeals.appeal import Place
from bot.appeals.district import Point
from bot.appeals.status import Action, Status
from bot.usecases.public import Key, Listed, Pictures, Release
from storage.columns import BigId, UtcTime, metadata
from storage.link import Link
from storage.statements import insert_or_leave, insert_or_replace
from storage.tables import appeal_photos, appeals, history

# Pictures on the site: of this answer and no other, under a name that nobody guesses. The file is drawn when it is
# first asked for.
released = Table(
    "released",
    metadata,
    Column("appeal", BigId, ForeignKey("appeals.id"), primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    Column("answered_at", UtcTime, nullable=False),
    Column("file", String(100), nullable=False, server_default=""),
    Column("at", UtcTime, nullable=False),
    Column("by", String(100), nullable=False),
)

# Only a digest of the key is kept: whoever reads the database cannot post.
open311_keys = Table(
    "open311_keys",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime, nullable=True),
)

# What was posted lately, so that a client that did not hear the answer may post it again.
open311_posts = Table(
    "open311_posts",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("number", String(20), nullable=False, server_default=""),
    Column("at", UtcTime, nullable=False, index=True),
)

# By topic first: an index by the moment alone would draw the questions of figures away from their own.
Index("ix_appeals_topic_filed", appeals.c.topic, appeals.c.filed_at)

OF_THIS_ANSWER = (
    (released.c.appeal == appeals.c.id)
    & (released.c.answered_at == appeals.c.answered_at)
    & (appeals.c.result == "solved")
    & (appeals.c.chat != "")
)
_LISTED = (
    select(
        *(appeals.c[name] for name in ("id", "number", "kind", "topic", "settlement", "locality", "address")),
        *(appeals.c[name] for name in ("lat", "lon", "desk", "status", "result", "merged", "filed_at", "solve_due_at")),
        *(appeals.c[name] for name in ("accepted_at", "first_answer_at", "answered_at", "closed_at")),
        func.coalesce(released.c.name, "").label("picture"),
    )
    .select_from(appeals.outerjoin(released, OF_THIS_ANSWER))
    .where(appeals.c.status != Status.WITHDRAWN.value)
)
# Literals, so that the list is a part of the statement.
_ENDED = [literal(one.value) for one in (Status.ANSWERED, Status.CLOSED)]
_SOLVED = (
    _LISTED.where(appeals.c.answered_at >= bindparam("start"), appeals.c.result == "solved")
    .where(appeals.c.status.in_(_ENDED), appeals.c.merged == "")
    .order_by(appeals.c.answered_at.desc(), appeals.c.id.desc())
    .limit(bindparam("most"))
)
_STATE = (
    select(appeals.c.id, appeals.c.answered_at, func.coalesce(released.c.name, "").label("name"))
    .select_from(appeals.outerjoin(released, OF_THIS_ANSWER))
    .where(appeals.c.number == bindparam("number"), appeals.c.result == "solved", appeals.c.chat != "")
)
_AFTER = (
    select(func.count())
    .select_from(appeal_photos)
    .where(appeal_photos.c.appeal == bindparam("appeal"), appeal_photos.c.side == "after")
    .where(appeal_photos.c.at >= bindparam("since"))
)
_RELEASE = insert_or_replace(released, "appeal", "name", "answered_at", "file", "at", "by", unique=("appeal",))
_PICTURES = (
    select(
        *(appeals.c[name] for name in ("id", "number", "settlement", "locality", "address", "filed_at", "answered_at")),
        released.c.file,
    )
    .select_from(appeals.join(released, OF_THIS_ANSWER))
    .where(released.c.name == bindparam("name"))
)
_PHOTOS = select(appeal_photos).where(appeal_photos.c.appeal == bindparam("appeal")).order_by(appeal_photos.c.id)
_FINAL = [one.value for one in (Action.SOLVE, Action.ANSWER)]
_ADD_KEY = insert_or_leave(open311_keys, "name", "digest", "made_at", unique=("name",))
_KEY_NAME = select(open311_keys.c.name).where(
    open311_keys.c.digest == bindparam("digest"), open311_keys.c.revoked_at.is_(None)
)
_KEYS = select(open311_keys).order_by(open311_keys.c.made_at, open311_keys.c.name)
_POST = insert_or_leave(open311_posts, "digest", "at", unique=("digest",))
_POSTED = select(open311_posts).where(open311_posts.c.digest == bindparam("digest"))
_TOO_OLD = delete(open311_posts).where(open311_posts.c.at < bindparam("since"))


class SqlOpenFigures:
    """`bot.usecases.public.Public` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def release_state(self, number: str) -> Release:
        row = (await self._link.execute(_STATE, {"number": number})).one_or_none()
        if row is None or row.answered_at is None:
            return ""
        if row.name:
            return "shown"
        photos = await self._link.execute(_AFTER, {"appeal": row.id, "since": row.answered_at})
        return "possible" if photos.scalar_one() else ""

    async def release(self, number: str, name: str, by: str, now: datetime) -> bool:
        if await self.release_state(number) != "possible":
            return False
        row = (await self._link.execute(_STATE, {"number": number})).one()
        new = {"appeal": row.id, "name": name, "answered_at": row.answered_at, "file": "", "at": now, "by": by}
        await self._link.execute(_RELEASE[self._link.dialect.name], new)
        return True

    async def hide(self, number: str) -> None:
        its = select(appeals.c.id).where(appeals.c.number == number).scalar_subquery()
        await self._link.execute(delete(released).where(released.c.appeal == its))

    async def pictures(self, name: str) -> Pictures | None:
        row = (await self._link.execute(_PICTURES, {"name": name})).one_or_none()
        if row is None:
            return None
        photos = (await self._link.execute(_PHOTOS, {"appeal": row.id})).all()
        return Pictures(
            row.number,
            Place(row.settlement, row.locality, row.address),
            row.filed_at,
            row.answered_at,
            before=tuple(one.file for one in photos if one.side == "before" and one.at < row.answered_at),
            after=tuple(one.file for one in photos if one.side == "after" and one.at >= row.answered_at),
            file=row.file,
        )

    async def drawn(self, name: str, file: str) -> None:
        await self._link.execute(update(released).where(released.c.name == name).values(file=file))

    async def filed(
        self, topics: Collection[str], start: datetime, end: datetime, statuses: Collection[str], limit: int, skip: int
    ) -> list[Listed]:
        within = and_(appeals.c.filed_at >= start, appeals.c.filed_at < end)
        asked = _LISTED.where(appeals.c.topic.in_(sorted(topics)), within, appeals.c.status.in_(sorted(statuses)))
        return await self._listed(
            asked.order_by(appeals.c.filed_at.desc(), appeals.c.id.desc()).limit(limit).offset(skip)
        )

    async def numbered(self, numbers: Sequence[str]) -> list[Listed]:
        return await self._listed(_LISTED.where(appeals.c.number.in_(list(numbers))).order_by(appeals.c.id.desc()))

    async def solved(self, start: datetime, limit: int) -> list[Listed]:
        return await self._listed(_SOLVED, start=start, most=limit)

    async def _listed(self, question: Select[Any], **values: object) -> list[Listed]:
        rows = (await self._link.execute(question, values)).all()
        words = await self._final_words([row.id for row in rows if row.picture])
        return [_listed(row, words.get(row.id, ("", None))) for row in rows]

    async def _final_words(self, ids: Sequence[int]) -> dict[int, tuple[str, datetime | None]]:
        """The last thing that the desk said; whether it was of this answer is for the caller to see."""
        if not ids:
            return {}
        asked = select(history.c.appeal, history.c.at, history.c.text).where(
            history.c.appeal.in_(list(ids)), history.c.action.in_(_FINAL), history.c.text != ""
        )
        rows = (await self._link.execute(asked.order_by(history.c.id))).all()
        return {row.appeal: (row.text, row.at) for row in rows}

    async def add_key(self, name: str, digest: str, now: datetime) -> bool:
        row = {"name": name, "digest": digest, "made_at": now}
        return (await self._link.execute(_ADD_KEY[self._link.dialect.name], row)).rowcount > 0

    async def revoke_key(self, name: str, now: datetime) -> bool:
        in_force = (open311_keys.c.name == name) & open311_keys.c.revoked_at.is_(None)
        return (await self._link.execute(update(open311_keys).where(in_force).values(revoked_at=now))).rowcount > 0

    async def key_name(self, digest: str) -> str | None:
        found = (await self._link.execute(_KEY_NAME, {"digest": digest})).scalar_one_or_none()
        return None if found is None else str(found)

    async def keys(self) -> list[Key]:
        return [Key(row.name, row.made_at, row.revoked_at) for row in (await self._link.execute(_KEYS)).all()]

    async def posted(self, digest: str, since: datetime) -> str | None:
        await self._link.execute(_TOO_OLD, {"since": since})
        # The row is taken first: whoever posts the same at this moment waits here and then finds the number.
        await self._link.execute(_POST[self._link.dialect.name], {"digest": digest, "at": since})
        row = (await self._link.execute(_POSTED, {"digest": digest})).one()
        return row.number or None

    async def note_posted(self, digest: str, number: str, now: datetime) -> None:
        its = open311_posts.c.digest == digest
        await self._link.execute(update(open311_posts).where(its).values(number=number, at=now))


def _listed(row: Row[Any], said: tuple[str, datetime | None]) -> Listed:
    point = Point(row.lat, row.lon) if row.lat is not None and row.lon is not None else None
    text, said_at = said
    moments = (row.filed_at, row.accepted_at, row.first_answer_at, row.answered_at, row.closed_at)
    of_this_answer = said_at is not None and row.answered_at is not None and said_at >= row.answered_at
    return Listed(
        number=row.number,
        kind=row.kind,
        topic=row.topic,
        place=Place(row.settlement, row.locality, row.address, point),
        desk=row.desk,
        status=Status(row.status),
        result=row.result,
        merged=row.merged,
        filed_at=row.filed_at,
        solve_due_at=row.solve_due_at,
        touched_at=max(one for one in moments if one is not None),
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        picture=row.picture,
        words=text if row.picture and of_this_answer else "",
    )
