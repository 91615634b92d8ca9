"""Files what an Open311 client posts, by the same use-case as residents' own messages; makes keys for clients."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.appeals.appeal import Photo, Place
from bot.appeals.district import Point
from bot.dialogs.card import desk_name
from bot.dialogs.effects import FileAppeal
from bot.dialogs.events import AppealFiled, MessageSent, Person
from bot.triage.reading import Reading
from bot.usecases.performing import Performer
from bot.usecases.platform import Update
from bot.usecases.service import Service
from bot.usecases.store import Store, Transaction

PLATFORM = "open311"
LONGEST_KEY_NAME = 40
# The very same within this time is a client that did not hear the answer.
SAME_FOR = timedelta(hours=1)
_KINDS = ("complaint", "question", "suggestion")


@dataclass(frozen=True, slots=True)
class Posted:
    """`client` is the name of the key; `address` and `text` are as they came."""

    client: str
    topic: str
    text: str
    address: str = ""
    point: Point | None = None
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """`desk` is named as people read it."""

    number: str
    desk: str
    due: datetime


@dataclass
class NoPlace(Exception):
    """`why` is «no_place», «several_places» with what they could be, or «outside»."""

    why: str
    places: tuple[Place, ...] = ()


async def file_posted(service: Service, posted: Posted) -> Filed:
    """The appeal; the same one for the same words posted again. Raises NoPlace."""
    now = service.now()
    place = _place(service, posted)
    async with service.store.transaction() as tx:
        known = await tx.public.posted(_digest(posted), now - SAME_FOR)
        filed = await _known(service, tx, known) if known else await _file(service, tx, posted, place, now)
    service.bell.ring()
    return filed


async def _known(service: Service, tx: Transaction, number: str) -> Filed:
    appeal = await tx.appeals.get(number)
    if appeal is None:
        raise LookupError(number)
    return Filed(number, desk_name(service.district, appeal.desk), appeal.due_at)


async def _file(service: Service, tx: Transaction, posted: Posted, place: Place, now: datetime) -> Filed:
    """The author is the client: of the person behind it nothing is kept but the words."""
    chat = f"{PLATFORM}:{posted.client}"
    resident = await tx.residents.of_chat(chat, posted.client, now)
    if resident.consent != chat:
        await tx.residents.consent(resident.id, chat, now)
    reading = service.triage(posted.text)
    effect = FileAppeal(
        posted.topic,
        place,
        posted.text,
        posted.photos,
        messages=(),
        kind=reading.kind if reading.kind in _KINDS else "complaint",
    )
    digest = _digest(posted)
    update = Update(f"{PLATFORM}:{digest}", chat, False, MessageSent("", Person(chat, posted.client), ""))
    (answer,) = await Performer(service, tx, update, now, resident).perform([effect])
    if not isinstance(answer, AppealFiled):
        raise TypeError(answer)
    await tx.public.note_posted(digest, answer.number, now)
    return Filed(answer.number, answer.desk, answer.due)


def _place(service: Service, posted: Posted) -> Place:
    """What the address says and the pin shows; the description only where there is no address."""
    reading = service.triage(posted.address or posted.text, posted.point)
    if not reading.places and posted.address and posted.point is None:
        reading = service.triage(f"{posted.address}\n{posted.text}")
    return _only(reading, posted.point)


def _only(reading: Reading, point: Point | None) -> Place:
    if not reading.places:
        raise NoPlace("outside" if reading.outside else "no_place")
    if len(reading.places) > 1:
        raise NoPlace("several_places", reading.places)
    (place,) = reading.places
    return replace(place, point=place.point or point)


def _digest(posted: Posted) -> str:
    point = f"{posted.point.lat:.5f},{posted.point.lon:.5f}" if posted.point else ""
    photos = (one.file for one in posted.photos)
    return _hash("\x1f".join((posted.client, posted.topic, posted.text, posted.address, point, *photos)))


def _hash(text: str) -> str:
    return hashlib.sha256(f"otklik:{PLATFORM}:{text}".encode()).hexdigest()


def key_digest(key: str) -> str:
    """What is kept of a key."""
    return _hash(key)


async def make_key(store: Store, name: str, now: datetime) -> str | None:
    """The key, shown once and kept nowhere; None where the name is taken."""
    key = secrets.token_urlsafe(24)
    async with store.transaction() as tx:
        return key if await tx.public.add_key(name, key_digest(key), now) else None


def is_key_name(name: str) -> bool:
    """Short and plain: officials read it on the card."""
    return 0 < len(name) <= LONGEST_KEY_NAME and all(one.isalnum() or one in " -_." for one in name)


def named(places: Sequence[Place]) -> str:
    """«Бабино, Третьяково»."""
    return ", ".join(dict.fromkeys(one.locality or one.settlement for one in places))
