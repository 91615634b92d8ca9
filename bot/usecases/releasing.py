"""Shows the «до/после» picture of a solved appeal on the public page, or takes it away; draws it at the first look."""

import secrets
from datetime import datetime

import structlog

from bot.appeals.appeal import Appeal, Place
from bot.dialogs.effects import ShowOnSite
from bot.dialogs.history import Entry
from bot.dialogs.message import say
from bot.dialogs.resident.wording import settlement_name
from bot.figures.public_place import public_place
from bot.usecases.acting import Actor
from bot.usecases.public import Pictures
from bot.usecases.service import CollageWords, Service
from bot.usecases.store import Transaction

log = structlog.get_logger()

# The longest name of an official that the table takes.
_LONGEST_NAME = 100


async def show_on_site(service: Service, tx: Transaction, actor: Actor, effect: ShowOnSite, now: datetime) -> None:
    """Done twice it is done once; the card shows how it stands, and the history who pressed."""
    appeal = await tx.appeals.get(effect.number)
    if appeal is None or not service.open_figures:
        return
    if effect.shown:
        name = secrets.token_urlsafe(16)
        if not await tx.public.release(appeal.number, name, effect.by.name[:_LONGEST_NAME], now):
            return
    else:
        await tx.public.hide(appeal.number)
    await _note(tx, appeal, effect, now)
    await actor.refresh(appeal)


async def _note(tx: Transaction, appeal: Appeal, effect: ShowOnSite, now: datetime) -> None:
    action = "release" if effect.shown else "hide"
    await tx.appeals.write_history(appeal, Entry(now, effect.by.name, action), effect.by.address)


async def released_picture(service: Service, name: str) -> bytes:
    """The picture, drawn and kept at the first look. Raises FileNotFoundError for one that is not released."""
    async with service.store.reading() as tx:
        pictures = await tx.public.pictures(name)
    if pictures is None:
        raise FileNotFoundError(name)
    if pictures.file:
        return await service.photos.open(pictures.file)
    file = await _drawn(service, pictures)
    async with service.store.transaction() as tx:
        await tx.public.drawn(name, file)
    return await service.photos.open(file)


async def _drawn(service: Service, pictures: Pictures) -> str:
    """Not the picture that the resident got: that one may name the house. Without «до» it is the first «после»."""
    after = tuple([await service.photos.open(one) for one in pictures.after])
    if not after:
        raise FileNotFoundError(pictures.number)
    if not pictures.before:
        return pictures.after[0]
    before = tuple([await service.photos.open(one) for one in pictures.before])
    zone, words = service.district.time_zone, service.words
    return await service.photos.collage(
        before,
        after,
        CollageWords(
            before=words(say("collage-before", day=pictures.filed_at.astimezone(zone).date())),
            after=words(say("collage-after", day=pictures.answered_at.astimezone(zone).date())),
            title=words(say("collage-title", number=pictures.number, place=_title(service, pictures.place))),
        ),
    )


def _title(service: Service, place: Place) -> str:
    shown = public_place(service.district, place, "")
    where = ", ".join(one for one in (shown.locality, shown.street) if one)
    return where or settlement_name(service.district, place.settlement)
