"""The slow work before a dialog's transaction: photos are fetched and kept, pictures drawn, membership asked."""

from dataclasses import replace

import structlog

from bot.dialogs.events import (
    AnyPhoto,
    ButtonPressed,
    CollageDrawn,
    CollageWanted,
    Event,
    LostPhoto,
    MessageSent,
    RemotePhoto,
)
from bot.dialogs.message import say
from bot.dialogs.resident.wording import place_name
from bot.usecases.codec import load_event
from bot.usecases.platform import Messenger, PhotoUnavailable, TryLater, Update
from bot.usecases.service import CollageWords, Service
from bot.usecases.store import Waiting

log = structlog.get_logger()

# After so many tries, half a minute, a photo that does not come is given up, and the person is asked to send it again:
# a platform that stumbles is up again by then, and who waits for an answer has not gone yet.
FETCH_TRIES = 6
# What comes while a platform stumbles may be no picture either: only what is none three times is none.
LOOK_TRIES = 3
# After so many tries it answers nothing of ours: officials also reply to each other.
QUICK_REPLY_TRIES = 2


async def prepare(service: Service, waiting: Waiting) -> tuple[Update, bool]:
    """The update ready for its dialog, and whether its sender is a member of the chat. May raise TryLater."""
    event: Event = load_event(waiting.event)
    if isinstance(event, MessageSent) and event.reply_to and waiting.attempts < QUICK_REPLY_TRIES:
        await _wait_for_the_answered(service, waiting.chat, event.reply_to)
    member = await _is_member(service, waiting.chat, event) if waiting.group else True
    match event:
        case MessageSent():
            photos = [await _kept(service, waiting, one) for one in event.photos]
            event = replace(event, photos=tuple(photos))
        case CollageWanted():
            event = CollageDrawn(event.reply, await _draw(service, event))
    return Update("", waiting.chat, waiting.group, event), member


async def _wait_for_the_answered(service: Service, chat: str, message: str) -> None:
    """A quick reply overtakes our note of which message it answers: it would be taken for officials' own talk."""
    async with service.store.reading() as tx:
        if await tx.outbox.may_become_known(chat, message):
            raise TryLater("what it answers is not written down yet")


async def _kept(service: Service, waiting: Waiting, photo: AnyPhoto) -> AnyPhoto:
    if not isinstance(photo, RemotePhoto):
        return photo
    messenger, tries = _messenger(service, waiting.chat), waiting.attempts + 1
    try:
        data = await messenger.fetch(photo.ref)
    except PhotoUnavailable as gone:
        return LostPhoto("too_large" if gone.too_large else "unavailable")
    except TryLater:
        if tries >= FETCH_TRIES:
            return LostPhoto("unavailable")
        raise
    kept = await service.photos.keep(data)
    if kept == LostPhoto("not_a_photo") and tries < LOOK_TRIES:
        raise TryLater("what came is no picture")
    return kept


async def _is_member(service: Service, chat: str, event: Event) -> bool:
    if not isinstance(event, MessageSent | ButtonPressed):
        return True
    return await _messenger(service, chat).is_member(chat, event.sender.address)


def _messenger(service: Service, chat: str) -> Messenger:
    """Raises TryLater while its platform has not joined yet: photos would be lost, strangers let in."""
    messenger = service.messenger(chat)
    if messenger is None:
        raise TryLater("its platform has not joined yet")
    return messenger


async def _draw(service: Service, event: CollageWanted) -> str | None:
    """The picture's file; None where it cannot be drawn, and then «после» goes alone."""
    async with service.store.reading() as tx:
        appeal = await tx.appeals.get(event.number)
    if appeal is None:
        return None
    try:
        before = tuple([await service.photos.open(one) for one in event.before])
        after = tuple([await service.photos.open(one) for one in event.after])
        zone = service.district.time_zone
        words = CollageWords(
            before=service.words(say("collage-before", day=appeal.filed_at.astimezone(zone).date())),
            after=service.words(say("collage-after", day=service.now().astimezone(zone).date())),
            title=service.words(
                say("collage-title", number=event.number, place=place_name(service.district, appeal.place))
            ),
        )
        return await service.photos.collage(before, after, words)
    except (OSError, ValueError):
        log.exception("the picture could not be drawn", action="draw_collage", number=event.number)
        return None
