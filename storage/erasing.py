"""How a resident is forgotten: because they asked for it, or because they have been silent for long."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from storage.columns import State, UtcTime, metadata
from storage.followers import erase_follower
from storage.link import Link
from storage.open_figures import OF_THIS_ANSWER, released
from storage.outbox import FAREWELL
from storage.reception import erase_reception
from storage.statements import insert_or_leave
from storage.tables import (
    appeal_messages,
    appeal_photos,
    appeals,
    corrections,
    followers,
    history,
    intrusions,
    letters,
    posts,
    resident_chats,
    residents,
    talks,
    thanks,
    updates,
)
from storage.transcripts import web_lines, web_photos

# Photos that nobody may need any more: the file goes as soon as nothing else shows it.
unneeded_photos = Table(
    "unneeded_photos",
    metadata,
    Column("file", String(100), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

# Photos are named in talks and letters too: that is JSON, and the name is all that is looked for.
FILE = re.compile(r"[0-9a-f]{40}\.jpg")
_QUEUE = insert_or_leave(unneeded_photos, "file", "at", unique=("file",))
_NOBODY = {"name": "", "consent": None, "consent_at": None, "last_settlement": None, "last_locality": None}


async def erase(link: Link, resident: int, now: datetime) -> None:
    """Asked for: what they joined goes on without them, and nothing of theirs is shown on the site any more."""
    chats = await _chats(link, resident)
    await _erase_photos(link, resident, chats, now, shown_too=True)
    await _erase_names(link, resident, chats)
    await erase_follower(link, resident, chats)
    await _erase_chats(link, chats)
    for chat in chats:
        await _erase_request(link, chat)
    own = appeals.c.resident == resident
    learnt = corrections.c.appeal.in_(select(appeals.c.id).where(own))
    await link.execute(update(corrections).where(learnt).values(text=""))
    await link.execute(update(appeals).where(own).values(chat="", details=""))
    await _erase_person(link, resident)


async def anonymise(link: Link, resident: int, now: datetime) -> None:
    """Long silent: every figure stays as it was, votes and the platform too, and so does what officials released."""
    chats = await _chats(link, resident)
    await _erase_photos(link, resident, chats, now, shown_too=False)
    await _erase_names(link, resident, chats)
    await link.execute(update(followers).where(followers.c.resident == resident).values(chat=""))
    await _erase_chats(link, chats)
    for chat in chats:
        platform = chat.partition(":")[0] + ":"
        own = (appeals.c.resident == resident) & (appeals.c.chat == chat)
        await link.execute(update(appeals).where(own).values(chat=platform))
    await link.execute(update(appeals).where(appeals.c.resident == resident).values(details=""))
    await _erase_person(link, resident)


async def _chats(link: Link, resident: int) -> list[str]:
    asked = select(resident_chats.c.chat).where(resident_chats.c.resident == resident)
    return list((await link.execute(asked)).scalars())


def _concerned(resident: int) -> Select[tuple[int]]:
    """What they wrote and what they joined; also what they joined and left."""
    joined = select(followers.c.appeal).where(followers.c.resident == resident)
    return select(appeals.c.id).where(or_(appeals.c.resident == resident, appeals.c.id.in_(joined)))


def _numbers(resident: int) -> Select[tuple[str]]:
    return select(appeals.c.number).where(appeals.c.id.in_(_concerned(resident)))


async def _erase_photos(link: Link, resident: int, chats: Sequence[str], now: datetime, *, shown_too: bool) -> None:
    """Their photos, and every picture that was drawn of them; files that others need as well stay for those."""
    files = await _drawn(link, resident, chats)
    if shown_too:
        files |= await _off_the_site(link, resident)
    theirs: ColumnElement[bool] = appeal_photos.c.appeal.in_(_concerned(resident))
    theirs &= appeal_photos.c.sender.in_(chats)
    # Of older ones nobody wrote down who sent them.
    unsigned = appeal_photos.c.appeal.in_(select(appeals.c.id).where(appeals.c.resident == resident))
    theirs = or_(theirs, unsigned & (appeal_photos.c.side == "before") & (appeal_photos.c.sender == ""))
    gone = theirs if shown_too else theirs & appeal_photos.c.appeal.not_in(_released(resident))
    files |= set((await link.execute(select(appeal_photos.c.file).where(gone))).scalars())
    await link.execute(delete(appeal_photos).where(gone))
    await link.execute(update(appeal_photos).where(theirs).values(sender=""))
    await queue_photos(link, files, now)


async def _drawn(link: Link, resident: int, chats: Sequence[str]) -> set[str]:
    """What letters about their appeals showed, and all that they were shown or had in hand themselves."""
    asked: list[Select[tuple[str]]] = [
        select(letters.c.content).where(letters.c.number != "", letters.c.number.in_(_numbers(resident))),
        select(letters.c.content).where(letters.c.chat.in_(chats)),
        select(talks.c.state).where(talks.c.chat.in_(chats)),
        select(web_photos.c.file).where(web_photos.c.chat.in_(chats)),
    ]
    return {file for one in asked for file in named((await link.execute(one)).scalars())}


async def _off_the_site(link: Link, resident: int) -> set[str]:
    theirs = released.c.appeal.in_(select(appeals.c.id).where(appeals.c.resident == resident))
    files = set((await link.execute(select(released.c.file).where(theirs, released.c.file != ""))).scalars())
    await link.execute(delete(released).where(theirs))
    return files


def _released(resident: int) -> Select[tuple[int]]:
    own = select(released.c.appeal).select_from(appeals.join(released, OF_THIS_ANSWER))
    return own.where(appeals.c.id.in_(_concerned(resident)))


def named(texts: Iterable[str | None]) -> set[str]:
    """The photos that are named in the texts."""
    return {file for text in texts for file in FILE.findall(text or "")}


async def queue_photos(link: Link, files: Iterable[str], now: datetime) -> None:
    """To be looked at: whatever still needs one of them keeps it."""
    rows = [{"file": one, "at": now} for one in sorted(files)]
    if rows:
        await link.execute_many(_QUEUE[link.dialect.name], rows)


async def _erase_names(link: Link, resident: int, chats: Sequence[str]) -> None:
    """Whatever they did stays written down, without who did it."""
    did = history.c.appeal.in_(_concerned(resident)) & history.c.actor.in_(chats)
    await link.execute(update(history).where(did).values(actor="", actor_name=""))
    # Cards that no chat took would keep the name; if a chat returns it gets new ones.
    own = select(appeals.c.number).where(appeals.c.resident == resident)
    failed = (letters.c.number != "") & letters.c.number.in_(own) & (letters.c.state == State.SET_ASIDE)
    await link.execute(delete(letters).where(failed))


async def _erase_person(link: Link, resident: int) -> None:
    nobody = update(residents).where(residents.c.id == resident).values(**_NOBODY, seen_at=None)
    await link.execute(nobody)
    # Thanks stay counted, without the one who thanked and the words.
    await link.execute(update(thanks).where(thanks.c.resident == resident).values(resident=None, text=""))
    await link.execute(delete(resident_chats).where(resident_chats.c.resident == resident))


async def _erase_chats(link: Link, chats: Sequence[str]) -> None:
    """What was said in them goes; the answer to the request itself goes too, as soon as it was sent."""
    for table in (talks, posts, appeal_messages, web_lines, web_photos):
        await link.execute(delete(table).where(table.c.chat.in_(chats)))
    for chat in chats:
        await erase_reception(link, chat)
    here = letters.c.chat.in_(chats)
    await link.execute(delete(letters).where(here, letters.c.state != State.WAITING))
    await link.execute(update(letters).where(here).values(key=FAREWELL))
    await link.execute(delete(updates).where(updates.c.chat.in_(chats), updates.c.state != State.WAITING))
    await link.execute(update(intrusions).where(intrusions.c.chat.in_(chats)).values(chat=""))
    await link.execute(update(intrusions).where(intrusions.c.person.in_(chats)).values(person=""))


async def _erase_request(link: Link, chat: str) -> None:
    """The first that waits is the request itself: this very transaction handles it, and remembers only that."""
    request = select(func.min(updates.c.id)).where(updates.c.chat == chat).scalar_subquery()
    forgotten = literal("erased:") + cast(updates.c.id, String)
    await link.execute(update(updates).where(updates.c.id == request).values(key=forgotten, chat="", event=""))
