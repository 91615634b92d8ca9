"""What a Telegram message holds: words, photos, a point on the map, or something the bot cannot take."""

from pathlib import PurePosixPath

from aiogram.enums import ContentType
from aiogram.types import Document, Message, PhotoSize

from bot.appeals.district import Point
from bot.dialogs.events import AnyPhoto, LostPhoto, MessageSent, Person, RemotePhoto, Unsupported
from bot.handlers.telegram.text import Me, answered, clean, words

LARGEST = 20 * 1024 * 1024  # bytes; the Bot API hands out no larger file

_IMAGES = {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
_UNSUPPORTED: dict[str, Unsupported] = {
    ContentType.ANIMATION: "video",
    ContentType.VIDEO: "video",
    ContentType.VIDEO_NOTE: "video",
    ContentType.AUDIO: "voice",
    ContentType.VOICE: "voice",
    ContentType.STICKER: "sticker",
    ContentType.DOCUMENT: "file",
    ContentType.CONTACT: "contact",
    ContentType.POLL: "poll",
    ContentType.DICE: "other",
    ContentType.GAME: "other",
    ContentType.STORY: "other",
    ContentType.PAID_MEDIA: "other",
    ContentType.CHECKLIST: "other",
    ContentType.INVOICE: "other",
    ContentType.GIVEAWAY: "other",
    ContentType.GIVEAWAY_WINNERS: "other",
    ContentType.WEB_APP_DATA: "other",
    ContentType.RICH_MESSAGE: "other",
    ContentType.LOCATION: "other",  # only when the point itself makes no sense
    ContentType.VENUE: "other",
}


def sent(message: Message, sender: Person, me: Me) -> MessageSent | None:
    """The event of a message, or None for a service message."""
    text, photos, point = _text(message, me), _photos(message), _point(message)
    unsupported = None if photos or point else _unsupported(message)
    if not (text or photos or point or unsupported):
        return None
    to = answered(message)
    return MessageSent(
        message=str(message.message_id),
        sender=sender,
        text=text,
        photos=photos,
        point=point,
        unsupported=unsupported,
        reply_to=None if to is None else str(to.message_id),
        album=clean(message.media_group_id) or None,
        forwarded=message.forward_origin is not None,
    )


def _text(message: Message, me: Me) -> str:
    if (venue := message.venue) is not None:
        return clean(", ".join(part for part in (venue.title, venue.address) if part))
    return words(message, me)


def _photos(message: Message) -> tuple[AnyPhoto, ...]:
    if message.photo:
        return (_largest(message.photo),)
    if message.document is not None and message.animation is None and _is_image(message.document):
        return (_kept(message.document.file_id, message.document.file_size),)
    return ()


def _largest(sizes: list[PhotoSize]) -> AnyPhoto:
    fitting = [size for size in sizes if (size.file_size or 0) <= LARGEST]
    best = max(fitting or sizes, key=lambda size: size.width * size.height)
    return _kept(best.file_id, best.file_size)


def _kept(file: str, size: int | None) -> AnyPhoto:
    return RemotePhoto(clean(file)) if (size or 0) <= LARGEST else LostPhoto("too_large")


def _is_image(document: Document) -> bool:
    # Some phones send HEIC as «application/octet-stream»: then only the name tells.
    by_type = (document.mime_type or "").lower().startswith("image/")
    return by_type or PurePosixPath(document.file_name or "").suffix.lower() in _IMAGES


def _point(message: Message) -> Point | None:
    location = message.location if message.venue is None else message.venue.location
    if location is None or not (-90 <= location.latitude <= 90 and -180 <= location.longitude <= 180):
        return None
    return Point(location.latitude, location.longitude)


def _unsupported(message: Message) -> Unsupported | None:
    kind = message.content_type
    if kind == ContentType.UNKNOWN and message.chat.type == "private":
        return "other"  # newer than this code; the resident is owed a line all the same
    return _UNSUPPORTED.get(kind)
