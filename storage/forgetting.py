"""What is not kept for ever: residents long silent, letters and updates that failed, photos that nothing shows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, delete, exists, or_, select, update

from storage.columns import State
from storage.erasing import FILE, anonymise, named, queue_photos, unneeded_photos
from storage.link import Link
from storage.open_figures import released
from storage.tables import (
    appeal_photos,
    appeals,
    followers,
    history,
    intrusions,
    letters,
    resident_chats,
    residents,
    talks,
    updates,
)
from storage.transcripts import web_photos

_LIVES_ON = or_(appeals.c.closed_at.is_(None), appeals.c.closed_at >= bindparam("before"))
_OWN = exists().where(appeals.c.resident == residents.c.id, _LIVES_ON)
_JOINED = exists().where(followers.c.resident == residents.c.id, followers.c.appeal == appeals.c.id, _LIVES_ON)
# The index holds those only who are not forgotten yet, those first who were not heard for the longest.
_SILENT = (
    select(residents.c.id)
    .where(residents.c.seen_at < bindparam("before"), ~_OWN, ~_JOINED)
    .order_by(residents.c.seen_at)
    .limit(bindparam("most"))
)
_REPLIES = (
    select(history.c.id, history.c.text)
    .join(appeals, appeals.c.id == history.c.appeal)
    .where(appeals.c.resident == bindparam("the_resident"), history.c.action == "reply", history.c.text != "")
    .where(history.c.actor.in_(select(resident_chats.c.chat).where(resident_chats.c.resident == bindparam("who"))))
)
_REPHRASE = update(history).where(history.c.id == bindparam("entry")).values(text=bindparam("words"))
_UNNEEDED = select(unneeded_photos.c.file).order_by(unneeded_photos.c.file).limit(bindparam("most"))
# What is named in words is looked for only where something still waits: an index leads to those, but to the talks.
_IN_WORDS: tuple[Select[tuple[str]], ...] = (
    select(letters.c.content).where(letters.c.state == State.WAITING),
    select(letters.c.content).where(letters.c.state == State.SET_ASIDE),
    select(updates.c.event).where(updates.c.state == State.WAITING),
)
_IN_TALKS = select(talks.c.state).where(talks.c.state.like("%.jpg%"))


class SqlForgetting:
    """`bot.usecases.forgetting.Forgetting` in one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def silent(self, before: datetime, limit: int) -> list[int]:
        return list((await self._link.execute(_SILENT, {"before": before, "most": limit})).scalars())

    async def replies(self, resident: int) -> list[tuple[int, str]]:
        rows = (await self._link.execute(_REPLIES, {"the_resident": resident, "who": resident})).all()
        return [(row.id, row.text) for row in rows]

    async def rephrase(self, entry: int, words: str) -> None:
        await self._link.execute(_REPHRASE, {"entry": entry, "words": words})

    async def anonymise(self, resident: int, now: datetime) -> None:
        await anonymise(self._link, resident, now)

    async def forget_failed(self, before: datetime) -> int:
        """Letters that nobody will send any more, updates that nobody will read; how many."""
        lost = (letters.c.state == State.SET_ASIDE) & (letters.c.created_at < before)
        parked = (updates.c.state == State.SET_ASIDE) & (updates.c.received_at < before)
        gone = [await self._link.execute(delete(letters).where(lost))]
        gone.append(await self._link.execute(delete(updates).where(parked)))
        return sum(one.rowcount for one in gone)

    async def forget_intrusions(self, before: datetime) -> None:
        await self._link.execute(delete(intrusions).where(intrusions.c.at < before))

    async def unneeded_photos(self, limit: int) -> list[str]:
        return list((await self._link.execute(_UNNEEDED, {"most": limit})).scalars())

    async def shown(self, files: Sequence[str]) -> set[str]:
        """Those that an appeal, a page or the site shows."""
        columns = (appeal_photos.c.file, web_photos.c.file, released.c.file)
        asked = [select(one).where(one.in_(files)) for one in columns]
        return {file for one in asked for file in (await self._link.execute(one)).scalars()}

    async def in_hand(self) -> set[str]:
        """Those that a draft holds, or something that waits to be sent or read."""
        texts = [text for one in (*_IN_WORDS, _IN_TALKS) for text in (await self._link.execute(one)).scalars()]
        return named(texts)

    async def need_no_more(self, files: Sequence[str], now: datetime) -> None:
        await queue_photos(self._link, [one for one in files if FILE.fullmatch(one)], now)

    async def looked_at(self, files: Sequence[str]) -> None:
        """They are gone, or needed after all."""
        await self._link.execute(delete(unneeded_photos).where(unneeded_photos.c.file.in_(files)))
